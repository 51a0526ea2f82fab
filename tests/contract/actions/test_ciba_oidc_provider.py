"""Our client understands oidc-provider, an independent provider, and is understood by it."""

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from actions.identity.ciba import CibaProvider
from actions.identity.client_key import open_client_key
from actions.identity.provider import Approved, Expired, Pending, Refused, TypedPerson, UnknownPerson
from documents.service.clock import utc_now
from tests.contract.actions.agencies_house import counterpart, said
from tests.ports import free_port
from wallet_bridge.keys import public_half, read_public

CI = "Q" * 86 + "=="
PEOPLE = {"01000000001": {"name": "김서연", "birthdate": "1988-03-14", "ci": CI}}
SEOYEON = TypedPerson("김서연", date(1988, 3, 14), "01000000001")


@pytest.fixture(scope="module")
def foreign(node_packages, tmp_path_factory):
    """Give the issuer and the client key that is registered there."""
    path = tmp_path_factory.mktemp("keys") / "client.pem"
    key = open_client_key("minwon-counter", path)
    keys = read_public(public_half(path)).as_dict(private=False)
    order = {"port": free_port(), "clientId": "minwon-counter", "clientKeys": keys, "people": PEOPLE}
    with counterpart(node_packages, "provider.mjs", order) as process:
        yield said(process)["issuer"], key


@pytest.fixture
async def provider(foreign):
    issuer, key = foreign
    async with httpx.AsyncClient() as http:
        yield CibaProvider(issuer, key, http, utc_now)


def press(foreign, button):
    assert httpx.post(f"{foreign[0]}/press/{button}").status_code == 200


async def test_an_approval_proves_the_person_once(provider, foreign):
    begun = datetime.now(UTC)
    asked = await provider.request(SEOYEON, "주민등록표(등본) 발급", "4271")
    assert await provider.status(asked.id) == Pending()
    press(foreign, "approve")
    answer = await provider.status(asked.id)
    assert isinstance(answer, Approved)
    assert (answer.person.ci, answer.person.name, answer.person.born) == (CI, "김서연", date(1988, 3, 14))
    assert begun - timedelta(seconds=1) < answer.person.at <= datetime.now(UTC)  # told in whole seconds
    assert await provider.status(asked.id) == Expired()


async def test_a_refusal_is_understood(provider, foreign):
    asked = await provider.request(SEOYEON, "주민등록표(등본) 발급", "4271")
    press(foreign, "refuse")
    assert await provider.status(asked.id) == Refused()


async def test_an_unknown_person_is_understood(provider):
    with pytest.raises(UnknownPerson):
        await provider.request(TypedPerson("김서현", date(1988, 3, 14), "01000000001"), "발급", "4271")


async def test_an_approval_of_another_request_is_not_ours(provider, foreign):
    first = await provider.request(SEOYEON, "발급", "1111")
    second = await provider.request(SEOYEON, "발급", "2222")
    press(foreign, "approve")
    assert await provider.status(first.id) == Pending()
    assert isinstance(await provider.status(second.id), Approved)


async def test_a_request_that_was_never_made_is_over(provider):
    assert await provider.status("never-made") == Expired()

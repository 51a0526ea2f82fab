"""The agencies' process may die at any moment: what waits on a phone, and what was answered, is still there."""

from datetime import date

import httpx
import pytest

from actions.identity.ciba import CibaProvider
from actions.identity.client_key import open_client_key
from actions.identity.provider import Approved, Expired, IdentityUnavailable, Pending, TypedPerson
from documents.service.clock import utc_now
from tests.contract.actions.agencies_house import Agencies
from tests.ports import free_port

SEOYEON = TypedPerson("김서연", date(1988, 3, 14), "01000000001")
PHONE = "010-0000-0001"


@pytest.fixture
def house(tmp_path):
    house = Agencies(tmp_path, free_port())
    house.start()
    yield house
    house.kill()


@pytest.fixture
async def provider(house):
    key = open_client_key("minwon-counter", house.data / "keys/identity-counter.pem")
    async with httpx.AsyncClient() as http:
        yield CibaProvider(house.issuer, key, http, utc_now)


async def test_a_request_outlives_every_kill(house, provider):
    asked = await provider.request(SEOYEON, "주민등록표(등본) 발급", "4271")
    house.kill()
    with pytest.raises(IdentityUnavailable):
        await provider.status(asked.id)
    house.start()
    assert await provider.status(asked.id) == Pending()
    assert house.press(PHONE, "approve").status_code == 200
    house.kill()
    house.start()
    assert isinstance(await provider.status(asked.id), Approved)
    assert await provider.status(asked.id) == Expired(), "an approval is handed out once"
    house.stop()
    assert not (house.data / "sandbox.db-wal").exists(), "asked to end, it closes its database"

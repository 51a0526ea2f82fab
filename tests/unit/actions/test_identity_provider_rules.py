"""The practice provider keeps the rules of CIBA: who may ask, what is refused, an approval is handed out once."""

from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest

from actions.agencies.app import create_app
from actions.agencies.settings import AgencySettings
from actions.identity.client_key import ASSERTION_TYPE, open_client_key
from tests.unit.actions.identity_room import Hand
from tests.unit.documents.paper_house import lay_certificates

GRANT = "urn:openid:params:grant-type:ciba"
SEOYEON = {"name": "김서연", "birthdate": "1988-03-14", "phone_number": "01000000001"}
PHONE = "/phone/010-0000-0001"


class House:
    """The agencies in this process, and what a registered client sends them."""

    def __init__(self, data, **settings):
        self.clock = Hand()
        self.settings = AgencySettings(data=data, **settings)
        lay_certificates(data)
        self.app = create_app(self.settings, self.clock)
        transport = httpx.ASGITransport(self.app)
        self.http = httpx.AsyncClient(transport=transport, base_url=self.settings.sandbox_url)
        self.keys = {
            "minwon-counter": open_client_key("minwon-counter", data / "keys/identity-counter.pem"),
            "wallet": open_client_key("wallet", data / "keys/identity-wallet.pem"),
        }

    def assertion(self, client="minwon-counter", **claims):
        return self.keys[client].sign(self.settings.issuer, self.clock(), {"sub": client} | claims)

    def hint(self, client="minwon-counter", person=SEOYEON):
        return self.keys[client].sign(self.settings.issuer, self.clock(), person)

    async def ask(self, client="minwon-counter", **changes):
        form = {
            "scope": "openid",
            "binding_message": "4271",
            "purpose": "등본 발급",
            "login_hint_token": self.hint(client),
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(client),
        }
        changed = {name: value for name, value in (form | changes).items() if value is not None}
        return await self.http.post("/identity/bc-authorize", data=changed)

    async def asked(self, **changes):
        answer = await self.ask(**changes)
        assert answer.status_code == 200
        return answer.json()["auth_req_id"]

    async def collect(self, auth_req_id, client="minwon-counter", **changes):
        form = {
            "grant_type": GRANT,
            "auth_req_id": auth_req_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(client),
        }
        return await self.http.post("/identity/token", data=form | changes)

    async def press(self, button):
        return await self.http.post(f"{PHONE}/{button}")


@pytest.fixture
async def house(tmp_path):
    house = House(tmp_path, identity_interval=2)
    async with house.http:
        yield house


async def error_of(answer):
    return (await answer).json()["error"]


async def test_tokens_are_not_cached(house):
    auth_req_id = await house.asked()
    await house.press("approve")
    answer = await house.collect(auth_req_id)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["token_type"] == "Bearer"


async def test_an_approval_is_handed_out_once(house):
    auth_req_id = await house.asked()
    await house.press("approve")
    assert (await house.collect(auth_req_id)).status_code == 200
    assert await error_of(house.collect(auth_req_id)) == "invalid_grant"


async def test_another_client_cannot_collect(house):
    auth_req_id = await house.asked()
    await house.press("approve")
    assert await error_of(house.collect(auth_req_id, "wallet")) == "invalid_grant"
    assert (await house.collect(auth_req_id)).status_code == 200


async def test_two_clients_see_different_subjects_of_one_person(house):
    subjects = set()
    for client in ("minwon-counter", "wallet"):
        auth_req_id = await house.asked(client=client)
        await house.press("approve")
        id_token = (await house.collect(auth_req_id, client)).json()["id_token"]
        subjects.add(id_token.split(".")[1][:90])
    assert len(subjects) == 2


async def test_looking_too_often_slows_the_client_down(house):
    auth_req_id = await house.asked()
    assert await error_of(house.collect(auth_req_id)) == "authorization_pending"
    house.clock.move(seconds=1)
    assert await error_of(house.collect(auth_req_id)) == "slow_down"
    house.clock.move(seconds=6)
    assert await error_of(house.collect(auth_req_id)) == "slow_down"
    house.clock.move(seconds=12)
    assert await error_of(house.collect(auth_req_id)) == "authorization_pending"


async def test_silence_expires(house):
    auth_req_id = await house.asked(requested_expiry="60")
    house.clock.move(seconds=60)
    assert (await house.press("approve")).status_code == 404
    assert await error_of(house.collect(auth_req_id)) == "expired_token"


async def test_an_approval_that_is_not_collected_in_time_expires(house):
    auth_req_id = await house.asked(requested_expiry="60")
    await house.press("approve")
    house.clock.move(seconds=60)
    assert await error_of(house.collect(auth_req_id)) == "expired_token"


async def test_a_refusal_is_told(house):
    auth_req_id = await house.asked()
    await house.press("refuse")
    assert await error_of(house.collect(auth_req_id)) == "access_denied"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scope": "profile"}, "invalid_scope"),
        ({"login_hint_token": None}, "invalid_request"),
        ({"login_hint_token": "not.a.token"}, "invalid_request"),
        ({"login_hint": "01000000001"}, "invalid_request"),
        ({"id_token_hint": "x"}, "invalid_request"),
        ({"request": "x"}, "invalid_request"),
        ({"requested_expiry": "0"}, "invalid_request"),
        ({"requested_expiry": "five"}, "invalid_request"),
        ({"binding_message": ""}, "invalid_binding_message"),
        ({"binding_message": "42\n71"}, "invalid_binding_message"),
        ({"purpose": "두\n줄"}, "invalid_request"),
        ({"client_assertion": None}, "invalid_client"),
        ({"client_assertion": "x.y.z"}, "invalid_client"),
        ({"client_assertion_type": "basic"}, "invalid_client"),
        ({"client_id": "wallet"}, "invalid_client"),
    ],
)
async def test_a_request_that_breaks_a_rule_is_refused(house, changes, error):
    assert await error_of(house.ask(**changes)) == error


async def test_an_assertion_is_good_for_one_use(house):
    assertion = house.assertion()
    assert (await house.ask(client_assertion=assertion)).status_code == 200
    answer = await house.ask(client_assertion=assertion)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "claims",
    [{"aud": "http://elsewhere"}, {"sub": "wallet"}, {"iss": "wallet"}, {"exp": 1}, {"exp": 1e12}, {"jti": 5}],
)
async def test_an_assertion_that_is_not_for_us_is_refused(house, claims):
    assert await error_of(house.ask(client_assertion=house.assertion(**claims))) == "invalid_client"


async def test_a_hint_signed_by_another_client_is_refused(house):
    assert await error_of(house.ask(login_hint_token=house.hint("wallet"))) == "invalid_request"


async def test_a_hint_that_is_too_old_is_refused(house):
    hint = house.hint()
    house.clock.now += timedelta(minutes=5)
    assert await error_of(house.ask(login_hint_token=hint)) == "expired_login_hint_token"


async def test_a_repeated_parameter_is_refused(house):
    form = [("scope", "openid"), ("scope", "openid profile")]
    answer = await house.http.post("/identity/bc-authorize", content=urlencode(form), headers=FORM)
    assert answer.json()["error"] == "invalid_request"


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def test_the_provider_goes_on_after_a_restart(house, tmp_path):
    auth_req_id = await house.asked()
    again = House(tmp_path, identity_interval=2)
    again.clock.now = house.clock.now
    async with again.http:
        await again.press("approve")
        assert (await again.collect(auth_req_id)).status_code == 200


async def test_the_faults_of_the_identity_part_stop_it_and_nothing_else(house):
    order = {"part": "identity", "kind": "down", "seconds": 60}
    assert (await house.http.post("/faults", json=order)).status_code == 204
    assert (await house.ask()).status_code == 503
    assert (await house.http.get(PHONE)).status_code == 200
    house.clock.move(seconds=60)
    assert (await house.ask()).status_code == 200

"""Our practice provider understands openid-client, an independent client, and is understood by it."""

from contextlib import contextmanager

import httpx
import pytest

from actions.identity.client_key import open_client_key
from tests.contract.actions.agencies_house import counterpart, said

SEOYEON = {"name": "김서연", "birthdate": "1988-03-14", "phone_number": "01000000001"}
PHONE = "010-0000-0001"


@pytest.fixture
def asking(agencies, node_packages):
    @contextmanager
    def ask(person=SEOYEON, **parameters):
        key = open_client_key("minwon-counter", agencies.data / "keys/identity-counter.pem").key
        order = {
            "issuer": agencies.issuer,
            "clientId": "minwon-counter",
            "jwk": key.as_dict(private=True),
            "person": person,
            "parameters": {"binding_message": "4271", "purpose": "주민등록표(등본) 발급", **parameters},
        }
        with counterpart(node_packages, "client.mjs", order) as process:
            yield process

    return ask


def test_an_approval_gives_the_client_a_valid_id_token(agencies, asking):
    with asking() as client:
        asked = said(client)["asked"]
        assert asked["expires_in"] == 300
        assert agencies.press(PHONE, "approve").json() == {"approved": True}
        answer = said(client)
    claims = answer["claims"]
    assert answer["type"] == "bearer"
    assert claims["urn:openid:params:jwt:claim:auth_req_id"] == asked["auth_req_id"]
    assert (claims["name"], claims["birthdate"], len(claims["ci"])) == ("김서연", "1988-03-14", 88)
    assert claims["auth_time"] <= claims["iat"]


def test_the_phone_shows_what_the_client_asked(agencies, asking):
    with asking(binding_message="9038") as client:
        said(client)
        page = httpx.get(f"{agencies.url}/phone/{PHONE}").text
        agencies.press(PHONE, "refuse")
    assert "9038" in page
    assert "주민등록표(등본) 발급" in page
    assert "서울시 민원 카운터(연습용)" in page


def test_a_refusal_is_access_denied(agencies, asking):
    with asking() as client:
        said(client)
        agencies.press(PHONE, "refuse")
        assert said(client)["error"] == "access_denied"


@pytest.mark.parametrize("wrong", [{"name": "김서현"}, {"birthdate": "1988-03-15"}, {"phone_number": "01000000002"}])
def test_three_things_that_do_not_belong_together_are_an_unknown_user(asking, wrong):
    with asking(SEOYEON | wrong) as client:
        assert said(client)["error"] == "unknown_user_id"


def test_a_binding_message_that_no_phone_can_show_is_refused(asking):
    with asking(binding_message="4" * 21) as client:
        assert said(client)["error"] == "invalid_binding_message"


def test_a_second_hint_is_refused(asking):
    with asking(login_hint="01000000001") as client:
        assert said(client)["error"] == "invalid_request"

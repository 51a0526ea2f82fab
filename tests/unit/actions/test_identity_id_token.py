"""The client believes a signed answer to its own request, fresh, from the configured provider, and nothing else."""

import base64
import hashlib
import json
from datetime import date, timedelta

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from actions.identity.ciba import CibaProvider
from actions.identity.client_key import ClientKey
from actions.identity.id_token import AUTH_REQ_ID_CLAIM, IdTokenRejected
from actions.identity.provider import Approved, Expired, IdentityUnavailable, Pending, TypedPerson
from tests.unit.actions.identity_room import START, Hand

ISSUER = "https://identity.test/op"
CI = "Q" * 86 + "=="
PERSON = TypedPerson("김서연", date(1988, 3, 14), "01000000001")


def new_key(kid="one"):
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})


class Answering:
    """A provider that answers what the test says."""

    def __init__(self):
        self.key = new_key()
        self.published = [self.key]
        self.metadata = {
            "issuer": ISSUER,
            "jwks_uri": f"{ISSUER}/jwks",
            "token_endpoint": f"{ISSUER}/token",
            "backchannel_authentication_endpoint": f"{ISSUER}/bc-authorize",
        }
        now = int(START.timestamp())
        self.claims = {
            "iss": ISSUER,
            "sub": "somebody",
            "aud": "minwon-counter",
            "iat": now,
            "exp": now + 300,
            "auth_time": now - 5,
            "ci": CI,
            "name": "김서연",
            "birthdate": "1988-03-14",
        }
        self.token = None
        self.broken = None
        self.asked = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self.broken and str(request.url).endswith(self.broken[0]):
            return self.broken[1](request)
        return self._answer(request.url.path.rsplit("/", 1)[-1])

    def _answer(self, name):
        if name == "openid-configuration":
            return httpx.Response(200, json=self.metadata)
        if name == "jwks":
            return httpx.Response(200, json={"keys": [key.as_dict(private=False) for key in self.published]})
        if name == "bc-authorize":
            return httpx.Response(200, json={"auth_req_id": "ours", "expires_in": 300, "interval": 2})
        body = {"access_token": "access", "token_type": "Bearer", "id_token": self.token or self.signed()}
        return httpx.Response(200, json=body)

    def signed(self, key=None):
        key = key or self.key
        return jwt.encode({"alg": "ES256", "kid": key.kid}, self.claims, key, algorithms=["ES256"])

    def client(self, clock=None):
        http = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return CibaProvider(ISSUER, ClientKey("minwon-counter", new_key("client")), http, clock or Hand())


@pytest.fixture
def provider():
    return Answering()


async def test_a_good_answer_proves_the_person(provider):
    answer = await provider.client().status("ours")
    assert isinstance(answer, Approved)
    assert (answer.person.ci, answer.person.name, answer.person.born) == (CI, "김서연", date(1988, 3, 14))
    assert answer.person.at == START - timedelta(seconds=5)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://identity.test/other"},
        {"iss": None},
        {"aud": "wallet"},
        {"aud": ["minwon-counter", "wallet"]},
        {"aud": None},
        {"azp": "wallet"},
        {"exp": int(START.timestamp()) - 31},
        {"exp": None},
        {"iat": int(START.timestamp()) + 31},
        {"iat": int(START.timestamp()) - 601},
        {"iat": None},
        {"sub": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {AUTH_REQ_ID_CLAIM: "theirs"},
        {"ci": None},
        {"ci": "short"},
        {"ci": 5},
        {"name": ""},
        {"name": None},
        {"birthdate": "14.3.1988"},
        {"birthdate": None},
        {"auth_time": "yesterday"},
    ],
)
async def test_a_claim_that_does_not_fit_proves_nothing(provider, changes):
    provider.claims = {name: value for name, value in (provider.claims | changes).items() if value is not None}
    with pytest.raises(IdTokenRejected):
        await provider.client().status("ours")


async def test_the_bound_claims_are_accepted_when_they_fit(provider):
    half = hashlib.sha256(b"access").digest()[:16]
    provider.claims["at_hash"] = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    provider.claims[AUTH_REQ_ID_CLAIM] = "ours"
    assert isinstance(await provider.client().status("ours"), Approved)


async def test_an_approval_is_never_dated_into_the_future(provider):
    provider.claims["auth_time"] += 3600
    answer = await provider.client().status("ours")
    assert answer.person.at == START


async def test_a_foreign_key_of_the_same_name_proves_nothing(provider):
    provider.token = provider.signed(new_key("one"))
    with pytest.raises(IdTokenRejected):
        await provider.client().status("ours")


async def test_an_unsigned_token_proves_nothing(provider):
    parts = [{"alg": "none"}, provider.claims]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    provider.token = ".".join([*encoded, ""])
    with pytest.raises(IdTokenRejected):
        await provider.client().status("ours")


async def test_the_public_key_used_as_a_secret_proves_nothing(provider):
    secret = OctKey.import_key(provider.key.as_pem(private=False).hex())
    header = {"alg": "HS256", "kid": "one"}
    provider.token = jwt.encode(header, provider.claims, secret, algorithms=["HS256"])
    with pytest.raises(IdTokenRejected):
        await provider.client().status("ours")


@pytest.mark.parametrize("token", ["", "a.b.c", "not a token", None])
async def test_something_that_is_no_token_proves_nothing(provider, token):
    provider.token = token or "null"
    with pytest.raises(IdTokenRejected):
        await provider.client().status("ours")


async def test_a_rotated_key_is_fetched_once_more(provider):
    client = provider.client()
    await client.status("ours")
    provider.key = new_key("two")
    provider.published = [provider.key]
    assert isinstance(await client.status("ours"), Approved)
    assert sum(request.url.path.endswith("/jwks") for request in provider.asked) == 2


async def test_the_keys_are_there_before_an_approval_is_collected(provider):
    provider.broken = ("/jwks", lambda _request: httpx.Response(503, json={}))
    with pytest.raises(IdentityUnavailable):
        await provider.client().status("ours")
    assert not any(request.url.path.endswith("/token") for request in provider.asked)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://identity.test/other"},
        {"token_endpoint": "https://169.254.169.254/token"},
        {"jwks_uri": "http://identity.test/op/jwks"},
        {"backchannel_authentication_endpoint": "https://identity.test:8443/op"},
    ],
)
async def test_discovery_cannot_lead_to_another_host(provider, changes):
    provider.metadata |= changes
    with pytest.raises(IdentityUnavailable):
        await provider.client().request(PERSON, "발급", "4271")
    assert len(provider.asked) == 1


def _unreachable(request):
    raise httpx.ConnectError("refused", request=request)


def _slow(request):
    raise httpx.ReadTimeout("slow", request=request)


@pytest.mark.parametrize("place", ["/openid-configuration", "/bc-authorize"])
@pytest.mark.parametrize(
    "answer",
    [
        _unreachable,
        _slow,
        lambda _request: httpx.Response(500, json={"error": "unknown_user_id"}),
        lambda _request: httpx.Response(502, text="<html>"),
        lambda _request: httpx.Response(302, headers={"Location": "http://169.254.169.254/"}),
        lambda _request: httpx.Response(200, json=["list"]),
        lambda _request: httpx.Response(200, json={}),
    ],
)
async def test_a_provider_that_fails_is_unavailable_and_redirects_are_not_followed(provider, place, answer):
    provider.broken = (place, answer)
    with pytest.raises(IdentityUnavailable):
        await provider.client().request(PERSON, "발급", "4271")
    assert all(request.url.host == "identity.test" for request in provider.asked)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("authorization_pending", Pending()),
        ("slow_down", Pending(slow_down=True)),
        ("expired_token", Expired()),
        ("invalid_grant", Expired()),
    ],
)
async def test_the_states_of_poll_mode_are_told_apart(provider, error, status):
    provider.broken = ("/token", lambda _request: httpx.Response(400, json={"error": error}))
    assert await provider.client().status("ours") == status


@pytest.mark.parametrize("error", ["invalid_client", "nonsense", None])
async def test_an_error_that_is_ours_to_mend_is_unavailable(provider, error):
    provider.broken = ("/token", lambda _request: httpx.Response(401, json={"error": error}))
    with pytest.raises(IdentityUnavailable):
        await provider.client().status("ours")


async def test_nothing_personal_travels_in_an_address(provider):
    await provider.client().request(PERSON, "발급", "4271")
    [sent] = [request for request in provider.asked if request.method == "POST"]
    assert sent.url.query == b""
    assert b"1000000001" not in str(sent.url).encode()
    assert b"login_hint_token" in sent.content


def test_a_client_that_follows_redirects_is_refused():
    http = httpx.AsyncClient(follow_redirects=True)
    with pytest.raises(ValueError, match="redirects"):
        CibaProvider(ISSUER, ClientKey("minwon-counter", new_key()), http, Hand())

"""The wallet as a CIBA client before providers that lie, stumble or fall silent; and a sign-in that is used once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from documents.domain.errors import Refusal, Unavailable
from documents.domain.resident import Ci
from documents.service.database import migrate, open_engine
from wallet_bridge.holder import holder_of
from wallet_bridge.wallet import app
from wallet_bridge.wallet.identity import Answer, Asked, Identity, Person
from wallet_bridge.wallet.sign_in import SignIns, State

ISSUER = "https://identity.example"
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
WHO = Person("김서연", date(1988, 3, 14), "01000000001")
CI = "c" * 88
REQUEST_CLAIM = "urn:openid:params:jwt:claim:auth_req_id"


@dataclass
class Provider:
    """Answers as told; ``seen`` keeps the forms that were sent."""

    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", auto_kid=True))
    metadata: dict[str, str] = field(default_factory=dict)
    token: Callable[[], httpx.Response] = lambda: httpx.Response(400, json={"error": "authorization_pending"})
    ask: Callable[[], httpx.Response] = lambda: httpx.Response(
        200, json={"auth_req_id": "r", "expires_in": 300, "interval": 1}
    )
    seen: list[dict[str, str]] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.hosts.add(request.url.host)
        if request.method == "POST":
            self.seen.append({name: values[0] for name, values in parse_qs(request.content.decode()).items()})
        match request.url.path:
            case "/.well-known/openid-configuration":
                usual = {
                    "jwks_uri": f"{ISSUER}/jwks",
                    "token_endpoint": f"{ISSUER}/token",
                    "backchannel_authentication_endpoint": f"{ISSUER}/bc-authorize",
                }
                return httpx.Response(200, json={**usual, **self.metadata})
            case "/jwks":
                return httpx.Response(200, json=KeySet([self.key]).as_dict(private=False))
            case "/token":
                return self.token()
            case _:
                return self.ask()

    def approve(self, key: ECKey | None = None, **changes: Any) -> None:
        issued = int(NOW.timestamp())
        claims = {"iss": ISSUER, "aud": "wallet", "iat": issued, "exp": issued + 60, "ci": CI, REQUEST_CLAIM: "r"}
        given = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        signer = key or self.key
        token = jwt.encode({"alg": "ES256", "kid": self.key.kid}, given, signer)
        self.token = lambda: httpx.Response(200, json={"id_token": token})


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def identity(provider: Provider) -> Identity:
    key = ECKey.generate_key("P-256", auto_kid=True)
    return Identity(ISSUER, key, httpx.Client(transport=httpx.MockTransport(provider)), lambda: NOW)


def test_a_request_carries_the_person_only_inside_a_signed_hint(provider: Provider, identity: Identity) -> None:
    asked = identity.ask(WHO, "지갑", "4271")
    assert (asked.request, asked.expires_at, asked.interval) == ("r", NOW + timedelta(seconds=300), 1)
    (form,) = provider.seen
    assert form["binding_message"] == "4271"
    assert "김서연" not in str(
        {name: value for name, value in form.items() if not name.endswith(("token", "assertion"))}
    )
    assert form["client_assertion"] != form["login_hint_token"]


def test_an_approval_gives_the_ci(provider: Provider, identity: Identity) -> None:
    provider.approve()
    assert identity.collect("r") == CI


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"aud": "minwon-counter"},
        {"exp": int(NOW.timestamp()) - 120},
        {REQUEST_CLAIM: "another"},
        {REQUEST_CLAIM: None},
        {"ci": None},
        {"key": ECKey.generate_key("P-256")},
    ],
)
def test_a_false_id_token_opens_nothing(provider: Provider, identity: Identity, changes: dict[str, Any]) -> None:
    provider.approve(**changes)
    with pytest.raises(Unavailable, match="identity_unavailable"):
        identity.collect("r")


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        ("authorization_pending", Answer.PENDING),
        ("slow_down", Answer.SLOWER),
        ("access_denied", Answer.REFUSED),
        ("expired_token", Answer.EXPIRED),
        ("invalid_grant", Answer.EXPIRED),
    ],
)
def test_what_the_provider_says_is_understood(
    provider: Provider, identity: Identity, error: str, answer: Answer
) -> None:
    provider.token = lambda: httpx.Response(400, json={"error": error})
    assert identity.collect("r") is answer


def _silent() -> httpx.Response:
    raise httpx.ConnectError("down")


@pytest.mark.parametrize(
    "reply",
    [
        lambda: httpx.Response(500, json={"error": "server_error"}),
        lambda: httpx.Response(200, text="<h1>hotel</h1>"),
        lambda: httpx.Response(200, json=[]),
        lambda: httpx.Response(302, headers={"Location": "https://inner.example"}),
        _silent,
    ],
)
def test_a_stumbling_provider_is_unavailable(
    provider: Provider, identity: Identity, reply: Callable[[], httpx.Response]
) -> None:
    provider.token = provider.ask = reply
    with pytest.raises(Unavailable):
        identity.collect("r")
    with pytest.raises(Unavailable):
        identity.ask(WHO, "지갑", "4271")
    assert provider.hosts == {"identity.example"}


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "https://identity.example.evil/token", ""])
def test_a_discovery_document_cannot_lead_elsewhere(provider: Provider, identity: Identity, url: str) -> None:
    provider.metadata = {"token_endpoint": url}
    with pytest.raises(Unavailable):
        identity.collect("r")
    assert provider.seen == []


def test_somebody_unknown_is_a_refusal(provider: Provider, identity: Identity) -> None:
    provider.ask = lambda: httpx.Response(400, json={"error": "unknown_user_id"})
    with pytest.raises(Refusal, match="unknown_person"):
        identity.ask(WHO, "지갑", "4271")


@dataclass
class Phone:
    """An identity whose answers come from a list."""

    answers: list[Ci | Answer]
    asked: int = 0

    def ask(self, person: Person, purpose: str, binding_code: str) -> Asked:
        return Asked("r", NOW + timedelta(minutes=5), 2)

    def collect(self, request: str) -> Ci | Answer:
        self.asked += 1
        return self.answers.pop(0)


@dataclass
class Hands:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def sign_ins(tmp_path: Path, phone: Phone, clock: Hands) -> SignIns:
    engine = open_engine(f"sqlite:///{tmp_path / 'wallet.db'}")
    migrate(engine, Path(app.__file__).parent / "migrations")
    return SignIns(engine, phone, clock)  # type: ignore[arg-type]


def test_the_provider_is_asked_at_its_pace_only(tmp_path: Path) -> None:
    phone, clock = Phone([Answer.PENDING, Answer.SLOWER, Ci(CI)]), Hands()
    signing = sign_ins(tmp_path, phone, clock)
    token = signing.start(WHO, "지갑")
    paces = []
    for _ in range(30):
        clock.turn(0.5)
        signing.look(token)
        paces.append(phone.asked)
    assert [paces.index(n) * 0.5 + 0.5 for n in (1, 2)] == [2.0, 4.0]
    assert paces.index(3) * 0.5 + 0.5 >= 4 + 2, "slower after slow_down"


def test_an_approval_is_taken_once(tmp_path: Path) -> None:
    phone, clock = Phone([Ci(CI)]), Hands()
    signing = sign_ins(tmp_path, phone, clock)
    token = signing.start(WHO, "지갑")
    assert signing.take(token) is None
    clock.turn(3)
    waiting = signing.look(token)
    assert waiting is not None
    assert waiting.state is State.APPROVED
    assert signing.take(token) == holder_of(Ci(CI))
    assert signing.take(token) is None
    assert signing.look(token) is None


def test_silence_expires_and_a_stranger_learns_nothing(tmp_path: Path) -> None:
    phone, clock = Phone([]), Hands()
    signing = sign_ins(tmp_path, phone, clock)
    token = signing.start(WHO, "지갑")
    clock.turn(301)
    waiting = signing.look(token)
    assert waiting is not None
    assert waiting.state is State.EXPIRED
    assert signing.look("somebody else's") is None
    assert phone.asked == 0

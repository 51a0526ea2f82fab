"""The wallet process needs no private key of the office: it works while every one of them is out of its reach."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from actions.parts import open_office
from actions.settings import ActionsSettings
from documents.domain.paper import SealedPaper
from documents.domain.resident import Ci
from documents.rendering.statement import sign_statement
from documents.rendering.statement_key import load_statement_key
from documents.service.clock import utc_now
from tests.contract.wallet_bridge.issuer_counterpart import node_wallet
from tests.contract.wallet_bridge.issuer_house import IssuingOffice
from tests.contract.wallet_bridge.wallet_house import KEY, WalletHouse, pdf, plain_client, sealed, serve, wallet_house
from tests.unit.documents import paper_house
from tests.unit.documents.paper_samples import draft
from wallet_bridge.push import WalletPush
from wallet_bridge.wallet.app import create_app

SHARED = {"vault.key", "index.key"}
"""Symmetric keys that both need: the issuer opens what the ledger knows to write a name into a credential."""
PRIVATE = {
    *("pki/seal.key", "pki/root.key", "pki/tsa.key", "pki/ocsp.key", "pki/statement.key"),
    *("push.pem", "log.key", "access.key", "identity-counter.pem", "promise.key", "register.token"),
}


@dataclass(frozen=True)
class Keyless:
    """A wallet process beside an office whose private keys are gone; ``push`` and ``statement`` were made before."""

    house: WalletHouse
    wallet: httpx.Client
    conversation: str
    paper: SealedPaper
    push: WalletPush
    statement: str


@pytest.fixture(scope="module")
def keyless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyless]:
    data = tmp_path_factory.mktemp("keyless")
    office = IssuingOffice(data)
    asked = office.make()
    promise = office.ledger.find(asked.conversation, asked.number)
    assert promise is not None
    office.engine.dispose()
    open_all_keys(data)
    house, statement = wallet_house(data), sign_statement(draft(), load_statement_key(data / "keys"))
    with plain_client() as client:
        push = house.push(client)
        put_away(data / "keys")
        with serve(create_app(house.settings), house.settings.wallet_port) as url, plain_client(base_url=url) as wallet:
            yield Keyless(house, wallet, promise.conversation, promise.paper(), push, statement)


def open_all_keys(data: Path) -> None:
    """Make every key of the office, as its own process does when it starts."""
    shutil.copytree(paper_house.keys() / "pki", data / "keys/pki", dirs_exist_ok=True, ignore=_statements)
    outside = httpx.AsyncClient()
    with plain_client() as client:
        open_office(ActionsSettings(data=data), utc_now, client, outside).engine.dispose()
    asyncio.run(outside.aclose())


def _statements(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("statement")]


def put_away(keys: Path) -> None:
    """Put a folder in the place of each private key: nobody can read it, not even root, or draw a new one there."""
    for path in [path for path in keys.rglob("*") if path.is_file() and path.name not in SHARED and is_secret(path)]:
        path.unlink()
        path.mkdir()


def is_secret(path: Path) -> bool:
    return path.suffix in {".key", ".token"} or b"PRIVATE KEY" in path.read_bytes()


def test_every_private_key_of_the_office_is_away(keyless: Keyless) -> None:
    keys = keyless.house.settings.keys
    assert {path.relative_to(keys).as_posix() for path in keys.rglob("*") if path.is_dir()} >= PRIVATE


def test_papers_are_taken_in(keyless: Keyless) -> None:
    receipt = keyless.push.deliver(sealed(pdf()), pdf(), Ci("c" * 88), KEY)
    assert receipt.sha256 == sealed(pdf()).sha256


def test_papers_are_checked(keyless: Keyless) -> None:
    code = {"check": keyless.paper.check_code}
    by_number = keyless.wallet.get(f"/verify/{keyless.paper.number.digits}", params=code).json()
    by_digest = keyless.wallet.post("/verify", json={"sha256": keyless.paper.sha256}).json()
    by_file = keyless.wallet.post("/verify", files={"file": ("a.pdf", paper_house.sealed_sample(), "application/pdf")})
    assert (by_number["status"], by_digest["status"]) == ("valid", "valid")
    assert by_file.json()["indication"] == "TOTAL-PASSED"


def test_statements_are_read_with_the_published_half(keyless: Keyless) -> None:
    told = keyless.wallet.post("/verify/code", json={"texts": [keyless.statement]}).json()
    assert told["statement"]["sound"] is True
    changed = keyless.statement[:-1] + ("Q" if keyless.statement.endswith("A") else "A")
    other = keyless.wallet.post("/verify/code", json={"texts": [changed]}).json()
    assert other["statement"]["sound"] is False


def test_the_log_is_told(keyless: Keyless) -> None:
    assert keyless.wallet.get("/log/key").text.startswith("minwon/issued-papers+")
    (entry,) = keyless.wallet.get("/log/entries").json()["entries"]
    assert keyless.paper.sha256 in entry["entry"]


def test_credentials_are_issued(keyless: Keyless) -> None:
    bearer = {"Authorization": f"Bearer {keyless.house.settings.internal_token_file.read_text()}"}
    wanted = {"number": keyless.paper.number.digits, "conversation": keyless.conversation}
    given = keyless.wallet.post("/internal/offers", json=wanted, headers=bearer).json()
    with node_wallet() as node:
        offer, key = node("resolve", link=given["offer_uri"])["offer"], node("key")
        token = node("token", offer=offer, txCode=given["tx_code"])["access_token"]
        issuer, (kind,) = offer["credential_issuer"], offer["credential_configuration_ids"]
        proof = node("prove", issuer=issuer, kind=kind, nonce=node("nonce", issuer=issuer)["c_nonce"], key=key)["jwt"]
        assert node("credential", issuer=issuer, kind=kind, token=token, proofs=[proof])["status"] == 200

"""The proof that came with a paper, checked in the wallet with the office's published key and shown to the holder."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.domain.log import LogProof
from documents.ledger.ledger import MIGRATIONS
from documents.service.database import migrate, open_engine
from documents.transparency import log
from documents.transparency.checkpoint import Head, sign_head
from documents.transparency.heads import ORIGIN, PUBLIC_FILE, open_heads
from documents.transparency.tree import leaf_hash
from tests.contract.wallet_bridge.wallet_holder import browser_of, give, papers_of
from tests.contract.wallet_bridge.wallet_house import WalletHouse, pdf
from wallet_bridge.push import _proof as in_json
from wallet_bridge.wallet.log_standing import LogState, log_standing

DIGEST = hashlib.sha256(pdf()).hexdigest()
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def proven(data: Path, keys: Path, digest: str = DIGEST) -> LogProof:
    """Enter five papers, the asked one last, and prove it. Publishes the key in ``keys``."""
    keys.mkdir(parents=True, exist_ok=True)
    engine = open_engine(f"sqlite:///{data / 'log.db'}")
    migrate(engine, MIGRATIONS)
    with engine.begin() as connection:
        for each in [*(f"{place:064x}" for place in range(4)), digest]:
            log.append(connection, each, {"event": "issued"}, NOW)
    proof = open_heads(engine, keys, lambda: NOW).proof(digest)
    engine.dispose()
    assert proof is not None
    return proof


def stored(proof: LogProof) -> str:
    return json.dumps(in_json(proof))


def self_signed(proof: LogProof) -> LogProof:
    """A tree of one, made and signed by somebody else."""
    head = Head(ORIGIN, 1, leaf_hash(proof.entry.encode()))
    return replace(proof, place=0, size=1, path=(), checkpoint=sign_head(head, Ed25519PrivateKey.generate()))


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: replace(proof, place=proof.place - 1),
        lambda proof: replace(proof, size=proof.size + 1),
        lambda proof: replace(proof, path=(bytes(32), *proof.path[1:])),
        lambda proof: replace(proof, entry=proof.entry.replace("issued", "voided")),
        lambda proof: replace(proof, checkpoint=None),
        lambda proof: replace(proof, checkpoint=str(proof.checkpoint).replace("\n5\n", "\n6\n")),
        self_signed,
    ],
    ids=["place", "size", "path", "entry", "no head", "changed head", "another key"],
)
def test_a_proof_that_does_not_hold_is_wrong(tmp_path: Path, change: Callable[[LogProof], LogProof]) -> None:
    proof = proven(tmp_path, tmp_path / "keys")
    assert log_standing(stored(proof), DIGEST, tmp_path / "keys").place == 5
    assert log_standing(stored(change(proof)), DIGEST, tmp_path / "keys").state is LogState.WRONG


def test_the_proof_of_another_paper_is_wrong(tmp_path: Path) -> None:
    proof = proven(tmp_path, tmp_path / "keys")
    assert log_standing(stored(proof), "0" * 64, tmp_path / "keys").state is LogState.WRONG
    assert log_standing("no json", DIGEST, tmp_path / "keys").state is LogState.WRONG


def test_a_damaged_published_key_proves_nothing(tmp_path: Path) -> None:
    proof, public = proven(tmp_path, tmp_path / "keys"), tmp_path / "keys" / PUBLIC_FILE
    assert log_standing(None, DIGEST, tmp_path / "keys").state is LogState.NOT_GIVEN
    public.write_text(public.read_text().replace("+", "+0", 1))
    assert log_standing(stored(proof), DIGEST, tmp_path / "keys").state is LogState.WRONG
    public.unlink()
    assert log_standing(stored(proof), DIGEST, tmp_path / "keys").state is LogState.NOT_GIVEN


def test_the_holder_sees_the_place_in_the_public_log(house: WalletHouse, wallet: str, tmp_path: Path) -> None:
    give(house, proof=proven(tmp_path, house.settings.keys))
    with browser_of(house) as browser:
        (paper,) = papers_of(browser)
        assert "공개 기록 5번째에 있어요" in browser.get(f"/papers/{paper}").text


def test_the_holder_is_told_of_a_proof_that_does_not_hold(house: WalletHouse, wallet: str, tmp_path: Path) -> None:
    give(house, proof=proven(tmp_path, house.settings.keys, "0" * 63 + "9"))
    with browser_of(house) as browser:
        (paper,) = papers_of(browser)
        assert "증명이 맞지 않아요" in browser.get(f"/papers/{paper}").text


def test_a_paper_without_a_proof_says_nothing_of_the_log(house: WalletHouse, wallet: str) -> None:
    give(house)
    with browser_of(house) as browser:
        (paper,) = papers_of(browser)
        assert "공개 기록" not in browser.get(f"/papers/{paper}").text

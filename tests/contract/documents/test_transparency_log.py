"""The public log in both databases: every sealed paper once, in a tree that only grows, under heads anyone checks."""

import base64
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from documents.domain.errors import Refusal
from documents.domain.events import EventType
from documents.domain.state import PromiseState
from documents.ledger.issued import IssuedLedger
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.promise import LostClaim
from documents.service import problems
from documents.transparency import log
from documents.transparency.checkpoint import read_head
from documents.transparency.endpoints import log_router
from documents.transparency.heads import ORIGIN, LogHeads, open_heads
from documents.transparency.tree import leaf_hash, verify_consistency, verify_inclusion
from tests.databases import migrated
from tests.fakes_documents import NOON, person, request
from tests.office import draft_for, ledger_over

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def engine(database_url):
    with migrated(database_url, MIGRATIONS) as engine:
        yield engine


@pytest.fixture
def ledger(engine):
    return ledger_over(engine)


@pytest.fixture
def heads(engine):
    return LogHeads(engine, KEY, lambda: NOON)


def digest(count: int) -> str:
    return f"{count:064x}"


def sealed(ledger, count):
    ledger.promise(request(person(f"p{count}"), conversation=f"chat-{count}"))
    at = ledger.claim("w")
    at = ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    at = ledger.advance(at, PromiseState.CHECKED)
    return ledger.advance(at, PromiseState.SEALED, sha256=digest(count), blob="b.pdf")


def logged(ledger, count):
    return ledger.advance(sealed(ledger, count), PromiseState.LOGGED)


def all_entries(engine):
    with engine.begin() as connection:
        return log.entries(connection, 0, 1000)


def test_each_paper_is_entered_once_without_gap_also_from_eight_threads(engine, ledger):
    claims = [sealed(ledger, count) for count in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: ledger.advance(at, PromiseState.LOGGED), claims))
    entries = all_entries(engine)
    assert [each.place for each in entries] == list(range(16))
    assert sorted(each.text.split('"sha256":"')[1][:64] for each in entries) == [digest(n) for n in range(16)]


def test_a_late_worker_enters_nothing(engine, ledger):
    at = sealed(ledger, 1)
    ledger.advance(at, PromiseState.LOGGED)
    with pytest.raises(LostClaim):
        ledger.advance(at, PromiseState.LOGGED)
    assert len(all_entries(engine)) == 1


def test_a_held_paper_that_goes_on_is_not_entered_twice(engine, ledger):
    at = logged(ledger, 1)
    ledger.hold(at, "wallet_conflict")
    assert ledger.resume("chat-1", at.promise.number)
    ledger.advance(ledger.claim("w"), PromiseState.LOGGED)
    assert len(all_entries(engine)) == 1


def test_the_proof_that_goes_with_a_paper_holds_against_its_signed_head(ledger, heads):
    for count in range(5):
        logged(ledger, count)
    for count in range(5):
        proof = heads.proof(digest(count))
        head = read_head(proof.checkpoint, ORIGIN, KEY.public_key())
        assert head is not None
        assert (proof.place, head.size) == (count, count + 1)
        assert verify_inclusion(leaf_hash(proof.entry.encode()), proof.place, head.size, proof.path, head.root)
        assert f'"sha256":"{digest(count)}"' in proof.entry
        assert proof == heads.proof(digest(count)), "the same words however often"


def test_an_unknown_paper_has_no_proof(heads):
    assert heads.proof(digest(1)) is None
    assert heads.publish() is None, "nothing to sign yet"


def test_heads_of_different_days_are_consistent(engine, ledger, heads):
    logged(ledger, 0), logged(ledger, 1), logged(ledger, 2)
    before = read_head(heads.publish(), ORIGIN, KEY.public_key())
    for count in range(3, 9):
        logged(ledger, count)
    after = read_head(heads.publish(), ORIGIN, KEY.public_key())
    with engine.begin() as connection:
        path = log.tree_consistency(connection, before.size, after.size)
    assert verify_consistency(before.size, before.root, after.size, after.root, path)


@pytest.mark.parametrize("damage", ["other key", "other origin", "changed root", "changed size", "no signature"])
def test_a_head_that_is_not_ours_is_no_head(ledger, heads, damage):
    logged(ledger, 0)
    note, key, origin = heads.publish(), KEY.public_key(), ORIGIN
    if damage == "other key":
        key = Ed25519PrivateKey.generate().public_key()
    elif damage == "other origin":
        origin = "elsewhere/log"
    elif damage == "changed root":
        lines = note.split("\n")
        note = "\n".join([*lines[:2], base64.b64encode(bytes(32)).decode(), *lines[3:]])
    elif damage == "changed size":
        note = note.replace("\n1\n", "\n2\n", 1)
    else:
        note = note.partition("\n\n")[0]
    assert read_head(note, origin, key) is None


async def test_anyone_checks_a_paper_over_http(engine, ledger, tmp_path):
    heads = open_heads(engine, tmp_path, lambda: NOON)
    for count in range(6):
        logged(ledger, count)
    heads.publish()
    app = FastAPI()
    problems.install(app)
    app.include_router(log_router(engine, tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://log") as client:
        note = (await client.get("/log/checkpoint")).text
        head = read_head(note, ORIGIN, heads.key.public_key())
        answer = (await client.get(f"/log/proof/{digest(4)}")).json()
        (proof,) = answer["proofs"]
        path = [base64.b64decode(each) for each in proof["path"]]
        assert verify_inclusion(leaf_hash(proof["entry"].encode()), proof["place"], head.size, path, head.root)
        assert (await client.get(f"/log/proof/{digest(77)}")).status_code == 404
        assert (await client.get("/log/proof/xyz")).status_code == 422
        assert (await client.get("/log/consistency?earlier=2&size=99")).status_code == 422
        grown = (await client.get("/log/consistency?earlier=2&size=6")).json()["path"]
        assert len(grown) == 2
        assert len((await client.get("/log/entries?start=2&count=3")).json()["entries"]) == 3
        assert (await client.get("/log/key")).text.startswith(f"{ORIGIN}+")


def test_two_people_take_a_paper_back_and_everyone_hears_of_it(engine, ledger):
    at = ledger.advance(logged(ledger, 1), PromiseState.DELIVERED)
    number = at.promise.number
    ledger.ask_void(number, "kim", "주소가 틀린 채로 나갔어요")
    with pytest.raises(Refusal, match="same_person"):
        ledger.agree_void(number, "kim")
    assert ledger.agree_void(number, "lee").state is PromiseState.VOIDED
    with pytest.raises(LostClaim):
        ledger.advance(at, PromiseState.ACKED)
    assert IssuedLedger(engine).find_issued(number).state is PromiseState.VOIDED
    assert EventType.PAPER_VOIDED in [event.type for event in ledger.events.pending()]
    assert ['"event":"issued"' in each.text for each in all_entries(engine)] == [True, False]
    assert not ledger.resume("chat-1", number)
    assert ledger.voidings() == []


def test_a_paper_that_was_replaced_is_superseded(engine, ledger):
    old, new = logged(ledger, 1).promise.number, logged(ledger, 2).promise.number
    ledger.ask_void(old, "kim", "다시 발급", replaced_by=new)
    ledger.agree_void(old, "lee")
    assert IssuedLedger(engine).find_issued(old).superseded
    assert not IssuedLedger(engine).find_issued(new).superseded


def test_a_refused_wish_leaves_the_paper_and_may_be_asked_again(ledger):
    number = logged(ledger, 1).promise.number
    ledger.ask_void(number, "kim", "잘못 눌렀어요")
    with pytest.raises(Refusal, match="void_open"):
        ledger.ask_void(number, "lee", "또")
    ledger.refuse_void(number, "kim")
    with pytest.raises(Refusal, match="no_void_open"):
        ledger.agree_void(number, "lee")
    assert ledger.ask_void(number, "lee", "다시").asked_by == "lee"


def test_what_was_never_issued_cannot_be_taken_back(ledger):
    promised = ledger.promise(request())
    with pytest.raises(Refusal, match="nothing_to_void"):
        ledger.ask_void(promised.number, "kim", "이유")


def test_both_agreeing_at_once_void_once(engine, ledger):
    number = logged(ledger, 1).promise.number
    ledger.ask_void(number, "kim", "이유")

    def agree(by):
        try:
            return ledger.agree_void(number, by).state
        except Refusal as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(agree, ["lee", "park"]))
    assert sorted(outcomes) == ["VOIDED", "no_void_open"]
    assert len(all_entries(engine)) == 2

"""The ledger on SQLite and on PostgreSQL: the same suite, the same code."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update

from documents.domain.events import EventType
from documents.domain.number import PaperNumber
from documents.domain.receipt import Receipt
from documents.domain.state import PromiseState
from documents.ledger.backoff import Backoff
from documents.ledger.issued import IssuedLedger
from documents.ledger.ledger import MIGRATIONS, Ledger, open_ledger
from documents.ledger.promise import Claim, LostClaim
from documents.ledger.schema import database_now, promise, transition
from documents.news import News
from documents.vault import Vault
from tests.databases import migrated
from tests.fakes_documents import NOON, SECRET, person, record_of, request
from tests.office import draft_for

SHA = "ab" * 32
RECEIPT = Receipt("key", SHA, NOON, "signed.by.wallet")


@pytest.fixture
def engine(database_url):
    with migrated(database_url, MIGRATIONS) as engine:
        yield engine


def make(engine: Engine, **more) -> Ledger:
    more = {"clock": lambda: NOON, "lease": 30.0, "backoff": Backoff(jitter=lambda: 0.0)} | more
    return open_ledger(engine, Vault(b"k" * 32, b"i" * 32), News("http://wallet.test"), SECRET, **more)


@pytest.fixture
def ledger(engine):
    return make(engine)


def expire(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(promise).values(lease_until=database_now() - 1))


def expire_one(engine: Engine, number: PaperNumber) -> None:
    with engine.begin() as connection:
        mine = update(promise).where(promise.c.number == number.digits)
        connection.execute(mine.values(lease_until=database_now() - 1))


def claim(ledger: Ledger, worker: str = "a") -> Claim:
    found = ledger.claim(worker)
    assert found is not None
    return found


def sealed(ledger: Ledger, at: Claim, sha: str = SHA) -> Claim:
    at = ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    at = ledger.advance(at, PromiseState.CHECKED)
    return ledger.advance(at, PromiseState.SEALED, sha256=sha, blob=f"{sha[:8]}.pdf")


def acked(ledger: Ledger, at: Claim) -> Claim:
    at = ledger.advance(at, PromiseState.DELIVERED)
    return ledger.advance(at, PromiseState.ACKED, receipt=RECEIPT)


def types(ledger: Ledger) -> list[str]:
    return [event.type.value for event in ledger.events.pending()]


def test_the_same_request_is_the_same_promise(ledger):
    wanted = request()
    assert ledger.promise(wanted) == ledger.promise(wanted)


def test_another_purpose_is_another_promise_with_another_number(ledger):
    wanted = request()
    assert ledger.promise(wanted).number != ledger.promise(replace(wanted, purpose="학교 제출")).number


def test_eight_at_once_make_one_row(ledger, engine):
    wanted = request()
    with ThreadPoolExecutor(8) as pool:
        promised = list(pool.map(lambda _: ledger.promise(wanted), range(8)))
    assert len(set(promised)) == 1
    with engine.begin() as connection:
        assert connection.execute(select(func.count()).select_from(promise)).scalar() == 1


def test_a_number_drawn_before_is_drawn_again(engine):
    taken, free = PaperNumber.draw(), PaperNumber.draw()
    numbers = [taken, taken, taken, free]
    ledger = make(engine, draw_number=lambda: numbers.pop(0))
    assert ledger.promise(request()).number == taken
    assert ledger.promise(request()).number == free


def test_a_claim_brings_back_the_whole_request(ledger):
    wanted = request()
    ledger.promise(wanted)
    assert claim(ledger).request == wanted


def test_nothing_personal_is_readable_in_the_row(ledger, engine):
    wanted = request(person("남궁별님"))
    ledger.promise(wanted)
    at = claim(ledger)
    ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    with engine.begin() as connection:
        raw = b"".join(
            bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
            for value in connection.execute(select(promise)).one()
        )
    for secret in ("남궁별님", wanted.person.ci, "880314", "월드컵로"):
        assert secret.encode() not in raw


def test_a_leased_promise_is_nobody_elses(ledger):
    ledger.promise(request())
    assert claim(ledger, "a")
    assert ledger.claim("b") is None


def test_two_workers_never_own_the_same_row(ledger):
    numbers = {ledger.promise(request(person(ci=str(n)))).number for n in range(24)}

    def take(worker: int) -> list[PaperNumber]:
        mine = []
        while found := ledger.claim(f"w{worker}"):
            mine.append(found.promise.number)
        return mine

    with ThreadPoolExecutor(4) as pool:
        taken = [number for mine in pool.map(take, range(4)) for number in mine]
    assert sorted(map(str, taken)) == sorted(map(str, numbers))


def test_a_dead_workers_promise_is_taken_over(engine):
    ledger = make(engine, lease=0.0)
    ledger.promise(request())
    first, second = claim(ledger, "dead"), claim(ledger, "alive")
    assert second.promise.number == first.promise.number
    assert second.epoch == first.epoch + 1


def test_what_a_dead_worker_had_begun_comes_before_what_nobody_began(ledger, engine):
    begun = ledger.promise(request(person(ci="1")))
    ledger.promise(request(person(ci="2")))
    at = claim(ledger, "dead")
    ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    expire_one(engine, begun.number)
    assert claim(ledger, "heir").promise.number == begun.number


def test_the_zombies_commit_is_refused(ledger, engine):
    ledger.promise(request())
    zombie = claim(ledger, "zombie")
    expire(engine)
    owner = claim(ledger, "owner")
    for late in (
        lambda: ledger.advance(zombie, PromiseState.RENDERED, draft=draft_for(zombie)),
        lambda: ledger.fail(zombie, "register_down"),
        lambda: ledger.hold(zombie, "subject_mismatch"),
        lambda: ledger.reject(zombie, "no_record"),
        lambda: ledger.release(zombie),
    ):
        with pytest.raises(LostClaim):
            late()
    assert types(ledger) == []
    assert ledger.advance(owner, PromiseState.RENDERED, draft=draft_for(owner)).promise.state is PromiseState.RENDERED


def test_the_same_step_twice_is_refused_the_second_time(ledger):
    ledger.promise(request())
    at = claim(ledger)
    ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    with pytest.raises(LostClaim):
        ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))


def test_a_lease_set_before_the_clock_went_back_does_not_last(ledger, engine):
    ledger.promise(request())
    claim(ledger, "before")
    with engine.begin() as connection:
        connection.execute(update(promise).values(lease_until=database_now() + 3600))
    assert claim(ledger, "after")


def test_advancing_renews_the_lease(ledger, engine):
    ledger.promise(request())
    at = claim(ledger)
    expire(engine)
    ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    assert ledger.claim("b") is None


def test_the_whole_way_leaves_its_history_and_its_news(ledger, engine):
    wanted = request()
    ledger.promise(wanted)
    done = acked(ledger, sealed(ledger, claim(ledger)))
    assert done.promise.receipt == RECEIPT
    with engine.begin() as connection:
        states = connection.execute(select(transition.c.state).order_by(transition.c.seq)).scalars().all()
    assert states == ["PROMISED", "RENDERED", "CHECKED", "SEALED", "DELIVERED", "ACKED"]
    news = ledger.events.pending()
    assert [event.type for event in news] == [
        EventType.PAPER_PROGRESS,
        EventType.PAPER_PROGRESS,
        EventType.PAPER_PROGRESS,
        EventType.PAPER_ISSUED,
        EventType.PAPER_PROGRESS,
        EventType.PAPER_DELIVERED,
    ]
    assert [event.body["card"]["done"] for event in news if event.type is EventType.PAPER_PROGRESS] == [1, 2, 3, 4]
    assert {event.conversation for event in news} == {wanted.conversation}
    assert news[-1].body["card"]["wallet_state"] == "delivered"
    assert ledger.claim("b") is None


def test_the_snapshot_comes_back_as_stored(ledger, engine):
    ledger.promise(request())
    at = claim(ledger)
    draft = draft_for(at)
    ledger.advance(at, PromiseState.RENDERED, draft=draft)
    expire(engine)
    again = claim(ledger)
    assert again.draft == draft
    assert again.draft.record == record_of(at.request.person)


def test_a_failure_waits_and_tells_once_for_each_reason(engine):
    ledger = make(engine)
    ledger.promise(request())
    for _ in range(4):
        waiting = ledger.fail(claim(ledger), "register_down")
    assert (waiting.attempts, waiting.error_code, waiting.state) == (4, "register_down", PromiseState.PROMISED)
    assert types(ledger) == ["paper_progress", "paper_waiting"]
    for _ in range(3):
        ledger.fail(claim(ledger), "seal_down")
    assert types(ledger) == ["paper_progress", "paper_waiting", "paper_progress", "paper_waiting"]


def test_one_hiccup_is_nobodys_news(ledger):
    ledger.promise(request())
    ledger.fail(claim(ledger), "register_down")
    assert types(ledger) == []


def test_a_failed_promise_is_not_due_before_its_pause_is_over(engine):
    ledger = make(engine, backoff=Backoff(base=20.0, jitter=lambda: 1.0))
    ledger.promise(request())
    ledger.fail(claim(ledger), "register_down")
    assert ledger.claim("b") is None
    assert ledger.hurry("seal_down") == 0
    assert ledger.hurry("register_down") == 1
    assert claim(ledger)


def test_after_a_day_of_failures_it_is_held_and_told(ledger, engine):
    wanted = request()
    ledger.promise(wanted)
    ledger.fail(claim(ledger), "register_down")
    with engine.begin() as connection:
        connection.execute(update(promise).values(failing_since=database_now() - 86_400))
    assert ledger.fail(claim(ledger), "register_down").state is PromiseState.HELD
    assert types(ledger) == ["paper_progress", "paper_held"]
    assert ledger.claim("b") is None


def test_success_forgets_the_failures(ledger):
    ledger.promise(request())
    ledger.fail(claim(ledger), "register_down")
    at = claim(ledger)
    moved = ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    assert (moved.promise.attempts, moved.promise.error_code, moved.failing_since) == (0, None, None)


def test_a_released_promise_is_free_at_once(ledger):
    ledger.promise(request())
    ledger.release(claim(ledger, "a"))
    assert claim(ledger, "b")


def test_rejected_and_held_are_told_with_their_reason(ledger):
    ledger.promise(request())
    ledger.reject(claim(ledger), "not_entitled")
    ledger.promise(request())
    ledger.hold(claim(ledger), "missing_glyph")
    told = [(e.type.value, e.body["reason"]) for e in ledger.events.pending() if "reason" in e.body]
    assert told == [("paper_rejected", "not_entitled"), ("paper_held", "missing_glyph")]
    assert [(paper.error_code, paper.state) for paper in ledger.held()] == [("missing_glyph", PromiseState.HELD)]
    assert ledger.claim("b") is None


def test_a_cancelled_promise_stops_its_worker_and_can_be_asked_for_again(ledger):
    wanted = request()
    promised = ledger.promise(wanted)
    at = claim(ledger)
    assert ledger.cancel(wanted.conversation, promised.number)
    with pytest.raises(LostClaim):
        ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    again = ledger.promise(wanted)
    assert (again.number, again.state) == (promised.number, PromiseState.PROMISED)
    assert claim(ledger)


def test_a_cancellation_closes_the_card(ledger):
    wanted = request()
    promised = ledger.promise(wanted)
    woken = []
    ledger.events.subscribe(lambda: woken.append(True))
    assert ledger.cancel(wanted.conversation, promised.number)
    (told,) = ledger.events.pending()
    assert (told.type, told.body["card"]["state"]) == (EventType.PAPER_PROGRESS, "cancelled")
    assert woken
    assert not ledger.cancel(wanted.conversation, promised.number)
    assert len(ledger.events.pending()) == 1


def test_a_person_finds_what_they_asked_for_in_any_conversation(ledger):
    me, other = person(), person("이준호")
    mine = [ledger.promise(request(me, purpose=purpose)) for purpose in ("은행", "학교")]
    ledger.promise(request(other))
    assert ledger.papers_of_person(me.ci, NOON) == tuple(mine)
    assert ledger.papers_of_person(me.ci, NOON + timedelta(seconds=1)) == ()
    assert ledger.papers_of_person(person("최민재").ci, NOON) == ()


def test_the_same_again_is_told_to_the_same_person_only(ledger):
    wanted = request(person(), purpose="은행")
    promised = ledger.promise(wanted)
    assert ledger.request_of(promised.number, wanted.person.ci) == wanted
    assert ledger.request_of(promised.number, person("이준호").ci) is None
    assert ledger.request_of(PaperNumber.draw(), wanted.person.ci) is None


def test_a_kept_paper_comes_with_the_snapshot_that_it_was_made_of(ledger):
    wanted = request()
    promised = ledger.promise(wanted)
    at = claim(ledger)
    sealed(ledger, at)
    kept = ledger.kept(wanted.conversation, promised.number)
    assert kept is not None
    assert (kept.request, kept.draft) == (wanted, draft_for(at))


def test_a_sealed_paper_cannot_be_cancelled(ledger):
    wanted = request()
    promised = ledger.promise(wanted)
    sealed(ledger, claim(ledger))
    assert not ledger.cancel(wanted.conversation, promised.number)


def test_another_conversation_sees_and_changes_nothing(ledger):
    promised = ledger.promise(request())
    sealed(ledger, claim(ledger))
    assert ledger.find("stranger", promised.number) is None
    assert ledger.kept("stranger", promised.number) is None
    assert not ledger.resume("stranger", promised.number)
    assert ledger.papers_of("stranger") == ()


def test_a_held_delivery_goes_on_from_its_seal_and_other_holds_from_the_beginning(ledger):
    wanted = request()
    number = ledger.promise(wanted).number
    ledger.hold(claim(ledger), "subject_mismatch")
    assert ledger.resume(wanted.conversation, number)
    at = claim(ledger)
    assert at.promise.state is PromiseState.PROMISED
    ledger.hold(sealed(ledger, at), "wallet_down")
    assert ledger.find(wanted.conversation, number).issued
    assert ledger.resume(wanted.conversation, number)
    assert claim(ledger).promise.state is PromiseState.SEALED


def test_papers_of_a_conversation_come_in_order(ledger):
    chat = "chat-1"
    numbers = [ledger.promise(request(conversation=chat, purpose=purpose)).number for purpose in "abc"]
    assert [each.number for each in ledger.papers_of(chat)] == numbers


def test_the_wallet_gets_a_persons_papers_in_order(ledger):
    who = person()
    first = ledger.promise(request(who, "chat", "a"))
    ledger.promise(request(who, "chat", "b"))
    one = sealed(ledger, claim(ledger), "11" * 32)
    two = sealed(ledger, claim(ledger), "22" * 32)
    assert not one.behind
    assert two.behind
    ledger.fail(one, "wallet_down")
    ledger.release(two)
    again = claim(ledger)
    assert again.promise.number == first.number
    assert ledger.claim("b") is None
    acked(ledger, again)
    assert claim(ledger, "b").promise.number == two.promise.number


def test_another_persons_paper_does_not_wait(ledger):
    ledger.promise(request(person(ci="1")))
    ledger.promise(request(person(ci="2")))
    sealed(ledger, claim(ledger), "11" * 32)
    assert not sealed(ledger, claim(ledger), "22" * 32).behind


def test_the_public_check_sees_sealed_papers_only_and_nothing_personal(ledger, engine):
    issued = IssuedLedger(engine)
    promised = ledger.promise(request())
    at = claim(ledger)
    assert issued.find_issued(promised.number) is None
    sealed(ledger, at)
    found = issued.find_issued(promised.number)
    assert found == issued.find_by_sha256(SHA)
    assert (found.sha256, found.check_code, found.state) == (SHA, promised.check_code, PromiseState.SEALED)
    assert found.expires_at - found.issued_at == timedelta(days=90)
    assert issued.find_by_sha256("0" * 64) is None


def test_an_erased_persons_promise_is_held_and_the_next_one_is_taken(ledger, engine):
    gone = request(person(ci="gone"))
    ledger.promise(gone)
    ledger.promise(request(person(ci="stays")))
    with engine.begin() as connection:
        vault = ledger.office.vault
        assert vault.erase(connection, vault.blind(gone.person.ci)) == 1
    assert claim(ledger).request.person.ci == "stays"
    assert ledger.papers_of(gone.conversation)[0].state is PromiseState.HELD


def test_the_backlog_tells_the_age_of_the_oldest(engine):
    now = [NOON]
    ledger = make(engine, clock=lambda: now[0])
    assert ledger.backlog().count == 0
    ledger.promise(request())
    now[0] = NOON + timedelta(seconds=90)
    assert (ledger.backlog().count, ledger.backlog().oldest_seconds) == (1, 90.0)

"""Issuing, step by step, with everything outside going wrong in turn."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
import structlog

from documents.domain.errors import Halt, Refusal, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.options import VaccinationOptions
from documents.domain.resident import Child, Ci
from documents.domain.state import PromiseState
from documents.ledger.ledger import MIGRATIONS
from documents.service.database import migrate, open_engine
from tests.fakes_documents import FakeRecords, Killed, person, record_of, request
from tests.office import TestOffice
from tests.unit.documents.paper_samples_vaccination import CHILD, CHILD_BORN, child_draft


@pytest.fixture
def office(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine, MIGRATIONS)
    yield TestOffice(engine, tmp_path)
    engine.dispose()


def test_a_paper_goes_the_whole_way(office):
    asked = office.ask(request())
    assert office.turn()
    done = office.now(asked)
    assert done.state is PromiseState.ACKED
    ci, pdf = office.wallet.held[asked.key]
    assert ci == person().ci
    assert json.loads(pdf)["number"] == asked.number.digits
    assert done.sha256 == hashlib.sha256(pdf).hexdigest() == done.receipt.sha256
    assert office.told(asked) == [
        ("paper_progress", 1),
        ("paper_progress", 2),
        ("paper_progress", 3),
        ("paper_issued", None),
        ("paper_progress", 4),
        ("paper_delivered", None),
    ]


def test_a_paper_is_rendered_sealed_and_pushed_once_when_nothing_goes_wrong(office):
    office.ask(request())
    office.turn()
    assert (office.renderer.calls, office.sealer.calls, office.wallet.calls) == (1, 1, 1)


def test_the_page_says_where_it_can_be_checked(office):
    asked = office.ask(request())
    office.turn()
    url = json.loads(office.wallet.held[asked.key][1])["url"]
    assert url == f"http://wallet.test/verify/{asked.number.digits}?check={asked.check_code}"


def test_the_kept_file_is_the_delivered_one_and_is_not_readable_on_the_disk(office):
    asked = office.ask(request())
    office.turn()
    kept = office.ledger.kept(asked.conversation, asked.number)
    assert office.store.read(kept.blob) == office.wallet.held[asked.key][1]
    raw = (office.folder / "papers" / kept.blob).read_bytes()
    assert b"1988-03-14" not in raw
    assert asked.number.digits.encode() not in raw
    assert [path.name for path in (office.folder / "papers").iterdir()] == [kept.blob]


def test_the_register_down_is_waited_for_and_told_once(office):
    office.residents.planned = [Unavailable("register_down")] * 5
    asked = office.ask(request())
    for _ in range(5):
        office.turn()
    waiting = office.now(asked)
    assert (waiting.state, waiting.error_code, waiting.attempts) == (PromiseState.PROMISED, "register_down", 5)
    assert office.told(asked) == [("paper_progress", 0), ("paper_waiting", "register_down")]
    office.turn()
    assert office.now(asked).state is PromiseState.ACKED


@pytest.mark.parametrize(
    ("part", "code", "state"),
    [
        ("residents", "register_down", "PROMISED"),
        ("sealer", "seal_down", "CHECKED"),
        ("wallet", "wallet_down", "LOGGED"),
    ],
)
def test_each_part_down_stops_at_its_step_and_goes_on_from_there(office, part, code, state):
    getattr(office, part).planned = [Unavailable(code)]
    asked = office.ask(request())
    office.turn()
    assert (office.now(asked).state, office.now(asked).error_code) == (state, code)
    office.turn()
    assert office.now(asked).state is PromiseState.ACKED


def test_with_the_wallet_down_the_paper_is_issued_and_can_be_fetched(office):
    office.wallet.planned = [Unavailable("wallet_down")]
    asked = office.ask(request())
    office.turn()
    assert ("paper_issued", None) in office.told(asked)
    assert office.ledger.kept(asked.conversation, asked.number) is not None


def test_when_a_part_works_again_those_who_wait_for_it_are_due_at_once(tmp_path, office):
    slow = TestOffice(office.engine, tmp_path, backoff=type(office.backoff)(base=25.0, jitter=lambda: 1.0))
    slow.residents.planned = [Unavailable("register_down")] * 2
    first, second = slow.ask(request(person(ci="1"))), slow.ask(request(person(ci="2")))
    assert slow.turn()
    assert slow.turn()
    assert not slow.turn()
    slow.ledger.resume(first.conversation, first.number)
    assert slow.turn()
    assert slow.turn()
    assert slow.now(second).state is PromiseState.ACKED


def test_another_persons_record_is_held_with_an_alarm_and_never_rendered(office):
    mine = request(person("김서연"))
    asked = office.ask(mine)
    office.residents.records[mine.person.ci] = record_of(person("이준호"))
    with structlog.testing.capture_logs() as logs:
        office.turn()
    assert office.now(asked).state is PromiseState.HELD
    assert ("paper_held", "subject_mismatch") in office.told(asked)
    assert office.renderer.calls == 0
    alarm = next(line for line in logs if line["event"] == "alarm")
    assert alarm["log_level"] == "critical"
    assert "이준호" not in str(logs)
    assert "김서연" not in str(logs)


def test_the_same_name_with_another_birth_date_is_another_person(office):
    mine = request(person("이준호", date(1986, 11, 2)))
    asked = office.ask(mine)
    office.residents.records[mine.person.ci] = record_of(person("이준호", date(1986, 11, 3)))
    office.turn()
    assert office.now(asked).error_code == "subject_mismatch"


@pytest.mark.parametrize("field", ["name", "born", "number", "applicant_name", "applicant_born"])
def test_a_page_that_says_something_else_is_held_before_it_is_sealed(office, field):
    wrong = {"name": "이준호", "born": "1986-11-02", "number": "0000000000000000"}[field.removeprefix("applicant_")]
    office.renderer.change = lambda page: page | {field: wrong}
    asked = office.ask(request())
    office.turn()
    assert (office.now(asked).state, office.now(asked).error_code) == (PromiseState.HELD, "subject_mismatch")
    assert office.sealer.calls == 0


def ask_for_child(office):
    guardian, child = person(), Child(Ci("h" * 88), CHILD, CHILD_BORN)
    asked = replace(request(guardian), kind=PaperKind.VACCINATION, options=VaccinationOptions(), child=child)
    promised = office.ask(asked)
    office.residents.records[guardian.ci] = replace(record_of(guardian), children=(child,))
    office.registers[PaperKind.VACCINATION] = FakeRecords(records={child.ci: child_draft().record})
    return promised


def test_a_childs_paper_is_made_of_the_childs_record_and_goes_to_the_guardians_wallet(office):
    guardian, child = person(), Child(Ci("h" * 88), CHILD, CHILD_BORN)
    asked = office.ask(
        replace(request(guardian), kind=PaperKind.VACCINATION, options=VaccinationOptions(), child=child)
    )
    office.residents.records[guardian.ci] = replace(record_of(guardian), children=(child,))
    office.registers[PaperKind.VACCINATION] = FakeRecords(records={child.ci: child_draft().record})
    office.turn()
    assert office.now(asked).state is PromiseState.ACKED
    ci, pdf = office.wallet.held[asked.key]
    page = json.loads(pdf)
    assert ci == person().ci
    assert (page["name"], page["applicant_name"], page["applicant_born"]) == ("이하온", "김서연", "1988-03-14")


def test_a_childs_paper_that_shows_the_guardians_data_is_held(office):
    guardian, child = person(), Child(Ci("h" * 88), CHILD, CHILD_BORN)
    asked = office.ask(
        replace(request(guardian), kind=PaperKind.VACCINATION, options=VaccinationOptions(), child=child)
    )
    office.residents.records[guardian.ci] = replace(record_of(guardian), children=(child,))
    office.registers[PaperKind.VACCINATION] = FakeRecords(records={child.ci: child_draft().record})
    office.renderer.change = lambda page: page | {"name": "김서연", "born": "1988-03-14"}
    office.turn()
    assert (office.now(asked).state, office.now(asked).error_code) == (PromiseState.HELD, "subject_mismatch")


def test_a_seal_that_mixes_up_papers_is_held_before_it_is_issued(office):
    other = json.dumps({"number": "0000000000000000", "name": "이준호", "born": "1986-11-02"}).encode()
    office.sealer.seal = lambda pdf, draft: other
    asked = office.ask(request())
    office.turn()
    assert office.now(asked).error_code == "subject_mismatch"
    assert not office.now(asked).issued
    assert office.wallet.held == {}


def test_a_missing_glyph_is_held_and_told(office):
    office.renderer.planned = [Halt("missing_glyph")]
    asked = office.ask(request())
    office.turn()
    assert office.told(asked)[-1] == ("paper_held", "missing_glyph")


def test_nobody_in_the_register_is_an_answer(office):
    office.residents.planned = [Refusal("no_record")]
    asked = office.ask(request())
    office.turn()
    assert office.now(asked).state is PromiseState.REJECTED
    assert office.told(asked)[-1] == ("paper_rejected", "no_record")


def test_a_restricted_person_is_refused_without_a_reason(office):
    mine = request()
    asked = office.ask(mine)
    office.residents.records[mine.person.ci] = record_of(mine.person, restricted=True)
    office.turn()
    assert office.told(asked)[-1] == ("paper_rejected", "not_entitled")
    assert office.renderer.calls == 0


def test_a_refusing_wallet_holds_the_delivery_and_the_paper_stays_issued(office):
    office.wallet.planned = [Halt("holder_gone")]
    asked = office.ask(request())
    office.turn()
    held = office.now(asked)
    assert (held.state, held.error_code, held.issued) == (PromiseState.HELD, "holder_gone", True)
    assert office.ledger.kept(asked.conversation, asked.number) is not None


def test_a_lost_reply_is_resolved_by_repeating(office):
    office.wallet.after = [Unavailable("wallet_down")]
    asked = office.ask(request())
    office.turn()
    office.turn()
    assert office.now(asked).state is PromiseState.ACKED
    assert office.wallet.order == [asked.number.digits]


def test_a_receipt_for_other_bytes_is_held(office):
    office.wallet.lie = True
    asked = office.ask(request())
    office.turn()
    assert (office.now(asked).state, office.now(asked).error_code) == (PromiseState.HELD, "receipt_mismatch")


def test_a_changed_file_on_the_disk_is_not_delivered(office):
    office.wallet.planned = [Unavailable("wallet_down")]
    asked = office.ask(request())
    office.turn()
    blob = next((office.folder / "papers").iterdir())
    whole = blob.read_bytes()
    blob.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    office.turn()
    assert office.now(asked).state is PromiseState.HELD
    assert office.wallet.held == {}


def test_a_bug_waits_with_an_alarm_and_does_not_quote_what_it_met(office):
    office.renderer.planned = [ValueError("김서연 880314")]
    asked = office.ask(request())
    with structlog.testing.capture_logs() as logs:
        office.turn()
    assert office.now(asked).error_code == "internal_error"
    assert "김서연" not in str(logs)
    office.turn()
    assert office.now(asked).state is PromiseState.ACKED


@pytest.mark.parametrize("part", ["residents", "renderer", "reader", "sealer", "wallet"])
def test_killed_at_a_step_the_next_worker_finishes_with_one_number_one_paper_one_entry(office, part):
    getattr(office, part).planned = [Killed()]
    asked = office.ask(request())
    with pytest.raises(Killed):
        office.turn("dead")
    assert not office.turn("early")
    office.expire()
    assert office.turn("heir")
    done = office.now(asked)
    assert (done.state, done.number) == (PromiseState.ACKED, asked.number)
    assert office.wallet.order == [asked.number.digits]
    assert done.sha256 == hashlib.sha256(office.wallet.held[asked.key][1]).hexdigest()


@pytest.mark.parametrize("after", list(PromiseState)[1:6])
def test_killed_right_after_an_arrow_the_next_worker_finishes(office, after, monkeypatch):
    asked, real = office.ask(request()), office.ledger.advance

    def die(claim, to, **facts):
        moved = real(claim, to, **facts)
        if to is after:
            raise Killed
        return moved

    with monkeypatch.context() as patch:
        patch.setattr(type(office.ledger), "advance", lambda _self, *given, **facts: die(*given, **facts))
        with pytest.raises(Killed):
            office.turn("dead")
    office.expire()
    office.turn("heir")
    assert office.now(asked).state is PromiseState.ACKED
    assert office.wallet.order == [asked.number.digits]
    assert [kind for kind, _ in office.told(asked)].count("paper_issued") == 1


def test_the_first_sealed_bytes_win_over_a_zombies(office):
    asked = office.ask(request())
    zombie = office.ledger.claim("zombie")
    office.expire()
    office.turn("heir")
    winner = office.now(asked).sha256
    office.issuing.work(zombie)
    assert office.now(asked).sha256 == winner
    assert hashlib.sha256(office.wallet.held[asked.key][1]).hexdigest() == winner


def test_a_successor_renders_the_same_page_from_the_stored_snapshot(office):
    pages = []
    office.sealer.seal = lambda pdf, draft: pages.append(pdf) or pdf
    office.reader.planned = [Killed()]
    asked = office.ask(request())
    with pytest.raises(Killed):
        office.turn("dead")
    office.residents.records.clear()
    office.expire()
    office.turn("heir")
    assert office.now(asked).state is PromiseState.ACKED
    assert json.loads(pages[0])["name"] == "김서연"


def test_stopping_finishes_the_step_in_hand_and_gives_the_rest_back(office):
    asked = office.ask(request())
    answers = iter([False, True])
    office.issuing.work(office.ledger.claim("stopping"), lambda: next(answers))
    assert office.now(asked).state is PromiseState.RENDERED
    assert office.turn("next")
    assert office.now(asked).state is PromiseState.ACKED


def test_a_cancelled_promise_goes_no_further(office):
    asked = office.ask(request())
    claim = office.ledger.claim("w")
    assert office.ledger.cancel(asked.conversation, asked.number)
    office.issuing.work(claim)
    assert office.now(asked).state is PromiseState.REJECTED
    assert office.wallet.held == {}


def test_a_persons_second_paper_is_issued_but_waits_for_the_first_at_the_wallet(office):
    me = person()
    office.wallet.planned = [Unavailable("wallet_down")]
    first = office.ask(request(me, "chat", "은행"))
    second = office.ask(request(me, "chat", "학교"))
    office.turn()
    paused = office.ledger.claim("slow")
    assert paused.promise.number in {first.number, second.number}
    office.ledger.release(paused)
    while office.turn():
        pass
    assert office.wallet.order == [first.number.digits, second.number.digits]

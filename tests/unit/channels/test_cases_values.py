"""Values of complaints: receipt numbers, states, late clocks, and sentences that fit what the code says."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.cases import number as numbers
from channels.cases.complaint import OPEN, CaseRefused, Complaint, Handler, State, check_step
from channels.cases.kinds import read_kinds
from channels.cases.notices import Notice, Waiting
from channels.cases.showing import Showing
from channels.cases.words import read_words
from documents.domain.screening import contains_rrn

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
WORDS = read_words()
SHOWING = Showing(read_kinds(), WORDS)
CASES = Path(__file__).parents[3] / "channels/cases"
FILED = Complaint(
    id="1",
    conversation="c",
    number="2026-0000018",
    state=State.RECEIVED,
    kind="report_road_damage",
    district="마포구",
    dong="망원동",
    department="마포구 도로 담당",
    handler=Handler("김하나(연습)", "120"),
    agent=None,
    received_at=NOW,
    accept_by=NOW + timedelta(days=1),
    due_at=NOW + timedelta(hours=4, minutes=5),
    accepted_at=None,
    answered_at=None,
    extended_at=None,
    score=None,
)


def test_number_is_read_as_people_type_it():
    drawn = numbers.draw(NOW)
    year, digits = drawn.split("-")
    for typed in (drawn, f" 민원 {drawn} ", f"{year} {digits}", f"{year}{digits}", f"{year}–{digits}"):
        assert numbers.read(typed) == drawn
    for wrong in ("", "2026-123456", f"1{drawn}", f"{drawn}1", "이천이십육"):
        assert numbers.read(wrong) is None


@settings(max_examples=60)
@given(st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(place, step):
    year, digits = numbers.draw(NOW).split("-")
    wrong = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]
    assert numbers.read(f"{year}-{wrong}") is None


def test_number_has_the_year_of_seoul_and_is_no_rrn():
    assert numbers.draw(datetime(2026, 12, 31, 15, tzinfo=UTC)).startswith("2027-")
    for _ in range(200):
        assert not contains_rrn(f"민원 {numbers.draw(NOW)} 11월 23일")


def test_states_go_one_way():
    allowed = {(now, then) for now in State for then in State if _may(now, then)}
    assert (State.ANSWERED, State.CLOSED) in allowed
    assert not any(now in {State.CLOSED, State.WITHDRAWN} for now, _ in allowed)
    assert all(_may(state, State.WITHDRAWN) for state in OPEN)
    assert not any(then is State.DRAFT or now is then for now, then in allowed)


def _may(now, then):
    try:
        check_step(now, then)
    except CaseRefused:
        return False
    return True


@pytest.mark.parametrize(
    ("state", "hours", "late"),
    [
        (State.RECEIVED, 4, False),
        (State.RECEIVED, 5, True),
        (State.IN_PROGRESS, 4, False),
        (State.IN_PROGRESS, 5, True),
        (State.ANSWERED, 500, False),
        (State.WITHDRAWN, 500, False),
    ],
)
def test_late_is_what_is_open_after_its_clock(state, hours, late):
    assert replace(FILED, state=state).late(NOW + timedelta(hours=hours)) is late


def test_not_accepted_in_time_is_late_although_the_answer_is_not_due():
    slow = replace(FILED, due_at=NOW + timedelta(days=10))
    assert slow.late(NOW + timedelta(days=2))
    assert not replace(slow, state=State.ACCEPTED).late(NOW + timedelta(days=2))


@pytest.mark.parametrize("notice", list(Notice))
def test_every_notice_has_its_words(notice):
    draft = SHOWING.draft(Waiting(1, "complaint-1", notice, "{사유} 있음", FILED))
    assert "{" not in draft.text.replace("{사유}", "")
    assert "2026-0000018" in draft.text
    assert (draft.client_id, draft.card["type"]) == ("complaint-1", "complaint")
    for button in draft.buttons:
        assert re.fullmatch(r'/\w+\{"complaint_number":"2026-0000018","score":"[1-5]"\}', button.payload)


def test_card_offers_what_can_be_done_now():
    titles = {state: [each["title"] for each in SHOWING.card(replace(FILED, state=state))["actions"]] for state in OPEN}
    assert all(offered == ["내용 추가", "민원 취하"] for offered in titles.values())
    assert [each["title"] for each in SHOWING.card(replace(FILED, state=State.ANSWERED))["actions"]] == ["내용 추가"]
    assert SHOWING.card(replace(FILED, state=State.WITHDRAWN))["actions"] == []


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23, 5, tzinfo=UTC), "11월 23일(월) 오후 2시"),
        (datetime(2026, 11, 23, 0, 30, tzinfo=UTC), "11월 23일(월) 오전 9시 30분"),
        (datetime(2026, 11, 23, 3, tzinfo=UTC), "11월 23일(월) 오후 12시"),
        (datetime(2026, 11, 22, 15, tzinfo=UTC), "11월 23일(월) 오전 12시"),
    ],
)
def test_moment_is_said_as_in_seoul(moment, said):
    assert WORDS.clock.say(moment) == said


def test_every_refusal_has_its_sentence():
    raised = re.compile(r'(?:CaseRefused|UploadRefused)\("(\w+)"\)|problem\(cases, "(\w+)"\)')
    codes = {
        code for file in CASES.glob("*.py") for pair in raised.findall(file.read_text("utf-8")) for code in pair if code
    }
    assert len(codes) > 15
    assert codes == WORDS.problems.keys()
    assert all(sentence.endswith("요.") for sentence in WORDS.problems.values())

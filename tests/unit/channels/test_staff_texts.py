"""What staff read and write: masked transcripts, notes that call colleagues, canned replies with a history."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import yaml
from argon2 import PasswordHasher

from channels.conversation.handover import CloseReason, Reason
from channels.conversation.handover import Deed as LogDeed
from channels.conversation.message import Button, Draft, Message, Speaker
from channels.staff.accounts import Accounts, Role
from channels.staff.audit import Deed
from channels.staff.canned import FIRST, CannedTexts, fill
from channels.staff.masking import mask
from channels.staff.notes import Notes
from channels.staff.seal import Seal
from channels.staff.stream import Position
from channels.staff.transcript import as_text, turns_of
from channels.staff.words import read_words
from documents.domain.errors import Refusal
from documents.service.clock import SEOUL
from tests.unit.channels.staff_books import Watch

AT = "2026-03-05T03:00:00.000+00:00"
WORDS = read_words()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("제 번호는 010-1234-5678이에요", "제 번호는 010-****-5678이에요"),
        ("01012345678", "010****5678"),
        ("02-123-4567 로 전화 주세요", "02-***-4567 로 전화 주세요"),
        ("hong.gildong@example.com", "h***@example.com"),
        ("계좌 110-234-567890", "계좌 ***-***-**7890"),
        ("세종대로 110, 1201호 살아요", "세종대로 ** *** 살아요"),
        ("880314-2345678", "●●●●●●-●●●●●●●"),
        ("민원 2026-2445781 접수됐어요", "민원 2026-2445781 접수됐어요"),
        ("종로3길 15-2번지", "종로3길 **번지"),
        ("바로 2통 주세요, 앞으로 3일 안에 1호선으로 15 분", "바로 2통 주세요, 앞으로 3일 안에 1호선으로 15 분"),
        ("등본 3통이면 얼마예요?", "등본 3통이면 얼마예요?"),
        ("2026-03-05에 냈어요", "2026-03-05에 냈어요"),
    ],
)
def test_personal_data_is_masked_and_nothing_else(said, shown):
    assert mask(said) == shown


def _message(seq: int, draft: Draft) -> Message:
    return Message(seq, AT, draft)


def test_transcript_folds_cards_and_opens_one_turn_only():
    card = {"type": "document", "title": "등본", "number": "1234-5678-9012-3456", "state": "pending"}
    messages = [
        _message(1, Draft(Speaker.CITIZEN, "010-1234-5678")),
        _message(2, Draft(Speaker.BOT, "나와요", (Button("네", "/affirm"),), card)),
        _message(3, Draft(Speaker.CITIZEN, "010-9999-5678")),
        _message(4, Draft(Speaker.SYSTEM, card={**card, "state": "issued"}, replaces=2)),
    ]
    turns = turns_of(messages, WORDS, open_seq=3)
    assert [(each.seq, each.text, each.hidden) for each in turns] == [
        (1, "010-****-5678", True),
        (2, "나와요", False),
        (3, "010-9999-5678", False),
    ]
    assert turns[1].card == {"kind": "서류", "title": "등본 · 1234-5678-9012-3456", "state": "발급됨"}
    text = as_text(turns_of(messages, WORDS), WORDS)
    assert "010-****-5678" in text
    assert "9999" not in text


def test_every_code_has_its_word():
    assert set(Deed) == set(WORDS["deeds"])
    assert set(Reason) == set(WORDS["reasons"])
    assert set(CloseReason) == set(WORDS["close_reasons"])
    assert set(LogDeed) == set(WORDS["log"])
    assert set(Speaker) == set(WORDS["from"])


def test_note_calls_colleagues_and_keeps_no_rrn(engine: sa.Engine, clock: Watch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts, notes = Accounts(engine, Seal(bytes(32)), clock, quick), Notes(engine, clock)
    jimin, _ = accounts.make("jimin", "김지민", Role.AGENT)
    suho, _ = accounts.make("suho", "박수호", Role.AGENT)
    kept = notes.add("c1", jimin.id, "@박수호님 880314-2345678 봐 주세요", [jimin, suho])
    assert "2345678" not in kept.text
    assert notes.of("c1") == [kept]
    assert notes.of("c2") == []
    assert notes.calls(suho.id) == [(kept, "김지민")]
    assert notes.calls(jimin.id) == []
    notes.seen(suho.id, "c1")
    assert notes.calls(suho.id) == []


def test_first_texts_are_sound_and_put_in_once(engine: sa.Engine, clock: Watch):
    texts = CannedTexts(engine, clock)
    texts.begin_with()
    texts.begin_with()
    assert len(texts.all()) == len(yaml.safe_load(FIRST.read_text("utf-8")))


def test_text_is_found_by_shortcut_first(engine: sa.Engine, clock: Watch):
    texts = CannedTexts(engine, clock)
    texts.begin_with()
    found = texts.search("/인")
    assert found[0].shortcut == "인사"
    assert "본인확인" in [each.shortcut for each in found]
    assert texts.search("/없는말") == []


def test_variables_are_filled_and_a_gap_is_left_to_see():
    assert fill("{이름} {서류}", {"이름": "지민", "서류": ""}) == "지민 {서류}"


def test_versions_are_kept_and_nobody_overwrites_a_newer_one(engine: sa.Engine, clock: Watch):
    texts = CannedTexts(engine, clock)
    made = texts.add("/끝", "마침", "안녕히 가세요.", "ab")
    texts.change(made, 1, "마침", "또 오세요, {이름}이었어요.", "cd")
    with pytest.raises(Refusal, match="changed_meanwhile"):
        texts.change(made, 1, "마침", "다른 말", "ef")
    assert [(each.version, each.by) for each in texts.history(made)] == [(2, "cd"), (1, "ab")]
    for problem, shortcut, text in (
        ("unknown_variable", "a", "{비밀}"),
        ("shortcut_taken", "끝", "말"),
        ("canned_empty", "", "말"),
    ):
        with pytest.raises(Refusal, match=problem):
            texts.add(shortcut, "제목", text, "ab")


def test_text_wants_another_look_after_half_a_year(engine: sa.Engine, clock: Watch):
    texts = CannedTexts(engine, clock)
    texts.add("끝", "마침", "안녕히 가세요.", "ab")
    assert [each.overdue for each in texts.all()] == [False]
    clock.now += timedelta(days=183)
    assert [each.overdue for each in texts.all()] == [True]


def test_day_to_look_again_is_chosen_and_never_one_that_is_past(engine: sa.Engine, clock: Watch):
    texts, today = CannedTexts(engine, clock), clock().astimezone(SEOUL).date()
    chosen = [(today + timedelta(days=days)).isoformat() for days in (0, 30, -1)]
    made = texts.add("끝", "마침", "안녕히 가세요.", "ab", chosen[1])
    texts.change(made, 1, "마침", "또 오세요.", "cd", review_on=chosen[0])
    for wrong in (chosen[2], "내일"):
        with pytest.raises(Refusal, match="bad_review_on"):
            texts.change(made, 2, "마침", "다른 말", "ef", review_on=wrong)
    assert [each.review_on for each in texts.history(made)] == [chosen[0], chosen[1]]


@pytest.mark.parametrize("said", ["", "1", "1.2", "a.b.c", "1.2.3.4", "-1.2.3", "9999999999999999.1.1", "１.２.x"])
def test_event_id_that_is_none_begins_at_the_start(said):
    assert Position.read(said) == Position()


def test_event_id_is_read_back():
    assert str(Position.read("12.3.4")) == "12.3.4"

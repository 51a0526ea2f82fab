import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.conversation.message import Button, Draft, Message, Speaker
from channels.messenger.book import reference
from channels.messenger.keyboard import Deed, Key
from channels.messenger.picking import Picking
from channels.messenger.showing import Showing
from channels.messenger.words import read_words
from channels.telegram.transport import REFERENCE_LIMIT

WORDS = read_words()
PERIOD = {
    "type": "options",
    "title": "출입국 사실증명",
    "lines": ["출입국 사실증명: 기본"],
    "purposes": ["비자"],
    "purpose": None,
    "fields": [
        {
            "name": "span",
            "label": "기간",
            "type": "period",
            "choices": [{"value": "default", "label": "최근 5년"}, {"value": "pick", "label": "직접 고르기"}],
            "value": "default",
            "since": "",
            "until": "",
        },
        {
            "name": "items",
            "label": "더 넣을 것",
            "type": "many",
            "choices": [{"value": "a", "label": "가"}],
            "value": [],
        },
        {"name": "health_consent", "label": "따로 동의해요.", "text": "건강정보", "type": "consent", "value": "yes"},
    ],
    "submit": {"title": "동의하고 이대로 떼기", "payload": "/choose_options"},
    "actions": [{"title": "기본으로 떼기", "payload": "/choose_basic"}],
}


def shown(card=None, text="", speaker=Speaker.BOT, buttons=(), **how):
    return Showing(WORDS, **how).show(Message(7, "2026-03-05T06:12:00+00:00", Draft(speaker, text, buttons, card)))


@settings(max_examples=50)
@given(st.builds(Key, st.text(), st.sampled_from(Deed), st.text(max_size=3000), st.integers(0, 2**31)))
def test_no_button_carries_more_than_64_bytes(key):
    assert len(reference(key).encode()) <= REFERENCE_LIMIT
    assert Key.of(key.stored()) == key


def test_a_purpose_and_a_period_are_picked_by_taps_and_days_on_the_page():
    keys = shown(PERIOD).keys
    assert [(key.title, key.deed) for key in keys] == [
        ("기간: 최근 5년", Deed.PICK),
        ("내는 곳: 고르지 않음", Deed.PICK),
        ("동의하고 이대로 떼기", Deed.SUBMIT),
        ("기본으로 떼기", Deed.SUBMIT),
        ("다른 것도 고르기", Deed.DOOR),
    ]


def test_a_consent_is_read_before_it_is_given():
    assert "따로 동의해요.\n건강정보" in shown(PERIOD).text


def test_a_submit_carries_what_is_shown_and_what_was_picked():
    picking = Picking(WORDS.options, PERIOD)
    assert picking.payload("/choose_options", {}) == '/choose_options{"span": "default", "health_consent": "yes"}'
    picks = picking.next("purpose", {})
    assert picks == {"purpose": "비자"}
    assert '"purpose": "비자"' in picking.payload("/choose_options", picks)
    assert picking.next("purpose", picks) == {"purpose": ""}


def test_without_taps_a_card_is_taken_as_it_stands_or_filled_in_on_the_page():
    card = shown(PERIOD, taps=False)
    assert [key.deed for key in card.keys] == [Deed.SUBMIT, Deed.SUBMIT, Deed.DOOR]
    assert WORDS.options.by_web in card.text


def test_days_typed_on_the_page_stay_with_the_card():
    fields = [{**PERIOD["fields"][0], "value": "pick", "since": "2026-01-01", "until": "2026-02-01"}]
    payload = Picking(WORDS.options, {**PERIOD, "fields": fields}).payload("/choose_options", {})
    assert payload == '/choose_options{"span": "pick", "since": "2026-01-01", "until": "2026-02-01"}'


@pytest.mark.parametrize(
    ("state", "deeds"),
    [
        ("requested", [Deed.DOOR, Deed.FRESH_DOOR]),
        ("pending", [Deed.OPEN, Deed.PRESS]),
        ("approved", [Deed.PRESS]),
        ("refused", [Deed.PRESS]),
        ("expired", [Deed.PRESS]),
    ],
)
def test_an_identity_card_leads_out_of_the_chat(state, deeds):
    actions = [] if state == "requested" else [{"title": "다시 보내기", "payload": "/resend_identity"}]
    card = {"type": "identity", "state": state, "binding_code": "4271", "phone_url": "http://127.0.0.1:8200/phone"}
    said = shown({**card, "actions": actions})
    assert [key.deed for key in said.keys] == deeds
    assert ("4271" in said.text) == (state == "pending")


def test_a_paper_is_offered_behind_the_door_and_as_a_file_last():
    card = {
        "type": "document",
        "title": "등본",
        "number": "1234-5678-1234-5678",
        "download_url": "/x",
        "wallet_url": "/y",
    }
    keys = shown({**card, "wallet_state": "delivered"}).keys
    assert [key.deed for key in keys] == [Deed.DOOR, Deed.FRESH_DOOR, Deed.FILE]
    assert keys[-1].about == "1234567812345678"


def test_a_person_is_told_from_the_assistant():
    assert shown(text="확인했어요.", speaker=Speaker.STAFF).text == "[상담원] 확인했어요."
    assert shown(text="확인했어요.").text == "확인했어요."


def test_buttons_stand_below_the_card():
    keys = shown(
        {"type": "link", "title": "안내", "url": "https://example.kr"}, buttons=(Button("네", "/affirm"),)
    ).keys
    assert [key.title for key in keys] == ["안내", "네"]


def test_a_complaint_and_the_line_are_said_in_words():
    complaint = {
        "type": "complaint",
        "title": "도로 파손",
        "number": "민원 1",
        "state": "received",
        "state_title": "접수",
    }
    handler = {"department": "도로과", "handler": {"name": "연습", "phone": "120"}, "due_text": "3월 9일"}
    assert shown({**complaint, **handler}).text.splitlines() == [
        "도로 파손",
        "접수번호: 민원 1",
        "처리 상황: 접수",
        "담당: 도로과",
        "담당자: 연습 120",
        "처리 기한: 3월 9일까지",
    ]
    assert "앞에 2명" in shown({"type": "handover", "position": 3, "wait_seconds": 540}).text


def test_every_card_of_the_office_finds_words():
    states = yaml.safe_load("[running, waiting, held, done, cancelled, rejected]")
    for state in states:
        card = {"type": "progress", "steps": ["조회", "지갑"], "done": 2, "state": state}
        assert shown(card).text
    assert shown({"type": "something_new"}).text == WORDS.other

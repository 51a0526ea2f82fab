import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.conversation.message import Button, Draft, Speaker
from channels.conversation.offers import NotOffered, offers, press

CARD = {
    "type": "options",
    "fields": [
        {"name": "past_addresses", "type": "choice", "choices": [{"value": "none"}, {"value": "all"}]},
        {"name": "address_years", "type": "years"},
        {"name": "relations", "type": "flag"},
    ],
    "purposes": ["은행 제출"],
    "submit": {"title": "떼기", "payload": "/choose_options"},
    "actions": [{"title": "뒤로", "payload": "/go_back"}, {"title": "열기", "url": "https://example.org"}],
}
DRAFT = Draft(Speaker.BOT, "고르세요.", (Button("네", '/affirm{"a":"b"}'),), CARD)
OFFERED = list(offers(DRAFT))


def test_buttons_actions_and_submit_are_offered():
    assert {offer.payload for offer in OFFERED} == {'/affirm{"a":"b"}', "/go_back", "/choose_options"}


@pytest.mark.parametrize("payload", ['/affirm{"a":"b"}', "/go_back", "/choose_options"])
def test_what_was_offered_passes_as_it_is(payload):
    assert press(payload, OFFERED).payload == payload


def test_fields_are_filled():
    values = {"past_addresses": "all", "address_years": 5, "relations": "yes", "purpose": "은행 제출"}
    pressed = press(f"/choose_options{json.dumps(values)}", OFFERED)
    assert json.loads(pressed.payload.removeprefix("/choose_options")) == values
    assert pressed.title == "떼기 · 은행 제출"


def test_years_from_a_form_become_a_number():
    assert press('/choose_options{"address_years":"7"}', OFFERED).payload == '/choose_options{"address_years":7}'


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "/",
        "등본",
        "/restart",
        "/affirm",
        '/affirm{"a":"c"}',
        '/go_back{"purpose":"x"}',
        '/choose_options{"past_addresses":"recent"}',
        '/choose_options{"address_years":0}',
        '/choose_options{"address_years":100}',
        '/choose_options{"address_years":"５"}',
        '/choose_options{"address_years":5.5}',
        '/choose_options{"relations":"maybe"}',
        '/choose_options{"relations":["yes"]}',
        '/choose_options{"unknown":"x"}',
        "/choose_options{]",
        "/choose_options[]",
        '/choose_options{"purpose":1}',
        '/choose_options{"purpose":"' + "가" * 101 + '"}',
        "/choose_options@0.5",
        "/choose_options /restart",
    ],
)
def test_anything_else_is_refused(payload):
    with pytest.raises(NotOffered):
        press(payload, OFFERED)


def test_rrn_in_a_field_is_refused_by_name():
    with pytest.raises(NotOffered) as refused:
        press('/choose_options{"purpose":"880314-2345678이에요"}', OFFERED)
    assert refused.value.code == "rrn_in_payload"


@given(st.text())
def test_no_text_passes_that_was_not_offered(payload):
    if payload not in {offer.payload for offer in OFFERED}:
        with pytest.raises(NotOffered):
            press(payload, OFFERED)

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
        {"name": "span", "type": "period", "choices": [{"value": "default"}, {"value": "pick"}]},
        {"name": "items", "type": "many", "choices": [{"value": "rank"}, {"value": "unit"}]},
        {"name": "health_consent", "type": "consent"},
    ],
    "purposes": ["은행 제출"],
    "submit": {"title": "떼기", "payload": "/choose_options"},
    "actions": [
        {"title": "뒤로", "payload": "/go_back"},
        {"title": "골라서", "payload": "/choose_custom", "with_fields": True},
        {"title": "열기", "url": "https://example.org"},
    ],
}
DRAFT = Draft(Speaker.BOT, "고르세요.", (Button("네", '/affirm{"a":"b"}'),), CARD)
OFFERED = list(offers(DRAFT))


def test_buttons_actions_and_submit_are_offered():
    expected = {'/affirm{"a":"b"}', "/go_back", "/choose_custom", "/choose_options"}
    assert {offer.payload for offer in OFFERED} == expected


@pytest.mark.parametrize("payload", ['/affirm{"a":"b"}', "/go_back", "/choose_options"])
def test_what_was_offered_passes_as_it_is(payload):
    assert press(payload, OFFERED).payload == payload


def test_fields_are_filled():
    values = {"past_addresses": "all", "address_years": 5, "relations": "yes", "purpose": "은행 제출"}
    pressed = press(f"/choose_options{json.dumps(values)}", OFFERED)
    assert json.loads(pressed.payload.removeprefix("/choose_options")) == values
    assert pressed.title == "떼기 · 은행 제출"


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ({"span": "pick", "since": "2025-01-01", "until": "2025-12-31"}, None),
        ({"items": ["rank", "unit"], "health_consent": "yes"}, None),
        ({"items": "rank"}, {"items": ["rank"]}),
        ({"items": []}, None),
        ({"purpose": ""}, None),
    ],
)
def test_periods_several_choices_and_consents_are_carried(sent, heard):
    pressed = press(f"/choose_options{json.dumps(sent)}", OFFERED)
    assert json.loads(pressed.payload.removeprefix("/choose_options")) == (heard or sent)


def test_a_second_button_carries_what_was_picked_so_far():
    pressed = press('/choose_custom{"relations":"yes","purpose":"비자"}', OFFERED)
    assert json.loads(pressed.payload.removeprefix("/choose_custom")) == {"relations": "yes", "purpose": "비자"}


def test_offers_are_plain_json_because_they_are_stored():
    for offer in OFFERED:
        assert json.loads(json.dumps(offer.fields)) == offer.fields


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
        '/choose_options{"span":"last_year"}',
        '/choose_options{"since":"어제"}',
        '/choose_options{"since":["2025-01-01"]}',
        '/choose_options{"items":["rank","salary"]}',
        '/choose_options{"items":[["rank"]]}',
        '/choose_options{"health_consent":"no"}',
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

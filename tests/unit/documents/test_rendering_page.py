import json
from dataclasses import replace
from importlib import resources

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.domain.errors import Halt
from documents.domain.options import BackDigits, PastAddresses, RegisterOptions
from documents.domain.resident import Name
from documents.rendering.statement import read_statement
from documents.rendering.statement_key import load_statement_key
from tests.unit.documents.paper_house import keys, renderer
from tests.unit.documents.paper_pages import codes_of, data_of, fonts_of, text_of
from tests.unit.documents.paper_samples import (
    EVERYTHING,
    HOUSEHOLD,
    MEMBERS,
    SEOYEON,
    draft,
    household_draft,
    long_household,
    rare_household,
)

options = st.builds(
    lambda years, **chosen: RegisterOptions(
        **chosen, address_years=years if chosen["past_addresses"] is PastAddresses.RECENT else None
    ),
    years=st.integers(1, 9),
    past_addresses=st.sampled_from(PastAddresses),
    back_digits=st.sampled_from(BackDigits),
    **{
        name: st.booleans()
        for name in (
            "formation_reason",
            "formation_date",
            "event_dates",
            "household_change_reason",
            "member_change_reason",
            "others_names",
            "relations",
            "cohabitants",
        )
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(options)
def test_what_was_chosen_is_read_back_and_nothing_else(chosen):
    pdf = renderer().render(draft(chosen))
    text, data = text_of(pdf), json.dumps(data_of(pdf), ensure_ascii=False)
    for secret, expected in _secrets(chosen).items():
        assert (secret in text, secret in data) == (expected, expected), secret


def _secrets(chosen: RegisterOptions) -> dict[str, bool]:
    """Strings that stand for one choice each, and whether they must be there."""
    others = [each for each in MEMBERS if each.name is not SEOYEON and each.relation != "동거인"]
    own = next(each for each in MEMBERS if each.name is SEOYEON)
    old_street = "율곡로4길"  # of 2017: recent only within nine years
    recent_enough = chosen.past_addresses is PastAddresses.RECENT and chosen.address_years >= 9
    return {
        old_street: chosen.past_addresses is PastAddresses.ALL or recent_enough,
        HOUSEHOLD.formation_reason: chosen.formation_reason,
        "2021-06-02": chosen.formation_date,
        "2025-06-05": chosen.event_dates,
        "출생등록": chosen.member_change_reason,
        "이하온": chosen.others_names,
        "배우자": chosen.relations,
        "吳同居": chosen.cohabitants and chosen.others_names,
        "990102-1": chosen.cohabitants,
        own.rrn.open(): chosen.back_digits is not BackDigits.NONE,
        own.rrn.masked(): chosen.back_digits is BackDigits.NONE,
        others[0].rrn.open(): chosen.back_digits is BackDigits.ALL,
    }


def test_reasons_of_household_and_members_are_two_choices():
    alone = replace(HOUSEHOLD, members=tuple(replace(each, reason="세대합가") for each in MEMBERS))
    record = replace(draft().record, household=alone)
    household_only = text_of(renderer().render(draft(RegisterOptions(household_change_reason=True), record=record)))
    members_only = text_of(renderer().render(draft(RegisterOptions(member_change_reason=True), record=record)))
    assert ("세대합가" in household_only, "전입\n" in household_only) == (False, True)
    assert "세대합가" in members_only


def test_the_page_carries_what_the_statutory_form_asks_for():
    text = text_of(renderer().render(draft()))
    for words in (
        "이 등본은 세대별 주민등록표의 원본내용과 틀림없음을 증명합니다.",
        "문서확인번호: 1234-5678-1234-5670",
        "확인코드: 7K3M9QXA",
        "발급일시: 2026-03-02 10:23:45",
        "신청인: 김서연 (1988-03-14)",
        "은행 제출",
        "현주소",
        "서울특별시 마포구 월드컵로 212 (성산동)",
        "서울특별시 마포구청장",
        "주민등록표(등본)",
        "견본 · 법적 효력 없음",
        "(1 / 1)",
        "- 이하 여백 -",
        "2026년 5월 31일까지",
    ):
        assert words in text, words


def test_attached_data_keeps_to_the_published_schema():
    schema = json.loads(resources.files("documents.forms").joinpath("resident_register.schema.json").read_text("utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    for given_options in (RegisterOptions(), EVERYTHING):
        validator.validate(data_of(renderer().render(draft(given_options))))


def test_the_same_draft_gives_the_same_bytes_and_another_does_not():
    assert renderer().render(draft()) == renderer().render(draft())
    assert renderer().render(draft()) != renderer().render(draft(check_code="7K3M9QXB"))


def test_rare_syllables_and_hanja_print():
    text = text_of(renderer().render(household_draft(rare_household())))
    assert "뷁쀍(龘)" in text
    assert "신청인: 뷁쀍 (1979-09-09)" in text


@pytest.mark.parametrize("letter", ["\U0001f600", "\ue000", "\u1100\u1161", "\ufe0f", "\u202e", "\U0001ffff", "\x07"])
def test_a_letter_that_no_font_has_stops_the_paper(letter):
    name = Name(f"김{letter}")
    member = replace(MEMBERS[1], name=name)
    household = replace(HOUSEHOLD, householder=name, members=(member,))
    with pytest.raises(Halt) as halt:
        renderer().render(household_draft(household))
    assert halt.value.code == "missing_glyph"


def test_eleven_past_addresses_flow_over_pages_under_repeated_heads():
    pdf = renderer().render(household_draft(long_household(), EVERYTHING))
    first, second = text_of(pdf).split("(2 / 2)")
    assert "(1 / 2)" in first
    assert all(entry.address.split(",")[0] in first for entry in long_household().addresses)
    assert "박아이7" in second
    assert "주민등록번호" in second, "the head of the table comes again"
    assert "종로구청장" in second
    assert "종로구청장" not in first


def test_every_font_is_embedded_and_helvetica_is_absent():
    for given_draft in (draft(EVERYTHING), household_draft(rare_household())):
        fonts = fonts_of(renderer().render(given_draft))
        assert all(font["embedded"] for font in fonts)
        assert not any("Helvetica" in font["name"] for font in fonts)


def test_both_codes_are_read_back_from_a_picture_of_each_page():
    long_draft = household_draft(long_household(), EVERYTHING)
    pdf = renderer().render(long_draft)
    for page in (0, 1):
        codes = codes_of(pdf, page)
        assert codes["QRCode"] == long_draft.verify_url
        statement = read_statement(codes["DataMatrix"], load_statement_key(keys()).public_key())
        assert statement is not None
        assert (statement.number, statement.kind) == (long_draft.number, "resident_register")
        assert (statement.issued_at, statement.expires_on) == ("20260302T012345Z", "20260531")


def test_a_long_name_and_purpose_stay_inside_their_lines():
    name = Name("응우옌티린" * 6)
    household = replace(HOUSEHOLD, householder=name, members=(replace(MEMBERS[1], name=name),))
    pdf = renderer().render(replace(household_draft(household), purpose="제출 " * 40))
    assert f"신청인: {name.hangul} (1988-03-14)" in text_of(pdf)

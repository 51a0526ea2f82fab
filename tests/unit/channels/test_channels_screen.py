import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.conversation.screen import LONGEST, Unfit, check_client_id, clean, plain, screen


@pytest.mark.parametrize(
    "text",
    [
        "880314-2345678",
        "제 번호는 880314-2345678이에요",
        "번호는8803142345678입니다",
        "８８０３１４ ２３４５６７８",
        "8 8 0 3 1 4 2 3 4 5 6 7 8",
        "팔팔공삼일사 다시 이삼사오육칠팔",
    ],
)
def test_rrn_is_taken_out(text):
    screened = screen(text)
    assert screened.refused
    assert "2345678" not in screened.text
    assert "●" in screened.text


@pytest.mark.parametrize(
    "text", ["문서번호 1234-5678-9012-3452", "010-1234-5678", "3월 4일 2시 30분", "등본 10통 떼줘"]
)
def test_other_numbers_stay(text):
    screened = screen(text)
    assert (screened.text, screened.refused) == (text, False)


@pytest.mark.parametrize("text", ["", "  ", "\u200b\ufeff", "\x00\x1f", "\u3000\n"])
def test_nothing_to_see_is_empty(text):
    with pytest.raises(Unfit, match="empty"):
        screen(text)


def test_length_counts_characters_as_people_do():
    decomposed = "\u1100\u1161" * LONGEST  # 가, typed on a Mac
    assert screen(decomposed).text == "가" * LONGEST
    with pytest.raises(Unfit, match="too_long"):
        screen("가" * (LONGEST + 1))


def test_what_no_database_holds_is_dropped():
    assert clean("가\x00나\ud800다\n라\t마") == "가나다\n라\t마"


@given(st.text())
def test_plain_text_is_never_a_command(text):
    assert not plain(text).strip().startswith("/")
    assert plain(text).replace("／", "/") == text.replace("／", "/")


@given(st.text(max_size=80))
def test_screened_text_can_be_stored(text):
    try:
        screened = screen(text)
    except Unfit:
        return
    screened.text.encode("utf-8")
    assert "\x00" not in screened.text


@pytest.mark.parametrize("client_id", ["", "a b", "가", "x" * 65, "8803142345678", "880314-2345678", "a/b"])
def test_client_id_is_a_plain_identifier(client_id):
    with pytest.raises(Unfit, match="bad_client_id"):
        check_client_id(client_id)


def test_uuid_is_a_client_id_even_when_its_digits_read_like_an_rrn():
    assert check_client_id("9b867b2c-c670-4222-8173-79f736d396ca")


@given(st.uuids())
def test_every_uuid_is_a_client_id(client_id):
    assert check_client_id(str(client_id)) == str(client_id)

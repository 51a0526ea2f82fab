"""Paper numbers and check codes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.domain.errors import InvalidNumber
from documents.domain.number import PaperNumber, draw_check_code, normalise_check_code

drawn = st.builds(PaperNumber.draw)


@given(drawn)
def test_a_drawn_number_reads_back_from_its_printed_form(number):
    assert re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{4}", str(number))
    assert PaperNumber.parse(str(number)) == number


@given(drawn, st.sampled_from([" ", "", "-", "–", " - "]))
def test_it_reads_as_people_type_it(number, between):
    digits = number.digits
    typed = between.join(digits[i : i + 4] for i in range(0, 16, 4))
    assert PaperNumber.parse(f" {typed} ") == number


@given(drawn, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number, place, by):
    digits = list(number.digits)
    digits[place] = str((int(digits[place]) + by) % 10)
    with pytest.raises(InvalidNumber):
        PaperNumber.parse("".join(digits))


@given(drawn, st.integers(0, 14))
def test_two_neighbours_swapped_are_noticed_but_for_09_and_90(number, place):
    digits = list(number.digits)
    pair = {digits[place], digits[place + 1]}
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    if len(pair) == 2 and pair != {"0", "9"}:
        with pytest.raises(InvalidNumber):
            PaperNumber.parse("".join(digits))


@pytest.mark.parametrize(
    "text", ["", "1234", "1" * 17, "abcd-efgh-ijkl-mnop", "１２３４-5678-9012-3456", "٠" * 16, "0" * 15 + "\n"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(InvalidNumber):
        PaperNumber.parse(text)


def test_numbers_do_not_repeat():
    assert len({PaperNumber.draw() for _ in range(2000)}) == 2000


def test_a_check_code_is_eight_characters_that_nobody_confuses():
    codes = {draw_check_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", code) for code in codes)


@given(st.builds(draw_check_code), st.booleans())
def test_a_copied_code_reads_back(code, lower):
    copied = f"{code[:4]}-{code[4:]} ".replace("0", "O").replace("1", "l")
    assert normalise_check_code(copied.lower() if lower else copied) == code

"""The sample residents belong to nobody and are told apart by CI alone."""

import re

from documents.registers.sandbox.people import load_people

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def test_no_sample_number_passes_either_checksum():
    for person in load_people():
        digits = person.rrn.open().replace("-", "")
        total = sum(int(digit) * weight for digit, weight in zip(digits[:12], _WEIGHTS, strict=True)) % 11
        assert int(digits[12]) not in {(11 - total) % 10, (13 - total) % 10}, person.id


def test_numbers_agree_with_birth_and_sex():
    century = {("M", 19): "1", ("F", 19): "2", ("M", 20): "3", ("F", 20): "4"}
    for person in load_people():
        front, back = person.rrn.open().split("-")
        assert front == f"{person.born:%y%m%d}"
        expected = int(century[person.sex, person.born.year // 100]) + (4 if person.foreigner else 0)
        assert back[0] == str(expected)


def test_ci_is_88_characters_and_unique():
    people = load_people()
    assert all(re.fullmatch(r"[A-Za-z0-9+/=]{88}", person.ci) for person in people)
    assert len({person.ci for person in people}) == len(people)


def test_ci_is_the_same_on_every_machine():
    assert load_people()[0].ci.startswith("nYf/xi5oISPk")


def test_junho_and_junho2_differ_in_ci_only_not_in_name_or_birth():
    people = {person.id: person for person in load_people()}
    one, other = people["junho"], people["junho2"]
    assert (one.name, one.born) == (other.name, other.born)
    assert one.ci != other.ci
    assert one.phone != other.phone


def test_telephones_are_from_the_reserved_range():
    phones = [person.phone for person in load_people() if person.phone]
    assert all(re.fullmatch(r"010-0000-\d{4}", phone) for phone in phones)
    assert len(set(phones)) == len(phones)


def test_personal_fields_stay_out_of_repr():
    shown = repr(load_people())
    for person in load_people():
        for secret in (person.name, person.ci, person.rrn.open(), person.phone):
            assert not secret or secret not in shown

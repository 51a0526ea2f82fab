"""The residents belong to nobody and are told apart by CI alone."""

import re
from collections import Counter

from documents.registers.town.days import age_on
from documents.registers.town.people import load_people
from tests.town import LAST_DAY, TOWN

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CENTURY = {("M", 19): 1, ("F", 19): 2, ("M", 20): 3, ("F", 20): 4}
PEOPLE = TOWN.people


def _checks(number: str) -> bool:
    digits = number.replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(digits[:12], _WEIGHTS, strict=True)) % 11
    return int(digits[12]) in {(11 - total) % 10, (13 - total) % 10}


def test_no_number_passes_either_checksum():
    numbers = [person.rrn.open() for person in PEOPLE] + [each.foreigner_number for each in TOWN.dossiers]
    assert not [number for number in numbers if number and _checks(number)]


def test_numbers_agree_with_birth_and_sex():
    for person in PEOPLE:
        front, back = person.rrn.open().split("-")
        assert front == f"{person.born:%y%m%d}"
        assert int(back[0]) == _CENTURY[person.sex, person.born.year // 100] + (4 if person.foreigner else 0), person.id


def test_no_two_residents_share_a_number_a_telephone_or_an_id():
    for kind in ("id", "ci", "phone", "rrn"):
        values = [getattr(person, kind) for person in PEOPLE]
        again = [value for value, times in Counter(values).items() if value and times > 1]
        assert not again, kind


def test_ci_is_88_characters():
    assert all(re.fullmatch(r"[A-Za-z0-9+/=]{88}", person.ci) for person in PEOPLE)


def test_ci_is_the_same_on_every_machine():
    assert PEOPLE[0].ci.startswith("nYf/xi5oISPk")


def test_only_junho_and_junho2_share_name_and_birth_date():
    named = Counter((person.name, person.born) for person in PEOPLE)
    junho = next(person for person in PEOPLE if person.id == "junho")
    assert [pair for pair, times in named.items() if times > 1] == [(junho.name, junho.born)]


def test_telephones_are_from_the_reserved_range():
    assert all(re.fullmatch(r"010-0000-\d{4}", person.phone) for person in PEOPLE if person.phone)


def test_whoever_is_fourteen_has_a_telephone_and_can_sign_in():
    for person in PEOPLE[len(load_people()) :]:
        assert bool(person.phone) is (age_on(LAST_DAY, person.born) >= 14), person.id


def test_at_least_two_hundred_invented_residents_can_sign_in():
    assert len([person for person in PEOPLE if person.phone]) - len(load_people()) >= 200


def test_personal_fields_stay_out_of_repr():
    for dossier in TOWN.dossiers[:40]:
        shown, person = repr(dossier), dossier.person
        for secret in (
            person.name,
            person.ci,
            person.rrn.open(),
            person.phone,
            dossier.passport.number,
            dossier.address,
        ):
            assert not secret or secret not in shown

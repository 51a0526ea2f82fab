"""What five agencies know of one resident fits together, for every resident of the town."""

import hashlib
import itertools
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date

from documents.domain.records import Examination, InsuredAs, Service
from documents.registers.sandbox.households import household_answer
from documents.registers.town.dossier import Dossier
from documents.registers.town.dwellings import Dwellings
from documents.registers.town.people import load_people
from documents.registers.town.town import open_town
from tests.town import LAST_DAY, TODAY, TOWN, household

BEGAN = date(1989, 7, 1)
AWAY = date.max
DIGEST = "bbd0461bee584f84f48913ad2b6041a3f5923f73c502bb4424436efe4a3311fc"


def of_everybody(check: Callable[[Dossier], None]) -> Callable[[], None]:
    """Make one test of a fact about each resident; the failure shows the dossier that breaks it."""

    def test() -> None:
        for dossier in TOWN.dossiers:
            check(dossier)

    test.__name__ = check.__name__
    return test


def invented() -> list[Dossier]:
    return list(TOWN.dossiers[len(load_people()) :])


def of(resident: str) -> Dossier:
    return TOWN.resident(resident)


# The town as a whole.


def test_the_town_is_the_same_in_every_release():
    """A change of this digest changes everybody's papers: make it on purpose, and say so in the changelog."""
    said = "\n".join(_all_of(each) for each in TOWN.dossiers)
    assert hashlib.sha256(said.encode()).hexdigest() == DIGEST


def _all_of(dossier: Dossier) -> str:
    person = dossier.person
    told = [person.id, person.name, person.hanja, person.roman, person.born, person.rrn.open(), person.phone, person.ci]
    for row in dossier.addresses:
        told += [row.address, row.moved_in, row.changed, row.householder.printed(), row.relation, row.reason]
    for spell in dossier.insured.spells:
        told += [spell.insured_as, spell.workplace, spell.gained, spell.lost]
    for dose in dossier.doses:
        told += [dose.vaccine, dose.round, dose.given, dose.clinic_en]
    for trip in dossier.trips:
        told += [trip.left, trip.entered]
    military = dossier.military
    if isinstance(military, Service):
        told += [military.enlisted, military.discharged, military.branch, military.service_number, military.specialty]
    if isinstance(military, Examination):
        told += [military.examined, military.grade, military.disposition]
    for change in dossier.changes:
        told += [change.item, change.before, change.after, change.changed, change.reported]
    for row in TOWN.premiums.months(dossier.insured, date(2025, 3, 1), date(2025, 5, 1), TODAY):
        told += [row.month, row.billed_health, row.billed_care, row.paid_on, row.note]
    told += [dossier.passport.number, dossier.home.formed_on, dossier.home.formed_reason, dossier.home.english]
    return "|".join(map(str, told))


def test_there_are_two_hundred_invented_residents_and_more_in_many_kinds_of_household():
    assert len(invented()) >= 200
    kinds = Counter(tuple(sorted(member.relation for member in each.home.members)) for each in invented())
    assert len(kinds) >= 10
    relations = {member.relation for each in invented() for member in each.home.members}
    assert relations == {"본인", "배우자", "자녀", "부", "모", "동거인"}
    assert sum(each.person.foreigner for each in invented()) >= 5


def test_they_live_on_the_roads_of_all_25_districts():
    roads = {f"서울특별시 {each.name} {street.road} " for each in Dwellings().districts for street in each.streets}
    lived_on = {" ".join(each.address.split(" ")[:3]) + " " for each in invented()}
    assert lived_on <= roads
    assert len({address.split(" ")[1] for address in lived_on}) == 25


def test_opening_the_town_takes_little_memory():
    tracemalloc.start()
    town = open_town.__wrapped__()
    kept, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(town.dossiers) == len(TOWN.dossiers)
    assert kept < 20_000_000


def test_the_clinics_the_employers_and_the_army_of_the_lists_are_all_used():
    assert {spell.workplace for each in invented() for spell in each.insured.spells} >= {None, "다온병원", "늘해랑약국"}
    assert {each.military.branch for each in invented() if isinstance(each.military, Service)} >= {
        "육군",
        "해군",
        "공군",
        "해병대",
    }
    assert any(each.military.discharged is None for each in invented() if isinstance(each.military, Service))
    assert {spell.insured_as for each in invented() for spell in each.insured.spells} == set(InsuredAs)
    assert any(each.trips and each.trips[-1].entered is None for each in invented())


# The resident register.


@of_everybody
def test_addresses_are_newest_first_from_birth_on_and_the_first_is_the_households(dossier):
    rows = dossier.addresses
    assert rows[0].address == dossier.home.rows[0].address
    assert [row.changed for row in rows] == sorted((row.changed for row in rows), reverse=True)
    assert all(dossier.person.born <= row.moved_in <= row.changed <= LAST_DAY for row in rows)
    assert [row.moved_in for row in rows] == sorted((row.moved_in for row in rows), reverse=True)


@of_everybody
def test_the_newest_row_of_the_person_is_the_persons_row_in_the_household(dossier):
    (member,) = (each for each in dossier.home.members if each.resident == dossier.person.id)
    newest = dossier.addresses[0]
    assert (member.moved_in, member.changed, member.reason) == (newest.moved_in, newest.changed, newest.reason)
    assert newest.relation == member.relation
    assert newest.householder == household(dossier.person.id).household.householder


@of_everybody
def test_the_household_was_formed_when_its_head_lived_somewhere(dossier):
    head = TOWN.resident(dossier.home.members[0].resident)
    assert dossier.home.formed_on in {row.moved_in for row in head.addresses} | {row.changed for row in head.addresses}


@of_everybody
def test_invented_addresses_are_written_by_lot_until_the_road_names_came(dossier):
    for row in dossier.addresses if dossier.home.id.startswith("t") else ():
        assert ("번지" in row.address) is (row.changed < date(2011, 10, 31))
        assert (row.reason == "도로명주소") is (row.changed == date(2011, 10, 31))


def test_guardians_live_with_their_children_and_are_older():
    for dossier in TOWN.dossiers:
        for guardian in dossier.person.guardians:
            assert of(guardian).home == dossier.home
            assert (dossier.person.born - of(guardian).person.born).days > 19 * 365


def test_children_have_the_name_of_their_father():
    for dossier in invented():
        fathers = [of(each).person for each in dossier.person.guardians if of(each).person.sex == "M"]
        if fathers and not of(fathers[0].id).foreigner_number:
            assert dossier.person.name[0] == fathers[0].name[0]


def test_nobody_in_a_household_has_the_name_of_another():
    names = defaultdict(list)
    for dossier in TOWN.dossiers:
        names[dossier.home.id].append(dossier.person.name)
    assert all(len(set(each)) == len(each) for each in names.values())


@of_everybody
def test_a_change_of_name_ends_in_todays_name(dossier):
    for change in dossier.changes:
        assert dossier.person.born < change.changed <= change.reported <= LAST_DAY
        assert change.item != "성명" or change.after == dossier.name.printed() != change.before


# The health insurer.


@of_everybody
def test_insurance_has_neither_gap_nor_overlap_from_its_first_day_on(dossier):
    spells = dossier.insured.spells
    born = dossier.person.born
    first_day = max(born, BEGAN) if dossier.foreigner_number is None else spells[0].gained
    assert spells[0].gained == first_day
    assert all(one.lost == other.gained for one, other in itertools.pairwise(spells))
    assert all(spell.lost is None or spell.gained < spell.lost <= LAST_DAY for spell in spells)
    assert spells[-1].lost is None


@of_everybody
def test_who_has_an_employer_is_told_which(dossier):
    for spell in dossier.insured.spells:
        through_work = spell.insured_as in {InsuredAs.EMPLOYEE, InsuredAs.DEPENDANT}
        assert bool(spell.workplace) is through_work


@of_everybody
def test_nobody_works_before_eighteen_or_in_the_army(dossier):
    jobs = [spell for spell in dossier.insured.spells if spell.insured_as is InsuredAs.EMPLOYEE]
    assert all((spell.gained - dossier.person.born).days >= 18 * 365 for spell in jobs)
    if isinstance(dossier.military, Service):
        away = (dossier.military.enlisted, dossier.military.discharged or AWAY)
        assert not [spell for spell in jobs if spell.gained <= away[1] and (spell.lost or AWAY) >= away[0]]


@of_everybody
def test_premiums_are_owed_for_months_with_a_job_or_a_household_and_for_no_others(dossier):
    months = list(TOWN.premiums.months(dossier.insured, date(2016, 11, 3), date(2026, 10, 9), TODAY))
    paying = {InsuredAs.EMPLOYEE, InsuredAs.LOCAL_HEAD}
    firsts = [date(year, month, 1) for year in range(2016, 2027) for month in range(1, 13)]
    spells = dossier.insured.spells
    expected = [
        day
        for day in firsts
        if date(2016, 11, 1) <= day <= date(2026, 10, 1)
        and any(each.gained <= day < (each.lost or AWAY) and each.insured_as in paying for each in spells)
    ]
    assert [row.month for row in months] == expected


@of_everybody
def test_what_was_paid_is_what_was_billed_or_nothing(dossier):
    for row in TOWN.premiums.months(dossier.insured, date(2020, 1, 1), date(2026, 10, 31), TODAY):
        billed, paid = (row.billed_health, row.billed_care), (row.paid_health, row.paid_care)
        assert min(billed) > 0
        assert all(amount % 10 == 0 for amount in billed)
        assert paid == (billed if row.paid_on else (0, 0))
        assert row.paid_on is None or row.month < row.paid_on <= TODAY


@of_everybody
def test_a_month_of_the_past_is_the_same_whenever_it_is_asked_for(dossier):
    once = list(TOWN.premiums.months(dossier.insured, date(2024, 1, 1), date(2024, 6, 30), TODAY))
    later = list(TOWN.premiums.months(dossier.insured, date(2024, 3, 1), date(2024, 6, 30), date(2031, 2, 3)))
    assert once[-len(later) :] == later or not later


# Immunisation.


@of_everybody
def test_doses_are_oldest_first_after_birth_and_each_series_goes_up(dossier):
    doses = dossier.doses
    assert [dose.given for dose in doses] == sorted(dose.given for dose in doses)
    assert all(dossier.person.born <= dose.given <= LAST_DAY for dose in doses)
    assert all(dose.given.weekday() != 6 for dose in doses)
    rounds = defaultdict(list)
    for dose in doses:
        season = dose.given.year - (dose.given.month < 7) if dose.vaccine_en == "Influenza" else 0
        rounds[dose.vaccine_en, season].append(dose.round)
    assert all(series == sorted(set(series)) for series in rounds.values())


def test_small_children_have_the_doses_of_their_age():
    children = [each for each in invented() if 3 <= LAST_DAY.year - each.person.born.year <= 10 and each.doses]
    assert len(children) >= 10
    for child in children:
        assert {"BCG (intradermal)", "Hepatitis B", "MMR", "Varicella"} <= {dose.vaccine_en for dose in child.doses}
        assert 20 <= len(child.doses) <= 45


def test_some_have_an_empty_record_and_some_no_name_in_latin_letters():
    assert sum(not each.doses for each in invented()) >= 5
    assert sum(each.passport.roman is None for each in invented()) >= 20


# Immigration.


@of_everybody
def test_trips_follow_one_another_after_birth(dossier):
    days = [day for trip in dossier.trips for day in (trip.left, trip.entered) if day]
    assert days == sorted(days)
    assert all(dossier.person.born < day <= LAST_DAY for day in days)
    assert all(trip.left for trip in dossier.trips[1:])
    assert all(trip.entered for trip in dossier.trips[:-1])


@of_everybody
def test_who_travels_has_a_passport_and_nobody_travels_from_the_army(dossier):
    assert not dossier.trips or (dossier.passport.number and dossier.passport.roman)
    if isinstance(dossier.military, Service):
        away = (dossier.military.enlisted, dossier.military.discharged or AWAY)
        assert not [trip for trip in dossier.trips if trip.left and away[0] <= trip.left <= away[1]]


@of_everybody
def test_who_came_from_abroad_entered_first(dossier):
    abroad = dossier.foreigner_number is not None
    assert (bool(dossier.trips) and dossier.trips[0].left is None) is (abroad and dossier.passport.number is not None)
    assert (dossier.passport.nationality != "대한민국") is dossier.person.foreigner


# The army.


@of_everybody
def test_men_of_an_age_to_serve_have_a_military_record_and_nobody_else(dossier):
    citizen = dossier.person.sex == "M" and dossier.foreigner_number is None
    years = LAST_DAY.year - dossier.person.born.year
    if not citizen or years < 19:
        assert dossier.military is None
    elif years > 19:
        assert dossier.military is not None


@of_everybody
def test_who_served_was_grown_up_and_left_after_he_came(dossier):
    military = dossier.military
    if isinstance(military, Service):
        assert 18 <= (military.enlisted - dossier.person.born).days / 365.25 <= 27
        assert military.discharged is None or military.enlisted < military.discharged <= LAST_DAY
        assert (military.discharged is None) is (military.category == "현역") is (military.discharge_reason is None)
    if isinstance(military, Examination):
        assert military.examined.year >= dossier.person.born.year + 19


# The residents whom the specification names.


def test_the_named_residents_are_as_told():
    assert len(of("seoyeon").addresses) == 5
    assert len(of("malsoon").addresses) == 12
    assert 25 <= len(of("haon").doses) <= 30
    assert len(of("nuri").doses) == 60
    assert of("junho2").doses == ()
    assert isinstance(of("minjae").military, Examination)
    assert of("minjae").trips == ()
    assert (of("junho").military.branch, of("junho").military.rank) == ("육군", "병장")
    assert of("rarename").passport.roman is None
    assert of("linh").foreigner_number == of("linh").person.rrn.open()
    assert of("seoha").changes[0].after == "문서하(文瑞夏)"


def test_deokbae_has_not_paid_three_months_and_hyeyoung_owes_nothing():
    months = list(TOWN.premiums.months(of("deokbae").insured, date(2025, 11, 1), date(2026, 10, 31), TODAY))
    assert [row.month.month for row in months if row.paid_on is None] == [2, 8, 9]
    assert all(row.note == "미납" for row in months if row.paid_on is None)
    assert not list(TOWN.premiums.months(of("hyeyoung").insured, date(2016, 1, 1), date(2026, 10, 31), TODAY))


def test_another_employer_within_the_period_is_named_beside_the_month():
    months = list(TOWN.premiums.months(of("seoha").insured, date(2026, 1, 1), date(2026, 6, 30), TODAY))
    notes = {row.month.month: row.note for row in months}
    assert notes[3] == "솔빛회계법인"
    assert notes[4].startswith("정산") is False
    assert (notes[5], notes[6]) == ("", "")


def test_every_household_answer_fits_its_wire_form():
    for dossier in TOWN.dossiers:
        answer = household_answer(TOWN, dossier, dossier.person.ci, TODAY)
        assert type(answer).model_validate_json(answer.model_dump_json()) == answer

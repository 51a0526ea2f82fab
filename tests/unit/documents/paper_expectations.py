"""What must stand in the tables of a paper, worked out from record and options alone, beside the forms.

A row is the list of its cells' texts without white space.
"""

from collections.abc import Iterable
from datetime import date

from documents.domain.kind import PaperKind
from documents.domain.options import BackDigits, Language, MilitaryExtent, PastAddresses
from documents.domain.paper import PaperDraft
from documents.domain.resident import MemberGroup
from documents.forms.sheet import Sheet
from documents.forms.words import words_of
from documents.service.clock import SEOUL

Row = list[str]


def squash(text: str) -> str:
    return "".join(text.split())


def expected(draft: PaperDraft) -> list[list[Row]]:
    """Give the rows of each table. The members of a 등본 are sorted, without their places in the legal order."""
    tables = [[[squash(cell) for cell in row] for row in table] for table in _TABLES[draft.kind](draft)]
    if draft.kind is PaperKind.RESIDENT_REGISTER:
        tables[2].sort()
    return tables


def as_laid(sheet: Sheet, draft: PaperDraft) -> list[list[Row]]:
    """Give the rows of ``sheet`` as ``expected`` gives them."""
    tables = [[[squash(cell.text) for cell in row] for row in table.rows] for table in sheet.tables]
    if draft.kind is PaperKind.RESIDENT_REGISTER:
        tables[2] = _unnumbered(tables[2])
    return tables


def _unnumbered(members: list[Row]) -> list[Row]:
    assert [row[0] for row in members] == [str(place) for place in range(1, len(members) + 1)]
    return sorted(["", *row[1:]] for row in members)


def _recent(rows: Iterable, draft: PaperDraft) -> list:
    current, *past = rows
    options, today = draft.options, draft.issued_at.astimezone(SEOUL).date()
    if options.past_addresses is PastAddresses.ALL:
        return [current, *past]
    if options.past_addresses is PastAddresses.NONE:
        return [current]
    return [current, *(each for each in past if _years_later(each.changed, options.address_years) >= today)]


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _places(rows: list, current: str) -> list[str]:
    return [current, *(str(place) for place in range(len(rows) - 1, 0, -1))]


def _number(number: str, opened: bool) -> str:  # noqa: FBT001
    return number if opened else f"{number[:8]}******"


def _register(draft: PaperDraft) -> list[list[Row]]:
    words, options, record = words_of(draft.kind), draft.options, draft.record
    home = record.household
    own = next(each for each in home.members if each.resident == record.subject)
    shown = options.others_names or own.relation in {"본인", "세대주"}
    formed = home.formation_reason * options.formation_reason + str(home.formed_on) * options.formation_date
    addresses = _recent(home.addresses, draft)
    members = [each for each in home.members if _listed(each, own, options)]
    return [
        [[words["householder"], home.householder.printed() if shown else "", words["formation"], formed]],
        [
            [place, each.address, _days(each, options), each.reason * options.household_change_reason]
            for place, each in zip(_places(addresses, words["current"]), addresses, strict=True)
        ],
        [["", *_member(each, own, options)] for each in members],
    ]


def _listed(member, own, options) -> bool:
    return options.cohabitants or member is own or member.group is MemberGroup.FAMILY


def _days(entry, options) -> str:
    return f"{entry.moved_in}/{entry.changed}" if options.event_dates else str(entry.moved_in)


def _member(member, own, options) -> Row:
    opened = options.back_digits is BackDigits.ALL or (options.back_digits is BackDigits.SELF and member is own)
    name = member.name.printed() if options.others_names or member is own else ""
    number = _number(member.rrn.open(), opened)
    reason = member.reason * options.member_change_reason
    return [member.relation * options.relations, name + number, _days(member, options), member.status, reason]


def _abstract(draft: PaperDraft) -> list[list[Row]]:
    words, options, record = words_of(draft.kind), draft.options, draft.record
    tables = [[[words["name"], record.name.printed(), words["rrn"], _number(record.rrn.open(), options.back_digits)]]]
    if options.foreigner_number and record.foreigner_number:
        tables[0].append([words["foreigner_number"], _number(record.foreigner_number, options.back_digits)])
    if options.personal_changes:
        rows = [_change(place, each, options) for place, each in enumerate(record.personal_changes, 1)]
        tables.append(rows or [[words["no_changes"]]])
    addresses = _recent(record.addresses, draft)
    places = _places(addresses, words["current"])
    tables.append(
        [_lived(place, each, draft, place == words["current"]) for place, each in zip(places, addresses, strict=True)]
    )
    if options.military is not MilitaryExtent.NONE:
        tables.append(_summary(record.military, options, words))
    return tables


def _change(place: int, change, options) -> Row:
    before, after = change.before, change.after
    if change.item == "주민등록번호":
        before, after = (_number(each, options.back_digits) for each in (before, after))
    days = f"{change.changed}/{change.reported}" if options.event_dates else str(change.changed)
    return [str(place), f"[{change.item}]{before}→{after}", days, change.reason * options.change_reasons]


def _lived(place: str, entry, draft: PaperDraft, current: bool) -> Row:  # noqa: FBT001
    options, born = draft.options, draft.record.born
    adult = _years_later(born, 19) <= draft.issued_at.astimezone(SEOUL).date()
    told = options.householder if current else options.past_householders and adult
    whose = f"{entry.householder.hangul}의{entry.relation}" if told else ""
    return [place, entry.address, _days(entry, options) + entry.reason * options.change_reasons, whose + entry.status]


def _summary(service, options, words) -> list[Row]:
    if service is None:
        return [[words["no_military"]]]
    left = str(service.discharged or words["serving"])
    rows = [[words["enlisted"], str(service.enlisted), words["discharged"], left]]
    if options.military is MilitaryExtent.ALL:
        rows.append([words["branch"], service.branch, words["rank"], service.rank])
        reason = service.discharge_reason or words["no_reason"]
        rows.append([words["service_number"], service.service_number, words["discharge_reason"], reason])
    return rows


def _premiums(draft: PaperDraft) -> list[list[Row]]:
    words, options, record = words_of(draft.kind), draft.options, draft.record
    today = draft.issued_at.astimezone(SEOUL).date()
    last = today.year * 12 + today.month - 2
    first = last - 11
    if options.since:
        first, last = (each.year * 12 + each.month - 1 for each in (options.since, options.until))
    months = [each for each in record.months if first <= each.month.year * 12 + each.month.month - 1 <= last]
    period = f"{first // 12}년{first % 12 + 1}월~{last // 12}년{last % 12 + 1}월"
    sums = [sum(_amounts(each)[column] for each in months) for column in range(5)]
    return [
        [
            [words["name"], record.name.hangul, words["rrn"], _number(record.rrn.open(), options.back_digits)],
            [words["address"], record.address],
            [words["insured_as"], record.insured_as, words["workplace"], record.workplace or ""],
            [words["period"], period],
        ],
        [
            *([str(each.month)[:7], *_won(_amounts(each)), str(each.paid_on or ""), each.note] for each in months),
            [words["total"], *_won(sums), f"{len(months)}개월"],
        ],
    ]


def _amounts(month) -> list[int]:
    paid = month.paid_health + month.paid_care
    return [month.billed_health, month.billed_care, month.paid_health, month.paid_care, paid]


def _won(amounts: list[int]) -> list[str]:
    return [f"{amount:,}" for amount in amounts]


def _eligibility(draft: PaperDraft) -> list[list[Row]]:
    words, options, record = words_of(draft.kind), draft.options, draft.record
    since, until = options.since or date.min, options.until or date.max
    spells = [each for each in record.spells if each.gained <= until and (each.lost or date.max) >= since]
    period = f"{options.since}~{options.until}" if options.since else "전체"
    rows = [
        [str(place), each.insured_as, each.workplace or "", str(each.gained), str(each.lost or "")]
        for place, each in enumerate(spells, 1)
    ]
    return [
        [
            [words["name"], record.name.hangul, words["rrn"], _number(record.rrn.open(), options.back_digits)],
            [words["period"], period],
        ],
        [*(rows or [[words["nothing"]]]), [words["note"]]],
    ]


def _vaccinations(draft: PaperDraft) -> list[list[Row]]:
    record, english = draft.record, draft.options.language is Language.ENGLISH
    words = words_of(draft.kind)[draft.options.language]
    name = f"{record.name.hangul}({record.roman})" if english else record.name.hangul
    address = [[words["address"], record.address_en]] if english else []
    doses = [
        [str(place), each.vaccine_en, str(each.round), str(each.given), each.clinic_en]
        if english
        else [str(place), each.vaccine, f"{each.round}차", str(each.given), each.clinic]
        for place, each in enumerate(record.doses, 1)
    ]
    return [[[words["name"], name, words["born"], str(record.born)], *address], doses]


def _travel(draft: PaperDraft) -> list[list[Row]]:
    words, options, record = words_of(draft.kind), draft.options, draft.record
    since, until = record.since, record.until
    name = f"{record.name.hangul}({record.roman})" if options.english_name else record.name.hangul
    days = [
        [day if day and since <= day <= until else None for day in (trip.left, trip.entered)] for trip in record.trips
    ]
    rows = [[str(day or words["none"]) for day in trip] for trip in days if any(trip)]
    late = [[words["lag"].format(day=record.complete_until)]] if record.complete_until < until else []
    return [
        [
            [words["name"], name, words["rrn"], _number(record.rrn.open(), options.back_digits)],
            [words["address"], record.address],
            [words["sex"], {"남": "남(M)", "여": "여(F)"}[record.sex], words["nationality"], record.nationality],
            [words["passport_number"], record.passport_number or words["none"]],
            [words["since"], str(since), words["until"], str(until)],
        ],
        [*([str(place), *row] for place, row in enumerate(rows, 1)), *([] if rows else [[words["no_trips"]]]), *late],
    ]


def _military(draft: PaperDraft) -> list[list[Row]]:
    words, chosen, record = words_of(draft.kind), draft.options.items, draft.record
    person = [
        [words["name"], record.name.printed(), words["rrn"], _number(record.rrn.open(), opened=False)],
        [words["address"], record.address],
    ]
    if record.service is None:
        seen = record.examination
        first = [words["examined"], str(seen.examined), words["grade"], seen.grade]
        return [person, [first, [words["disposition"], seen.disposition, words["reason"], seen.reason]]]
    service = record.service
    left = str(service.discharged or words["serving"])
    cells = [
        cell
        for item, label in words["items"].items()
        for cell in (label, (getattr(service, item) or words["none"]) if item in chosen else "")
    ]
    pairs = [cells[place : place + 4] for place in range(0, len(cells), 4)]
    note = [] if len(chosen) == len(words["items"]) else [[words["not_chosen"]]]
    return [person, [[words["enlisted"], str(service.enlisted), words["discharged"], left], *pairs, *note]]


_TABLES = {
    PaperKind.RESIDENT_REGISTER: _register,
    PaperKind.RESIDENT_ABSTRACT: _abstract,
    PaperKind.HEALTH_PREMIUM_PAYMENT: _premiums,
    PaperKind.HEALTH_ELIGIBILITY: _eligibility,
    PaperKind.VACCINATION: _vaccinations,
    PaperKind.ENTRY_EXIT: _travel,
    PaperKind.MILITARY_SERVICE: _military,
}

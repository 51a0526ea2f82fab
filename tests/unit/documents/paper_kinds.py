"""One finished-looking draft and every possible set of options for each of the seven kinds."""

from datetime import date

from hypothesis import strategies as st

from documents.domain.kind import PaperKind
from documents.domain.options import (
    AbstractOptions,
    BackDigits,
    EligibilityOptions,
    Language,
    MilitaryExtent,
    MilitaryItem,
    MilitaryOptions,
    Options,
    PastAddresses,
    PremiumOptions,
    PremiumUse,
    RegisterOptions,
    TravelOptions,
    VaccinationOptions,
)
from documents.domain.paper import PaperDraft
from documents.domain.records import Trip
from tests.unit.documents.paper_samples import draft, household_draft, long_household, rare_household
from tests.unit.documents.paper_samples_eligibility import eligibility_draft
from tests.unit.documents.paper_samples_entry_exit import many_trips, travel_draft
from tests.unit.documents.paper_samples_military_service import EXAMINATION, military_draft
from tests.unit.documents.paper_samples_premium import premium_draft
from tests.unit.documents.paper_samples_resident_abstract import abstract_draft, born_on, malsoon_draft
from tests.unit.documents.paper_samples_vaccination import child_draft, own_draft

SAMPLES: dict[PaperKind, PaperDraft] = {
    PaperKind.RESIDENT_REGISTER: draft(),
    PaperKind.RESIDENT_ABSTRACT: abstract_draft(),
    PaperKind.HEALTH_PREMIUM_PAYMENT: premium_draft(),
    PaperKind.HEALTH_ELIGIBILITY: eligibility_draft(),
    PaperKind.VACCINATION: child_draft(),
    PaperKind.ENTRY_EXIT: travel_draft(),
    PaperKind.MILITARY_SERVICE: military_draft(),
}
ACROSS = (
    Trip(date(2020, 12, 30), date(2021, 3, 5)),
    Trip(date(2021, 3, 1), date(2021, 3, 1)),
    Trip(date(2026, 3, 2), date(2026, 3, 9)),
    Trip(date(2026, 3, 2), None),
)
"""Half or wholly outside the period that was asked for."""
RESIDENTS: dict[PaperKind, list[PaperDraft]] = {
    PaperKind.RESIDENT_REGISTER: [draft(), household_draft(long_household()), household_draft(rare_household())],
    PaperKind.RESIDENT_ABSTRACT: [abstract_draft(), malsoon_draft(), abstract_draft(**born_on(date(2009, 5, 5)))],
    PaperKind.HEALTH_PREMIUM_PAYMENT: [premium_draft()],
    PaperKind.HEALTH_ELIGIBILITY: [eligibility_draft()],
    PaperKind.VACCINATION: [child_draft(), own_draft()],
    PaperKind.ENTRY_EXIT: [
        travel_draft(),
        travel_draft(trips=(), passport_number=None, sex="남"),
        travel_draft(trips=many_trips(90), complete_until=date(2026, 3, 2)),
        travel_draft(trips=ACROSS),
    ],
    PaperKind.MILITARY_SERVICE: [military_draft(), military_draft(service=None, examination=EXAMINATION)],
}
"""The plain, the long, the rare and the empty."""
_FLAG = st.booleans()
_DAYS = st.dates(date(2016, 3, 1), date(2026, 3, 2))
_PERIOD = st.one_of(
    st.just({}), st.tuples(_DAYS, _DAYS).map(lambda days: dict(zip(("since", "until"), sorted(days), strict=True)))
)
_PAST = st.one_of(
    st.sampled_from([PastAddresses.NONE, PastAddresses.ALL]).map(lambda past: {"past_addresses": past}),
    st.integers(1, 30).map(lambda years: {"past_addresses": PastAddresses.RECENT, "address_years": years}),
)


def _flags(*names: str) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(dict.fromkeys(names, _FLAG))


def _built(shape: type[Options], *parts: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[Options]:
    return st.tuples(*parts).map(lambda given: shape(**{name: value for part in given for name, value in part.items()}))


OPTION_SETS: dict[PaperKind, st.SearchStrategy[Options]] = {
    PaperKind.RESIDENT_REGISTER: _built(
        RegisterOptions,
        _PAST,
        _flags("formation_reason", "formation_date", "event_dates", "household_change_reason"),
        _flags("member_change_reason", "others_names", "relations", "cohabitants"),
        st.fixed_dictionaries({"back_digits": st.sampled_from(BackDigits)}),
    ),
    PaperKind.RESIDENT_ABSTRACT: _built(
        AbstractOptions,
        _PAST,
        _flags("personal_changes", "past_householders", "householder", "event_dates", "change_reasons"),
        _flags("back_digits", "foreigner_number"),
        st.fixed_dictionaries({"military": st.sampled_from(MilitaryExtent)}),
    ),
    PaperKind.HEALTH_PREMIUM_PAYMENT: _built(
        PremiumOptions, _PERIOD, _flags("back_digits"), st.fixed_dictionaries({"use": st.sampled_from(PremiumUse)})
    ),
    PaperKind.HEALTH_ELIGIBILITY: _built(EligibilityOptions, _PERIOD, _flags("back_digits")),
    PaperKind.VACCINATION: st.builds(VaccinationOptions, st.sampled_from(Language)),
    PaperKind.ENTRY_EXIT: _built(TravelOptions, _PERIOD, _flags("english_name", "back_digits")),
    PaperKind.MILITARY_SERVICE: st.builds(MilitaryOptions, st.frozensets(st.sampled_from(MilitaryItem))),
}

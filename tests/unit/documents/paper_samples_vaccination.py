"""Drafts of 예방접종증명서 for 이하온, six years old, and for an adult's own sixty doses."""

from datetime import date, timedelta

from documents.domain.kind import PaperKind
from documents.domain.options import Language, VaccinationOptions
from documents.domain.paper import PaperDraft
from documents.domain.records import Dose, VaccinationRecord
from documents.domain.resident import Name, ResidentId
from tests.unit.documents.paper_samples import SEOYEON, draft

CHILD, CHILD_BORN, GUARDIAN_BORN = Name("이하온"), date(2019, 5, 20), date(1988, 3, 14)
ROMAN, ADDRESS_EN = "LEE HAON", "212, World Cup-ro, Mapo-gu, Seoul, Republic of Korea"
ENGLISH = VaccinationOptions(language=Language.ENGLISH)
_CLINICS = (
    ("마포구보건소", "Mapo-gu Public Health Center"),
    ("성산소아청소년과의원", "Seongsan Pediatric Clinic"),
    ("월드컵이비인후과의원", "Worldcup ENT Clinic"),
)
_COURSES = (
    ("B형간염", "Hepatitis B", (0, 30, 182)),
    ("결핵(BCG, 피내용)", "Tuberculosis (BCG, intradermal)", (21,)),
    ("디프테리아·파상풍·백일해(DTaP)", "Diphtheria, tetanus, pertussis (DTaP)", (61, 122, 184, 480, 1870)),
    ("폴리오(IPV)", "Polio (IPV)", (61, 122, 184, 1870)),
    ("폐렴구균(PCV)", "Pneumococcus (PCV)", (61, 122, 184, 400)),
    ("홍역·유행성이하선염·풍진(MMR)", "Measles, mumps, rubella (MMR)", (370, 1870)),
    ("수두", "Varicella", (375,)),
)


def _doses() -> tuple[Dose, ...]:
    days = sorted((day, nth, place) for place, course in enumerate(_COURSES) for nth, day in enumerate(course[2], 1))
    return tuple(
        Dose(_COURSES[place][0], _COURSES[place][1], nth, CHILD_BORN + timedelta(days=day), *_CLINICS[place % 3])
        for day, nth, place in days
    )


DOSES = _doses()
SIXTY = tuple(
    Dose("인플루엔자", "Influenza", place + 1, date(1990, 10, 1) + timedelta(days=200 * place), *_CLINICS[place % 3])
    for place in range(60)
)


def record(*doses: Dose, **changes: object) -> VaccinationRecord:
    fields = {
        "subject": ResidentId("r30003"),
        "name": CHILD,
        "born": CHILD_BORN,
        "sex": "여",
        "doses": doses or DOSES,
        "roman": ROMAN,
        "address_en": ADDRESS_EN,
    }
    return VaccinationRecord(**{**fields, **changes})  # type: ignore[arg-type]


def child_draft(options: VaccinationOptions | None = None, **changes: object) -> PaperDraft:
    """김서연 asks for her child's paper."""
    given = {
        "kind": PaperKind.VACCINATION,
        "record": record(),
        "options": options or VaccinationOptions(),
        "applicant": SEOYEON,
        "applicant_born": GUARDIAN_BORN,
        "purpose": "어린이집 제출",
    }
    return draft(**{**given, **changes})


def own_draft(options: VaccinationOptions | None = None, **changes: object) -> PaperDraft:
    """김서연 asks for her own, of sixty doses."""
    own = {"subject": ResidentId("r10001"), "name": SEOYEON, "born": GUARDIAN_BORN, "roman": "KIM SEOYEON"}
    given = {"record": record(*SIXTY, **own), "applicant_born": None, "purpose": None}
    return child_draft(options, **{**given, **changes})

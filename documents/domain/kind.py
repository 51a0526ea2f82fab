"""The seven resident papers and the facts that are printed on every copy of a kind.

Source: the project's documents specification (titles, authorities, statutory forms).
"""

from dataclasses import dataclass
from enum import StrEnum


class PaperKind(StrEnum):
    RESIDENT_REGISTER = "resident_register"
    RESIDENT_ABSTRACT = "resident_abstract"
    HEALTH_PREMIUM_PAYMENT = "health_premium_payment"
    HEALTH_ELIGIBILITY = "health_eligibility"
    VACCINATION = "vaccination"
    ENTRY_EXIT = "entry_exit"
    MILITARY_SERVICE = "military_service"


class Agency(StrEnum):
    """Who keeps the register that a paper is made from."""

    RESIDENT = "resident"
    HEALTH_INSURANCE = "health_insurance"
    IMMUNISATION = "immunisation"
    IMMIGRATION = "immigration"
    MILITARY = "military"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What never changes from one copy of a kind to the next."""

    title: str
    """As printed at the top of the page."""
    spoken: str
    """As people say it; the canonical value of the entity ``document``."""
    authority: str
    """Office in whose name the paper is issued."""
    form: str
    """Statutory form the layout follows."""
    agency: Agency
    number_label: str = "문서확인번호"
    health_data: bool = False
    """Needs a consent of its own (개인정보 보호법 제23조)."""
    for_children: bool = False
    """A legal guardian may have it for a child under 14."""


PAPERS: dict[PaperKind, PaperFacts] = {
    PaperKind.RESIDENT_REGISTER: PaperFacts(
        title="주민등록표(등본)",
        spoken="주민등록표 등본",
        authority="시장·군수·구청장",
        form="주민등록법 시행규칙 [별지 제18호서식]",
        agency=Agency.RESIDENT,
    ),
    PaperKind.RESIDENT_ABSTRACT: PaperFacts(
        title="주민등록표(초본)",
        spoken="주민등록표 초본",
        authority="시장·군수·구청장",
        form="주민등록법 시행규칙 [별지 제19호서식]",
        agency=Agency.RESIDENT,
    ),
    PaperKind.HEALTH_PREMIUM_PAYMENT: PaperFacts(
        title="건강보험료 납부확인서",
        spoken="건강보험료 납부확인서",
        authority="국민건강보험공단 이사장",
        form="국민건강보험공단 서식",
        agency=Agency.HEALTH_INSURANCE,
        number_label="발급번호",
    ),
    PaperKind.HEALTH_ELIGIBILITY: PaperFacts(
        title="건강보험 자격득실 확인서",
        spoken="건강보험 자격득실확인서",
        authority="국민건강보험공단 이사장",
        form="국민건강보험공단 서식",
        agency=Agency.HEALTH_INSURANCE,
        number_label="발급번호",
    ),
    PaperKind.VACCINATION: PaperFacts(
        title="예방접종증명서",
        spoken="예방접종증명서",
        authority="질병관리청장",
        form="감염병의 예방 및 관리에 관한 법률 시행규칙 [별지 제16호서식]",
        agency=Agency.IMMUNISATION,
        health_data=True,
        for_children=True,
    ),
    PaperKind.ENTRY_EXIT: PaperFacts(
        title="출입국에 관한 사실증명",
        spoken="출입국 사실증명",
        authority="출입국·외국인관서의 장",
        form="출입국관리법 시행규칙 [별지 제138호서식]",
        agency=Agency.IMMIGRATION,
    ),
    PaperKind.MILITARY_SERVICE: PaperFacts(
        title="병적증명서",
        spoken="병적증명서",
        authority="지방병무청장",
        form="병역법 시행규칙 [별지 제5호서식]",
        agency=Agency.MILITARY,
    ),
}

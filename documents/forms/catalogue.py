"""Which form a kind of paper has: what it needs, how it is laid out, what data it carries and the schema of that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from documents.domain.kind import PaperKind
from documents.domain.paper import PaperDraft
from documents.forms import (
    abstract_data,
    eligibility_data,
    entry_exit,
    health_eligibility,
    health_premium_payment,
    military_choice,
    military_data,
    military_service,
    premium_choice,
    premium_data,
    register_data,
    resident_abstract,
    resident_register,
    travel_choice,
    travel_data,
    vaccination,
    vaccination_choice,
    vaccination_data,
)
from documents.forms.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Form:
    lay_out: Callable[[PaperDraft], Sheet]
    as_data: Callable[[PaperDraft], dict[str, Any]]
    schema: str
    """File name in this folder."""
    require: Callable[[PaperDraft], None] = lambda _draft: None
    """Raises Refusal when the record has nothing that such a paper could say, e.g. no_doses."""


FORMS: dict[PaperKind, Form] = {
    PaperKind.RESIDENT_REGISTER: Form(resident_register.lay_out, register_data.as_data, register_data.SCHEMA),
    PaperKind.RESIDENT_ABSTRACT: Form(resident_abstract.lay_out, abstract_data.as_data, abstract_data.SCHEMA),
    PaperKind.HEALTH_PREMIUM_PAYMENT: Form(
        health_premium_payment.lay_out, premium_data.as_data, premium_data.SCHEMA, premium_choice.require_content
    ),
    PaperKind.HEALTH_ELIGIBILITY: Form(health_eligibility.lay_out, eligibility_data.as_data, eligibility_data.SCHEMA),
    PaperKind.VACCINATION: Form(
        vaccination.lay_out, vaccination_data.as_data, vaccination_data.SCHEMA, vaccination_choice.require_content
    ),
    PaperKind.ENTRY_EXIT: Form(
        entry_exit.lay_out, travel_data.as_data, travel_data.SCHEMA, travel_choice.require_content
    ),
    PaperKind.MILITARY_SERVICE: Form(
        military_service.lay_out, military_data.as_data, military_data.SCHEMA, military_choice.require_content
    ),
}

"""Which form a kind of paper has: how it is laid out, what data it carries, and the schema of that data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from documents.domain.kind import PaperKind
from documents.domain.paper import PaperDraft
from documents.forms import register_data, resident_register
from documents.forms.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Form:
    lay_out: Callable[[PaperDraft], Sheet]
    as_data: Callable[[PaperDraft], dict[str, Any]]
    schema: str
    """File name in this folder."""


FORMS: dict[PaperKind, Form] = {
    PaperKind.RESIDENT_REGISTER: Form(resident_register.lay_out, register_data.as_data, register_data.SCHEMA),
}

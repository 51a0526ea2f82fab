"""The personal part of a promise as bytes, before it is sealed.

Written as it is, read back by the kind that stands in it: every kind has options and a record of its own class.
"""

from dataclasses import fields, make_dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from documents.domain.errors import InvalidOptions
from documents.domain.kind import PaperKind
from documents.domain.options import OPTIONS
from documents.domain.paper import PaperDraft
from documents.domain.records import RECORDS
from documents.domain.request import PaperRequest
from documents.vault import Place, Sealed

T = TypeVar("T", PaperRequest, PaperDraft)


def pack_request(request: PaperRequest) -> bytes:
    return to_json(request)


def unpack_request(packed: bytes) -> PaperRequest:
    """Read what ``pack_request`` wrote. Raise Sealed when this release cannot."""
    return _unpack(PaperRequest, packed)


def pack_draft(draft: PaperDraft) -> bytes:
    return to_json(draft)


def unpack_draft(packed: bytes) -> PaperDraft:
    """Read what ``pack_draft`` wrote. Raise Sealed when this release cannot."""
    return _unpack(PaperDraft, packed)


def request_place(key: str) -> Place:
    return Place("promise", "sealed_request", key)


def draft_place(key: str) -> Place:
    return Place("promise", "sealed_draft", key)


def _unpack(shape: type[T], packed: bytes) -> T:
    try:
        read = _SHAPES[shape][PaperKind(from_json(packed)["kind"])].validate_json(packed)
    except (ValidationError, InvalidOptions, ValueError, KeyError, TypeError):
        raise Sealed("unreadable") from None  # the cause quotes the content
    return shape(**{each.name: getattr(read, each.name) for each in fields(shape)})


def _narrowed(shape: type[Any], kind: PaperKind) -> TypeAdapter[Any]:
    """Build the reader of ``shape`` with the option and record classes of ``kind`` in their places."""
    narrow: dict[str, type[Any]] = {"options": OPTIONS[kind], "record": RECORDS[kind]}
    named = [(each.name, narrow[each.name]) for each in fields(shape) if each.name in narrow]
    return TypeAdapter(make_dataclass(shape.__name__, named, bases=(shape,), frozen=True))


_SHAPES: dict[type[Any], dict[PaperKind, TypeAdapter[Any]]] = {
    shape: {kind: _narrowed(shape, kind) for kind in PaperKind} for shape in (PaperRequest, PaperDraft)
}

"""The personal part of a promise as bytes, before it is sealed."""

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from documents.domain.paper import PaperDraft
from documents.domain.request import PaperRequest
from documents.vault import Place, Sealed

T = TypeVar("T")
_REQUEST = TypeAdapter(PaperRequest)
_DRAFT = TypeAdapter(PaperDraft)


def pack_request(request: PaperRequest) -> bytes:
    return _REQUEST.dump_json(request)


def unpack_request(packed: bytes) -> PaperRequest:
    """Read what ``pack_request`` wrote. Raise Sealed when this release cannot."""
    return _unpack(_REQUEST, packed)


def pack_draft(draft: PaperDraft) -> bytes:
    return _DRAFT.dump_json(draft)


def unpack_draft(packed: bytes) -> PaperDraft:
    """Read what ``pack_draft`` wrote. Raise Sealed when this release cannot."""
    return _unpack(_DRAFT, packed)


def request_place(key: str) -> Place:
    return Place("promise", "sealed_request", key)


def draft_place(key: str) -> Place:
    return Place("promise", "sealed_draft", key)


def _unpack(shape: TypeAdapter[T], packed: bytes) -> T:
    try:
        return shape.validate_json(packed)
    except ValidationError:
        raise Sealed("unreadable") from None  # the cause quotes the content

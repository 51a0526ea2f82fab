"""The personal part of a promise as bytes, before it is sealed."""

from pydantic import TypeAdapter

from documents.domain.paper import PaperDraft
from documents.domain.request import PaperRequest
from documents.vault import Place

_REQUEST = TypeAdapter(PaperRequest)
_DRAFT = TypeAdapter(PaperDraft)


def pack_request(request: PaperRequest) -> bytes:
    return _REQUEST.dump_json(request)


def unpack_request(packed: bytes) -> PaperRequest:
    return _REQUEST.validate_json(packed)


def pack_draft(draft: PaperDraft) -> bytes:
    return _DRAFT.dump_json(draft)


def unpack_draft(packed: bytes) -> PaperDraft:
    return _DRAFT.validate_json(packed)


def request_place(key: str) -> Place:
    return Place("promise", "sealed_request", key)


def draft_place(key: str) -> Place:
    return Place("promise", "sealed_draft", key)

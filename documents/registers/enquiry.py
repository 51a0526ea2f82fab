"""One question to an agency over HTTP. Anything that is not a proper answer is Unavailable("register_down")."""

from datetime import date
from typing import Generic, TypeVar

import httpx
from pydantic import ValidationError

from documents.domain.errors import Halt, Refusal, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.resident import Ci, Name
from documents.registers.wire import Answer, WireName

A = TypeVar("A", bound=Answer)
TIMEOUT = httpx.Timeout(3.0, connect=1.0)
DOWN = "register_down"
_FOUND, _NOT_FOUND = 200, 404


class Enquiry(Generic[A]):
    """A resource of an agency that answers with ``answer``. May be used from several threads."""

    def __init__(self, agency_url: str, resource: str, token: str, client: httpx.Client, answer: type[A]) -> None:
        """Take the agency's base address, the resource below it, the bearer token that the agency gave this office."""
        self._url = f"{agency_url.rstrip('/')}/registers/{resource}"
        self._client, self._answer = client, answer
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, ci: Ci, purpose: PaperKind, **days: date | None) -> A:
        """Give the answer. Raise Unavailable, Refusal("no_record"), or Halt when the answer is about another."""
        told = {name: day.isoformat() if day else None for name, day in days.items()}
        answer = self._parse(self._post({"ci": ci, "purpose": purpose, **told}))
        if answer.ci != ci:
            raise Halt("subject_mismatch")
        return answer

    def _post(self, body: dict[str, str | None]) -> httpx.Response:
        try:
            answer = self._client.post(
                self._url, json=body, headers=self._headers, timeout=TIMEOUT, follow_redirects=False
            )
        except httpx.HTTPError as error:
            raise Unavailable(DOWN) from error
        if answer.status_code == _NOT_FOUND and _code(answer) == "no_record":
            raise Refusal("no_record")
        return answer

    def _parse(self, answer: httpx.Response) -> A:
        require_proper(answer.status_code == _FOUND)
        try:
            return self._answer.model_validate_json(answer.content)
        except ValidationError:
            raise Unavailable(DOWN) from None  # the cause would carry the record into a log


def require_proper(proper: bool) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    """Raise Unavailable("register_down") for an answer that does not fit what was asked."""
    if not proper:
        raise Unavailable(DOWN)


def name_of(wire: WireName) -> Name:
    return Name(wire.hangul, wire.hanja)


def _code(answer: httpx.Response) -> str | None:
    try:
        body = answer.json()
    except ValueError:
        return None
    return body.get("code") if isinstance(body, dict) else None

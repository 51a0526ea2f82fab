"""The counter's cases room over HTTP: drafts, complaints and call-backs of a conversation."""

from typing import Any, Protocol
from urllib.parse import quote

import httpx

from actions.complaints.case import CaseRefused, CasesDown, Complaint, Draft, complaint_of, draft_of

TIMEOUT = httpx.Timeout(5.0, connect=1.0)
"""Seconds; the citizen waits meanwhile."""


class Room(Protocol):
    """Every method raises ``CasesDown`` when nothing answers and ``CaseRefused`` when the answer is no.

    A ``key`` makes a call safe to repeat: the same again changes nothing twice.
    """

    def draft(self, conversation: str, key: str, **said: str) -> Draft: ...
    def drop(self, conversation: str, key: str) -> None: ...
    def file(self, conversation: str, key: str) -> Complaint: ...
    def mine(self, conversation: str) -> list[Complaint]: ...
    def add(self, conversation: str, number: str, key: str, text: str) -> None: ...
    def withdraw(self, conversation: str, number: str, key: str) -> None: ...
    def rate(self, conversation: str, number: str, score: int) -> None: ...
    def call_back(self, conversation: str, key: str, topic: str) -> str: ...


class HttpRoom:
    """``client`` carries the internal bearer and is used from several threads."""

    def __init__(self, client: httpx.Client, counter_url: str) -> None:
        self._client, self._url = client, counter_url

    def draft(self, conversation: str, key: str, **said: str) -> Draft:
        """Merge ``said`` (kind, text, place, district) into the draft and give it as it is now.

        ``verification`` is the identity check that is live: it proves the contact that was typed for it.
        """
        return draft_of(self._post(conversation, "complaints/draft", {"key": key, **said}))

    def drop(self, conversation: str, key: str) -> None:
        """Forget the draft of ``key`` and its files."""
        self._post(conversation, "complaints/draft/drop", {"key": key})

    def file(self, conversation: str, key: str) -> Complaint:
        return complaint_of(self._post(conversation, "complaints", {"key": key}))

    def mine(self, conversation: str) -> list[Complaint]:
        """Give this conversation's complaints, and those of its verified person; the newest first."""
        found = self._call("GET", conversation, "complaints")
        listed = found.get("complaints", []) if isinstance(found, dict) else found
        return [complaint_of(each) for each in listed]

    def add(self, conversation: str, number: str, key: str, text: str) -> None:
        self._post(conversation, f"complaints/{quote(number)}/additions", {"key": key, "text": text})

    def withdraw(self, conversation: str, number: str, key: str) -> None:
        self._post(conversation, f"complaints/{quote(number)}/withdraw", {"key": key})

    def rate(self, conversation: str, number: str, score: int) -> None:
        self._post(conversation, f"complaints/{quote(number)}/satisfaction", {"score": score})

    def call_back(self, conversation: str, key: str, topic: str) -> str:
        """Take a call-back case; give its number."""
        return str(self._post(conversation, "callbacks", {"key": key, "topic": topic})["number"])

    def _post(self, conversation: str, path: str, body: dict[str, Any]) -> Any:
        return self._call("POST", conversation, path, json=body)

    def _call(self, method: str, conversation: str, path: str, **more: Any) -> Any:
        url = f"{self._url}/internal/conversations/{conversation}/{path}"
        try:
            response = self._client.request(method, url, timeout=TIMEOUT, **more)
        except httpx.HTTPError as error:
            raise CasesDown from error
        if response.is_server_error:
            raise CasesDown
        if response.is_error:
            raise CaseRefused(_code(response))
        return response.json() if response.content else {}


def _code(response: httpx.Response) -> str | None:
    try:
        problem = response.json()
    except ValueError:
        return None
    code = problem.get("code") if isinstance(problem, dict) else None
    return str(code) if code else None

"""The bot's answers, kept by the office: how they stand, what each version changed, and a correction by staff."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import httpx

from channels.staff.office import OfficeDoor
from documents.domain.errors import Refusal, Unavailable

_NAME = re.compile(r"[a-z_]{1,60}")
Found = dict[str, Any]


class AnswersDown(Unavailable):
    code = "answers_down"


class AnswerOffice:
    """``client`` carries the office's address, a time limit and the bearer token. Raise Refusal, ``AnswersDown``."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._door = OfficeDoor(client, AnswersDown)

    async def all(self, today: date) -> list[Found]:
        """Give name, label, title, reviewed, review_due, overdue, corrected, version of each; the longest due first."""
        rows: list[Found] = (await self._door.call("GET", "/answers")).json()["answers"]
        known = [{**each, "overdue": each["review_due"] < today.isoformat()} for each in rows]
        return sorted(known, key=lambda each: (each["review_due"], each["title"]))

    async def one(self, name: str) -> Found:
        """Give an answer with text, follow_ups, link (url, title), basis, and its ``history``, newest first."""
        return await self._ask("GET", name)

    async def told(self, name: str, draft: Mapping[str, Any]) -> Found:
        """Give text, follow_ups, link and basis as citizens would read them."""
        return await self._ask("POST", name, "/preview", draft)

    async def correct(self, name: str, draft: Mapping[str, Any], version: int, by: str) -> Found:
        """Write ``draft`` (text, follow_ups, link, reviewed) over ``version``."""
        return await self._ask("PUT", name, "", {**draft, "version": version, "by": by})

    async def _ask(self, method: str, name: str, more: str = "", body: Mapping[str, Any] | None = None) -> Found:
        if not _NAME.fullmatch(name):
            raise Refusal("no_such_answer")
        found: Found = (await self._door.call(method, f"/answers/{name}{more}", body)).json()
        return found


@dataclass(frozen=True, slots=True)
class Version:
    """``changed``: what, before, after. The first version has changed nothing."""

    version: int
    by: str
    at: str
    reviewed: str
    changed: tuple[tuple[str, str, str], ...] = ()


def versions(history: Sequence[Mapping[str, Any]]) -> list[Version]:
    """Tell of each version in ``history`` (newest first) what it changed in the one before."""
    told = [_version(each, tuple(_changed(each, before))) for each, before in pairwise(history)]
    return [*told, *(_version(each) for each in history[-1:])]


def _version(each: Mapping[str, Any], changed: tuple[tuple[str, str, str], ...] = ()) -> Version:
    return Version(each["version"], each["by"], each["at"], each["reviewed"], changed)


def _changed(each: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    new, old = _pieces(each), _pieces(before)
    return ((what, old.get(what, ""), said) for what, said in new.items() if said != old.get(what, ""))


def _pieces(each: Mapping[str, Any]) -> dict[str, str]:
    link = each["link"]
    named = {"text": each["text"], **each["follow_ups"]}
    return {**named, "link_title": link.get("title", ""), "link_url": link.get("url", ""), "reviewed": each["reviewed"]}

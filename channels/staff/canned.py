"""Canned replies: texts with variables, a shortcut, a date by which somebody must look at them again, and a history."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.exc import IntegrityError

from channels.staff.tables import canned, canned_history
from documents.domain.errors import Refusal
from documents.service.clock import SEOUL, Clock

FIRST = Path(__file__).with_name("canned.yml")
HALF_A_YEAR = timedelta(days=182)
VARIABLES = ("이름", "번호", "서류", "날짜", "시간")
_VARIABLE = re.compile(r"\{([^{}]{1,20})\}")
_MOST = 8


@dataclass(frozen=True, slots=True)
class Canned:
    """``review_on`` is an ISO date in Seoul; ``overdue`` says that it is past."""

    id: int
    shortcut: str
    title: str
    text: str
    review_on: str
    version: int
    overdue: bool


class CannedTexts:
    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def begin_with(self, file: Path = FIRST) -> None:
        """Put the texts of ``file`` in when there is none yet."""
        with self._engine.begin() as connection:
            empty = connection.scalar(sa.select(sa.func.count()).select_from(canned)) == 0
        for each in yaml.safe_load(file.read_text("utf-8")) if empty else ():
            self.add(each["shortcut"], each["title"], each["text"], "")

    def all(self) -> list[Canned]:
        with self._engine.begin() as connection:
            rows = connection.execute(sa.select(canned).where(canned.c.retired.is_(False)).order_by(canned.c.shortcut))
            return [self._read(row) for row in rows]

    def search(self, said: str) -> list[Canned]:
        """Give the texts whose shortcut, title or text holds ``said``; those whose shortcut begins so come first."""
        wanted = said.strip().lstrip("/").casefold()
        found = [each for each in self.all() if wanted in f"{each.shortcut}\n{each.title}\n{each.text}".casefold()]
        return sorted(found, key=lambda each: not each.shortcut.casefold().startswith(wanted))[:_MOST]

    def add(self, shortcut: str, title: str, text: str, by: str, review_on: str = "") -> int:
        """Add a text, to be looked at again on ``review_on`` (ISO date in Seoul; half a year on when empty).

        Raise Refusal: unknown_variable, shortcut_taken, canned_empty, bad_review_on.
        """
        checked = self._checked(title, text, review_on)
        row = {"shortcut": shortcut.strip().lstrip("/"), **checked, "version": 1, "retired": False}
        if not row["shortcut"]:
            raise Refusal("canned_empty")
        try:
            with self._engine.begin() as connection:
                made = connection.execute(canned.insert().values(row).returning(canned.c.id)).scalar_one()
                self._remember(connection, made, row, by)
        except IntegrityError:
            raise Refusal("shortcut_taken") from None
        return int(made)

    def change(self, which: int, version: int, title: str, text: str, by: str, *, review_on: str = "") -> None:
        """Write a new version over ``version``. Raise Refusal("changed_meanwhile") when that is not the newest one."""
        row = {**self._checked(title, text, review_on), "version": version + 1}
        mine = (canned.c.id == which, canned.c.version == version)
        with self._engine.begin() as connection:
            if not connection.execute(canned.update().where(*mine).values(row)).rowcount:
                raise Refusal("changed_meanwhile")
            self._remember(connection, which, row, by)

    def retire(self, which: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(canned.update().where(canned.c.id == which).values(retired=True))

    def history(self, which: int) -> list[Any]:
        """Give the versions (version, title, text, review_on, by, at), newest first."""
        query = sa.select(canned_history).where(canned_history.c.canned == which)
        with self._engine.begin() as connection:
            return list(connection.execute(query.order_by(canned_history.c.version.desc())))

    def half_a_year_on(self) -> str:
        return (self._today() + HALF_A_YEAR).isoformat()

    def _checked(self, title: str, text: str, review_on: str) -> dict[str, Any]:
        if not (title.strip() and text.strip()):
            raise Refusal("canned_empty")
        if set(_VARIABLE.findall(text)) - set(VARIABLES):
            raise Refusal("unknown_variable")
        review = self._review_on(review_on) if review_on else self.half_a_year_on()
        return {"title": title.strip()[:80], "text": text.strip()[:2000], "review_on": review}

    def _review_on(self, said: str) -> str:
        try:
            day = date.fromisoformat(said)
        except ValueError:
            raise Refusal("bad_review_on") from None
        if day < self._today():
            raise Refusal("bad_review_on")
        return day.isoformat()

    def _today(self) -> date:
        return self._clock().astimezone(SEOUL).date()

    def _remember(self, connection: sa.Connection, which: int, row: Mapping[str, Any], by: str) -> None:
        kept = {name: row[name] for name in ("title", "text", "review_on", "version")}
        at = self._clock().isoformat(timespec="milliseconds")
        connection.execute(canned_history.insert().values(canned=which, by=by, at=at, **kept))

    def _read(self, row: Any) -> Canned:
        today = self._today().isoformat()
        return Canned(row.id, row.shortcut, row.title, row.text, row.review_on, row.version, row.review_on < today)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put ``values`` in for the variables; one without a value stays, so that the agent sees the gap."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text)

"""The complaint board for the staff console. ``agent`` is an opaque id of the console's own database.

Every method raises CaseRefused with a code of `words.yml` (``problems``); `sentence` gives its words.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

from channels.cases.complaint import Complaint, Handler, State
from channels.cases.desk import CasesDesk
from channels.cases.files import Kept
from channels.cases.reading import Dossier, Filters
from channels.cases.showing import Showing
from documents.service.clock import Clock

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "number",
    "title",
    "state_title",
    "district",
    "department",
    "handler",
    "received_at",
    "accept_by",
    "due_at",
    "late",
    "extended",
    "score",
)


class Board:
    def __init__(self, desk: CasesDesk, showing: Showing, clock: Clock) -> None:
        self._desk, self._showing, self._clock = desk, showing, clock

    async def list(self, filters: Filters = Filters()) -> Sequence[Complaint]:  # noqa: B008 - frozen
        """Give complaints, the one that is due first before the others. ``late(now)`` says whether a clock ran out."""
        return await self._desk.read(self._desk.reading.board, filters)

    async def counts(self) -> dict[str, int]:
        """Say how many complaints stand in each state, and under ``late`` how many ran out of time."""
        return await self._desk.read(self._desk.reading.counts)

    async def of_conversation(self, conversation: str) -> Sequence[Complaint]:
        return await self._desk.read(self._desk.reading.all_of, conversation)

    async def get(self, number: str) -> Dossier:
        """Open everything about ``number``. The console logs who looked and why before it asks."""
        return await self._desk.read(self._desk.reading.dossier, number)

    async def attachment(self, number: str, attachment: str) -> Kept:
        """Give an attachment of ``number``: JPEG or PDF, to be served as a download only."""
        return await self._desk.read(self._desk.files.of_complaint, number, attachment)

    async def assign(
        self, number: str, agent: str, name: str, phone: str | None = None, department: str | None = None
    ) -> Complaint:
        """Make ``agent`` the handler, known to the resident by ``name`` and ``phone`` (the house's when None)."""
        handler = Handler(name, phone or self._desk.phone)
        return await self._desk.write(self._desk.progress.assign, number, agent, handler, department)

    async def advance(self, number: str, agent: str, state: State, text: str | None = None) -> Complaint:
        """Bring it to ``state``; an answer needs ``text``, which the resident reads."""
        return await self._desk.write(self._desk.progress.advance, number, agent, state, text)

    async def extend(self, number: str, agent: str, reason: str) -> Complaint:
        """Extend the period once by its own length; the resident reads ``reason``."""
        return await self._desk.write(self._desk.progress.extend, number, agent, reason)

    async def link(self, number: str, other: str, agent: str) -> Complaint:
        return await self._desk.write(self._desk.progress.link, number, other, agent)

    async def export_csv(self, filters: Filters = Filters(limit=10_000)) -> str:  # noqa: B008 - frozen
        """Give the board as CSV (UTF-8 with a mark for spreadsheets), without anything personal."""
        written = io.StringIO()
        writer = csv.DictWriter(written, _COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for complaint in await self.list(filters):
            writer.writerow(self._row(complaint))
        return "\ufeff" + written.getvalue()

    def card(self, complaint: Complaint) -> dict[str, Any]:
        """Give the card to be shown in a conversation."""
        return self._showing.card(complaint)

    def wire(self, complaint: Complaint) -> dict[str, Any]:
        """Give the JSON shape of a row of the board."""
        more = {"agent": complaint.agent, "district": complaint.district, "dong": complaint.dong}
        return {**self._showing.wire(complaint), **more, "late": complaint.late(self._clock())}

    def sentence(self, code: str) -> str:
        return self._showing.problem(code)

    def _row(self, complaint: Complaint) -> dict[str, Any]:
        row = {**self.wire(complaint), "handler": complaint.handler.name}
        return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

"""Templates and how they are rendered: everything is escaped, moments are shown as in Seoul."""

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from channels.staff.gate import BASE, Present
from channels.staff.masking import mask
from channels.staff.words import Words
from documents.service.clock import SEOUL

TEMPLATES = Path(__file__).with_name("templates")


class Views:
    def __init__(self, words: Words) -> None:
        loader = FileSystemLoader(TEMPLATES)
        self._pages = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._pages.globals.update(w=words, base=BASE)
        self._pages.filters.update(clock=_clock, day=_day, moment=_moment, iso=_iso, mask=mask)

    def page(
        self, request: Request, template: str, present: Present | None, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Render the page ``template``; ``here`` is where the reader is."""
        here = request.url.path.removeprefix(BASE)
        return HTMLResponse(self.piece(template, here=here, present=present, **values), status)

    def piece(self, template: str, **values: Any) -> Markup:
        """Render ``templates/<template>.html`` as a part of a page."""
        return Markup(self._pages.get_template(f"{template}.html").render(values))  # noqa: S704 - rendered with autoescape


def _clock(moment: datetime | str) -> str:
    return f"{_seoul(moment):%H:%M}"


def _day(moment: datetime | str) -> str:
    seoul = _seoul(moment)
    return f"{seoul.year}. {seoul.month}. {seoul.day}."


def _moment(moment: datetime | str) -> str:
    return f"{_day(moment)} {_clock(moment)}"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _seoul(moment: datetime | str) -> datetime:
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(SEOUL)

"""Templates and how they are rendered: everything is escaped, times are shown as in Seoul."""

from datetime import datetime
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from documents.domain.kind import PAPERS
from documents.service.clock import SEOUL


class Views:
    """Renders ``templates/<page>.html``. ``practice`` shows the mark that nothing here is official."""

    def __init__(self, *, practice: bool) -> None:
        loader = PackageLoader(__package__, "templates")
        self._pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._pages.globals.update(practice=practice, titles={kind: facts.title for kind, facts in PAPERS.items()})
        self._pages.filters.update(seoul=_seoul, grouped=_grouped)

    def words(self, name: str) -> str:
        """Give the sentence ``templates/<name>.txt``, for use outside a page."""
        return self._pages.get_template(f"{name}.txt").render().strip()

    def page(self, request: Request, page: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Render ``page`` with ``values`` (and ``path``, where the reader is)."""
        text = self._pages.get_template(f"{page}.html").render(path=request.url.path, **values)
        return HTMLResponse(text, status)


def _seoul(moment: datetime) -> datetime:
    return moment.astimezone(SEOUL)


def _grouped(digits: str) -> str:
    """Show a paper number as printed, 4-4-4-4."""
    return "-".join(digits[i : i + 4] for i in range(0, len(digits), 4))

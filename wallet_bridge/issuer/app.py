"""Mounts the issuer in the process that serves it. Its database is its own; the office's is only read."""

from pathlib import Path

from fastapi import FastAPI, Request
from sqlalchemy import Engine
from starlette.responses import JSONResponse, Response

from documents.archive import PaperStore
from documents.domain.errors import Unavailable
from documents.service import problems
from documents.service.clock import Clock
from documents.service.database import migrate
from documents.service.secret_files import token
from documents.vault import open_vault
from documents.verifying import PageSubjectReader
from wallet_bridge.issuer.checking import checking
from wallet_bridge.issuer.desk import desk
from wallet_bridge.issuer.office import LedgerPapers
from wallet_bridge.issuer.papers import OfficePapers
from wallet_bridge.issuer.parts import open_issuer
from wallet_bridge.issuer.published import published
from wallet_bridge.issuer.refused import Refused
from wallet_bridge.issuer.settings import IssuerSettings
from wallet_bridge.issuer.wallet_routes import wallet_routes
from wallet_bridge.issuer.words import words

MIGRATIONS = Path(__file__).with_name("migrations")
_UNAUTHORIZED = 401


def mount(app: FastAPI, settings: IssuerSettings, bridge: Engine, papers: OfficePapers, clock: Clock) -> None:
    """Add the issuer's routes to ``app``. ``bridge`` is the issuer's own database, migrated here."""
    migrate(bridge, MIGRATIONS)
    issuer = open_issuer(settings, bridge, papers, clock)
    app.add_exception_handler(Refused, _refuse)
    app.exception_handlers.setdefault(Unavailable, _unavailable)  # the process may have its own way to say so
    for routes in (wallet_routes(issuer), published(issuer), checking(issuer)):
        app.include_router(routes)
    app.include_router(desk(issuer, token(settings.internal_token_file)))


def open_papers(settings: IssuerSettings, office: Engine) -> LedgerPapers:
    """Read the papers of the office's database (read-only is enough) and of its archive."""
    archive = PaperStore(settings.data / "papers", office, open_vault(settings.keys))
    return LedgerPapers(office, archive, PageSubjectReader())


async def _unavailable(_request: Request, _error: Exception) -> Response:
    answer = problems.respond(503, "unavailable", words()["problems"]["unavailable"])
    answer.headers["Retry-After"] = "10"
    return answer


async def _refuse(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - registered for this class only
    headers = {"Cache-Control": "no-store"}
    if error.status == _UNAUTHORIZED:
        headers["WWW-Authenticate"] = f'Bearer error="{error.error}"'
    return JSONResponse({"error": error.error}, error.status, headers=headers)

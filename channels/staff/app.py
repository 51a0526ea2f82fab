"""The staff console: a part of the counter process, with its own database, session and policy. Its composition root.

The counter mounts it at ``/staff`` and enters its lifespan: ``async with app.router.lifespan_context(app)``.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.staticfiles import StaticFiles

from channels.cases.board import Board
from channels.conversation.people import People
from channels.counter.settings import CounterSettings
from channels.staff import trouble
from channels.staff.accounts import Accounts
from channels.staff.accounts_page import account_routes
from channels.staff.answers import AnswerOffice
from channels.staff.answers_page import answer_routes
from channels.staff.api import api_routes
from channels.staff.api_answers import api_answer_routes
from channels.staff.api_deeds import api_deed_routes
from channels.staff.attendance import Attendance
from channels.staff.audit import Audit
from channels.staff.audit_page import audit_routes
from channels.staff.canned import CannedTexts
from channels.staff.complaint_deeds import complaint_deed_routes
from channels.staff.complaints import complaint_routes
from channels.staff.consents import noting
from channels.staff.console import Console
from channels.staff.figures_page import figure_routes
from channels.staff.first_sign_in import first_sign_in_routes
from channels.staff.gate import Gate
from channels.staff.notes import Notes
from channels.staff.papers import PaperOffice
from channels.staff.papers_page import paper_routes
from channels.staff.past import past_routes
from channels.staff.queue import queue_routes
from channels.staff.seal import Seal
from channels.staff.sessions import Sessions
from channels.staff.sessions_page import session_routes
from channels.staff.shell import StaffHeaders
from channels.staff.sign_in import sign_in_routes
from channels.staff.stream import stream_routes
from channels.staff.talk import talk_routes
from channels.staff.talk_deeds import asking_routes, deed_routes
from channels.staff.texts import text_routes
from channels.staff.throttle import Throttle
from channels.staff.views import Views
from channels.staff.watch import Watch
from channels.staff.words import read_words
from documents.service.clock import Clock, utc_now
from documents.service.database import migrate, open_engine
from documents.service.ed25519_file import ed25519_key
from documents.service.secret_files import key_bytes, token
from documents.service.settings import HouseSettings

_HERE = Path(__file__).parent
MIGRATIONS = _HERE / "migrations"
_ROUTES = (
    sign_in_routes,
    first_sign_in_routes,
    queue_routes,
    past_routes,
    stream_routes,
    talk_routes,
    deed_routes,
    asking_routes,
    text_routes,
    answer_routes,
    session_routes,
    account_routes,
    audit_routes,
    complaint_routes,
    complaint_deed_routes,
    figure_routes,
    paper_routes,
    api_routes,
    api_deed_routes,
    api_answer_routes,
)
HTMX = _HERE / "web" / "node_modules" / "htmx.org" / "dist"


def staff_app(
    people: People,
    board: Board,
    settings: CounterSettings,
    clock: Clock = utc_now,
    *,
    hasher: PasswordHasher | None = None,
) -> FastAPI:
    """Build the console over ``people`` and the complaint ``board``, on the newest schema of its database."""
    engine = open_engine(settings.sqlite("staff"))
    migrate(engine, MIGRATIONS)
    accounts = open_accounts(engine, settings, clock, hasher)
    console = _console(people, board, engine, accounts, settings)
    console.canned.begin_with()
    people.hear_consents(noting(console.audit, console.words))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await console.watch.close()
        await console.attendance.close()
        await console.papers.close()
        engine.dispose()

    app = FastAPI(title="minwon staff console", docs_url=None, redoc_url=None, lifespan=lifespan)
    trouble.install(app, console.views, console.words)
    for routes in _ROUTES:
        app.include_router(routes(console))
    app.mount("/static/htmx", StaticFiles(directory=HTMX, check_dir=False))
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    app.add_middleware(StaffHeaders)
    return app


def open_accounts(
    engine: Engine, settings: HouseSettings, clock: Clock, hasher: PasswordHasher | None = None
) -> Accounts:
    return Accounts(engine, Seal(key_bytes(settings.keys / "staff.key")), clock, hasher)


def _office(settings: CounterSettings) -> httpx.AsyncClient:
    bearer = {"Authorization": f"Bearer {token(settings.internal_token_file)}"}
    return httpx.AsyncClient(
        base_url=settings.actions_url, timeout=settings.office_timeout, headers=bearer, trust_env=False
    )


def _console(people: People, board: Board, engine: Engine, accounts: Accounts, settings: CounterSettings) -> Console:
    words, clock = read_words(), accounts.clock
    sessions, office = Sessions(engine, clock), _office(settings)
    return Console(
        people=people,
        board=board,
        papers=PaperOffice(office),
        answers=AnswerOffice(office),
        watch=Watch(people),
        attendance=Attendance(people),
        accounts=accounts,
        sessions=sessions,
        audit=Audit(engine, ed25519_key(settings.keys / "staff-audit.key"), clock),
        canned=CannedTexts(engine, clock),
        notes=Notes(engine, clock),
        gate=Gate(sessions, accounts, words, settings.cookie_secure),
        throttle=Throttle(),
        views=Views(words),
        words=words,
        clock=clock,
    )

"""The counter process: conversations, the page, the socket. The composition root: everything is built here.

Run by ``uvicorn --factory channels.counter.app:create_app``.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from channels.cases.room import Cases, open_cases
from channels.cases.routes import case_routes
from channels.conversation.broadcast import Broadcaster
from channels.conversation.desk import Desk
from channels.conversation.engine import Engine
from channels.conversation.entry import Entry
from channels.conversation.resuming import Resuming
from channels.conversation.router import Pace, Router
from channels.counter.access import Access
from channels.counter.assets import DIST, BuiltFiles, find_assets
from channels.counter.budgets import Budgets
from channels.counter.case_forms import case_form_routes
from channels.counter.chat import chat_routes
from channels.counter.forms import form_routes
from channels.counter.identity import identity_routes
from channels.counter.keeper import Keeper, caretaker
from channels.counter.messengers import open_messengers
from channels.counter.offers import offer_routes
from channels.counter.office import Office
from channels.counter.office_news import news_routes
from channels.counter.page import page_routes
from channels.counter.pages import Pages
from channels.counter.papers import paper_routes
from channels.counter.problem_pages import ProblemPages
from channels.counter.resume import resume_pages, resume_routes
from channels.counter.room import Room
from channels.counter.settings import CounterSettings
from channels.counter.sheet import read_sheet
from channels.counter.shell import BodyCap, StrictHeaders
from channels.counter.socket import socket_routes
from channels.counter.stopping import told_to_stop
from channels.counter.taste import Language
from channels.counter.transcript import transcript_routes
from channels.counter.visitors import Visitors
from channels.push.opening import open_herald
from channels.push.routes import push_routes
from channels.staff.app import staff_app
from channels.words import Words, read_words
from documents.service import health, logs, problems
from documents.service.clock import Clock, utc_now
from documents.service.database import migrate, open_engine
from documents.service.health import Level
from documents.service.secret_files import token

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def create_app(settings: CounterSettings | None = None, clock: Clock = utc_now) -> FastAPI:
    settings = settings or CounterSettings()
    logs.configure("counter", settings.log_level)
    words = read_words()
    internal = token(settings.internal_token_file)
    engine_client = _client(settings.engine_url, settings.engine_timeout, slots=settings.engine_slots)
    office_client = _client(settings.actions_url, settings.office_timeout, bearer=internal)
    engine, office = Engine(engine_client, token(settings.engine_token_file)), Office(office_client)
    broadcaster = Broadcaster()
    keeper = Keeper(settings, words, clock, broadcaster)
    pace = Pace(patience=settings.patience, slots=settings.engine_slots)
    router = Router(
        desk=keeper.desk, engine=engine, office_up=office.healthy, broadcaster=broadcaster, words=words, pace=pace
    )
    cases = open_cases(settings, keeper.desk.say, keeper.desk.tell, clock, given=keeper.desk.contact_given)
    room = _room(settings, words, keeper.desk, broadcaster, office=office, cases=cases)
    console = staff_app(keeper.people, cases.board, settings, clock)
    staff_store = open_engine(settings.sqlite("staff"), read_only=True)
    rounds, resuming = caretaker(settings, words, keeper, cases), Resuming(keeper.store)
    messengers = open_messengers(room, resuming, cases)
    herald = open_herald(settings, broadcaster, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        migrate(keeper.writer, MIGRATIONS)
        async with engine_client, office_client, cases, console.router.lifespan_context(console):
            await router.start(sole=keeper.sole)
            async with rounds, herald or nullcontext(), messengers:
                with told_to_stop(broadcaster.stop):
                    yield
                broadcaster.stop()
            await router.stop()
        await keeper.close()
        staff_store.dispose()

    app = FastAPI(title="minwon counter", lifespan=lifespan, docs_url=None, redoc_url=None)
    _furnish(app, room, resuming, internal)
    app.include_router(messengers.routes())
    app.include_router(transcript_routes(room, clock))
    app.include_router(case_routes(cases, room.access, internal))
    if herald is not None:
        app.include_router(push_routes(herald, room.enter, settings.push_hosts, room.problem(422, "bad_frame")))
    app.mount("/staff", console)
    probes = {
        "store": _probe_store(keeper.desk),
        "cases": cases.probe,
        "staff": health.database(staff_store),
        "engine": _probe(engine.healthy),
        "actions": _probe(office.healthy),
    }
    health.install(app, probes, essential=frozenset({"store"}))
    return app


def _room(
    settings: CounterSettings, words: Words, desk: Desk, broadcaster: Broadcaster, *, office: Office, cases: Cases
) -> Room:
    return Room(
        settings=settings,
        words=words,
        desk=desk,
        entry=Entry(desk, words.rrn_refused.draft()),
        broadcaster=broadcaster,
        access=Access(desk.holds, secure=settings.cookie_secure),
        budgets=Budgets(settings),
        office=office,
        cases=cases,
        visitors=Visitors(),
    )


def _furnish(app: FastAPI, room: Room, resuming: Resuming, internal: str) -> None:
    problems.install(app)
    app.include_router(chat_routes(room))
    app.include_router(socket_routes(room))
    app.include_router(identity_routes(room))
    app.include_router(paper_routes(room))
    app.include_router(news_routes(room, internal))
    pages = Pages(find_assets(), _problems(room))
    app.include_router(page_routes(room, pages, read_sheet(pages.assets)))
    app.include_router(offer_routes(room, pages))
    app.include_router(resume_routes(room, resuming))
    app.include_router(resume_pages(room, resuming, pages))
    app.include_router(form_routes(room))
    app.include_router(case_form_routes(room))
    app.mount("/assets", BuiltFiles(directory=DIST, check_dir=False))
    app.add_middleware(BodyCap, title=room.words.problems["too_large"])
    app.add_middleware(ProblemPages, draw=lambda request, code: pages.draw(request, "problem.html", code))
    app.add_middleware(StrictHeaders)


def _problems(room: Room) -> dict[Language, Mapping[str, str]]:
    korean = {**room.cases.words.problems, **room.words.problems}
    return {"ko": korean, "en": {**korean, **room.words.problems_in_english}}


def _client(base_url: str, timeout: float, *, slots: int = 32, bearer: str | None = None) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=slots + 4, max_keepalive_connections=slots)
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return httpx.AsyncClient(
        base_url=base_url,
        timeout=httpx.Timeout(timeout, connect=1.0),
        limits=limits,
        headers=headers,
        trust_env=False,  # loopback never goes through a proxy
        follow_redirects=False,
    )


def _probe(healthy: Callable[[], Awaitable[bool]]) -> Callable[[], Awaitable[Level]]:
    async def probe() -> Level:
        return "ok" if await healthy() else "down"

    return probe


def _probe_store(desk: Desk) -> Callable[[], Awaitable[Level]]:
    async def probe() -> Level:
        try:
            await desk.ping()
        except SQLAlchemyError:
            return "down"
        return "ok"

    return probe

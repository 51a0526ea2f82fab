"""Composition root of the actions process (port 5055): custom actions, identity, issuing, and the office's routes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import httpx
from fastapi import Depends, FastAPI
from rasa_sdk.executor import ActionExecutor

from actions.action import CounterAction
from actions.answer import load_answers, load_titles
from actions.answer_shelf import FOLDER as ANSWERS
from actions.answer_shelf import AnswerShelf
from actions.answering import answering
from actions.complaints.acting import acting
from actions.complaints.room import HttpRoom, Room
from actions.issuing import issuing
from actions.news import NewsSender
from actions.office import office as office_routes
from actions.office_answers import answer_office
from actions.office_staff import staff_office
from actions.parts import Office, open_office
from actions.questions.bank import FOLDER, QuestionBank
from actions.settings import ActionsSettings
from actions.talk import GoBack, Stop, VerifyDocument
from actions.wallet_offer import offer_routes
from actions.webhook import webhook
from documents import reconciling
from documents.service import health, problems
from documents.service.clock import Clock, utc_now
from documents.service.housekeeping import every
from documents.service.internal import bearer_required
from documents.service.secret_files import token
from documents.transparency.heads import EVERY_SECONDS

_OUTSIDE = httpx.Timeout(8.0, connect=2.0)
_KEY_CARE = timedelta(days=1)


def create_app(settings: ActionsSettings | None = None, clock: Clock = utc_now) -> FastAPI:
    settings = settings or ActionsSettings()
    internal = token(settings.internal_token_file)
    outside = httpx.Client(timeout=_OUTSIDE, follow_redirects=False)
    outside_async = httpx.AsyncClient(timeout=_OUTSIDE, follow_redirects=False)
    counter = httpx.Client(headers={"Authorization": f"Bearer {internal}"}, follow_redirects=False)
    office = open_office(settings, clock, outside, outside_async)

    bank = QuestionBank(settings.data / FOLDER)
    answers = AnswerShelf(load_answers(settings.answers), settings.data / ANSWERS, clock)
    questions = answering(settings, office.desk, bank, answers)
    lifespan = _lifespan(
        settings=settings,
        office=office,
        bank=bank,
        internal=internal,
        outside=(outside, counter),
        outside_async=outside_async,
    )
    app = FastAPI(title="minwon actions", lifespan=lifespan)
    problems.install(app)
    app.include_router(
        webhook(_executor(settings, office, questions, HttpRoom(counter, settings.counter_url), clock)),
        dependencies=[Depends(bearer_required(internal))],
    )
    app.include_router(office_routes(office.desk, office.cards, office.shelf, internal))
    app.include_router(staff_office(office.ledger, internal))
    app.include_router(answer_office(answers, load_titles(settings.answers), internal))
    app.include_router(offer_routes(office.offers, internal))
    health.install(app, _probes(office), essential=frozenset({"ledger", "issuing"}))
    return app


def _executor(
    settings: ActionsSettings, office: Office, questions: tuple[CounterAction, ...], room: Room, clock: Clock
) -> ActionExecutor:
    executor = ActionExecutor()
    for action in (
        *issuing(office, clock),
        Stop(office.desk),
        GoBack(office.desk),
        VerifyDocument(settings.wallet_url, office.words),
        *questions,
        *acting(room, office.desk, office.cards),
    ):
        executor.register_action(action)
    return executor


def _lifespan(
    *,
    settings: ActionsSettings,
    office: Office,
    bank: QuestionBank,
    internal: str,
    outside: tuple[httpx.Client, ...],
    outside_async: httpx.AsyncClient,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        headers = {"Authorization": f"Bearer {internal}"}
        async with outside_async, httpx.AsyncClient(headers=headers, follow_redirects=False) as counter:
            sender = NewsSender(office.ledger.events, counter, settings.counter_url)
            office.ledger.events.subscribe(sender.wake)
            office.worker.start()
            warming = asyncio.to_thread(bank.warm)  # so that the first search does not wait for the models
            running = (sender.run(), office.poller.run(), warming, *_chores(office))
            tasks = [asyncio.create_task(each) for each in running]
            yield
            await asyncio.to_thread(office.worker.stop)
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        for client in outside:
            await asyncio.to_thread(client.close)
        office.engine.dispose()

    return lifespan


def _chores(office: Office) -> tuple[Coroutine[Any, Any, object], ...]:
    return (
        every(_KEY_CARE, office.key_care.rotate_when_due, "key_care"),
        every(_KEY_CARE, office.archive_care.tend, "archive_care"),
        every(timedelta(seconds=EVERY_SECONDS), office.heads.publish, "log_head"),
        every(timedelta(seconds=EVERY_SECONDS), office.book.sign, "access_head"),
        every(reconciling.EVERY, office.reconciler.round, "reconciler"),
    )


def _probes(office: Office) -> dict[str, health.Part]:
    async def issuing() -> health.Level:
        return "ok" if office.worker.alive() else "down"

    async def reconciled() -> health.Level:
        return await asyncio.to_thread(office.reconciler.level)

    return {"ledger": health.database(office.engine), "issuing": issuing, "reconciled": reconciled}

"""Composition root of the practice agencies (port 8200)."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine

from actions.agencies import headers, phone, welcome
from actions.agencies.settings import AgencySettings
from actions.identity.sandbox import endpoints, errors, tables
from actions.identity.sandbox.clients import Client, Clients
from actions.identity.sandbox.endpoints import Provider
from actions.identity.sandbox.replays import Replays
from actions.identity.sandbox.requests import Requests
from actions.identity.sandbox.residents import PhoneHolder, PhoneHolders
from actions.identity.sandbox.tokens import TokenMint
from documents.registers.sandbox.access import AccessLog
from documents.registers.sandbox.agencies import registers_router
from documents.registers.sandbox.counter import Furniture
from documents.registers.sandbox.faults import FaultBoard, faults_router
from documents.registers.town.people import Person
from documents.registers.town.town import open_town
from documents.sealing.endpoints import open_desk, pki_router
from documents.sealing.place import seal_keys
from documents.service import health, problems
from documents.service.clock import Clock, utc_now
from documents.service.database import open_engine
from documents.service.secret_files import key_bytes, token
from wallet_bridge.keys import p256, public_half

FONTS = Path(__file__).parents[2] / "documents/rendering/fonts"
STATIC = Path(__file__).with_name("static")
COUNTER = "minwon-counter"
"""Our own office, as the agencies know it."""


def create_app(settings: AgencySettings | None = None, clock: Clock = utc_now) -> FastAPI:
    """Build the process: every agency of the house's practice, over one ``sandbox.db`` and one fault board."""
    settings = settings or AgencySettings()
    engine = open_engine(settings.sandbox_db)
    tables.prepare(engine)
    faults, town = FaultBoard(clock), open_town()
    provider = _provider(settings, engine, town.people, faults, clock)
    log = AccessLog(engine, key_bytes(settings.keys / "register-access.key"), COUNTER, clock)
    furniture = Furniture(town, faults, log, token(settings.keys / "register.token"), clock)

    app = FastAPI(title="minwon practice agencies", lifespan=_lifespan(engine), docs_url=None, redoc_url=None)
    problems.install(app)
    errors.install(app)
    headers.install(app)
    app.include_router(endpoints.router(provider))
    app.include_router(phone.router(provider))
    app.include_router(welcome.router(faults))
    app.include_router(faults_router(faults))
    desk = open_desk(settings.keys, clock, settings.pki_url, seal_keys(settings))
    app.include_router(pki_router(desk), prefix="/pki")
    app.include_router(registers_router(furniture))
    health.install(app, {"database": health.database(engine)}, essential=frozenset({"database"}))
    app.mount("/static/fonts", StaticFiles(directory=FONTS))
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


def _provider(
    settings: AgencySettings, engine: Engine, people: tuple[Person, ...], faults: FaultBoard, clock: Clock
) -> Provider:
    clients = {client.id: client for client in _clients(settings)}
    return Provider(
        clients=Clients(clients, Replays(engine), endpoints.audiences(settings.issuer)),
        holders=PhoneHolders(_holders(people)),
        requests=Requests(engine, settings.identity_interval),
        mint=TokenMint(settings.issuer, p256(settings.keys / "identity-provider.pem")),
        clock=clock,
        fault=lambda: faults.meet("identity"),
    )


def _clients(settings: AgencySettings) -> tuple[Client, ...]:
    """Register our own two clients by the public keys that their processes leave in the data folder."""
    keys = settings.keys
    return (
        Client(COUNTER, settings.counter_title, public_half(keys / "identity-counter.pem")),
        Client("wallet", settings.wallet_title, public_half(keys / "identity-wallet.pem")),
    )


def _holders(people: tuple[Person, ...]) -> list[PhoneHolder]:
    return [PhoneHolder(each.name, each.born, each.phone_digits, each.ci) for each in people if each.phone_digits]


def _lifespan(engine: Engine) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        engine.dispose()

    return lifespan

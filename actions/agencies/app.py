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
from documents.registers.sandbox.faults import FaultBoard, faults_router
from documents.registers.sandbox.people import Person, load_people
from documents.registers.sandbox.resident import resident_router
from documents.sealing import prepare
from documents.sealing.endpoints import pki_router
from documents.service import health, problems
from documents.service.clock import Clock, utc_now
from documents.service.database import open_engine
from documents.service.secret_files import token
from wallet_bridge.keys import p256, public_half

FONTS = Path(__file__).parents[2] / "documents/rendering/fonts"
STATIC = Path(__file__).with_name("static")


def create_app(settings: AgencySettings | None = None, clock: Clock = utc_now) -> FastAPI:
    """Build the process: every agency of the house's practice, over one ``sandbox.db`` and one fault board."""
    settings = settings or AgencySettings()
    engine = open_engine(settings.sandbox_db)
    tables.prepare(engine)
    faults, people = FaultBoard(clock), load_people()
    provider = _provider(settings, engine, people, faults, clock)

    app = FastAPI(title="minwon practice agencies", lifespan=_lifespan(engine), docs_url=None, redoc_url=None)
    problems.install(app)
    errors.install(app)
    headers.install(app)
    app.include_router(endpoints.router(provider))
    app.include_router(phone.router(provider))
    app.include_router(welcome.router(faults))
    app.include_router(faults_router(faults))
    pki = prepare(settings.keys, now=clock(), pki_url=settings.pki_url)
    app.include_router(pki_router(pki, clock), prefix="/pki")
    app.include_router(resident_router(engine, faults, token(settings.keys / "register.token"), people, clock))
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
        Client("minwon-counter", settings.counter_title, public_half(keys / "identity-counter.pem")),
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

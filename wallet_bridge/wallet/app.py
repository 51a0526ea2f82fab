"""The wallet process: deliveries in, holders' pages and the public check out. The one place where its parts meet.

A simulator of somebody else's system: its own database, its own keys, nothing of the office but the read-only ledger
that the public check asks. Beside it, knowing nothing of it, the office's credential issuer with its own database.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.staticfiles import StaticFiles

from documents.service import health, problems
from documents.service.clock import Clock, utc_now
from documents.service.database import migrate, open_engine
from documents.service.secret_files import key_bytes
from documents.transparency.endpoints import log_router
from wallet_bridge import keys
from wallet_bridge.issuer import app as issuer
from wallet_bridge.wallet import browser, check, deliveries, pages, trouble
from wallet_bridge.wallet.budgets import Budgets
from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.check import PaperChecker, PublicCheck
from wallet_bridge.wallet.deliveries import Deliveries
from wallet_bridge.wallet.holdings import Holdings
from wallet_bridge.wallet.identity import Identity
from wallet_bridge.wallet.office import open_checker
from wallet_bridge.wallet.pages import Counter
from wallet_bridge.wallet.sessions import Sessions
from wallet_bridge.wallet.settings import WalletSettings
from wallet_bridge.wallet.sign_in import SignIns
from wallet_bridge.wallet.views import Views

_HERE = Path(__file__).parent


def create_app(
    settings: WalletSettings | None = None, clock: Clock = utc_now, checker: PaperChecker | None = None
) -> FastAPI:
    """Build the process. ``checker`` replaces the office's own (the public check over the read-only ledger)."""
    settings = settings or WalletSettings()
    resources = ExitStack()
    engine = _open(settings.wallet_db, resources)
    migrate(engine, _HERE / "migrations")
    office = _open(settings.office_db, resources, read_only=True)
    checker = checker or open_checker(office, settings.keys, clock)
    views, budgets = Views(practice=settings.identity_issuer is None), Budgets(settings)
    identity = _identity(settings, resources.enter_context(httpx.Client()), clock)
    counter = Counter(
        views=views,
        holdings=Holdings(engine, Cabinet(key_bytes(settings.keys / "wallet_store.key"))),
        sessions=Sessions(engine),
        sign_ins=SignIns(engine, identity, clock),
        budgets=budgets,
        clock=clock,
        secure=settings.public_url.startswith("https://"),
        phone_book=None if settings.identity_issuer else f"{settings.sandbox_url}/phone",
    )
    public_check = PublicCheck(checker, budgets, keys.p256(settings.keys / "check.pem"), settings.public_url)

    app = FastAPI(title="minwon wallet", docs_url=None, redoc_url=None, lifespan=_closing(resources))
    problems.install(app)
    browser.install(app)
    trouble.install(app, views)
    app.include_router(deliveries.router(_deliveries(settings, counter.holdings, clock)))
    app.include_router(check.router(public_check, views))
    app.include_router(pages.router(counter))
    app.include_router(log_router(office, settings.keys))
    bridge = _open(settings.bridge_db, resources)
    issuer.mount(app, settings, bridge, issuer.open_papers(settings, office), clock)
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    probes = {
        "database": health.database(engine),
        "bridge": health.database(bridge),
        "office": health.database(office, "SELECT 1 FROM promise LIMIT 1"),
    }
    health.install(app, probes, essential=frozenset({"database"}))
    return app


def _deliveries(settings: WalletSettings, holdings: Holdings, clock: Clock) -> Deliveries:
    receipt_key = keys.p256(settings.keys / "wallet_receipt.pem")
    return Deliveries(f"{settings.public_url}/deliveries", settings.push_keys, receipt_key, holdings, clock)


def _identity(settings: WalletSettings, client: httpx.Client, clock: Clock) -> Identity:
    return Identity(settings.issuer, keys.p256(settings.keys / "identity-wallet.pem"), client, clock)


def _open(url: str, resources: ExitStack, *, read_only: bool = False) -> Engine:
    engine = open_engine(url, read_only=read_only)
    resources.callback(engine.dispose)
    return engine


def _closing(resources: ExitStack) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with resources:
            yield

    return lifespan

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
from wallet_bridge.wallet import (
    browser,
    check,
    deliveries,
    pages,
    practice_receiver,
    scan,
    sending,
    trouble,
    viewing_page,
)
from wallet_bridge.wallet.budgets import Budgets
from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.check import PaperChecker, PublicCheck
from wallet_bridge.wallet.deliveries import Deliveries
from wallet_bridge.wallet.holdings import Holdings
from wallet_bridge.wallet.housekeeping import housekeeping
from wallet_bridge.wallet.identity import Identity
from wallet_bridge.wallet.office import open_check_codes, open_checker
from wallet_bridge.wallet.pages import Counter
from wallet_bridge.wallet.practice_receiver import ReceiverDesk
from wallet_bridge.wallet.receivers import Receivers
from wallet_bridge.wallet.scan import ScanDesk
from wallet_bridge.wallet.sessions import Sessions
from wallet_bridge.wallet.settings import WalletSettings
from wallet_bridge.wallet.sign_in import SignIns
from wallet_bridge.wallet.standings import Standings
from wallet_bridge.wallet.statements import CodeReader
from wallet_bridge.wallet.submissions import Submissions
from wallet_bridge.wallet.viewing_page import ViewingDesk
from wallet_bridge.wallet.viewings import Viewings
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
    practice = settings.identity_issuer is None
    views, budgets = Views(practice=practice), Budgets(settings)
    identity = _identity(settings, resources.enter_context(httpx.Client()), clock)
    cabinet = Cabinet(key_bytes(settings.keys / "wallet_store.key"))
    counter = Counter(
        views=views,
        holdings=Holdings(engine, cabinet),
        submissions=Submissions(engine, cabinet),
        viewings=Viewings(engine, cabinet),
        receivers=Receivers(settings.public_url),
        standings=Standings(checker, settings.keys),
        sessions=Sessions(engine),
        sign_ins=SignIns(engine, identity, clock),
        budgets=budgets,
        clock=clock,
        secure=settings.public_url.startswith("https://"),
        public_url=settings.public_url,
        phone_book=f"{settings.sandbox_url}/phone" if practice else None,
    )
    public_check = PublicCheck(checker, budgets, keys.p256(settings.keys / "check.pem"), settings.public_url)

    app = FastAPI(title="minwon wallet", docs_url=None, redoc_url=None, lifespan=_lifespan(resources, counter))
    problems.install(app)
    browser.install(app)
    trouble.install(app, views)
    app.include_router(deliveries.router(_deliveries(settings, counter.holdings, clock)))
    app.include_router(scan.router(_scan_desk(settings, counter, public_check, office)))
    app.include_router(check.router(public_check, views))
    app.include_router(pages.router(counter))
    app.include_router(sending.router(counter))
    app.include_router(viewing_page.router(_viewing_desk(counter)))
    if practice:
        app.include_router(practice_receiver.router(_receiver_desk(settings, counter, public_check)))
    app.include_router(log_router(office, settings.keys))
    bridge = _open(settings.bridge_db, resources)
    issuer.mount(app, settings, bridge, issuer.open_papers(settings, office), clock)
    app.mount("/static/decoder", StaticFiles(directory=settings.wallet_decoder, check_dir=False))
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


def _scan_desk(settings: WalletSettings, counter: Counter, check: PublicCheck, office: Engine) -> ScanDesk:
    reader = CodeReader(settings.public_url, settings.keys)
    codes = open_check_codes(office)
    return ScanDesk(check, reader, codes, counter.receivers, counter.views, settings.wallet_decoder)


def _viewing_desk(counter: Counter) -> ViewingDesk:
    return ViewingDesk(counter.views, counter.viewings, counter.standings, counter.budgets, counter.clock)


def _receiver_desk(settings: WalletSettings, counter: Counter, check: PublicCheck) -> ReceiverDesk:
    return ReceiverDesk(
        views=counter.views,
        submissions=counter.submissions,
        receivers=counter.receivers,
        check=check,
        clock=counter.clock,
        key=key_bytes(settings.keys / "practice_receiver.key"),
        secure=counter.secure,
    )


def _open(url: str, resources: ExitStack, *, read_only: bool = False) -> Engine:
    engine = open_engine(url, read_only=read_only)
    resources.callback(engine.dispose)
    return engine


def _lifespan(resources: ExitStack, counter: Counter) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with resources:
            async with housekeeping(counter.holdings, counter.clock):
                yield

    return lifespan

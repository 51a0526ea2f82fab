"""The parts of the actions process, put together from settings: the office's database, identity, issuing."""

from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import Engine

from actions import words
from actions.desk import Desk
from actions.identity.budget import Budget
from actions.identity.ciba import CibaProvider
from actions.identity.client_key import open_client_key
from actions.identity.parts import Parts as IdentityParts
from actions.identity.poller import Poller
from actions.identity.sealing import Sealing
from actions.identity.verification import Verifications
from actions.identity_card import IdentityCards
from actions.settings import ActionsSettings
from actions.shelf import Shelf
from actions.wallet_offer import WalletOffers
from actions.words import Words
from documents.access.book import AccessBook, open_book
from documents.access.registers import NotedRegister, NotedResidents
from documents.archive import PaperStore
from documents.archive_care import ArchiveCare
from documents.drafting import Drafting
from documents.issuing import Issuing
from documents.ledger.findings import Findings
from documents.ledger.ledger import MIGRATIONS as LEDGER_MIGRATIONS
from documents.ledger.ledger import Ledger, open_ledger
from documents.ledger.stamps import StampedPapers
from documents.news import News
from documents.ports import ResidentRegister
from documents.reconciling import Reconciler
from documents.registers.catalogue import open_registers
from documents.registers.resident import HttpResidentRegister
from documents.rendering import open_renderer
from documents.sealing import load_anchor, open_ring, open_sealer
from documents.sealing.archive import ArchiveStamps
from documents.sealing.place import seal_keys
from documents.sealing.renewing import KeyCare, open_care
from documents.service.clock import Clock
from documents.service.database import migrate, open_engine
from documents.service.secret_files import key_bytes, token
from documents.transparency.heads import LogHeads, open_heads
from documents.transparency.witness import Witness
from documents.vault import Vault, open_vault
from documents.verifying import PageSubjectReader, judge
from documents.worker import Worker
from wallet_bridge.push import open_push
from wallet_bridge.wallet_list import open_wallet_list

MIGRATIONS = Path(__file__).with_name("migrations")


@dataclass(frozen=True)
class Office:
    """Everything that the routes and the background tasks work with."""

    engine: Engine
    vault: Vault
    ledger: Ledger
    news: News
    residents: ResidentRegister
    desk: Desk
    cards: IdentityCards
    words: Words
    poller: Poller
    worker: Worker
    shelf: Shelf
    offers: WalletOffers
    key_care: KeyCare
    heads: LogHeads
    book: AccessBook
    reconciler: Reconciler
    archive_care: ArchiveCare


def open_office(
    settings: ActionsSettings, clock: Clock, outside: httpx.Client, outside_async: httpx.AsyncClient
) -> Office:
    """Open databases and keys. ``outside`` clients talk to other agencies: no redirects, with time limits."""
    engine = open_engine(settings.office_url)
    migrate(engine, LEDGER_MIGRATIONS)
    migrate(engine, MIGRATIONS)
    vault = open_vault(settings.keys)
    news = News(settings.wallet_url)
    ledger = open_ledger(engine, vault, news, key_bytes(settings.keys / "promise.key"), clock=clock)
    card_words = words.load()
    cards = IdentityCards(card_words, settings.practice_phone_url)
    identity = _identity(
        settings, engine=engine, vault=vault, ledger=ledger, cards=cards, clock=clock, http=outside_async
    )
    verifications, poller = Verifications(identity), Poller(identity)
    verifications.subscribe(poller.wake)
    reader, archive = PageSubjectReader(), PaperStore(settings.data / "papers", engine, vault)
    key = token(settings.keys / "register.token")
    book = open_book(engine, vault, settings.keys, clock)
    residents = NotedResidents(HttpResidentRegister(settings.registers, key, outside), book)
    registers = {
        kind: NotedRegister(each, book, kind) for kind, each in open_registers(settings.registers, key, outside).items()
    }
    place = seal_keys(settings)
    heads = open_heads(engine, settings.keys, clock)
    wallet_url = settings.delivery_url or settings.wallet_url
    issuing = Issuing(
        ledger=ledger,
        drafting=Drafting(residents, registers, news),
        renderer=open_renderer(settings.keys),
        reader=reader,
        sealer=open_sealer(settings.keys, clock, settings.pki_url, place),
        delivery=open_push(wallet_url, news, settings.keys, clock, outside),
        archive=archive,
        clock=clock,
        log_proof=heads.proof,
    )
    return Office(
        engine=engine,
        vault=vault,
        ledger=ledger,
        news=news,
        residents=residents,
        desk=Desk(verifications, card_words, clock),
        cards=cards,
        words=card_words,
        poller=poller,
        worker=Worker(ledger, issuing, threads=settings.workers),
        shelf=Shelf(ledger, archive, reader, book),
        offers=WalletOffers(outside_async, settings.wallet_url, token(settings.internal_token_file)),
        book=book,
        heads=heads,
        key_care=open_care(settings.keys, clock, settings.pki_url, place),
        archive_care=ArchiveCare(
            papers=StampedPapers(ledger.office),
            archive=archive,
            stamps=ArchiveStamps(open_ring(settings.keys, clock, settings.pki_url, place), clock),
            judge=lambda pdf: judge(pdf, load_anchor(settings.keys), clock),
            clock=clock,
        ),
        reconciler=Reconciler(
            ledger=ledger,
            archive=archive,
            findings=Findings(engine, clock),
            witness=Witness(settings.data / "log.seen", heads),
            book=book,
            wallet=open_wallet_list(wallet_url, settings.keys, clock, outside),
            clock=clock,
        ),
    )


def _identity(
    settings: ActionsSettings,
    *,
    engine: Engine,
    vault: Vault,
    ledger: Ledger,
    cards: IdentityCards,
    clock: Clock,
    http: httpx.AsyncClient,
) -> IdentityParts:
    key = open_client_key(settings.identity_client, settings.keys / "identity-counter.pem")
    provider = CibaProvider(settings.issuer, key, http, clock)
    return IdentityParts(
        engine=engine,
        sealing=Sealing(vault),
        providers={each["id"]: provider for each in cards.words["providers"]},
        events=ledger.events,
        card=cards,
        budget=Budget(settings.identity_conversation_budget, settings.identity_phone_budget),
        clock=clock,
    )

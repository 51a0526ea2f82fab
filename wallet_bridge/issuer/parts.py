"""The issuer's parts, put together from settings, its database and the office's papers."""

from dataclasses import dataclass

from joserfc.jwk import OctKey
from sqlalchemy import Engine

from documents.service.clock import Clock
from documents.service.secret_files import key_bytes
from wallet_bridge.issuer.budgets import IssuerBudgets
from wallet_bridge.issuer.copies import Copies
from wallet_bridge.issuer.credentials import Credentials
from wallet_bridge.issuer.handles import Handles
from wallet_bridge.issuer.issuance import Issuance
from wallet_bridge.issuer.keys import IssuerKeys, open_keys
from wallet_bridge.issuer.nonces import Nonces
from wallet_bridge.issuer.offer_book import OfferBook
from wallet_bridge.issuer.offering import Offering
from wallet_bridge.issuer.paper_types import PaperTypes
from wallet_bridge.issuer.papers import OfficePapers
from wallet_bridge.issuer.revocations import Revocations
from wallet_bridge.issuer.settings import IssuerSettings
from wallet_bridge.issuer.status_lists import StatusLists


@dataclass(frozen=True)
class Issuer:
    """``url`` is the credential issuer's identifier."""

    url: str
    keys: IssuerKeys
    types: PaperTypes
    book: OfferBook
    copies: Copies
    nonces: Nonces
    revocations: Revocations
    offering: Offering
    issuance: Issuance
    lists: StatusLists
    budgets: IssuerBudgets
    clock: Clock


def open_issuer(settings: IssuerSettings, bridge: Engine, papers: OfficePapers, clock: Clock) -> Issuer:
    """Open keys, made on first use, and the parts over the migrated database ``bridge``."""
    url, keys = settings.public_url, open_keys(settings.keys)
    handles = Handles(key_bytes(settings.keys / "bridge.key"))
    nonces = Nonces(bridge, OctKey.import_key(key_bytes(settings.keys / "bridge_nonce.key")))
    types, copies, revocations = PaperTypes(url), Copies(bridge), Revocations(bridge)
    book = OfferBook(bridge, handles)
    return Issuer(
        url=url,
        keys=keys,
        types=types,
        book=book,
        copies=copies,
        nonces=nonces,
        revocations=revocations,
        offering=Offering(url, book, handles, papers, revocations),
        issuance=Issuance(
            issuer=url,
            copies=copies,
            nonces=nonces,
            papers=papers,
            credentials=Credentials(url, keys, types, integrity=settings.type_integrity),
            handles=handles,
        ),
        lists=StatusLists(url, keys, revocations, papers),
        budgets=IssuerBudgets(settings),
        clock=clock,
    )

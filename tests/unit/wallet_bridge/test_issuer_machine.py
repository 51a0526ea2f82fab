"""Any order of offering, guessing, redeeming, asking, sealing, telling and revoking: one code, one key, one place."""

import atexit
import base64
import json
import shutil
import tempfile
import zlib
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import event

from documents.domain.number import PaperNumber
from documents.service.database import migrate, open_engine
from tests.fakes_issuer import FakePapers, Hands, proof
from tests.fakes_issuer import settings as issuer_settings
from wallet_bridge.issuer.app import MIGRATIONS
from wallet_bridge.issuer.offer_book import TRIES
from wallet_bridge.issuer.offering import NotOffered, Offer
from wallet_bridge.issuer.papers import Standing
from wallet_bridge.issuer.parts import open_issuer
from wallet_bridge.issuer.refused import Refused
from wallet_bridge.issuer.requests import CredentialRequest, NotificationRequest

WALLETS = [ECKey.generate_key("P-256") for _ in range(3)]
PAPERS = 4
WALLET = st.sampled_from(range(3))


@cache
def migrated() -> Path:
    """A database with the tables: making them takes longer than a run of the machine."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    engine = open_engine(f"sqlite:///{folder / 'bridge.db'}")
    migrate(engine, MIGRATIONS)
    engine.dispose()
    return folder / "bridge.db"


@dataclass
class Taken:
    """What the model knows of one code."""

    number: PaperNumber
    offer: Offer
    code: str
    wrong: int = 0
    tokens: list[str] = field(default_factory=list)
    transactions: dict[str, str] = field(default_factory=dict)
    notification: str = ""


class IssuerMachine(RuleBasedStateMachine):
    papers = Bundle("papers")
    codes = Bundle("codes")
    outcomes: ClassVar[Counter[str]] = Counter()
    """Over the whole run: what the machine got to see."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(migrated(), self.folder / "bridge.db")
        self.engine = open_engine(f"sqlite:///{self.folder / 'bridge.db'}")
        event.listen(self.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        self.office, self.clock = FakePapers(), Hands()
        self.issuer = open_issuer(issuer_settings(self.folder), self.engine, self.office, self.clock)
        self.given = defaultdict(set)
        self.spent = ""
        self.gone = set()

    def teardown(self):
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @initialize(target=papers)
    def first_papers(self):
        return multiple(self.office.issue(), self.office.promise())

    @precondition(lambda self: len(self.office.known) < PAPERS)
    @rule(target=papers, sealed=st.booleans())
    def promise(self, sealed):
        return self.office.issue() if sealed else self.office.promise()

    @rule(number=papers)
    def seal(self, number):
        if self.office.known[number.digits].standing is Standing.PROMISED:
            self.office.seal(number)

    @rule(number=papers)
    def take_back(self, number):
        self.office.stand(number, Standing.TAKEN_BACK)
        self.gone.add(number)

    @rule(number=papers)
    def revoke(self, number):
        self.issuer.revocations.revoke(number, self.clock())
        self.gone.add(number)

    @rule(target=codes, number=papers)
    def offer(self, number):
        try:
            offer = self.issuer.offering.offer(self.office.known[number.digits], self.clock())
        except NotOffered:
            assert number in self.gone
            return multiple()
        assert number not in self.gone
        content = self.issuer.offering.content(offer.uri.rpartition("%2F")[2], self.clock())
        ((grant),) = content["grants"].values()
        return Taken(number, offer, grant["pre-authorized_code"])

    @rule(target=codes, number=papers, wallet=WALLET)
    def take(self, number, wallet):
        taken = self.offer(number)
        if isinstance(taken, Taken):
            self.redeem(taken)
            self.ask(taken, wallet, replayed=False)
        return taken

    @rule(taken=codes)
    def guess_wrong(self, taken):
        wrong = f"{(int(taken.offer.tx_code) + 1) % 1_000_000:06}"
        with self.refused():
            taken.tokens.append(self.issuer.book.redeem(taken.code, wrong, self.clock()).token)
        taken.wrong += not taken.tokens

    @rule(taken=codes)
    def redeem(self, taken):
        with self.refused():
            taken.tokens.append(self.issuer.book.redeem(taken.code, taken.offer.tx_code, self.clock()).token)
            assert taken.wrong < TRIES
            assert self.clock() < taken.offer.expires_at

    @rule(taken=codes, wallet=WALLET, replayed=st.booleans())
    def ask(self, taken, wallet, replayed):
        nonce = self.spent if replayed and self.spent else self.issuer.nonces.draw(self.clock())
        with self.refused():
            copy = self.issuer.copies.of_token(self.token(taken), self.clock())
            written = proof(WALLETS[wallet], self.issuer.url, nonce, self.clock())
            wanted = CredentialRequest(credential_configuration_id=copy.kind, proofs={"jwt": [written]})
            answer = self.issuer.issuance.credential(copy, wanted, self.clock())
            assert nonce != self.spent, "a nonce was good twice"
            self.spent = nonce
            self.answered(taken, wallet, answer)

    @rule(taken=codes)
    def ask_later(self, taken):
        with self.refused():
            copy = self.issuer.copies.of_token(self.token(taken), self.clock())
            (transaction, wallet), *_ = taken.transactions.items() or [("none", 0)]
            self.answered(taken, wallet, self.issuer.issuance.deferred(copy, transaction, self.clock()))

    @rule(taken=codes, word=st.sampled_from(["credential_accepted", "credential_failure", "credential_deleted"]))
    def tell(self, taken, word):
        with self.refused():
            copy = self.issuer.copies.of_token(self.token(taken), self.clock())
            told = NotificationRequest(notification_id=taken.notification, event=word)
            self.issuer.issuance.notify(copy, told, self.clock())
            self.outcomes[word] += 1

    @rule(minutes=st.sampled_from([1, 1, 1, 6, 11, 61]))
    def time_passes(self, minutes):
        self.clock.pass_by(timedelta(minutes=minutes))

    @invariant()
    def a_code_is_one_token_one_key_one_place(self):
        for copies in self.given.values():
            assert len(copies) == 1

    @invariant()
    def no_two_codes_share_a_place(self):
        places = [place for copies in self.given.values() for _, place in copies]
        assert len(places) == len(set(places))

    @invariant()
    def what_is_taken_back_counts_no_more(self):
        token = self.issuer.lists.token(0, self.clock())
        claims = jwt.decode(token, self.issuer.keys.current, algorithms=["ES256"]).claims
        lst = claims["status_list"]["lst"]
        bits = zlib.decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)))
        for (number, _), copies in self.given.items():
            for _, place in copies:
                assert number not in self.gone or bits[place // 8] >> place % 8 & 1

    def answered(self, taken, wallet, answer):
        assert taken.number not in self.gone
        if answer.status == 202:
            assert self.office.known[taken.number.digits].standing is Standing.PROMISED
            taken.transactions[answer.body["transaction_id"]] = wallet
            self.outcomes["deferred"] += 1
            return
        taken.notification = answer.body.get("notification_id", taken.notification)
        self.outcomes["issued"] += 1
        (credential,) = answer.body["credentials"]
        payload = credential["credential"].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        assert claims["paper_number"] == str(taken.number)
        assert claims["cnf"]["jwk"]["x"] == WALLETS[wallet].as_dict(private=False)["x"]
        self.given[taken.number, taken.code].add((claims["cnf"]["jwk"]["x"], claims["status"]["status_list"]["idx"]))

    def token(self, taken):
        assert len(taken.tokens) <= 1, "a code gave two tokens"
        return taken.tokens[0] if taken.tokens else "none"

    @contextmanager
    def refused(self):
        try:
            yield
        except Refused as error:
            self.outcomes[error.error] += 1


def test_in_any_order_a_code_is_one_credential_of_one_key():
    many = settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(IssuerMachine, settings=many)
    seen = IssuerMachine.outcomes
    assert {"issued", "invalid_grant"} <= set(seen), f"the machine did not get far: {seen}"

"""Any order of promising, working, failing, dying, sleeping, holding, cancelling, taking back and sending again.

Nothing is lost, nothing twice, nobody else's; what was sealed stays as it is and is in the public log once.
"""

import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

from documents.domain.errors import Halt, Refusal, Unavailable
from documents.domain.state import PromiseState
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.promise import Claim
from documents.ledger.schema import promise as promise_table
from documents.service.database import migrate, open_engine
from documents.transparency.tables import log_entry, log_node, log_size
from tests.fakes_documents import Killed, person, request
from tests.office import TestOffice

ENTERED = {PromiseState.LOGGED, PromiseState.DELIVERED, PromiseState.ACKED}
PARTS = st.sampled_from(["residents", "renderer", "reader", "sealer", "wallet"])


class OfficeMachine(RuleBasedStateMachine):
    asked = Bundle("asked")
    zombies = Bundle("zombies")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.engine = open_engine(f"sqlite:///{self.folder / 'office.db'}")
        migrate(self.engine, MIGRATIONS)
        self.office = TestOffice(self.engine, self.folder)
        self.requests = {}
        self.sealed = {}
        self.voided = set()
        self.epochs = {}

    def teardown(self):
        self.office.expire()
        while self.office.turn():
            self.office.expire()
        for promised in self.requests:
            assert self.office.now(promised).finished
        self.what_was_taken_back_stays_so_and_its_end_is_logged_once()
        self.every_issued_paper_is_logged_once()
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @rule(target=asked, who=st.integers(0, 3), purpose=st.sampled_from(["은행", "학교"]))
    def promise(self, who, purpose):
        wanted = request(person(f"사람{'가나다라'[who]}", ci=f"ci-{who}"), f"chat-{who}", purpose)
        promised = self.office.ask(wanted)
        self.requests[promised] = wanted
        return promised

    @rule(promised=asked)
    def promise_again(self, promised):
        again = self.office.ledger.promise(self.requests[promised])
        assert (again.key, again.number) == (promised.key, promised.number)

    @rule()
    def work(self):
        self.office.turn()

    @rule(part=PARTS)
    def work_with_a_part_down(self, part):
        self._turn_with(part, Unavailable("register_down"))

    @rule(part=PARTS)
    def die_at_work(self, part):
        with suppress(Killed):
            self._turn_with(part, Killed())

    @rule(part=PARTS)
    def be_held_at_work(self, part):
        self._turn_with(part, Halt("wallet_conflict"))

    @rule()
    def die_with_the_wallets_answer(self):
        self.office.wallet.after.append(Killed())
        try:
            with suppress(Killed):
                self.office.turn()
        finally:
            self.office.wallet.after.clear()

    def _turn_with(self, part, trouble):
        planned = getattr(self.office, part).planned
        planned.append(trouble)
        try:
            self.office.turn()
        finally:
            planned.clear()

    @rule(target=zombies)
    def fall_asleep(self):
        return self.office.ledger.claim("zombie")

    @rule(zombie=zombies)
    def wake_up_late(self, zombie: Claim | None):
        if zombie is not None:
            self.office.restarted().work(zombie)

    @rule()
    def leases_run_out(self):
        self.office.expire()

    @rule(promised=asked)
    def cancel(self, promised):
        self.office.ledger.cancel(promised.conversation, promised.number)

    @rule(promised=asked)
    def resume(self, promised):
        self.office.ledger.resume(promised.conversation, promised.number)

    @rule(promised=asked, clerk=st.sampled_from(["one", "two"]))
    def ask_to_take_back(self, promised, clerk):
        with suppress(Refusal):
            self.office.ledger.ask_void(promised.number, clerk, "잘못 발급")

    @rule(promised=asked, clerk=st.sampled_from(["one", "two"]))
    def agree_to_take_back(self, promised, clerk):
        wishes = {wish.number: wish.asked_by for wish in self.office.ledger.voidings()}
        try:
            self.office.ledger.agree_void(promised.number, clerk)
        except Refusal:
            assert wishes.get(promised.number) in {None, clerk}
        else:
            assert wishes[promised.number] != clerk, "two people"
            self.voided.add(promised)

    @rule(promised=asked)
    def wallet_loses_it(self, promised):
        before = self.office.now(promised)
        if self.office.ledger.redeliver(promised.number):
            assert before.state is PromiseState.ACKED
            self.office.wallet.held.pop(promised.key)
            self.office.wallet.order.remove(promised.number.digits)

    @invariant()
    def what_was_taken_back_stays_so_and_its_end_is_logged_once(self):
        for promised in self.voided:
            assert self.office.now(promised).state is PromiseState.VOIDED
            entries = self._entries(self.office.now(promised).sha256)
            assert [each["event"] for each in entries].count("voided") == 1

    @invariant()
    def every_issued_paper_is_logged_once(self):
        for promised in self.requests:
            now = self.office.now(promised)
            entries = [each["event"] for each in self._entries(now.sha256)] if now.sha256 else []
            assert entries.count("issued") <= 1
            assert now.state not in ENTERED or "issued" in entries

    @invariant()
    def the_log_has_no_gap(self):
        with self.engine.begin() as connection:
            size = connection.execute(select(log_size.c.size)).scalar_one()
            entries = connection.execute(select(log_entry.c.place).order_by(log_entry.c.place)).scalars().all()
            leaves = select(log_node.c.place).where(log_node.c.level == 0).order_by(log_node.c.place)
            assert entries == connection.execute(leaves).scalars().all() == list(range(size))

    @invariant()
    def an_epoch_never_goes_back(self):
        with self.engine.begin() as connection:
            rows = connection.execute(select(promise_table.c.key, promise_table.c.epoch)).all()
        for key, epoch in rows:
            assert epoch >= self.epochs.get(key, 0)
            self.epochs[key] = epoch

    def _entries(self, sha256):
        with self.engine.begin() as connection:
            texts = select(log_entry.c.entry).where(log_entry.c.sha256 == sha256)
            return [json.loads(text) for text in connection.execute(texts).scalars()]

    @invariant()
    def numbers_are_used_once(self):
        numbers = {promised.number for promised in self.requests}
        assert len(numbers) == len({promised.key for promised in self.requests})

    @invariant()
    def sealed_bytes_never_change(self):
        for promised in self.requests:
            sha = self.office.now(promised).sha256
            assert self.sealed.setdefault(promised.key, sha) in {None, sha}
            self.sealed[promised.key] = sha

    @invariant()
    def the_wallet_has_each_paper_once_and_for_its_own_person(self):
        wallet = self.office.wallet
        assert len(wallet.order) == len(set(wallet.order))
        for promised, wanted in self.requests.items():
            if promised.key in wallet.held:
                ci, pdf = wallet.held[promised.key]
                assert (ci, json.loads(pdf)["name"]) == (wanted.person.ci, wanted.person.name)

    @invariant()
    def what_is_acked_is_in_the_wallet(self):
        for promised in self.requests:
            if self.office.now(promised).state is PromiseState.ACKED:
                assert promised.key in self.office.wallet.held


TestOfficeMachine = OfficeMachine.TestCase
TestOfficeMachine.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

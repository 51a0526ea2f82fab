"""Any order of promising, working, failing, dying and cancelling: nothing lost, nothing twice, nobody else's."""

import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from documents.domain.errors import Unavailable
from documents.domain.state import PromiseState
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.promise import Claim
from documents.service.database import migrate, open_engine
from tests.fakes_documents import Killed, person, request
from tests.office import TestOffice

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

    def teardown(self):
        self.office.expire()
        while self.office.turn():
            self.office.expire()
        for promised in self.requests:
            assert self.office.now(promised).finished
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
    max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)

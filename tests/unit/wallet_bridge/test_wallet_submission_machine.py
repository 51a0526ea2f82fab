"""Any order of what holders, receivers and time do to submissions: never two receipts, never one after a cancel."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from sqlalchemy import insert, select

from documents.service.database import open_engine
from wallet_bridge.wallet import tables
from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.holdings import Holdings
from wallet_bridge.wallet.submission_state import BEFORE, ON_THE_WAY, SubmissionState
from wallet_bridge.wallet.submissions import Submissions

START = datetime(2026, 11, 22, 3, tzinfo=UTC)
OWNERS = ("a" * 64, "b" * 64)
RECEIVERS = ("woori-bank@wallet", "hanbit-school@wallet")
OWNER, RECEIVER = st.sampled_from(OWNERS), st.sampled_from(RECEIVERS)


class Sending(RuleBasedStateMachine):
    papers = Bundle("papers")
    sent = Bundle("sent")

    def __init__(self):
        super().__init__()
        self.engine = open_engine("sqlite://")
        tables.metadata.create_all(self.engine)
        self.cabinet = Cabinet(b"k" * 32)
        self.submissions = Submissions(self.engine, self.cabinet)
        self.holdings = Holdings(self.engine, self.cabinet)
        self.now, self.count = START, 0
        self.contents: dict[str, bytes] = {}
        for owner in OWNERS:
            self.holdings.know(owner, START)

    def teardown(self):
        self.engine.dispose()

    def tick(self):
        self.now += timedelta(seconds=1)
        return self.now

    @rule(target=papers, owner=OWNER, days=st.integers(1, 90))
    def hold(self, owner, days):
        self.count += 1
        paper_id, content = f"paper-{self.count}", f"content {self.count}".encode()
        self.contents[paper_id] = content
        row = {
            "id": paper_id, "holder": owner, "promise_key": paper_id, "kind": "k", "title": "t", "number": "1" * 16,
            "issued_at": self.now, "expires_at": self.now + timedelta(days=days), "sha256": "0" * 64,
            "verify_url": "u", "received_at": self.now, "content": self.cabinet.lock(content, paper_id),
        }  # fmt: skip
        delivery = {"promise_key": paper_id, "digest": "d", "receipt": "r", "received_at": self.now}
        with self.engine.begin() as connection:
            connection.execute(insert(tables.delivery).values(delivery))
            connection.execute(insert(tables.paper).values(row))
        return paper_id

    @rule(target=sent, paper=papers, owner=OWNER, receiver=RECEIVER)
    def submit(self, paper, owner, receiver):
        held = self.holdings.find(owner, paper)
        known = {each.id for each in self.everything()}
        made = self.submissions.submit(owner, paper, receiver, self.tick())
        if held is None:
            assert made is None or made in known, "nothing is sent of what is not there, or not this holder's"
        return made or "nothing"

    @rule(sent=sent, owner=OWNER)
    def cancel(self, sent, owner):
        before = self.find(sent)
        done = self.submissions.cancel(owner, sent, self.tick())
        assert not (done and before.state not in ON_THE_WAY), "called back after receipt"

    @rule(receiver=RECEIVER)
    def arrive(self, receiver):
        self.submissions.arrive(receiver, self.tick())

    @rule(sent=sent, receiver=RECEIVER)
    def take(self, sent, receiver):
        before = self.find(sent)
        done = self.submissions.take(receiver, sent, self.tick())
        assert done == (
            before is not None and before.receiver == receiver and before.state is SubmissionState.RECEIVING
        )
        if done:
            assert self.submissions.content(receiver, sent) == self.contents[before.paper_id]

    @rule(sent=sent, receiver=RECEIVER)
    def send_back(self, sent, receiver):
        self.submissions.send_back(receiver, sent, "까닭", self.tick())

    @rule(sent=sent, receiver=RECEIVER)
    def download(self, sent, receiver):
        self.submissions.mark_downloaded(receiver, sent, self.tick())

    @rule(sent=sent, receiver=RECEIVER)
    def erase(self, sent, receiver):
        self.submissions.erase(receiver, sent, self.tick())

    @rule(paper=consumes(papers), owner=OWNER)
    def delete(self, paper, owner):
        self.holdings.delete_paper(owner, paper, self.tick())

    @rule(days=st.integers(1, 40))
    def keep_house(self, days):
        self.now += timedelta(days=days)
        self.holdings.delete_expired(self.now)
        with self.engine.begin() as connection:
            left = connection.execute(select(tables.paper.c.expires_at)).scalars().all()
        assert all(each > self.now for each in left)
        assert all(each.expires_at > self.now for each in self.everything() if each.with_receiver)

    def everything(self):
        return [each for receiver in RECEIVERS for each in self.submissions.of_receiver(receiver)]

    def find(self, sent):
        return next((each for each in self.everything() if each.id == sent), None)

    @invariant()
    def every_way_is_drawn(self):
        for each in self.everything():
            states = [step.state for step in each.steps]
            assert states[0] is SubmissionState.SUBMITTED
            assert all(before in BEFORE[after] for before, after in itertools.pairwise(states)), states
            assert states[-1] is each.state
            assert states.count(SubmissionState.RECEIVED) <= 1
            assert not {SubmissionState.RECEIVED, SubmissionState.CANCELLED} <= set(states)

    @invariant()
    def a_receiver_has_a_copy_exactly_while_it_holds_the_paper(self):
        for each in self.everything():
            assert (self.submissions.content(each.receiver, each.id) is not None) == each.with_receiver

    @invariant()
    def a_paper_is_under_way_to_a_receiver_once(self):
        under_way = [(each.paper_id, each.receiver) for each in self.everything() if each.on_the_way]
        assert len(under_way) == len(set(under_way))

    @invariant()
    def what_is_on_its_way_is_still_there(self):
        with self.engine.begin() as connection:
            there = set(connection.execute(select(tables.paper.c.id)).scalars())
        assert {each.paper_id for each in self.everything() if each.on_the_way} <= there


TestSending = Sending.TestCase
TestSending.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)

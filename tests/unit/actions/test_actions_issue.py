from typing import Any

from actions.issue import Issue, ReportPaperNews
from tests.unit.actions.fakes_actions import PERSON, REGISTER, FakeDesk, run, said, tracker


class NoLedger:
    """A ledger that nobody may reach."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


def issue(desk: FakeDesk) -> Issue:
    return Issue(desk, NoLedger(), NoLedger(), lambda: None)  # type: ignore[arg-type]


async def test_nothing_is_promised_without_a_finished_form() -> None:
    messages, slots = await run(issue(FakeDesk(PERSON)), tracker(slots={"document": REGISTER}))
    assert said(messages) == ["utter_rephrase"]
    assert slots == {}


async def test_nothing_is_promised_without_a_live_check() -> None:
    messages, slots = await run(issue(FakeDesk()), tracker(slots={"document": REGISTER, "choice": "basic"}))
    assert said(messages) == ["utter_identity_expired"]
    assert slots == {"identity": None}


async def test_news_say_the_reason_where_there_are_words_for_it() -> None:
    number = {"number": "0000000000000000"}
    known, _ = await run(ReportPaperNews(), tracker("EXTERNAL_paper_waiting", {**number, "reason": "register_down"}))
    other, _ = await run(ReportPaperNews(), tracker("EXTERNAL_paper_held", {**number, "reason": "wallet_conflict"}))
    assert said(known + other) == ["utter_paper_waiting_register_down", "utter_paper_held"]

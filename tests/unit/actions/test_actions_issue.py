"""From the finished form to promises, and the papers' news back into words."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.consent import consent
from actions.deliver import Deliver, ReportPaperNews
from actions.issue import PAPERS_PER_CHECK
from documents.domain.errors import Halt, MinwonError, Refusal, Unavailable
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import PremiumOptions, PremiumUse
from tests.fakes_documents import NOON
from tests.office import NEWS
from tests.unit.actions.counter_room import HAON, WORDS, YOUNGER, Room, open_room
from tests.unit.actions.fakes_actions import CONVERSATION, PERSON, REGISTER, run, said, tracker

BASIC = {"document": REGISTER, "choice": "basic", "identity": "verified", "about": "self"}
ABSTRACT = {"kind": "resident_abstract", "options": {"military": "all"}}
AGREED = (NOON - timedelta(minutes=2)).isoformat()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as opened:
        yield opened


def vaccination(**slots: Any) -> Any:
    return tracker(slots={**BASIC, "document": "예방접종증명서", "consent": AGREED, **slots})


async def test_nothing_is_promised_without_a_finished_form(room: Room) -> None:
    messages, slots = await run(room.issue(), tracker(slots={"document": REGISTER}))
    assert (said(messages), slots) == (["utter_rephrase"], {})
    assert room.ledger.papers_of(CONVERSATION) == ()


async def test_nothing_is_promised_without_a_live_check(room: Room) -> None:
    room.desk.person = None
    messages, slots = await run(room.issue(), tracker(slots=BASIC))
    assert (said(messages), slots) == (["utter_identity_expired"], {"identity": None})
    assert room.ledger.papers_of(CONVERSATION) == ()


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind is not PaperKind.VACCINATION])
async def test_every_kind_is_promised_with_its_own_options(room: Room, kind: PaperKind) -> None:
    messages, slots = await run(room.issue(), tracker(slots={**BASIC, "document": PAPERS[kind].spoken}))
    (promise,) = room.ledger.papers_of(CONVERSATION)
    assert said(messages) == ["utter_issue_accepted"]
    assert messages[0]["custom"]["card"]["number"] == promise.number.digits == slots["paper_number"]
    request = room.ledger.request_of(promise.number, PERSON.ci)
    assert request is not None
    assert (request.kind, request.options.as_dict()) == (kind, type(request.options)().as_dict())
    assert slots["document"] is slots["choice"] is slots["options"] is None
    assert room.woken


async def test_several_papers_have_a_promise_and_a_card_each(room: Room) -> None:
    slots = {**BASIC, "papers_left": [ABSTRACT], "papers_ready": [{"kind": "entry_exit", "options": {}}]}
    messages, cleared = await run(room.issue(), tracker(slots={**slots, "purpose": "비자"}))
    promises = room.ledger.papers_of(CONVERSATION)
    assert [p.kind for p in promises] == ["entry_exit", "resident_register", "resident_abstract"]
    assert said(messages) == ["utter_issue_accepted_several", *["utter_issue_accepted_each"] * 3]
    assert [m["custom"]["card"]["number"] for m in messages[1:]] == [p.number.digits for p in promises]
    asked = [room.ledger.request_of(p.number, PERSON.ci) for p in promises]
    assert {request.purpose for request in asked if request} == {"비자"}
    assert asked[2] is not None
    assert asked[2].options.as_dict()["military"] == "all"
    assert cleared["papers_left"] is None


async def test_the_same_request_again_is_the_same_paper(room: Room) -> None:
    first = room.issued()
    messages, _ = await run(room.issue(), tracker(slots=BASIC))
    assert said(messages) == ["utter_paper_same"]
    assert messages[0]["custom"]["card"]["number"] == first.number.digits


async def test_one_check_serves_ten_papers_and_no_more(room: Room) -> None:
    for years in range(1, PAPERS_PER_CHECK):
        room.promise(PaperKind.RESIDENT_REGISTER, past_addresses="recent", address_years=years)
    messages, _ = await run(room.issue(), tracker(slots={**BASIC, "papers_left": [ABSTRACT]}))
    assert said(messages) == ["utter_issue_limit"]
    assert len(room.ledger.papers_of(CONVERSATION)) == PAPERS_PER_CHECK - 1


async def test_the_purpose_chooses_the_sentence_of_a_premium_paper(room: Room) -> None:
    slots = {**BASIC, "document": "건강보험료 납부확인서", "purpose": "연말정산"}
    await run(room.issue(), tracker(slots=slots))
    (promise,) = room.ledger.papers_of(CONVERSATION)
    request = room.ledger.request_of(promise.number, PERSON.ci)
    assert request is not None
    assert isinstance(request.options, PremiumOptions)
    assert request.options.use is PremiumUse.YEAR_END


class TestHealthData:
    async def test_nothing_is_promised_without_the_consent(self, room: Room) -> None:
        messages, slots = await run(room.issue(), vaccination(consent=None))
        assert (said(messages), slots) == (["utter_consent_needed"], {"choice": None})
        assert room.ledger.papers_of(CONVERSATION) == ()

    async def test_the_consent_is_kept_with_the_check_its_wording_and_its_time(self, room: Room) -> None:
        await run(room.issue(), vaccination())
        await run(room.issue(), vaccination())
        with room.engine.connect() as connection:
            (row,) = connection.execute(select(consent)).all()
        assert (row.verification, row.conversation) == (PERSON.verification, CONVERSATION)
        assert row.accepted_at.isoformat() == AGREED
        assert row.text_sha256 == room.consents.wording
        assert room.consents.given(PERSON.verification)

    async def test_other_papers_leave_no_consent(self, room: Room) -> None:
        await run(room.issue(), tracker(slots=BASIC))
        with room.engine.connect() as connection:
            assert connection.execute(select(func.count()).select_from(consent)).scalar() == 0
        assert not room.consents.given(PERSON.verification)


class TestChild:
    async def test_the_paper_is_asked_for_the_child_that_was_meant(self, room: Room) -> None:
        room.have_children(YOUNGER, HAON)
        reference = room.guardian.children(PERSON)[1].reference
        slots = {"for_whom": "child", "about": reference, "papers_left": [ABSTRACT]}
        await run(room.issue(), vaccination(**slots))
        about = {p.kind: room.ledger.request_of(p.number, PERSON.ci) for p in room.ledger.papers_of(CONVERSATION)}
        assert {kind: request and request.child for kind, request in about.items()} == {
            PaperKind.VACCINATION: HAON,
            PaperKind.RESIDENT_ABSTRACT: None,
        }

    @pytest.mark.parametrize("trouble", [None, Unavailable("register_down")])
    async def test_a_child_that_is_not_found_is_never_guessed(self, room: Room, trouble: Unavailable | None) -> None:
        room.have_children(HAON)
        room.residents.planned = [trouble] if trouble else []
        messages, slots = await run(room.issue(), vaccination(for_whom="child", about="0123456789abcdef"))
        assert (said(messages), slots) == (["utter_children_unknown"], {"about": None})
        assert room.ledger.papers_of(CONVERSATION) == ()


class TestNews:
    async def test_the_paper_comes_with_its_name_and_card(self, room: Room) -> None:
        paper = room.issued()
        heard = tracker("EXTERNAL_paper_issued", {"number": paper.number.digits})
        messages, slots = await run(Deliver(room.ledger, NEWS, WORDS), heard)
        assert said(messages) == ["utter_paper_issued"]
        assert messages[0]["subject"] == "등본이"
        assert messages[0]["custom"]["card"]["html_url"].endswith(f"/documents/{paper.number.digits}/page.html")
        assert slots == {"paper_number": paper.number.digits}

    async def test_only_the_last_of_several_says_what_can_be_done_next(self, room: Room) -> None:
        paper = room.issued()
        room.promise(PaperKind.MILITARY_SERVICE)
        heard = tracker("EXTERNAL_paper_issued", {"number": paper.number.digits})
        messages, _ = await run(Deliver(room.ledger, NEWS, WORDS), heard)
        assert said(messages) == ["utter_paper_issued_of_several"]

    @pytest.mark.parametrize(
        ("news", "reason", "response"),
        [
            ("waiting", "register_down", "utter_paper_waiting_register_down"),
            ("held", "wallet_conflict", "utter_paper_held"),
            ("rejected", "no_doses", "utter_paper_rejected_no_doses"),
            ("rejected", "no_premiums", "utter_paper_rejected_no_premiums"),
            ("rejected", "no_roman_name", "utter_paper_rejected_no_roman_name"),
            ("rejected", "minor_past_householders", "utter_paper_rejected_minor_past_householders"),
            ("rejected", "no_record", "utter_paper_rejected_no_record"),
            ("rejected", "something_new", "utter_paper_rejected"),
        ],
    )
    async def test_news_say_the_reason_where_there_are_words_for_it(
        self, room: Room, news: str, reason: str, response: str
    ) -> None:
        paper = room.promise(PaperKind.VACCINATION)
        heard = tracker(f"EXTERNAL_paper_{news}", {"number": paper.number.digits, "reason": reason})
        messages, _ = await run(ReportPaperNews(room.ledger, WORDS), heard)
        assert said(messages) == [response]
        assert messages[0]["paper"] == "예방접종증명서"

    @pytest.mark.parametrize("newer", [None, "0000000000000000"])
    async def test_a_voided_paper_is_told_with_the_one_that_stands_for_it(self, room: Room, newer: str | None) -> None:
        paper = room.issued()
        told = {"number": paper.number.digits} | ({"replaced_by": newer} if newer else {})
        messages, _ = await run(ReportPaperNews(room.ledger, WORDS), tracker("EXTERNAL_paper_voided", told))
        assert said(messages) == ["utter_paper_voided_replaced" if newer else "utter_paper_voided"]
        assert messages[0].get("replaced_by") == (newer and "0000-0000-0000-0000")

    @pytest.mark.parametrize(
        ("trouble", "state"), [(Refusal("no_record"), "rejected"), (Halt("missing_glyph"), "held")]
    )
    async def test_a_refusal_does_not_look_as_if_somebody_were_at_it(
        self, room: Room, trouble: MinwonError, state: str
    ) -> None:
        room.residents.planned = [trouble]
        room.promise(PaperKind.RESIDENT_REGISTER)
        assert room.office.turn()
        cards = [event.body["card"] for event in room.ledger.events.pending(10) if "card" in event.body]
        assert cards[-1]["state"] == state

    async def test_what_waits_can_be_withdrawn_with_one_tap(self, room: Room) -> None:
        paper = room.promise(PaperKind.ENTRY_EXIT)
        heard = tracker("EXTERNAL_paper_waiting", {"number": paper.number.digits, "reason": "register_down"})
        messages, _ = await run(ReportPaperNews(room.ledger, WORDS), heard)
        payload = f'/withdraw_paper{{"document_number": "{paper.number.digits}"}}'
        assert messages[0]["buttons"] == [{"title": "신청 취소", "payload": payload}]

"""One's papers afterwards: the list, sending again, withdrawing, and telling staff what is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from actions.correct import OpenCorrection
from actions.corrections import correction
from actions.history import CancelIssuance, IssuanceStatus, ResendToWallet
from documents.domain.errors import Unavailable
from documents.domain.kind import PaperKind
from documents.domain.state import PromiseState
from documents.vault import Sealed
from tests.office import vault
from tests.unit.actions.counter_room import WORDS, Room, open_room
from tests.unit.actions.fakes_actions import CONVERSATION, PERSON, run, said, tracker

WRONG = "등본에 주소가 틀려요 마포구가 아니라 종로구예요"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as opened:
        yield opened


def status(room: Room) -> IssuanceStatus:
    return IssuanceStatus(room.desk, room.past, WORDS)  # type: ignore[arg-type]


class TestList:
    async def test_newest_first_with_numbers_and_states(self, room: Room) -> None:
        first, second = room.issued(), room.promise(PaperKind.ENTRY_EXIT)
        messages, _ = await run(status(room), tracker("check_issuance_status"))
        rows = messages[0]["custom"]["card"]["rows"]
        assert [(row["number"], row["title"], row["state"]) for row in rows] == [
            (second.number.digits, "출입국에 관한 사실증명", "신청"),
            (first.number.digits, "주민등록표(등본)", "발급"),
        ]
        assert rows[0]["download_url"] is None
        assert rows[1]["html_url"].endswith(f"{CONVERSATION}/documents/{first.number.digits}/page.html")

    async def test_a_verified_person_sees_papers_of_other_conversations_but_opens_none(self, room: Room) -> None:
        room.issued(conversation="another-conversation-1")
        messages, _ = await run(status(room), tracker("check_issuance_status"))
        (row,) = messages[0]["custom"]["card"]["rows"]
        assert (row["download_url"], row["html_url"]) == (None, None)

    async def test_without_a_check_only_this_conversation_is_told(self, room: Room) -> None:
        room.issued(conversation="another-conversation-1")
        room.desk.person = None
        messages, _ = await run(status(room), tracker("check_issuance_status"))
        assert said(messages) == ["utter_status_none"]

    async def test_a_long_list_says_how_many_are_left_out(self, room: Room) -> None:
        for years in range(1, 14):
            room.promise(PaperKind.RESIDENT_REGISTER, past_addresses="recent", address_years=years)
        messages, _ = await run(status(room), tracker("check_issuance_status"))
        card = messages[0]["custom"]["card"]
        assert len(card["rows"]) == 10
        assert card["note"] == "먼저 신청하신 3건은 여기에 보이지 않아요."


class TestSendingAgain:
    def resend(self, room: Room) -> ResendToWallet:
        return ResendToWallet(room.ledger, lambda: room.woken.append("w"), WORDS)

    async def test_what_has_not_arrived_is_sent(self, room: Room) -> None:
        room.office.wallet.planned = [Unavailable("wallet_down")]
        room.issued()
        messages, _ = await run(self.resend(room), tracker("resend_to_wallet"))
        assert said(messages) == ["utter_wallet_resent"]
        assert room.woken == ["w"]

    async def test_what_has_arrived_is_said_to_be_there(self, room: Room) -> None:
        room.issued()
        messages, _ = await run(self.resend(room), tracker("resend_to_wallet", {"document": "주민등록표 등본"}))
        assert said(messages) == ["utter_wallet_arrived"]

    async def test_a_paper_that_was_never_asked_for_is_not_there(self, room: Room) -> None:
        room.issued()
        messages, _ = await run(self.resend(room), tracker("resend_to_wallet", {"document": "병적증명서"}))
        assert said(messages) == ["utter_status_none"]


class TestWithdrawing:
    async def test_everything_that_is_not_sealed_is_withdrawn_and_its_card_closes(self, room: Room) -> None:
        paper = room.promise(PaperKind.ENTRY_EXIT)
        messages, _ = await run(CancelIssuance(room.desk, room.ledger), tracker("cancel_issuance"))  # type: ignore[arg-type]
        assert said(messages) == ["utter_cancel_done"]
        assert room.office.now(paper).state is PromiseState.REJECTED
        assert room.ledger.events.pending(10)[-1].body["card"]["state"] == "cancelled"
        messages, _ = await run(status(room), tracker("check_issuance_status"))
        assert messages[0]["custom"]["card"]["rows"][0]["state"] == "취소"

    async def test_one_of_several_by_its_number_or_its_name(self, room: Room) -> None:
        papers = [
            room.promise(kind) for kind in (PaperKind.ENTRY_EXIT, PaperKind.RESIDENT_ABSTRACT, PaperKind.VACCINATION)
        ]
        action = CancelIssuance(room.desk, room.ledger)  # type: ignore[arg-type]
        await run(action, tracker("withdraw_paper", {"document_number": papers[0].number.digits}))
        await run(action, tracker("cancel_issuance", {"document": "주민등록표 초본"}))
        states = [room.office.now(paper).state for paper in papers]
        assert states == [PromiseState.REJECTED, PromiseState.REJECTED, PromiseState.PROMISED]
        assert room.desk.withdrawn == []

    async def test_a_sealed_paper_stays(self, room: Room) -> None:
        paper = room.issued()
        messages, _ = await run(CancelIssuance(room.desk, room.ledger), tracker("cancel_issuance"))  # type: ignore[arg-type]
        assert said(messages) == ["utter_cancel_too_late"]
        assert room.office.now(paper).state is PromiseState.ACKED


class TestCorrections:
    def correct(self, room: Room) -> OpenCorrection:
        return OpenCorrection(room.ledger, room.corrections, WORDS)

    def pressed(self, text: str | None = WRONG, **entities: Any) -> Any:
        reported = {"text": text, "parse_data": {"intent": {"name": "report_document_problem"}}}
        events = [{"event": "user", **reported}] if text else []
        return tracker("open_correction", entities, events=[*events, {"event": "user", "text": "/open_correction"}])

    async def test_the_words_before_the_button_open_a_case_about_the_paper(self, room: Room) -> None:
        paper = room.issued()
        messages, _ = await run(self.correct(room), self.pressed())
        assert said(messages) == ["utter_correction_opened"]
        (case,) = room.corrections.waiting()
        assert (case.paper, case.kind, case.wrong) == (paper.number, PaperKind.RESIDENT_REGISTER, WRONG)
        assert messages[0]["case"] == f"{case.number[:4]}-{case.number[4:]}"

    async def test_a_second_report_joins_the_open_case_and_a_double_press_adds_nothing(self, room: Room) -> None:
        room.issued()
        for text in (WRONG, WRONG, "이름 한자도 달라요"):
            await run(self.correct(room), self.pressed(text))
        (case,) = room.corrections.waiting()
        assert case.wrong.split("\n") == [WRONG, "이름 한자도 달라요"]

    async def test_a_closed_case_makes_room_for_a_new_one(self, room: Room) -> None:
        room.issued()
        await run(self.correct(room), self.pressed())
        (first,) = room.corrections.waiting()
        assert room.corrections.close(first.number)
        assert not room.corrections.close(first.number)
        await run(self.correct(room), self.pressed())
        (second,) = room.corrections.waiting()
        assert second.number != first.number

    async def test_a_registration_number_in_the_words_is_never_kept(self, room: Room) -> None:
        room.issued()
        await run(self.correct(room), self.pressed("번호가 880314-2345678인데 달라요"))
        assert "2345678" not in room.corrections.waiting()[0].wrong

    async def test_the_words_are_sealed_and_go_with_the_person(self, room: Room) -> None:
        room.issued()
        await run(self.correct(room), self.pressed())
        with room.engine.begin() as connection:
            row = connection.execute(select(correction)).one()
            assert "종로구".encode() not in row.sealed_wrong
            vault().erase(connection, vault().blind(PERSON.ci))
        with pytest.raises(Sealed):
            room.corrections.waiting()

    async def test_which_paper_is_asked_only_when_it_is_not_clear(self, room: Room) -> None:
        room.issued()
        other = room.issued(PaperKind.RESIDENT_ABSTRACT)
        messages, _ = await run(self.correct(room), self.pressed("주소가 틀려요"))
        assert said(messages) == ["utter_correction_which"]
        assert [button["title"] for button in messages[0]["buttons"]] == ["주민등록표 등본", "주민등록표 초본"]
        await run(self.correct(room), self.pressed("주소가 틀려요", document_number=other.number.digits))
        assert [case.paper for case in room.corrections.waiting()] == [other.number]

    async def test_the_paper_that_the_words_name_is_the_one(self, room: Room) -> None:
        register = room.issued()
        room.issued(PaperKind.RESIDENT_ABSTRACT)
        await run(self.correct(room), self.pressed(WRONG))
        assert [case.paper for case in room.corrections.waiting()] == [register.number]

    @pytest.mark.parametrize(
        ("text", "response"), [(None, "utter_correction_what"), ("주소", "utter_correction_no_paper")]
    )
    async def test_without_words_or_without_a_paper_it_says_what_is_missing(
        self, room: Room, text: str | None, response: str
    ) -> None:
        if text is None:
            room.issued()
        messages, _ = await run(self.correct(room), self.pressed(text))
        assert said(messages) == [response]
        assert room.corrections.waiting() == ()

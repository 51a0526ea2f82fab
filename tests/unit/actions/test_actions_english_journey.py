"""What the actions put into English sentences and onto English cards: names, days, choices and buttons."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from actions import take_up, urgent
from actions.ask import AskAbout
from actions.change import ChangeOption
from actions.complaints import words as complaint_words
from actions.complaints.telling import Telling
from actions.consent import consent
from actions.talk import VerifyDocument
from documents.domain.kind import PAPERS, PaperKind
from tests.fakes_documents import NOON
from tests.unit.actions.counter_room import HAON, WORDS, YOUNGER, Room, open_room
from tests.unit.actions.fakes_actions import REGISTER, run, said, tracker
from tests.unit.actions.fakes_turns import button, past, turn

ENGLISH = {"language": "en"}
ABSTRACT, PREMIUM, VACCINATION = (
    PaperKind.RESIDENT_ABSTRACT,
    PaperKind.HEALTH_PREMIUM_PAYMENT,
    PaperKind.VACCINATION,
)
TELLING = Telling(complaint_words.load())


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as opened:
        yield opened


def about(kind: PaperKind, entities: dict[str, Any]) -> Any:
    known = {"document": PAPERS[kind].spoken, "asked": f"choice:{kind}", "requested_slot": "choice", **ENGLISH}
    return tracker("change_option", entities, slots=known)


def changes(kind: PaperKind, **entities: Any) -> Any:
    return run(ChangeOption(WORDS, lambda: NOON), about(kind, entities))


async def test_a_choice_is_named_without_a_particle() -> None:
    messages, _ = await changes(ABSTRACT, detail="변동사유 제외")
    assert (said(messages), messages[0]["topic"]) == (["utter_change_no"], "reasons for changes")


async def test_days_are_written_as_in_english() -> None:
    messages, _ = await changes(PREMIUM, period=["2025-01-01", "2025-12-31"])
    assert (messages[0]["since"], messages[0]["until"]) == ("1 Jan 2025", "31 Dec 2025")


async def test_a_paper_that_is_promised_is_named_in_english(room: Room) -> None:
    slots = {"document": REGISTER, "choice": "basic", "identity": "verified", "about": "self", **ENGLISH}
    messages, _ = await run(room.issue(), tracker(slots=slots))
    assert (said(messages), messages[0]["paper"]) == (["utter_issue_accepted"], "resident register")


async def test_the_consent_is_kept_with_the_wording_that_was_shown(room: Room) -> None:
    agreed = {"consent": f"{NOON.isoformat()} en", "about": "self", "choice": "basic", "identity": "verified"}
    await run(room.issue(), tracker(slots={"document": PAPERS[VACCINATION].spoken, **agreed}))
    field = WORDS.english["health_consent"]
    shown = json.dumps([field[name] for name in ("label", "note", "text")], ensure_ascii=False)
    with room.engine.connect() as connection:
        (row,) = connection.execute(select(consent)).all()
    assert row.text_sha256 == hashlib.sha256(shown.encode()).hexdigest() != room.consents.wording


async def test_children_are_told_apart_in_english(room: Room) -> None:
    room.have_children(HAON, YOUNGER)
    known = {"document": PAPERS[VACCINATION].spoken, "for_whom": "child", "requested_slot": "about", **ENGLISH}
    messages, _ = await run(AskAbout(room.desk, room.guardian), tracker("choose_basic", slots=known))  # type: ignore[arg-type]
    assert [each["title"] for each in messages[0]["buttons"]] == ["Child born in 2019", "Child born in 2021"]


async def test_the_link_to_the_public_check_is_named_in_english() -> None:
    messages, _ = await run(VerifyDocument("http://wallet.test", WORDS), tracker("verify_document", slots=ENGLISH))
    assert messages[0]["custom"]["card"]["title"] == "Verify a paper"


@pytest.mark.parametrize(
    ("text", "button_meant"),
    [("the first one", "/a"), ("second", "/b"), ("Passport please", "/a"), ("LIBRARY", "/b"), ("something else", None)],
)
def test_a_button_is_chosen_by_its_place_or_its_name(text: str, button_meant: str | None) -> None:
    asked_back = past("utter_did_you_mean", buttons=(button("Passport", "/a"), button("Library", "/b")))
    assert take_up.load().payload(turn(text, "out_of_scope", before=(asked_back,))) == button_meant


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("There is a fire in my house", "utter_emergency"),
        ("someone is following me", "utter_emergency"),
        ("I can't breathe", "utter_emergency"),
        ("I want to die", "utter_despair"),
        ("what does fire insurance cost", None),
        ("help me please", None),
        ("my scraped knee", None),
    ],
)
def test_an_emergency_is_heard_in_english(text: str, warning: str | None) -> None:
    assert urgent.load().warning(text) == warning


class TestTelling:
    @pytest.mark.parametrize(
        ("kind", "text", "tells"),
        [
            ("report_noise", "I want to report noise", False),
            ("file_complaint", "I have a complaint to make", False),
            ("report_streetlight", "the street light in front of my house has been broken for a week", True),
            ("report_noise", "the bar below plays music until morning", True),
        ],
    )
    def test_a_first_message_may_tell_the_story(self, kind: str, text: str, tells: bool) -> None:  # noqa: FBT001
        assert ("text" in TELLING.opening(turn(text, kind), kind)) is tells

    @pytest.mark.parametrize("text", ["no photo", "I don't have one", "skip it"])
    def test_no_picture_is_understood(self, text: str) -> None:
        asked = {"form": "complaint_form", "asked": "complaint_photo", "slots": {"complaint_kind": "report_noise"}}
        assert TELLING.told(turn(text, "out_of_scope", **asked)).no_photo

    def test_here_is_understood(self) -> None:
        asked = {"form": "complaint_form", "asked": "complaint_place", "slots": {"complaint_kind": "report_noise"}}
        assert TELLING.told(turn("I am here now", "out_of_scope", **asked)).here

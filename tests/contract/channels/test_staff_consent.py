"""Asking for consent from the console: two buttons, one open question, an answer that the engine never hears."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from channels.conversation.entry import Entry
from channels.conversation.message import Message
from channels.conversation.offers import NotOffered
from channels.conversation.tables import inbox
from channels.staff.accounts import Role
from channels.words import read_words
from documents.service.database import open_engine
from tests.staff_house import Member, StaffHouse, staff_house

YES, NO = "동의해요", "동의하지 않아요"
PHOTOS = "사진을 담당 부서에 전달"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffHouse]:
    with staff_house(tmp_path_factory.mktemp("consent")) as house:
        yield house


@pytest.fixture(scope="module")
def agent(house: StaffHouse) -> Member:
    return house.member("consenting", "한결")


class Citizen:
    """One who is served, and presses what stands in the conversation."""

    def __init__(self, house: StaffHouse, agent: Member, name: str) -> None:
        self.house, self.agent, self.id = house, agent, name.ljust(24, "x")
        house.run(house.room.asks(self.id))
        assert agent.api(f"/conversations/{self.id}/claim").json() == {"claimed": True}

    def asked(self, what: str) -> bool:
        answer = self.agent.api(f"/conversations/{self.id}/consent", what=what)
        assert answer.status_code == 200, answer.text
        return bool(answer.json()["asked"])

    def questions(self) -> list[Message]:
        return [each for each in self.messages() if each.draft.buttons]

    def messages(self) -> tuple[Message, ...]:
        return self.house.run(self.house.room.people.transcript(self.id)).messages

    def press(self, question: Message, title: str, client_id: str) -> int:
        payload = next(each.payload for each in question.draft.buttons if each.title == title)
        entry = Entry(self.house.room._desk, read_words().rrn_refused.draft())
        return self.house.run(entry.payload(self.id, client_id, payload))

    def side(self) -> str:
        return self.agent.http.get(f"/conversations/{self.id}/side").text


def _for_the_engine(house: StaffHouse, conversation: str) -> list[str]:
    engine = open_engine(house.settings.sqlite("channels"), read_only=True)
    try:
        with engine.connect() as connection:
            query = sa.select(inbox.c.kind).where(inbox.c.conversation == conversation, inbox.c.state != "done")
            return list(connection.scalars(query))
    finally:
        engine.dispose()


def _audit(house: StaffHouse, conversation: str) -> list[tuple[str, str]]:
    entries = house.member(f"auditor-{conversation[:6]}", role=Role.ADMINISTRATOR).http.get("/api/audit").json()
    assert entries["broken"] is None
    about = [each for each in entries["entries"] if each["subject"] == conversation]
    return [(each["what"], each["why"]) for each in reversed(about) if each["what"].startswith("consent")]


@pytest.mark.parametrize(
    ("title", "state", "deed"), [(YES, "동의함", "consent_given"), (NO, "동의하지 않음", "consent_refused")]
)
def test_an_answer_is_kept_shown_noted_and_not_for_the_engine(
    house: StaffHouse, agent: Member, title: str, state: str, deed: str
):
    citizen = Citizen(house, agent, f"{deed[8:11]}-answers")
    assert citizen.asked("photos")
    assert "답 기다림" in citizen.side()
    (question,) = citizen.questions()
    assert (question.draft.speaker, [each.title for each in question.draft.buttons]) == ("staff", [YES, NO])
    seq = citizen.press(question, title, "press-one")
    last = citizen.messages()[-1]
    assert (last.seq, last.draft.speaker, last.draft.text) == (seq, "citizen", title)
    assert seq == question.seq + 1
    assert PHOTOS in citizen.side()
    assert f'<span class="badge">{state}</span> <time' in citizen.side()
    assert _for_the_engine(house, citizen.id) == []
    assert _audit(house, citizen.id) == [("consent_asked", PHOTOS), (deed, PHOTOS)]


def test_the_same_question_twice_is_one_and_another_takes_its_place(house: StaffHouse, agent: Member):
    citizen = Citizen(house, agent, "twice")
    assert [citizen.asked("photos"), citizen.asked("photos")] == [True, False]
    assert len(citizen.questions()) == 1
    assert citizen.asked("call")
    first, second = citizen.questions()
    with pytest.raises(NotOffered):
        citizen.press(first, YES, "too-late")
    assert citizen.press(second, NO, "in-time") == citizen.press(second, NO, "in-time")  # sent twice by the network
    with pytest.raises(NotOffered):
        citizen.press(second, YES, "another-mind")
    assert "답 없이 끝남" in citizen.side()


@pytest.mark.parametrize(("deed", "said"), [("close", {"reason": "solved"}), ("return-to-bot", {})])
def test_a_question_is_over_when_the_talk_is(house: StaffHouse, agent: Member, deed: str, said: dict[str, str]):
    citizen = Citizen(house, agent, deed)
    citizen.asked("pass_on")
    (question,) = citizen.questions()
    assert agent.api(f"/conversations/{citizen.id}/{deed}", **said).status_code == 204
    before = len(citizen.messages())
    with pytest.raises(NotOffered):
        citizen.press(question, YES, "after-all")
    assert len(citizen.messages()) == before
    assert "payload" not in _for_the_engine(house, citizen.id)
    assert "답 없이 끝남" in citizen.side()


def test_only_who_serves_asks_and_only_what_is_known(house: StaffHouse, agent: Member):
    citizen = Citizen(house, agent, "served")
    other = house.member("looking-on", "보미")
    assert other.api(f"/conversations/{citizen.id}/consent", what="photos").status_code == 409
    assert agent.api(f"/conversations/{citizen.id}/consent", what="everything").status_code == 422
    assert citizen.questions() == []
    assert agent.post(f"/conversations/{citizen.id}/consent", what="call").status_code == 303
    assert len(citizen.questions()) == 1


def test_what_cannot_be_noted_is_not_kept(house: StaffHouse, agent: Member, monkeypatch: pytest.MonkeyPatch):
    citizen = Citizen(house, agent, "unnoted")
    citizen.asked("photos")
    (question,) = citizen.questions()

    class FullDisk(Exception):
        pass

    def fails(_answered: object) -> None:
        raise FullDisk

    store = house.room._desk._store
    monkeypatch.setattr(store, "on_consent", fails)
    with pytest.raises(FullDisk):
        citizen.press(question, YES, "lost")
    monkeypatch.undo()
    assert citizen.messages()[-1] == question
    citizen.press(question, YES, "lost")
    assert citizen.messages()[-1].draft.text == YES


def test_the_answer_says_that_the_citizen_waits(house: StaffHouse, agent: Member):
    citizen = Citizen(house, agent, "waits")
    citizen.asked("photos")
    asked = house.run(house.room.people.handover(citizen.id))
    citizen.press(citizen.questions()[0], YES, "one")
    told = house.run(house.room.people.handover(citizen.id))
    assert asked is not None
    assert told is not None
    assert (asked.waiting_for_staff, told.waiting_for_staff) == (False, True)
    assert told.version > asked.version

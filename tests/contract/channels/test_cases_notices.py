"""Notices of complaints: each once, in order, whatever dies; the rounds that keep the room in order."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from channels.cases.books import iso
from channels.cases.complaint import State
from channels.cases.drafts import Said
from channels.cases.practice import PracticeHandler
from channels.cases.room import open_cases
from channels.cases.settings import CasesSettings
from channels.conversation.broadcast import Broadcaster
from channels.conversation.reading import UnknownConversation
from channels.counter.app import MIGRATIONS
from channels.counter.keeper import Keeper
from channels.counter.settings import CounterSettings
from channels.words import read_words
from documents.domain.errors import Unavailable
from documents.service.database import migrate
from tests.contract.channels.cases_room import Ears, Hands

DEADLINE = 60
HOLE = {"kind": "report_road_damage", "text": "길이 파였어요", "place": "마포구 망원동 57-1"}


class Chat:
    """The real desk, which a test lets fail before or after it has said something."""

    def __init__(self, keeper):
        self.keeper, self.fails, self.dies, self.tried = keeper, set(), False, 0

    async def __call__(self, conversation, drafts):
        self.tried += 1
        if conversation in self.fails:
            raise OperationalError("insert", {}, Exception("down"))
        await self.keeper.desk.say(conversation, drafts)
        if self.dies:
            raise asyncio.CancelledError  # the process ends between saying and marking

    async def texts(self, conversation):
        return [message.draft.text for message in (await self.keeper.desk.page(conversation)).messages]

    async def until(self, conversation, count):
        """Wait for ``count`` messages: each one rings the bell of a follower."""
        async with asyncio.timeout(DEADLINE):
            with self.keeper.people.follow(conversation) as follower:
                while len(texts := await self.texts(conversation)) < count:
                    await follower.wait()
                return texts


@pytest.fixture
async def chat(tmp_path):
    keeper = Keeper(CounterSettings(data=tmp_path), read_words(), Hands(), Broadcaster())
    migrate(keeper.writer, MIGRATIONS)
    yield Chat(keeper)
    await keeper.close()


@pytest.fixture
def room(tmp_path, chat):
    return lambda clock=None, **more: open_cases(CasesSettings(data=tmp_path, **more), chat, Ears(), clock or Hands())


async def filed(cases, conversation, key="k"):
    await cases.desk.write(cases.desk.drafts.merge, conversation, key, Said(**HOLE))
    return (await cases.desk.write(cases.desk.filing.file, conversation, key))[0].number


async def test_notices_are_said_by_themselves_and_in_order(room, chat):
    async with room() as cases:
        conversation = (await chat.keeper.desk.open("web", [])).id
        number = await filed(cases, conversation)
        await cases.board.assign(number, "u1", "김하나")
        await cases.board.advance(number, "u1", State.ANSWERED, "메웠어요.")
        texts = await chat.until(conversation, 3)
    assert ["담당 부서에 접수" in texts[0], "담당자가 정해졌어요" in texts[1], "메웠어요." in texts[2]] == [True] * 3


async def test_process_that_dies_between_saying_and_marking_says_it_once(room, chat):
    conversation = (await chat.keeper.desk.open("web", [])).id
    async with room() as cases:
        chat.dies = True
        number = await filed(cases, conversation)
        await cases.board.advance(number, "u1", State.ACCEPTED)
        await chat.until(conversation, 1)
    chat.dies, before = False, chat.tried
    async with room() as cases:
        await cases.deliver()
        await cases.board.advance(number, "u1", State.IN_PROGRESS)
        texts = await chat.until(conversation, 2)
        await cases.deliver()
    assert chat.tried > before
    assert len(texts) == len(set(texts)) == 2
    assert await chat.texts(conversation) == texts


async def test_conversation_that_cannot_be_told_holds_up_nobody_else(room, chat):
    stuck = (await chat.keeper.desk.open("web", [])).id
    other = (await chat.keeper.desk.open("web", [])).id
    chat.fails = {stuck}
    async with room() as cases:
        first, second = await filed(cases, stuck), await filed(cases, other)
        for number in (first, second):
            await cases.board.advance(number, "u1", State.ACCEPTED)
        await cases.board.advance(first, "u1", State.IN_PROGRESS)
        await chat.until(other, 1)
        assert await chat.texts(stuck) == []
        chat.fails = set()
        await cases.deliver()
        texts = await chat.until(stuck, 2)
    assert "접수" in texts[0]
    assert "시작" in texts[1]


async def test_notice_to_a_conversation_that_is_gone_is_let_go(room, chat):
    async with room() as cases:
        number = await filed(cases, "nobody")
        await cases.board.advance(number, "u1", State.ACCEPTED)
        await cases.deliver()
        tried = chat.tried
        await cases.deliver()
    assert tried >= 1
    assert chat.tried == tried
    with pytest.raises(UnknownConversation):
        await chat.texts("nobody")


async def test_room_that_was_down_lets_the_clocks_run_later(room, tmp_path):
    clock = Hands()
    async with room(clock) as cases:
        await cases.desk.write(cases.desk.downtime.beat)
        number = await filed(cases, "c1")
        before = (await cases.board.get(number)).complaint.due_at
    clock.pass_(hours=2)
    async with room(clock) as cases:
        await cases.desk.write(cases.desk.downtime.beat)
        after = (await cases.board.get(number)).complaint.due_at
    assert iso(before) == "2026-11-23T05:00:00.000+00:00"
    assert iso(after) == "2026-11-23T07:00:00.000+00:00"


async def test_practice_handler_brings_complaints_to_their_end(room):
    async with room() as cases:
        mine, taken = await filed(cases, "c1"), await filed(cases, "c2")
        await cases.board.assign(taken, "u1", "김하나")
        handler = PracticeHandler(cases.desk.reading, cases.desk.progress, "연습 답")
        states = []
        for _ in range(5):
            await cases.desk.write(handler.work)
            states.append((await cases.board.get(mine)).complaint.state)
        assert states == ["accepted", "accepted", "in_progress", "answered", "answered"]
        assert (await cases.board.get(mine)).complaint.agent == "practice"
        assert (await cases.board.get(taken)).complaint.state is State.ACCEPTED


async def test_practice_handler_works_by_itself_where_it_is_wanted(room, chat):
    conversation = (await chat.keeper.desk.open("web", [])).id
    async with room(cases_practice_seconds=0.05) as cases:
        await filed(cases, conversation)
        texts = await chat.until(conversation, 4)
    assert "연습으로 처리한 민원이에요" in texts[3]


async def test_callback_that_cannot_be_taken_now_is_tried_later(room):
    async with room() as cases:
        cases.desk.filing.call_back = _down
        with pytest.raises(Unavailable):
            await cases.take_callback("c1", "callback-1", "세금")


def _down(*_arguments):
    raise OperationalError("insert", {}, Exception("down"))

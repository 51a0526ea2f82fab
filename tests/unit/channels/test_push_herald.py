"""Who asked to be told is told: of what kind the news is, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from pydantic import ValidationError

from channels.conversation.broadcast import Broadcaster
from channels.conversation.message import Draft, Message, Speaker
from channels.push.book import Book
from channels.push.herald import Herald, news_of
from channels.push.opening import open_herald
from channels.push.sender import PushRefused
from channels.push.settings import PushSettings
from channels.push.subscription import News, Subscription, is_known

NOON = datetime(2026, 3, 5, 3, tzinfo=UTC)
HOSTS = frozenset({"fcm.googleapis.com", "push.apple.com"})


class Post:
    """Hands notices to the test; endpoints in ``gone`` are those of browsers that are no more."""

    key = "a-key"

    def __init__(self) -> None:
        self.sent: asyncio.Queue[tuple[str, News]] = asyncio.Queue()
        self.gone: set[str] = set()
        self._loop = asyncio.get_running_loop()

    def send(self, to: Subscription, news: News) -> None:
        self._loop.call_soon_threadsafe(self.sent.put_nowait, (to.endpoint, news))
        if to.endpoint in self.gone:
            raise PushRefused(permanent=True)


@pytest.fixture
async def post() -> Post:
    return Post()


@pytest.fixture
def broadcaster() -> Broadcaster:
    return Broadcaster()


@pytest.fixture
def book(tmp_path: Path) -> Book:
    moments = iter(NOON + timedelta(seconds=second) for second in range(1000))
    return Book(f"sqlite:///{tmp_path / 'push.db'}", lambda: next(moments))


@pytest.fixture
async def herald(book: Book, post: Post, broadcaster: Broadcaster) -> AsyncIterator[Herald]:
    async with Herald(book, post, broadcaster, gather=0) as begun:
        yield begun


def browser(number: int = 1, conversation: str = "c1") -> Subscription:
    return Subscription(conversation, f"https://fcm.googleapis.com/{number}", "key", "secret")


def said(speaker: Speaker, text: str = "", card: dict | None = None, replaces: int | None = None) -> Message:
    return Message(2, NOON.isoformat(), Draft(speaker, text, card=card, replaces=replaces))


def test_news_is_a_paper_or_an_answer_and_never_ones_own_words():
    paper = said(Speaker.BOT, "나왔어요", {"type": "document"})
    assert news_of([said(Speaker.STAFF, "네")]) is News.ANSWER
    assert news_of([said(Speaker.STAFF, "네"), paper]) is News.PAPER
    assert news_of([said(Speaker.CITIZEN, "등본")]) is None
    assert news_of([said(Speaker.BOT, "", {"type": "progress"}, replaces=1)]) is None


async def test_each_browser_of_the_conversation_is_told_and_no_other(
    herald: Herald, broadcaster: Broadcaster, post: Post
):
    await herald.subscribe(browser(1))
    await herald.subscribe(browser(2))
    await herald.subscribe(browser(3, "c2"))
    await asyncio.sleep(0)  # the followers begin at their first step
    broadcaster.ring("c1", [said(Speaker.BOT, "답이에요")])
    told = {await post.sent.get() for _ in range(2)}
    assert told == {(browser(number).endpoint, News.ANSWER) for number in (1, 2)}
    broadcaster.ring("c2", [said(Speaker.BOT, "답이에요", {"type": "document"})])
    assert await post.sent.get() == (browser(3).endpoint, News.PAPER)


async def test_browser_that_is_no_more_is_forgotten(
    herald: Herald, broadcaster: Broadcaster, post: Post, book: Book, monkeypatch: pytest.MonkeyPatch
):
    loop, forgotten, forget = asyncio.get_running_loop(), asyncio.Event(), book.forget

    def forget_and_say(conversation: str, endpoint: str) -> None:
        forget(conversation, endpoint)
        loop.call_soon_threadsafe(forgotten.set)

    monkeypatch.setattr(book, "forget", forget_and_say)
    post.gone.add(browser(1).endpoint)
    await herald.subscribe(browser(1))
    await herald.subscribe(browser(2))
    await asyncio.sleep(0)
    broadcaster.ring("c1", [said(Speaker.BOT, "답이에요")])
    await forgotten.wait()
    assert book.of("c1") == [browser(2)]


async def test_subscriptions_outlive_the_process(tmp_path: Path, post: Post, broadcaster: Broadcaster):
    def again() -> Book:
        return Book(f"sqlite:///{tmp_path / 'kept.db'}", lambda: NOON)

    async with Herald(again(), post, broadcaster, gather=0) as before:
        await before.subscribe(browser(1))
    async with Herald(again(), post, broadcaster, gather=0):
        await asyncio.sleep(0)
        broadcaster.ring("c1", [said(Speaker.BOT, "답이에요")])
        assert await post.sent.get() == (browser(1).endpoint, News.ANSWER)


async def test_browser_belongs_to_the_conversation_it_named_last_and_few_are_kept(herald: Herald, book: Book):
    for number in range(7):
        await herald.subscribe(browser(number))
    assert book.of("c1") == [browser(number) for number in range(2, 7)]
    await herald.subscribe(browser(6, "c2"))
    assert browser(6) not in book.of("c1")
    assert book.of("c2") == [browser(6, "c2")]
    await herald.unsubscribe("c1", browser(6).endpoint)  # another's is not ours to end
    assert book.of("c2") == [browser(6, "c2")]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/x",
        "https://fcm.googleapis.com.evil.example/x",
        "http://fcm.googleapis.com/x",
        "https://user@fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "ftp://push.apple.com/x",
        "https://fcm.googleapis.com:port/x",
        "",
    ],
)
def test_requests_cannot_be_aimed_elsewhere(endpoint: str):
    assert not is_known(endpoint, HOSTS)


def test_push_services_are_known_with_all_beneath_their_names():
    assert is_known("https://fcm.googleapis.com/fcm/send/x", HOSTS)
    assert is_known("https://web.push.apple.com/x", HOSTS)


def test_push_is_off_and_says_so_without_a_contact(tmp_path: Path, broadcaster: Broadcaster) -> None:
    with structlog.testing.capture_logs() as said:
        assert open_herald(PushSettings(data=tmp_path), broadcaster, lambda: NOON) is None
    assert [(each["event"], each["reason"]) for each in said] == [("push_off", "MINWON_PUSH_CONTACT is not set")]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("contact", ["minwon.invalid", "http://city.example", "mailto:", "https://a b"])
def test_contact_is_an_address_that_a_push_service_can_write_to(contact: str) -> None:
    with pytest.raises(ValidationError):
        PushSettings(push_contact=contact)

import asyncio
from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.sentences import size
from channels.telegram.speaking import Voice
from channels.telegram.steady import Steady
from channels.telegram.transport import CAPTION_LIMIT, REFERENCE_LIMIT, TEXT_LIMIT, TransportError, _asked

SENTENCE = st.text(alphabet="가나다라 마바사", min_size=1, max_size=60).map(lambda text: text.strip() + "요.")


@pytest.fixture(autouse=True)
def time_as_timedelta(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


async def failing(error):
    raise error


@pytest.mark.parametrize(
    ("make", "permanent", "gone", "after"),
    [
        (lambda: RetryAfter(7), False, False, 7.0),
        (lambda: Forbidden("blocked"), True, True, None),
        (lambda: BadRequest("no"), True, False, None),
        (TimedOut, False, False, None),
        (lambda: NetworkError("down"), False, False, None),
    ],
)
async def test_telegram_s_errors_are_one_of_ours(make, permanent, gone, after):
    with pytest.raises(TransportError) as raised:
        await _asked(failing(make()))
    assert (raised.value.permanent, raised.value.gone, raised.value.after) == (permanent, gone, after)


class Slept(list):
    async def __call__(self, seconds):
        self.append(seconds)


async def test_a_call_is_made_until_it_is_taken_and_waits_as_long_as_telegram_wants():
    slept, outcomes = Slept(), deque([RetryAfter(30), TimedOut(), TimedOut(), None])

    async def call():
        error = outcomes.popleft()
        if error is not None:
            await _asked(failing(error))
        return "taken"

    assert await Steady(slept)(call) == "taken"
    assert slept[0] == 30
    assert 0.5 <= slept[1] <= 1 <= slept[2] <= 2


async def test_what_is_never_taken_is_not_asked_again():
    slept = Slept()
    with pytest.raises(TransportError):
        await Steady(slept)(lambda: _asked(failing(BadRequest("no"))))
    assert slept == []


class Taking:
    def __init__(self, no_edit=None):
        self.sent, self.no_edit = [], no_edit

    async def edit(self, chat, message, text, keys):
        if self.no_edit:
            await _asked(failing(self.no_edit))

    async def send(self, chat, text, keys=()):
        self.sent.append((text, keys))
        return str(len(self.sent))


class References:
    async def refer(self, conversation, keys):
        return ["a" * 24 for _ in keys]


class OneDoor:
    async def address(self, conversation):
        return "https://counter.example/resume?code=ABCD"


@settings(max_examples=25, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=200), st.lists(st.sampled_from(list(Deed)), max_size=6))
def test_whatever_is_said_fits_in_telegram_and_no_sentence_is_cut(sentences, deeds):
    taking, text = Taking(), " ".join(sentences)
    keys = tuple(Key("단추" * 60, deed, "x" * 900) for deed in deeds)
    voice = Voice(taking, References(), OneDoor(), Steady(Slept()))
    asyncio.run(voice.say("1", "one", Shown(text, keys)))
    assert all(0 < size(said) <= TEXT_LIMIT for said, _ in taking.sent)
    assert all(any(sentence in said for said, _ in taking.sent) for sentence in sentences)
    assert [bool(under) for _, under in taking.sent[:-1]] == [False] * (len(taking.sent) - 1)
    under = taking.sent[-1][1]
    assert len(under) == len(deeds)
    assert all(key.url or 0 < len(key.reference.encode()) <= REFERENCE_LIMIT for key in under)


async def test_a_long_text_comes_in_messages_of_4096_units():
    taking, sentence = Taking(), "이 문장은 서른 자쯤 되고 끝까지 남아 있어야 해요."
    voice = Voice(taking, References(), OneDoor(), Steady(Slept()))
    await voice.say("1", "one", Shown(" ".join([sentence] * 400)))
    assert len(taking.sent) > 2
    assert all(len(said) <= 4096 and said.endswith("요.") for said, _ in taking.sent)
    assert sum(said.count(sentence) for said, _ in taking.sent) == 400


@pytest.mark.parametrize(
    ("error", "number"),
    [
        (None, "88"),
        (BadRequest("Message is not modified: specified new message content is the same"), "88"),
        (BadRequest("Message to edit not found"), "1"),
        (BadRequest("Message can't be edited"), "1"),
    ],
)
async def test_a_card_changes_in_its_place_or_is_said_anew_where_it_was_deleted(error, number):
    taking = Taking(error)
    voice = Voice(taking, References(), OneDoor(), Steady(Slept()))
    assert await voice.say_again("1", "one", Shown("새 상태예요."), "88") == number
    assert len(taking.sent) == (0 if number == "88" else 1)


async def test_who_blocked_the_assistant_is_not_said_anything_anew():
    taking = Taking(Forbidden("bot was blocked by the user"))
    with pytest.raises(TransportError):
        await Voice(taking, References(), OneDoor(), Steady(Slept())).say_again("1", "one", Shown("글"), "88")
    assert taking.sent == []


def test_the_limits_are_telegram_s():
    assert (TEXT_LIMIT, CAPTION_LIMIT, REFERENCE_LIMIT) == (4096, 1024, 64)

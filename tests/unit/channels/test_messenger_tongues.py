"""Who is spoken to in which language, and what the two languages share."""

import pytest

from channels.messenger.keyboard import Deed, Key, Shown
from channels.telegram.commands import RESUMES, Commands
from channels.telegram.speaking import NOTHING, Voice
from channels.telegram.steady import Steady
from channels.telegram.tongues import Tongues, language_of
from channels.telegram.transport import ALERT_LIMIT, CAPTION_LIMIT, Transport
from channels.telegram.updates import Commanded, Said
from channels.words import read_words

TONGUES = Tongues(read_words())
LOST = "Where is the lost and found?"


@pytest.mark.parametrize(
    ("code", "text", "before", "language"),
    [
        ("ko", "/start", None, "ko"),
        ("ko", LOST, "ko", "ko"),  # the engine answers in English all the same
        ("ko-KR", LOST, None, "ko"),
        ("en", "/start", None, "en"),
        ("vi", "/start", None, "en"),
        ("", "/start", None, "ko"),
        ("", LOST, "ko", "ko"),
        ("en", LOST, "ko", "en"),
        ("en", "등본 떼고 싶어요", "en", "ko"),
        ("en", "Seoul Pay 어떻게 써요", "en", "ko"),
        ("en", "OK", "ko", "ko"),
        ("en", "OK", "en", "en"),
        ("en", "120", "ko", "ko"),
    ],
)
def test_what_is_written_counts_most(code, text, before, language):
    kind = Commanded if text.startswith("/") else Said
    assert language_of(kind(5, "7", 3, text, language=code), before) == language


def test_both_greetings_offer_the_same():
    korean, english = TONGUES.of("ko").greeting, TONGUES.of("en").greeting
    assert [each.payload for each in korean.buttons] == [each.payload for each in english.buttons]
    assert korean.text != english.text
    assert TONGUES.of("vi").greeting == korean


def test_both_languages_know_every_problem():
    counter = read_words()
    assert TONGUES.of("en").problems.keys() >= TONGUES.of("ko").problems.keys()
    assert TONGUES.of("en").problems["too_long"] == counter.problems_in_english["too_long"]


class Bot:
    """What was asked of the Bot API."""

    def __init__(self):
        self.asked = []

    def __getattr__(self, method):
        async def call(*args, **more):
            self.asked.append((method, args, more))

        return call


async def test_a_notice_of_a_button_and_the_words_under_a_file_are_cut_between_sentences():
    bot = Bot()
    transport, sentence = Transport(bot), "이 문장은 끝까지 남아요."
    await transport.answer("q", f"{sentence} {'가' * ALERT_LIMIT}", alert=True)
    await transport.send_paper("7", "a.pdf", b"%PDF", f"{sentence} {'가' * CAPTION_LIMIT}")
    assert bot.asked[0][1] == ("q", sentence)
    assert bot.asked[-1][2]["caption"] == sentence


async def test_a_button_pressed_in_time_gets_no_notice():
    bot = Bot()
    await Transport(bot).answer("q")
    assert bot.asked == [("answer_callback_query", ("q", None), {"show_alert": False})]


class Sending:
    def __init__(self):
        self.sent = []

    async def send(self, chat, text, keys=()):
        self.sent.append(text)
        return "1"


class References:
    async def refer(self, conversation, keys):
        return ["a" * 24 for _ in keys]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
async def test_keys_without_words_are_said_with_a_sign(text):
    sending = Sending()
    voice = Voice(sending, References(), None, Steady())
    assert await voice.say("7", "one", Shown(text, (Key("네", Deed.PRESS, "/affirm"),))) == "1"
    assert sending.sent == [NOTHING]


class Chats:
    """Knows no code that it is told."""

    def __init__(self):
        self.tried = []

    async def tongue(self, heard):
        return TONGUES.of("ko")

    async def resume(self, heard, code):
        self.tried.append((heard.chat, code))


class Plain:
    def __init__(self):
        self.said = []

    async def say_plainly(self, chat, text):
        self.said.append(text)


async def test_a_chat_may_not_guess_codes_for_ever_and_another_may_go_on():
    chats, voice = Chats(), Plain()
    commands = Commands(chats, voice, TONGUES)
    for number in range(RESUMES.amount + 2):
        assert await commands.do(Commanded(number, "7", name="start", argument="WRONG123"))
    assert len(chats.tried) == RESUMES.amount
    assert voice.said[-1] == read_words().problems["too_many_requests"]
    assert await commands.do(Commanded(99, "8", name="resume", argument="WRONG123"))
    assert chats.tried[-1] == ("8", "WRONG123")

"""The two languages of the adapter: whose language is which, and what is said in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from channels.conversation.message import Draft, Speaker
from channels.messenger.book import KOREAN
from channels.messenger.showing import Showing
from channels.messenger.words import ENGLISH as SHARED_ENGLISH
from channels.messenger.words import Words
from channels.messenger.words import read_words as read_shared_words
from channels.telegram.updates import Heard, Said
from channels.telegram.words import ENGLISH as ENGLISH_FILE
from channels.telegram.words import TelegramWords, read_words
from channels.words import Sentence
from channels.words import Words as CounterWords

ENGLISH = "en"
_HANGUL, _WORD = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]"), re.compile("[A-Za-z]{2,}")
_ENOUGH = 2
"""Words: a single one is a name as often as not."""


@dataclass(frozen=True)
class Tongue:
    """``problems`` are the channels' own sentences by code."""

    words: TelegramWords
    shared: Words
    showing: Showing
    greeting: Draft
    problems: Mapping[str, str]


class Tongues:
    def __init__(self, counter: CounterWords) -> None:
        korean, english = read_words(), read_words(ENGLISH_FILE)
        problems = {**counter.problems, **counter.problems_in_english}
        self._tongues = {
            KOREAN: _tongue(korean, read_shared_words(), counter.greeting, counter.problems),
            ENGLISH: _tongue(english, read_shared_words(SHARED_ENGLISH), counter.greeting_in_english, problems),
        }

    def of(self, language: str) -> Tongue:
        return self._tongues.get(language, self._tongues[KOREAN])

    def menus(self) -> dict[str, list[tuple[str, str]]]:
        """Give the menu for each language; that without a name is for everybody else."""
        named = {"": self._tongues[KOREAN], ENGLISH: self._tongues[ENGLISH]}
        return {
            name: [(command, said.menu) for command, said in tongue.words.commands.items()]
            for name, tongue in named.items()
        }


def language_of(heard: Heard, before: str | None = None) -> str:
    """Give the language for who sent ``heard`` and was spoken to in ``before``: what they write counts most.

    Nobody whose Telegram is in Korean is spoken to in English; the engine answers each text in its own language.
    """
    if heard.language.startswith(KOREAN):
        return KOREAN
    if isinstance(heard, Said) and _HANGUL.search(heard.text):
        return KOREAN
    if heard.language and isinstance(heard, Said) and len(_WORD.findall(heard.text)) >= _ENOUGH:
        return ENGLISH
    return before or (ENGLISH if heard.language else KOREAN)


def chosen(language: str) -> str | None:
    """Give the language in which the engine answers what has none of its own, as a button; None: it looks itself."""
    return language if language == ENGLISH else None


def _tongue(words: TelegramWords, shared: Words, greeting: Sentence, problems: Mapping[str, str]) -> Tongue:
    return Tongue(words, shared, Showing(shared), greeting.draft(Speaker.BOT), problems)

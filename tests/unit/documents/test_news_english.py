"""Every word of the cards that are drawn without a turn of the conversation has its English."""

import re

from documents.domain.kind import PAPERS, PaperKind
from documents.domain.state import CITIZEN_WORD, PromiseState
from documents.news import News

HANGUL, BRACKETS = re.compile("[가-힣]"), re.compile(r"\([^)]*\)")


def test_the_words_of_the_cards_are_whole_in_english():
    words = News("http://wallet.test").words
    english = words["english"]
    assert set(english["titles"]) == {kind.value for kind in PaperKind}
    assert set(english["number_labels"]) == {facts.number_label for facts in PAPERS.values()}
    assert set(english["states"]) == {CITIZEN_WORD[PromiseState.SEALED], CITIZEN_WORD[PromiseState.VOIDED]}
    assert len(english["steps"]) == len(words["steps"])
    said = [
        *english["steps"],
        *(text for part in ("titles", "number_labels", "states") for text in english[part].values()),
    ]
    assert not [text for text in said if HANGUL.search(BRACKETS.sub("", text))]

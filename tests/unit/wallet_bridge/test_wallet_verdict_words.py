"""What the page of the public check says: of each of the eight answers and four marks something of its own."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from documents.domain.verdict import CheckStatus, Mark
from wallet_bridge.wallet.verdicts import CheckAnswer
from wallet_bridge.wallet.views import Views

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
WAYS = ("number", "digest", "file")


def said(status: CheckStatus, mark: Mark, by: str) -> SimpleNamespace:
    """Give heading, sentence and the sentence of the mark, as the page shows them."""
    facts = dict.fromkeys(CheckAnswer.model_fields)
    answer = CheckAnswer.model_construct(**{**facts, "status": status, "mark": mark, "checked_at": NOW, "receipt": "a"})
    request = Request({"type": "http", "path": "/verify", "headers": []})
    page = Views(practice=True).page(request, "verdict", answer=answer, by=by, scan=None).body
    lines = bytes(page).decode().splitlines()
    heading = next(line for line in lines if "<h1>" in line)
    start = lines.index(next(line for line in lines if 'class="sentence"' in line))
    sentence, meaning = lines[start : start + 2]
    return SimpleNamespace(heading=heading, sentence=sentence, meaning=meaning)


@pytest.mark.parametrize("by", WAYS)
def test_each_of_the_eight_answers_has_a_heading_and_a_sentence_of_its_own(by: str) -> None:
    told = [said(status, Mark.UNCHECKED, by) for status in CheckStatus]
    assert len(told) == 8
    assert len({each.heading for each in told}) == len({each.sentence for each in told}) == 8
    assert all("요" in each.heading and each.sentence.rstrip().endswith("요.</p>") for each in told)


def test_each_of_the_four_marks_says_what_it_means() -> None:
    told = {mark: said(CheckStatus.VALID, mark, "file").meaning for mark in Mark}
    assert len(set(told.values())) == 4
    assert all(f"{mark.value}" in meaning and "뜻이에요." in meaning for mark, meaning in told.items())

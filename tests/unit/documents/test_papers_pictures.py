"""Every page looks as it was approved. After a wanted change: ``python -m tests.unit.documents.paper_pictures``."""

from dataclasses import replace

import pytest

from tests.unit.documents.paper_pictures import APPROVED, DRAFTS, approved, pictures, unlike

TOLERANCE = 12
"""Of 255, in a square of six pixels: another shade of an edge. ㅐ for ㅔ makes 18."""


@pytest.mark.parametrize("name", DRAFTS)
def test_each_page_looks_as_approved(name):
    drawn, wanted = pictures(DRAFTS[name]), approved(name)
    assert len(drawn) == len(wanted)
    assert [unlike(*pair) < TOLERANCE for pair in zip(drawn, wanted, strict=True)] == [True] * len(wanted)


def test_nothing_is_approved_that_is_not_drawn():
    names = {path.stem.rpartition("-")[0] for path in APPROVED.glob("*.png")}
    assert names == set(DRAFTS)


@pytest.mark.parametrize(
    "changes",
    [{"check_code": "7K3M9QXB"}, {"purpose": "은행 재출"}, {"expires_at": DRAFTS["entry_exit"].issued_at}],
    ids=["another letter of the code", "another syllable", "another day"],
)
def test_one_other_letter_is_seen(changes):
    (drawn,), (wanted,) = pictures(replace(DRAFTS["entry_exit"], **changes)), approved("entry_exit")
    assert unlike(drawn, wanted) > TOLERANCE

"""The readable page on a phone of 390 points: nothing sticks out of the screen, and no figure is broken in two."""

import pytest
from playwright.sync_api import Browser, Page

from documents.domain.paper import PaperDraft
from documents.rendering import as_html
from tests.unit.documents.test_forms_html import DRAFTS

pytestmark = pytest.mark.browser
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_OUTSIDE = (
    "[...document.querySelectorAll('.table')].filter((box) => box.getBoundingClientRect().right > innerWidth).length"
)
_FIGURES = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [[], []];
  for (let node; (node = texts.nextNode()); )
    for (const figure of node.data.matchAll(/\\d[\\d*]*(?:[-.,:]\\d[\\d*]*)+/g)) {
      const range = document.createRange();
      range.setStart(node, figure.index);
      range.setEnd(node, figure.index + figure[0].length);
      found[range.getClientRects().length > 1 ? 1 : 0].push(figure[0]);
    }
  return found;
}"""


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Page:
    return chromium.new_page(viewport={"width": 390, "height": 844})


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS)
def test_a_paper_reads_on_a_phone(phone: Page, draft: PaperDraft) -> None:
    phone.set_content(as_html(draft))
    whole, broken = phone.evaluate(_FIGURES)
    assert (phone.evaluate(_SIDEWAYS), phone.evaluate(_OUTSIDE), broken) == (0, 0, [])
    assert "1234-5678-1234-5670" in whole

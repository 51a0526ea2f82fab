"""A page as it is read four times enlarged: 320 px of a desktop's 1,280, with letters, words and lines set apart."""

from playwright.sync_api import Page

_APART = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def too_wide(page: Page) -> list[str]:
    """Say by how much the page is wider than its window then; the page is left as it was.

    The page's context must bypass the content security policy.
    """
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": 320, "height": 256})
    style = page.add_style_tag(content=_APART)
    wider = page.evaluate(_WIDER)
    style.evaluate("each => each.remove()")
    page.set_viewport_size(before)
    return [f"{wider} px too wide at 320 px"] if wider > 0 else []

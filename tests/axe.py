"""axe-core in a page that is open: what it finds against WCAG 2.2 A and AA and against its own good practice."""

from pathlib import Path

from playwright.sync_api import Frame, Page

_AXE = Path(__file__).parents[1] / "channels/counter/web/node_modules/axe-core/axe.min.js"
_TAGS = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']"
_MORE = "{'label-content-name-mismatch': {enabled: true}, 'target-size': {enabled: true}}"
"""Rules that axe leaves out unless asked: a name says what is seen, a target is at least 24 px or stands apart."""


def faults(page: Page | Frame, within: str = "html") -> list[str]:
    """Give each fault with the markup that it is in; a frame of another site is judged by itself.

    ``within`` is where to look, for what covers the rest of the page. The page's context must bypass the content
    security policy, and want no motion: what is still being faded in has no contrast yet.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text("utf-8"))
    asked = f"{{resultTypes: ['violations'], runOnly: {_TAGS}, rules: {_MORE}}}"
    found = page.evaluate(f"axe.run({within!r}, {asked}).then(answer => answer.violations)")
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]

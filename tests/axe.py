"""axe-core in a page that is open: what it finds against WCAG 2.2 A and AA and against its own good practice."""

import importlib.util
from pathlib import Path

from playwright.sync_api import Frame, Page

_RULES = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']"


def faults(page: Page | Frame) -> list[str]:
    """Give each fault with the markup that it is in; a frame of another site is judged by itself.

    The page's context must bypass the content security policy.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    asked = f"{{resultTypes: ['violations'], runOnly: {_RULES}}}"
    found = page.evaluate(f"axe.run(document, {asked}).then(answer => answer.violations)")
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def _axe() -> str:
    package = importlib.util.find_spec("axe_core_python")
    assert package is not None
    assert package.origin is not None
    return (Path(package.origin).parent / "axe.min.js").read_text("utf-8")

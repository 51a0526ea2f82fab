"""Pages drawn from templates, in the language of who asks; every page has the same head (`base.html`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from channels.counter.assets import ENGLISH_WORDS, PAGE_WORDS, Assets
from channels.counter.languages import said
from channels.counter.taste import Language, taste

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Pages:
    """``problems`` says in each language what went wrong, by code: a form that failed is shown again with it."""

    assets: Assets
    problems: Mapping[Language, Mapping[str, str]]
    _environment: Environment = field(init=False, repr=False)
    _words: Mapping[Language, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        loader = FileSystemLoader(TEMPLATES)
        environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
        environment.filters["said"] = said
        object.__setattr__(self, "_environment", environment)
        files: dict[Language, Path] = {"ko": PAGE_WORDS, "en": ENGLISH_WORDS}
        object.__setattr__(self, "_words", {each: json.loads(file.read_text("utf-8")) for each, file in files.items()})

    def draw(self, request: Request, template: str, problem: str = "", **context: Any) -> HTMLResponse:
        """Draw ``template``; ``problem`` is the code of what went wrong, unknown ones say nothing."""
        wanted = taste(request)
        shared = {
            "assets": self.assets,
            "taste": wanted,
            "ui": self._words[wanted.language],
            "problem": self.problems[wanted.language].get(problem),
        }
        return HTMLResponse(self._environment.get_template(template).render(shared | context))

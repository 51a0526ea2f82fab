"""The built front end: Vite's folder under /assets, found by its manifest."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_WEB = Path(__file__).with_name("web")
DIST = _WEB / "dist"
PAGE_WORDS = _WEB / "src" / "words.ko.json"
ENGLISH_WORDS = _WEB / "src" / "words.en.json"
_ENTRY, _ENGLISH = "src/main.ts", "src/words.en.json"
_HASHED = re.compile(r"-[\w-]{8}\.\w+$")
_YEAR = "public, max-age=31536000, immutable"
_HOUR = "public, max-age=3600"
_SMALL = 1000
_WORKER, _FOR_OTHER_SITES = "sw.js", "embed.js"


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses for the page; all empty when the front end is not built (the page works without).

    ``modules`` are what the script itself asks for, told beforehand so that it is no second way there and back;
    ``english`` what it asks for besides where the page is in English.
    """

    script: str | None = None
    styles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    english: tuple[str, ...] = ()


def find_assets(dist: Path = DIST) -> Assets:
    """Read the manifest of ``dist`` and follow the imports of the entry, for them and for their styles."""
    manifest = dist / ".vite" / "manifest.json"
    if not manifest.is_file():
        return Assets()
    chunks = json.loads(manifest.read_text("utf-8"))
    styles: dict[str, None] = {}
    waiting, seen = [_ENTRY], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            styles |= dict.fromkeys(f"/assets/{file}" for file in chunks[name].get("css", ()))
            waiting += chunks[name].get("imports", ())
    others = seen - {_ENTRY}
    modules = tuple(sorted(_address(chunks[name]) for name in others))
    english = (_address(chunks[_ENGLISH]),) if _ENGLISH in chunks else ()
    return Assets(_address(chunks[_ENTRY]), tuple(styles), modules, english)


def _address(chunk: Mapping[str, Any]) -> str:
    return f"/assets/{chunk['file']}"


class BuiltFiles(GZipMiddleware):
    """The folder, packed on its way for slow lines. Nothing in it is secret, so its packed size tells nothing."""

    def __init__(self, directory: Path, *, check_dir: bool = True) -> None:
        super().__init__(_Files(directory=directory, check_dir=check_dir), minimum_size=_SMALL, compresslevel=6)


class _Files(StaticFiles):
    """Names with a hash are kept for a year, the others for an hour. The service worker may serve the whole house."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = _YEAR if _HASHED.search(path) else _HOUR
        if path == _WORKER:
            response.headers["Service-Worker-Allowed"] = "/"
        if path == _FOR_OTHER_SITES:
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

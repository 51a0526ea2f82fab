"""How somebody wants the page: its language, and easy Korean with larger text. Two cookies that say nothing else."""

from dataclasses import dataclass
from typing import Literal

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

_LANGUAGE, _EASY = "minwon_language", "minwon_easy"
_YEAR = 365 * 24 * 3600

Language = Literal["ko", "en"]


@dataclass(frozen=True, slots=True)
class Taste:
    language: Language = "ko"
    easy: bool = False


def taste(request: HTTPConnection) -> Taste:
    """Read what the address asks for (``?lang=en``, ``?easy=1``), else what was chosen before, else Korean."""
    easy = request.query_params.get("easy") or request.cookies.get(_EASY)
    return Taste(chosen_language(request) or "ko", easy == "1")


def chosen_language(request: HTTPConnection) -> Language | None:
    """Give the language that was chosen, now or before; None for who has never chosen one."""
    language = request.query_params.get("lang") or request.cookies.get(_LANGUAGE)
    return None if not language else "en" if language == "en" else "ko"


def keep(response: Response, request: Request, *, secure: bool) -> None:
    """Remember what the address asks for. The page's script sets the easy mode itself, so its cookie is open to it."""
    chosen = taste(request)
    if "lang" in request.query_params:
        _set(response, _LANGUAGE, chosen.language, secure=secure, httponly=True)
    if "easy" in request.query_params:
        _set(response, _EASY, str(int(chosen.easy)), secure=secure, httponly=False)


def _set(response: Response, name: str, value: str, *, secure: bool, httponly: bool) -> None:
    response.set_cookie(name, value, max_age=_YEAR, samesite="strict", secure=secure, httponly=httponly)

"""Structured logs, one JSON object a line, with personal data taken out before anything is written."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from documents.domain.screening import redact_rrn

_SECRET_NAMES = re.compile(
    r"name|birth|born|phone|rrn|(^|_)ci$|address|token|secret|password|authorization|cookie|hanja|text|login_hint",
    re.IGNORECASE,
)
_OPEN_NAMES = frozenset({"logger_name", "event_name", "process_name", "thread_name"})
_PHONE = re.compile(r"01[016-9][-\s.]?\d{3,4}[-\s.]?\d{4}")
_LONG_SECRET = re.compile(r"[A-Za-z0-9+/_=-]{60,}")
_QUERY_SECRET = re.compile(r"((?:token|code|check)=)[^&\s\"]+")
_HIDDEN = "[hidden]"


def redact(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: hide values of telling names, and RRNs, telephones, tokens, CIs inside any text."""
    return {key: _clean(key, value) for key, value in entry.items()}


def redact_text(text: str) -> str:
    """Take RRNs, mobile numbers, long tokens and token query parameters out of ``text``."""
    text = _PHONE.sub(_HIDDEN, redact_rrn(text))
    return _QUERY_SECRET.sub(rf"\g<1>{_HIDDEN}", _LONG_SECRET.sub(_HIDDEN, text))


def _clean(key: str, value: Any) -> Any:
    if _SECRET_NAMES.search(key) and key not in _OPEN_NAMES:
        return _HIDDEN
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return {inner: _clean(str(inner), each) for inner, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean("", each) for each in value]
    return value


def configure(process: str, level: str = "INFO") -> None:
    """Send structlog and the standard library's loggers through one redacting JSON renderer to standard output."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("uvicorn.access", "httpx", "httpcore", "fontTools", "alembic", "pikepdf"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for hostile in ("pyhanko", "pyhanko_certvalidator"):  # a citizen's broken file is an answer, not a warning
        logging.getLogger(hostile).setLevel(logging.ERROR)
    for telling in ("telegram.Bot", "telegram.ext.AIORateLimiter"):  # they write down what a citizen wrote
        logging.getLogger(telling).disabled = True
    structlog.contextvars.bind_contextvars(process=process)

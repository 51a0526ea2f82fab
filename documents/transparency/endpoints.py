"""What anyone may read of the log: heads, entries, proofs. Read-only, nothing personal, no keys needed."""

import base64
import pathlib
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection, Engine, select
from starlette.responses import PlainTextResponse

from documents.ledger.transactions import run
from documents.service.problems import Problem
from documents.transparency import log
from documents.transparency.heads import public_line
from documents.transparency.tables import log_head

_TEXT = "text/plain; charset=utf-8"
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


def log_router(engine: Engine, keys: pathlib.Path) -> APIRouter:
    """Build the routes. ``engine`` may be read-only; ``keys`` is the folder with the public key of the heads."""
    router = APIRouter(prefix="/log", tags=["log"])

    @router.get("/checkpoint", response_class=PlainTextResponse)
    def checkpoint() -> PlainTextResponse:
        """Give the newest signed head (C2SP tlog-checkpoint)."""
        note = run(engine, lambda connection: _newest(connection)[1])
        return PlainTextResponse(note, media_type=_TEXT, headers={"Cache-Control": "public, max-age=30"})

    @router.get("/key", response_class=PlainTextResponse)
    def key() -> PlainTextResponse:
        """Give the key that checks the heads (C2SP signed-note verifier key)."""
        line = public_line(keys)
        if line is None:
            raise Problem(404, "no_head_yet", "아직 공개된 기록이 없어요.")
        return PlainTextResponse(f"{line}\n", media_type=_TEXT)

    @router.get("/entries")
    def entries(
        start: Annotated[int, Query(ge=0)] = 0, count: Annotated[int, Query(ge=1, le=log.MOST_ENTRIES)] = 100
    ) -> dict[str, Any]:
        found = run(engine, lambda connection: log.entries(connection, start, count))
        return {"entries": [{"place": each.place, "entry": each.text} for each in found]}

    @router.get("/proof/{sha256}")
    def proof(sha256: Digest) -> dict[str, Any]:
        """Prove each entry about a file against the newest head."""
        return run(engine, lambda connection: _proofs(connection, sha256))

    @router.get("/consistency")
    def consistency(earlier: Annotated[int, Query(ge=1)], size: Annotated[int, Query(ge=1)]) -> dict[str, Any]:
        """Prove that the first ``earlier`` entries are still the beginning of the first ``size``."""
        return {"path": run(engine, lambda connection: _consistency(connection, earlier, size))}

    return router


def _newest(connection: Connection) -> tuple[int, str]:
    row = connection.execute(select(log_head).order_by(log_head.c.size.desc()).limit(1)).one_or_none()
    if row is None:
        raise Problem(404, "no_head_yet", "아직 공개된 기록이 없어요.")
    return row.size, row.note


def _proofs(connection: Connection, sha256: str) -> dict[str, Any]:
    size, note = _newest(connection)
    found = [log.proof_of(connection, place, size) for place in log.places(connection, sha256) if place < size]
    if not found:
        raise Problem(404, "not_in_log", "공개 기록에 없거나, 1분 안에 올라올 예정이에요.")
    proofs = [{"place": each.place, "entry": each.entry, "path": _encoded(each.path)} for each in found]
    return {"checkpoint": note, "size": size, "proofs": proofs}


def _consistency(connection: Connection, earlier: int, size: int) -> list[str]:
    if not earlier <= size <= log.size(connection):
        raise Problem(422, "no_such_size", "그런 크기의 기록은 없어요.")
    return _encoded(log.tree_consistency(connection, earlier, size))


def _encoded(path: tuple[bytes, ...] | list[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in path]

"""What the log says of a paper: that it was issued, renewed, or taken back. The digest, the kind and times only."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row

from documents.transparency import log

ISSUED, VOIDED, RENEWED = "issued", "voided", "renewed"


def enter(connection: Connection, row: Row[Any], at: datetime) -> int:
    """Enter the issue of the promise in ``row``, once; give its place."""
    known = log.places(connection, row.sha256)  # a held paper that goes on passes here again
    if known:
        return known[0]
    facts = {"event": ISSUED, "kind": row.kind, "issued_at": _text(row.issued_at), "expires_at": _text(row.expires_at)}
    return log.append(connection, row.sha256, facts, at)


def enter_end(connection: Connection, sha256: str, at: datetime) -> int:
    """Enter that the paper was taken back. Why stays with the office."""
    return log.append(connection, sha256, {"event": VOIDED, "at": _text(at)}, at)


def enter_renewal(connection: Connection, sha256: str, former: str, at: datetime) -> int:
    """Enter that the file with digest ``sha256`` is the one issued as ``former``, with a fresh archive time-stamp."""
    return log.append(connection, sha256, {"event": RENEWED, "of": former, "at": _text(at)}, at)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")

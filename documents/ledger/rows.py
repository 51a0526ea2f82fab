"""Rows of ``promise`` to domain values, and the fenced write that every change of a claimed row goes through."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Executable, Row, and_, bindparam, insert, update

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.paper import PaperDraft
from documents.domain.receipt import Receipt
from documents.domain.request import PaperRequest
from documents.domain.state import PromiseState
from documents.ledger.content import draft_place, request_place, unpack_draft, unpack_request
from documents.ledger.promise import Claim, LostClaim, Promise
from documents.ledger.schema import database_now, promise, transition
from documents.vault import Vault

_RECEIPT = TypeAdapter(Receipt)
_ADD = insert(transition)


def to_promise(row: Row[Any]) -> Promise:
    return Promise(
        key=row.key,
        number=PaperNumber(row.number),
        check_code=row.check_code,
        kind=PaperKind(row.kind),
        conversation=row.conversation,
        verification=row.verification,
        state=PromiseState(row.state),
        attempts=row.attempts,
        error_code=row.error_code,
        created_at=row.created_at,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        sha256=row.sha256,
        receipt=_receipt(row.receipt),
        superseded_by=PaperNumber(row.superseded_by) if row.superseded_by else None,
    )


def to_claim(vault: Vault, connection: Connection, row: Row[Any]) -> Claim:
    """Open the row's personal part. Raise vault.Sealed when the person was erased."""
    return Claim(
        promise=to_promise(row),
        epoch=row.epoch,
        request=open_request(vault, connection, row),
        draft=open_draft(vault, connection, row),
        blob=row.blob,
        failing_since=row.failing_since,
    )


def moved_claim(claim: Claim, row: Row[Any], draft: PaperDraft | None, *, behind: bool) -> Claim:
    """Give ``claim`` after the change that left ``row``; its personal part needs no second opening."""
    return Claim(to_promise(row), row.epoch, claim.request, draft or claim.draft, row.blob, row.failing_since, behind)


def open_request(vault: Vault, connection: Connection, row: Row[Any]) -> PaperRequest:
    return unpack_request(vault.open(connection, request_place(row.key), row.sealed_request))


def open_draft(vault: Vault, connection: Connection, row: Row[Any]) -> PaperDraft | None:
    if row.sealed_draft is None:
        return None
    return unpack_draft(vault.open(connection, draft_place(row.key), row.sealed_draft))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A moment to be written: so many seconds from now, by the database's clock."""

    seconds: float = 0.0


def write_fenced(connection: Connection, claim: Claim, now: datetime, **values: Any) -> Row[Any]:
    """Change the claimed row. ``values`` are plain or ``Ahead``. Raise LostClaim when epoch or state moved on."""
    plain = {f"new_{name}": value for name, value in values.items() if not isinstance(value, Ahead)}
    ahead = {f"new_{name}": value.seconds for name, value in values.items() if isinstance(value, Ahead)}
    mine = {"of": claim.promise.key, "held": claim.epoch, "was": claim.promise.state.value, "new_updated_at": now}
    row = connection.execute(_fenced(frozenset(plain), frozenset(ahead)), {**mine, **plain, **ahead}).one_or_none()
    if row is None:
        raise LostClaim
    return row


@cache
def _fenced(plain: frozenset[str], ahead: frozenset[str]) -> Executable:
    """Build the change once for each set of columns: building it costs more than having it done."""
    mine = and_(
        promise.c.key == bindparam("of"), promise.c.epoch == bindparam("held"), promise.c.state == bindparam("was")
    )
    columns = {name: promise.c[name.removeprefix("new_")] for name in {*plain, *ahead, "new_updated_at"}}
    binds: dict[str, Any] = {name: bindparam(name, type_=column.type) for name, column in columns.items()}
    values = {columns[name]: database_now() + bind if name in ahead else bind for name, bind in binds.items()}
    return update(promise).where(mine).values(values).returning(*promise.c)


def record(connection: Connection, row: Row[Any], now: datetime) -> None:
    """Add the row's present state to its history."""
    entry = {"promise": row.key, "state": row.state, "epoch": row.epoch, "code": row.error_code, "at": now}
    connection.execute(_ADD, entry)


def pack_receipt(receipt: Receipt) -> str:
    return _RECEIPT.dump_json(receipt).decode()


def _receipt(packed: str | None) -> Receipt | None:
    return _RECEIPT.validate_json(packed) if packed else None

"""One transaction at a time, and no exception of the database library beyond this room."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from documents.ledger.promise import LedgerDown
from documents.service.database import READING

T = TypeVar("T")
_PAUSES = (0.05, 0.25, 1.0)
_SERIALIZATION = "40"
"""SQLSTATE class: serialization failure, deadlock. The loser repeats."""


def run(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run ``work`` in one transaction; repeat it when the connection broke or the database asks for it.

    Whatever runs here must bear repetition, since a broken connection may hide a commit. Raise LedgerDown when it
    cannot be done now; let IntegrityError through, which its caller expects.
    """
    return _repeated(engine, work, {})


def look(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run ``work``, which changes nothing, as ``run`` does. On SQLite it waits for no writer and keeps none waiting."""
    return _repeated(engine, work, {READING: True})


def _repeated(engine: Engine, work: Callable[[Connection], T], options: dict[str, bool]) -> T:
    for pause in (*_PAUSES, None):
        try:
            with engine.connect().execution_options(**options) as connection, connection.begin():
                return work(connection)
        except IntegrityError:
            raise
        except PoolTimeout as error:
            raise LedgerDown from error
        except DBAPIError as error:
            if pause is None or not _worth_repeating(error):
                raise LedgerDown from error
            time.sleep(pause)
    raise LedgerDown


def bound_transactions(engine: Engine, seconds: float) -> None:
    """Have PostgreSQL end sessions that stay idle inside a transaction for ``seconds``.

    A worker that was put to sleep while it held a row would keep it from everybody. SQLite has one writer process.
    """
    if engine.dialect.name != "postgresql":
        return

    def bound(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET idle_in_transaction_session_timeout = {round(seconds * 1000)}")
        connection.commit()

    event.listen(engine, "connect", bound)
    engine.dispose()  # connections opened before this are not bound


def _worth_repeating(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state.startswith(_SERIALIZATION)

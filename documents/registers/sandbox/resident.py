"""The sandbox resident register: one resource, an access log, and faults on demand (part ``resident``)."""

from collections.abc import Callable

from fastapi import APIRouter, Depends
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, insert
from starlette.concurrency import run_in_threadpool

from documents.ledger.schema import UtcDateTime
from documents.registers.resident_wire import Lookup, LookupAnswer
from documents.registers.sandbox.faults import FaultBoard, FaultKind
from documents.registers.sandbox.households import Register, build_register
from documents.registers.sandbox.people import Person
from documents.service.clock import Clock, utc_now
from documents.service.internal import bearer_required
from documents.service.problems import Problem

PART = "resident"
_metadata = MetaData()
register_access = Table(
    "register_access",
    _metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("purpose", String(60), nullable=False),
    Column("resident", String(40)),
    Column("answer", String(20), nullable=False),
)
"""Who read whose record when and why; ``resident`` is the register's own id, None when nobody was found."""


def resident_router(
    engine: Engine, faults: FaultBoard, token: str, people: tuple[Person, ...], clock: Clock = utc_now
) -> APIRouter:
    """Make the register's routes over the agencies' database. Callers need the bearer ``token``."""
    _metadata.create_all(engine)
    register, log = build_register(people), _access_log(engine, clock)
    allowed = Depends(bearer_required(token))
    router = APIRouter(prefix="/registers/resident", tags=["resident register"], dependencies=[allowed])

    @router.post("/lookup")
    async def lookup(asked: Lookup) -> LookupAnswer:
        """Give the record and household of the person with this CI."""
        fault = await faults.meet(PART)
        found = _find(register, asked.ci, fault)
        await run_in_threadpool(log, asked.purpose, found)
        if found is None:
            raise Problem(404, "no_record", "등록된 사람을 찾을 수 없어요.")
        return found

    return router


def _find(register: Register, ci: str, fault: FaultKind | None) -> LookupAnswer | None:
    return register.mixed_up(ci) if fault is FaultKind.WRONG_PERSON else register.find(ci)


def _access_log(engine: Engine, clock: Clock) -> Callable[[str, LookupAnswer | None], None]:
    def write(purpose: str, found: LookupAnswer | None) -> None:
        resident, answer = (found.subject, "found") if found else (None, "no_record")
        line = insert(register_access).values(at=clock(), purpose=purpose, resident=resident, answer=answer)
        with engine.begin() as connection:
            connection.execute(line)

    return write

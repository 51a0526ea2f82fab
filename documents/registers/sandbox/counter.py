"""The counter of a sandbox register: who may ask, how it fails on demand, and whose dossier it hands out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool

from documents.domain.kind import Agency
from documents.registers.sandbox.access import AccessLog
from documents.registers.sandbox.faults import FaultBoard, FaultKind
from documents.registers.town.dossier import Dossier
from documents.registers.town.town import Town
from documents.registers.wire import Asked, WireName
from documents.service.clock import SEOUL, Clock, utc_now
from documents.service.internal import bearer_required
from documents.service.problems import Problem


@dataclass(frozen=True)
class Furniture:
    """What the five registers have alike. Callers need the bearer ``token``."""

    town: Town
    faults: FaultBoard
    log: AccessLog
    token: str
    clock: Clock = utc_now


class Counter:
    """One register's counter. ``agency`` names it on the fault board, too; ``knows`` tells who has a record there."""

    def __init__(self, agency: Agency, furniture: Furniture, knows: Callable[[Dossier], bool] = lambda _: True) -> None:
        self._agency, self._furniture = agency, furniture
        self._dossiers: dict[str, Dossier] = {each.person.ci: each for each in furniture.town.dossiers if knows(each)}

    def router(self) -> APIRouter:
        allowed = Depends(bearer_required(self._furniture.token))
        place = self._agency.replace("_", "-")
        return APIRouter(prefix=f"/registers/{place}", tags=[f"{place} register"], dependencies=[allowed])

    def today(self) -> date:
        return self._furniture.clock().astimezone(SEOUL).date()

    async def fetch(self, asked: Asked) -> Dossier:
        """Give the dossier behind the asked CI, or suffer the fault of the hour. 404 ``no_record`` for nobody's."""
        fault = await self._furniture.faults.meet(self._agency)
        found = self._following(asked.ci) if fault is FaultKind.WRONG_PERSON else self._dossiers.get(asked.ci)
        await run_in_threadpool(self._furniture.log.write, self._agency, asked, found.person.ci if found else None)
        if found is None:
            raise Problem(404, "no_record", "등록된 사람을 찾을 수 없어요.")
        return found

    def _following(self, ci: str) -> Dossier | None:
        """Give the next person's dossier: the mistake of a careless agency."""
        if ci not in self._dossiers:
            return None
        everybody = list(self._dossiers)
        return self._dossiers[everybody[(everybody.index(ci) + 1) % len(everybody)]]


def about(ci: str, dossier: Dossier) -> dict[str, Any]:
    """Give what every answer begins with. The CI is the one that was asked for, as a careless agency would say."""
    person = dossier.person
    name = WireName(hangul=person.name, hanja=person.hanja)
    return {"ci": ci, "subject": person.id, "name": name, "born": person.born}

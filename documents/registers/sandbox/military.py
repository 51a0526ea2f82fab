"""The sandbox military register. Women, foreigners and boys before their examination have no record there."""

from fastapi import APIRouter

from documents.domain.kind import Agency
from documents.domain.records import Examination, Service
from documents.registers.military_wire import ServiceAnswer, WireExamination, WireService
from documents.registers.sandbox.counter import Counter, Furniture, about
from documents.registers.wire import Asked

OFFICE = "서울지방병무청장"


def military_router(furniture: Furniture) -> APIRouter:
    counter = Counter(Agency.MILITARY, furniture, knows=lambda dossier: dossier.military is not None)
    router = counter.router()

    @router.post("/service")
    async def service(asked: Asked) -> ServiceAnswer:
        """Give the service of the person with this CI, or the examination of who did not serve."""
        dossier = await counter.fetch(asked)
        found = dossier.military
        return ServiceAnswer(
            **about(asked.ci, dossier),
            rrn=dossier.person.rrn.open(),
            address=dossier.address,
            service=WireService.model_validate(found, from_attributes=True) if isinstance(found, Service) else None,
            examination=_examination(found) if isinstance(found, Examination) else None,
            issuing_office=OFFICE,
        )

    return router


def _examination(found: Examination) -> WireExamination:
    return WireExamination.model_validate(found, from_attributes=True)

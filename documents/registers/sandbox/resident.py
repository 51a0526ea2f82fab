"""The sandbox resident register: households, and persons with all that ever changed about them."""

from fastapi import APIRouter

from documents.domain.kind import Agency
from documents.domain.records import Service
from documents.registers.abstract_wire import (
    PersonAnswer,
    WireMilitarySummary,
    WirePersonAddress,
    WirePersonalChange,
)
from documents.registers.resident_wire import LookupAnswer
from documents.registers.sandbox.counter import Counter, Furniture, about
from documents.registers.sandbox.households import household_answer, restricted_against
from documents.registers.town.dossier import Dossier
from documents.registers.town.town import Town
from documents.registers.wire import Asked


def resident_router(furniture: Furniture) -> APIRouter:
    counter, town = Counter(Agency.RESIDENT, furniture), furniture.town
    router = counter.router()

    @router.post("/lookup")
    async def lookup(asked: Asked) -> LookupAnswer:
        """Give the household of the person with this CI."""
        return household_answer(town, await counter.fetch(asked), asked.ci, counter.today())

    @router.post("/person")
    async def person(asked: Asked) -> PersonAnswer:
        """Give the person with this CI."""
        return _person(town, await counter.fetch(asked), asked.ci)

    return router


def _person(town: Town, dossier: Dossier, ci: str) -> PersonAnswer:
    return PersonAnswer(
        **about(ci, dossier),
        rrn=dossier.person.rrn.open(),
        addresses=[WirePersonAddress.model_validate(row, from_attributes=True) for row in dossier.addresses],
        issuing_office=dossier.home.office,
        personal_changes=[WirePersonalChange.model_validate(row, from_attributes=True) for row in dossier.changes],
        military=_military(dossier),
        foreigner_number=dossier.foreigner_number,
        restricted_against=restricted_against(town, dossier.home),
    )


def _military(dossier: Dossier) -> WireMilitarySummary | None:
    if not isinstance(dossier.military, Service):
        return None
    return WireMilitarySummary.model_validate(dossier.military, from_attributes=True)

"""The sandbox immunisation register. Who never had a dose entered has a record all the same, an empty one."""

from fastapi import APIRouter

from documents.domain.kind import Agency
from documents.registers.sandbox.counter import Counter, Furniture, about
from documents.registers.vaccination_wire import DosesAnswer, WireDose
from documents.registers.wire import Asked


def immunisation_router(furniture: Furniture) -> APIRouter:
    counter = Counter(Agency.IMMUNISATION, furniture)
    router = counter.router()

    @router.post("/doses")
    async def doses(asked: Asked) -> DosesAnswer:
        """Give every dose that a clinic entered."""
        dossier = await counter.fetch(asked)
        return DosesAnswer(
            **about(asked.ci, dossier),
            sex=dossier.person.sex,
            doses=[WireDose.model_validate(dose, from_attributes=True) for dose in dossier.doses],
            roman=dossier.passport.roman,
            address_en=dossier.home.english,
        )

    return router

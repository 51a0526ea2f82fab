"""The five sandbox registers together."""

from fastapi import APIRouter

from documents.registers.sandbox.counter import Furniture
from documents.registers.sandbox.health_insurance import health_insurance_router
from documents.registers.sandbox.immigration import immigration_router
from documents.registers.sandbox.immunisation import immunisation_router
from documents.registers.sandbox.military import military_router
from documents.registers.sandbox.resident import resident_router


def registers_router(furniture: Furniture) -> APIRouter:
    """Make the routes of all registers, and the table of their access log."""
    furniture.log.prepare()
    router = APIRouter()
    for make in (resident_router, health_insurance_router, immunisation_router, immigration_router, military_router):
        router.include_router(make(furniture))
    return router

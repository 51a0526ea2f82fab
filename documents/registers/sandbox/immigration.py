"""The sandbox immigration register: crossings of the border. The newest ones are not in it yet."""

from datetime import timedelta

from fastapi import APIRouter

from documents.domain.kind import Agency
from documents.registers.sandbox.counter import Counter, Furniture, about
from documents.registers.town.trips import within
from documents.registers.travel_wire import CrossingsAnswer, WireTrip
from documents.registers.wire import AskedPeriod

LAG_DAYS = 3


def immigration_router(furniture: Furniture, lag_days: int = LAG_DAYS) -> APIRouter:
    """Make the routes. Crossings of the last ``lag_days`` are not told: they are on their way."""
    counter = Counter(Agency.IMMIGRATION, furniture)
    router = counter.router()

    @router.post("/crossings")
    async def crossings(asked: AskedPeriod) -> CrossingsAnswer:
        """Give the crossings of the asked days."""
        dossier = await counter.fetch(asked)
        complete = min(asked.until, counter.today() - timedelta(days=lag_days))
        person, passport = dossier.person, dossier.passport
        return CrossingsAnswer(
            **about(asked.ci, dossier),
            rrn=person.rrn.open(),
            address=dossier.address,
            sex=person.sex,
            nationality=passport.nationality,
            passport_number=passport.number,
            roman=passport.roman,
            since=asked.since,
            until=asked.until,
            complete_until=complete,
            trips=[
                WireTrip(left=trip.left, entered=trip.entered) for trip in within(dossier.trips, asked.since, complete)
            ],
        )

    return router

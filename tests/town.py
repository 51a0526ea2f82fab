"""The town of the sandbox, opened once for all tests of a run: nothing of it can change."""

from datetime import date

from documents.domain.resident import RegisterRecord
from documents.registers.resident import record_of
from documents.registers.sandbox.households import household_answer
from documents.registers.town.town import open_town

TOWN = open_town()
LAST_DAY = date(2026, 11, 15)
"""The day until which the town's lives are told."""
TODAY = date(2026, 11, 22)


def household(resident: str, today: date = TODAY) -> RegisterRecord:
    """What the resident register says of somebody's household."""
    dossier = TOWN.resident(resident)
    return record_of(household_answer(TOWN, dossier, dossier.person.ci, today))

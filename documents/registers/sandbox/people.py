"""Kept for those who still ask here: the residents stand in ``registers.town.people``."""

from documents.registers.town.people import PEOPLE, Person, derive_ci, load_people

__all__ = ["PEOPLE", "Person", "derive_ci", "load_people"]

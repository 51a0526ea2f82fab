"""Chance that falls alike on every machine: a stream of draws for each subject of the invented town."""

from random import Random

SEED = "minwon town 1"


def stream(*subject: str) -> Random:
    """Give the draws about ``subject``; those about another subject do not move when these become more."""
    return Random("/".join((SEED, *subject)))  # noqa: S311 - invented people, no secrets

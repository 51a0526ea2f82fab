"""States of a promise, and the words the citizen hears for them (신청·소요·발급·반려·실패)."""

from enum import StrEnum


class PromiseState(StrEnum):
    PROMISED = "PROMISED"
    RENDERED = "RENDERED"
    CHECKED = "CHECKED"
    SEALED = "SEALED"
    LOGGED = "LOGGED"
    """In the public log of issued papers."""
    DELIVERED = "DELIVERED"
    ACKED = "ACKED"
    REJECTED = "REJECTED"
    """An answer: the register or the law says no."""
    HELD = "HELD"
    """Staff must look; never dropped."""
    VOIDED = "VOIDED"
    """Two people took it back; the number stays used."""


TERMINAL = frozenset({PromiseState.ACKED, PromiseState.REJECTED, PromiseState.HELD, PromiseState.VOIDED})
CITIZEN_WORD: dict[PromiseState, str] = {
    PromiseState.PROMISED: "신청",
    PromiseState.RENDERED: "소요",
    PromiseState.CHECKED: "소요",
    PromiseState.SEALED: "발급",
    PromiseState.LOGGED: "발급",
    PromiseState.DELIVERED: "발급",
    PromiseState.ACKED: "발급",
    PromiseState.REJECTED: "반려",
    PromiseState.HELD: "소요",
    PromiseState.VOIDED: "실패",
}

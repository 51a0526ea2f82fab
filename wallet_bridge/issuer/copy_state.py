"""A copy of a paper for one wallet, and the states it goes through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber


class CopyState(StrEnum):
    """OFFERED → REDEEMED → (DEFERRED →) ISSUED → ACCEPTED, FAILED or DELETED, as the wallet tells."""

    OFFERED = "offered"
    LOCKED = "locked"
    """Five wrong transaction codes: the offer is dead."""
    REPLACED = "replaced"
    """A newer offer of the same paper took its place."""
    REDEEMED = "redeemed"
    DEFERRED = "deferred"
    """The wallet waits for the paper to be sealed."""
    ISSUED = "issued"
    ACCEPTED = "accepted"
    FAILED = "failed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Copy:
    id: str
    number: PaperNumber
    kind: PaperKind
    state: CopyState
    offered_at: datetime
    expires_at: datetime
    """Of the offer."""
    holder_key: str | None
    """Public JWK (JSON) of the wallet that the copy is bound to."""
    list_no: int | None
    place: int | None
    issued_at: datetime | None
    revoked_at: datetime | None

    def state_at(self, now: datetime) -> str:
        """Give what a person is told: the state, or revoked, or expired for an offer that nobody took."""
        if self.revoked_at is not None and self.state not in {CopyState.FAILED, CopyState.DELETED}:
            return "revoked"
        return "expired" if self.state is CopyState.OFFERED and now >= self.expires_at else self.state.value


def to_copy(row: Row[Any]) -> Copy:
    return Copy(
        id=row.id,
        number=PaperNumber(row.number),
        kind=PaperKind(row.kind),
        state=CopyState(row.state),
        offered_at=row.offered_at,
        expires_at=row.expires_at,
        holder_key=row.holder_key,
        list_no=row.list_no,
        place=row.place,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
    )

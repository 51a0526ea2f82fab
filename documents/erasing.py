"""The erasure of a person: the data key goes, and with it everything that was ever sealed for them in the office.

What stays is nobody's: numbers, digests and states, so that the public check still knows the paper, and the access log.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from documents.access import chain
from documents.access.chain import Look
from documents.domain.errors import Refusal
from documents.domain.number import PaperNumber
from documents.ledger.schema import promise
from documents.ledger.transactions import run
from documents.service.clock import Clock
from documents.vault import Vault

WHAT = "erase"


@dataclass(frozen=True)
class Erasing:
    engine: Engine
    vault: Vault
    clock: Clock

    def erase(self, number: PaperNumber, *, who: str, why: str) -> int:
        """Erase the person to whom the paper ``number`` was promised; give how many keys went (0: erased before).

        ``who`` did it and ``why`` go into the access log in the same transaction. Raise Refusal unknown_number.
        """

        def work(connection: Connection) -> int:
            mine = select(promise.c.subject).where(promise.c.number == number.digits)
            person = connection.execute(mine).scalar_one_or_none()
            if person is None:
                raise Refusal("unknown_number")
            chain.note(connection, Look(who, "operator", person, WHAT, why), self.clock())
            return self.vault.erase(connection, person)

        return run(self.engine, work)

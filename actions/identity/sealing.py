"""Personal values of a verification, sealed by the vault: opened nowhere but here."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from actions.identity.provider import ProvenPerson, TypedPerson
from documents.domain.request import VerifiedPerson
from documents.domain.resident import Ci
from documents.vault import Place, Vault


def _place(column: str, identity: str) -> Place:
    return Place("verification", column, identity)


@dataclass(frozen=True, slots=True)
class Sealing:
    """What was typed is sealed under a key of the verification, which goes once answered; claims under the person's."""

    vault: Vault

    def request(self, connection: Connection, identity: str, request_id: str) -> bytes:
        return self._own(connection, "sealed_request", identity, request_id)

    def open_request(self, connection: Connection, row: Row[Any]) -> str:
        return self.vault.open(connection, _place("sealed_request", row.id), row.sealed_request).decode()

    def typed(self, connection: Connection, identity: str, person: TypedPerson) -> bytes:
        values = [person.name, person.born.isoformat(), person.phone]
        return self._own(connection, "sealed_person", identity, json.dumps(values))

    def open_typed(self, connection: Connection, row: Row[Any]) -> TypedPerson:
        plain = self.vault.open(connection, _place("sealed_person", row.id), row.sealed_person)
        name, born, phone = json.loads(plain)
        return TypedPerson(name, date.fromisoformat(born), phone)

    def claims(self, connection: Connection, identity: str, person: ProvenPerson) -> bytes:
        plain = json.dumps([person.ci, person.name, person.born.isoformat()]).encode()
        owner = self.vault.blind(person.ci)
        return self.vault.seal(connection, owner, _place("sealed_claims", identity), plain)

    def open_claims(self, connection: Connection, row: Row[Any]) -> VerifiedPerson:
        plain = self.vault.open(connection, _place("sealed_claims", row.id), row.sealed_claims)
        ci, name, born = json.loads(plain)
        return VerifiedPerson(row.id, Ci(ci), name, date.fromisoformat(born), row.approved_at)

    def phone_index(self, phone: str) -> str:
        return self.vault.blind(f"phone {phone}")

    def forget_typed(self, connection: Connection, identity: str) -> None:
        """Destroy the key of what was typed: the values are gone from backups, too."""
        self.vault.erase(connection, _owner(identity))

    def _own(self, connection: Connection, column: str, identity: str, plain: str) -> bytes:
        return self.vault.seal(connection, _owner(identity), _place(column, identity), plain.encode())


def _owner(identity: str) -> str:
    return f"verification:{identity}"

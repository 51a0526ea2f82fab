"""How to reach people. What is typed into the identity panel waits, sealed, until the check proves it.

1. The counter notes name and phone with the verification that they were typed for (`typed`).
2. The dialogue names the verification that the office calls live (`prove`): what was typed for it becomes the contact.
3. What nobody proved, or wanted for a complaint, is forgotten (`retention`).
"""

from typing import Any

import sqlalchemy as sa

from channels.cases.books import Books, iso
from channels.cases.complaint import Contact
from channels.cases.tables import contacts, typed
from documents.service.envelope import Place


class Contacts:
    def __init__(self, books: Books) -> None:
        self._engine, self._seals, self._clock = books.engine, books.seals, books.clock

    def keep(self, conversation: str, contact: Contact) -> None:
        """Keep how to reach the person of ``conversation``; it serves all complaints of the conversation."""
        with self._engine.begin() as connection:
            self._keep(connection, conversation, contact)

    def typed(self, conversation: str, verification: str, contact: Contact) -> None:
        """Note what was typed for ``verification``; what was typed before does not count any more."""
        with self._engine.begin() as connection:
            self._put(connection, typed, conversation, contact, verification=verification)

    def asked_again(self, conversation: str, verification: str) -> None:
        """Note that the same person is asked anew under ``verification``."""
        mine = typed.c.conversation == conversation
        with self._engine.begin() as connection:
            connection.execute(typed.update().where(mine).values(verification=verification, at=iso(self._clock())))

    def prove(self, connection: sa.Connection, conversation: str, verification: str) -> None:
        """Take what was typed for ``verification``, which was approved, as the contact. Twice is once."""
        mine = (typed.c.conversation == conversation) & (typed.c.verification == verification)
        sealed = connection.scalar(sa.select(typed.c.contact).where(mine))
        value = self._seals.open(connection, Place("typed", "contact", conversation), sealed)
        if value is not None:
            self._keep(connection, conversation, Contact(value["name"], value["phone"], verified=True))
            connection.execute(typed.delete().where(mine))

    def of(self, connection: sa.Connection, conversation: str) -> Contact | None:
        sealed = connection.scalar(sa.select(contacts.c.contact).where(contacts.c.conversation == conversation))
        value = self._seals.open(connection, Place("contacts", "contact", conversation), sealed)
        return None if value is None else Contact(**value)

    def known(self, conversation: str) -> bool:
        """Say whether it is known how to reach the person of ``conversation``."""
        with self._engine.begin() as connection:
            return self.of(connection, conversation) is not None

    def _keep(self, connection: sa.Connection, conversation: str, contact: Contact) -> None:
        self._put(connection, contacts, conversation, contact)

    def _put(
        self, connection: sa.Connection, table: sa.Table, conversation: str, contact: Contact, **more: Any
    ) -> None:
        value = {"name": contact.name, "phone": contact.phone, "verified": contact.verified}
        sealed = self._seals.seal(connection, conversation, Place(table.name, "contact", conversation), value)
        connection.execute(table.delete().where(table.c.conversation == conversation))
        row = {"conversation": conversation, "contact": sealed, "at": iso(self._clock()), **more}
        connection.execute(table.insert().values(row))

"""Going on with a conversation on another device: a short code, one use, ten minutes, and then a key of its own."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from channels.conversation import keys
from channels.conversation.people_tables import resume_codes
from channels.conversation.store import Opened, Store
from channels.conversation.tickets import text_of

LASTS = timedelta(minutes=10)
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_LENGTH = 8
_MISREAD = str.maketrans("ILO", "110", " -")


@dataclass(frozen=True, slots=True)
class ResumeCode:
    code: str
    expires_at: datetime


class Resuming:
    """Synchronous; run by `desk`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, conversation: str) -> ResumeCode:
        """Make a code for ``conversation``; an earlier one counts no more. Raise ``UnknownConversation``."""
        made = ResumeCode("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)), self._store.clock() + LASTS)
        values = {"code_hash": keys.hash_token(made.code), "expires_at": text_of(made.expires_at)}
        with self._store.held(conversation) as (connection, _held):
            connection.execute(resume_codes.delete().where(resume_codes.c.conversation == conversation))
            connection.execute(resume_codes.insert().values({**values, "conversation": conversation}))
        return made

    def redeem(self, code: str) -> Opened | None:
        """Give a new key of the code's conversation; None for a code that is wrong, used or out of time."""
        now = text_of(self._store.clock())
        wanted = resume_codes.c.code_hash == keys.hash_token(_plain(code))
        fresh = sa.and_(wanted, resume_codes.c.used_at.is_(None), resume_codes.c.expires_at > now)
        with self._store.transaction() as connection:
            use = resume_codes.update().where(fresh).values(used_at=now).returning(resume_codes.c.conversation)
            conversation = connection.scalar(use)
            if conversation is None:
                return None
            opened = Opened(conversation, secrets.token_urlsafe(32))
            keys.add(connection, opened.id, opened.token, now)
        return opened

    def revoke_others(self, conversation: str, token: str) -> None:
        """Take back every key of ``conversation`` but ``token``, and the code that is open."""
        with self._store.held(conversation) as (connection, _held):
            keys.revoke(connection, conversation, text_of(self._store.clock()), besides=token)
            connection.execute(resume_codes.delete().where(resume_codes.c.conversation == conversation))


def _plain(code: str) -> str:
    """Read a code as it may be typed: small letters, spaces, hyphens, and the letters that Crockford leaves out."""
    return code.upper().translate(_MISREAD)

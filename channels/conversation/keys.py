"""The keys of a conversation: one for each device that holds it. Only their hashes are kept; each can be revoked."""

import hashlib
import hmac

import sqlalchemy as sa

from channels.conversation.people_tables import keys


def add(connection: sa.Connection, conversation: str, token: str, now: str) -> None:
    values = {"token_hash": hash_token(token), "conversation": conversation, "made_at": now}
    connection.execute(keys.insert().values(values))


def holds(connection: sa.Connection, conversation: str, token: str) -> bool:
    """Say whether ``token`` is a key of ``conversation`` that was not revoked."""
    given = hash_token(token)
    query = sa.select(keys.c.token_hash).where(keys.c.conversation == conversation, keys.c.revoked_at.is_(None))
    return any(hmac.compare_digest(known, given) for known in connection.scalars(query))


def revoke(connection: sa.Connection, conversation: str, now: str, besides: str) -> None:
    """Take every key of ``conversation`` back ``besides`` the token given."""
    others = (keys.c.conversation == conversation, keys.c.token_hash != hash_token(besides))
    connection.execute(keys.update().where(*others, keys.c.revoked_at.is_(None)).values(revoked_at=now))


def hash_token(token: str) -> str:
    """Tokens carry 256 random bits: a plain SHA-256 is enough to keep them unreadable."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

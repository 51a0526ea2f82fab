"""Accounts of staff: argon2id passwords, TOTP secrets under seal, roles. One-time passwords open the first door."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import pyotp
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.exc import IntegrityError

from channels.staff.seal import Seal
from channels.staff.tables import account
from documents.domain.errors import Refusal
from documents.service.clock import Clock
from documents.service.database import READING

ONE_TIME = timedelta(days=1)
SHORTEST, LONGEST = 12, 128
ISSUER = "민원 창구 콘솔"
_STEP = 30
_CAPACITY = 5
_DIFFERENT = 5


class Role(StrEnum):
    """Each may what the one before may."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    def covers(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Account:
    """``first`` says that only a one-time password has been given out so far."""

    id: str
    login: str
    name: str
    role: Role
    team: str
    capacity: int
    first: bool
    locked: bool
    away: bool


class Accounts:
    """Synchronous; the routes run it in threads."""

    def __init__(self, engine: sa.Engine, seal: Seal, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._engine, self._seal, self.clock = engine, seal, clock
        self._reading = engine.execution_options(**{READING: True})
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def make(self, login: str, name: str, role: Role, team: str = "general") -> tuple[Account, str]:
        """Make an account and give it with its one-time password. Raise Refusal("login_taken")."""
        password, made = secrets.token_urlsafe(12), secrets.token_urlsafe(9)
        row = {
            "id": made,
            "login": login,
            "name": name,
            "role": role.value,
            "team": team,
            "capacity": _CAPACITY,
            "totp_step": 0,
            "locked": False,
            "away": False,
            "created_at": self._now(),
            **self._one_time(password),
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(account.insert().values(row))
        except IntegrityError:
            raise Refusal("login_taken") from None
        return self.get(made), password

    def recover(self, who: str) -> str:
        """Give ``who`` a new one-time password; the old password and TOTP secret are gone."""
        password = secrets.token_urlsafe(12)
        self._change(who, **self._one_time(password), totp=None, totp_step=0, locked=False)
        return password

    def get(self, who: str) -> Account:
        """Raise Refusal("no_account") when there is none."""
        with self._reading.begin() as connection:
            row = connection.execute(sa.select(account).where(account.c.id == who)).one_or_none()
        if row is None:
            raise Refusal("no_account")
        return _account(row)

    def everybody(self) -> list[Account]:
        with self._reading.begin() as connection:
            return [_account(row) for row in connection.execute(sa.select(account).order_by(account.c.name))]

    def set(self, who: str, **values: Any) -> None:
        """Change ``role``, ``team``, ``capacity``, ``locked`` or ``away``."""
        self._change(who, **values)

    def by_password(self, login: str, password: str) -> Account | None:
        """Give the account that ``password`` opens. An unknown login takes as long as a wrong password."""
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(account).where(account.c.login == login)).one_or_none()
        right = self._fits(row.password if row else self._nobody, password)
        if row is None or not right or row.locked:
            return None
        over = row.one_time_until is not None and row.one_time_until < self._now()
        return None if over else _account(row)

    def begin_totp(self, who: str) -> str:
        """Give the TOTP secret of a first sign-in, drawing it when there is none yet."""
        secret = self._secret(who)
        if secret is None:
            secret = pyotp.random_base32()
            self._change(who, totp=self._seal.close(secret, f"account.totp.{who}"))
        return secret

    def address(self, who: Account) -> str:
        """Give the otpauth address of the secret, for the QR that an authenticator reads."""
        return pyotp.TOTP(self.begin_totp(who.id)).provisioning_uri(name=who.login, issuer_name=ISSUER)

    def settle(self, who: str, password: str) -> None:
        """End the first sign-in: from now on ``password`` and the secret count. Raise Refusal("weak_password")."""
        if not strong(password):
            raise Refusal("weak_password")
        self._change(who, password=self._hasher.hash(password), one_time_until=None)

    def spend_code(self, who: str, code: str) -> bool:
        """Take the code of an authenticator: the step now, the one before or after, and each step once."""
        secret, now = self._secret(who), self.clock()
        if secret is None or not (code.isascii() and code.isdigit()):
            return False
        step = _step_of(pyotp.TOTP(secret), code, now)
        if step is None:
            return False
        newer = sa.update(account).where(account.c.id == who, account.c.totp_step < step)
        with self._engine.begin() as connection:
            return bool(connection.execute(newer.values(totp_step=step)).rowcount)

    def administrators(self) -> list[Account]:
        return [each for each in self.everybody() if each.role is Role.ADMINISTRATOR]

    def _one_time(self, password: str) -> dict[str, str]:
        until = (self.clock() + ONE_TIME).isoformat(timespec="milliseconds")
        return {"password": self._hasher.hash(password), "one_time_until": until}

    def _fits(self, known: str, password: str) -> bool:
        try:
            return self._hasher.verify(known, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False

    def _secret(self, who: str) -> str | None:
        with self._engine.begin() as connection:
            sealed = connection.scalar(sa.select(account.c.totp).where(account.c.id == who))
        return None if sealed is None else self._seal.open(bytes(sealed), f"account.totp.{who}")

    def _change(self, who: str, **values: Any) -> None:
        with self._engine.begin() as connection:
            if not connection.execute(account.update().where(account.c.id == who).values(values)).rowcount:
                raise Refusal("no_account")

    def _now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds")


def strong(password: str) -> bool:
    """Tell whether ``password`` may be set: long, and not the same few characters again and again."""
    return SHORTEST <= len(password) <= LONGEST and len(set(password)) >= _DIFFERENT


def _step_of(totp: pyotp.TOTP, code: str, now: datetime) -> int | None:
    middle = int(now.timestamp()) // _STEP
    fitting = [
        step for step in (middle - 1, middle, middle + 1) if secrets.compare_digest(totp.generate_otp(step), code)
    ]
    return fitting[0] if fitting else None


def _account(row: Any) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        team=row.team,
        capacity=row.capacity,
        first=row.one_time_until is not None,
        locked=row.locked,
        away=row.away,
    )

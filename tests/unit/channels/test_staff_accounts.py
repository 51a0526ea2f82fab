"""Who may sign in to the console: one-time passwords, TOTP codes that count once, sessions that end."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from argon2 import PasswordHasher
from cryptography.exceptions import InvalidTag

from channels.staff.accounts import Accounts, Role
from channels.staff.first_administrator import first_password
from channels.staff.seal import Seal
from channels.staff.sessions import IDLE, LONGEST, Sessions, Stage
from channels.staff.tables import account, metadata, session
from channels.staff.throttle import Throttle
from documents.domain.errors import Refusal
from tests.unit.channels.staff_books import Watch

PASSWORD = "nine lives of a paper cat"


@pytest.fixture
def accounts(engine: sa.Engine, clock: Watch) -> Accounts:
    return Accounts(engine, Seal(bytes(32)), clock, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def test_the_migrations_make_the_tables(engine: sa.Engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_one_time_password_opens_the_first_door_only(accounts: Accounts):
    made, one_time = accounts.make("jimin", "지민", Role.AGENT)
    assert made.first
    assert accounts.by_password("jimin", one_time) == made
    accounts.settle(made.id, PASSWORD)
    assert accounts.by_password("jimin", one_time) is None
    opened = accounts.by_password("jimin", PASSWORD)
    assert opened is not None
    assert not opened.first


def test_one_time_password_is_over_after_a_day(accounts: Accounts, clock: Watch):
    _, one_time = accounts.make("jimin", "지민", Role.AGENT)
    clock.now += timedelta(hours=24, seconds=1)
    assert accounts.by_password("jimin", one_time) is None


@pytest.mark.parametrize("password", ["short", "a" * 40, "elevenchars", "x" * 200])
def test_weak_password_is_refused(accounts: Accounts, password):
    made, one_time = accounts.make("jimin", "지민", Role.AGENT)
    with pytest.raises(Refusal, match="weak_password"):
        accounts.settle(made.id, password)
    assert accounts.by_password("jimin", one_time) is not None


def test_code_counts_once_and_only_about_now(accounts: Accounts, clock: Watch):
    made, _ = accounts.make("jimin", "지민", Role.AGENT)
    totp = pyotp.TOTP(accounts.begin_totp(made.id))
    now = totp.at(clock.now)
    assert not accounts.spend_code(made.id, totp.at(clock.now - timedelta(seconds=90)))
    assert not accounts.spend_code(made.id, "１２３４５６")
    assert accounts.spend_code(made.id, now)
    assert not accounts.spend_code(made.id, now)
    assert not accounts.spend_code(made.id, totp.at(clock.now - timedelta(seconds=30)))
    assert accounts.spend_code(made.id, totp.at(clock.now + timedelta(seconds=30)))


def test_secret_is_sealed_and_opens_in_its_own_row_only(accounts: Accounts, engine: sa.Engine):
    one, _ = accounts.make("one", "하나", Role.AGENT)
    two, _ = accounts.make("two", "둘", Role.AGENT)
    secret = accounts.begin_totp(one.id)
    with engine.begin() as connection:
        sealed = connection.scalar(sa.select(account.c.totp).where(account.c.id == one.id))
        assert secret.encode() not in sealed
        connection.execute(account.update().where(account.c.id == two.id).values(totp=sealed))
    with pytest.raises(InvalidTag):
        accounts.begin_totp(two.id)


def test_recovery_takes_password_and_secret_away(accounts: Accounts, clock: Watch):
    made, _ = accounts.make("jimin", "지민", Role.AGENT)
    before = accounts.begin_totp(made.id)
    assert accounts.spend_code(made.id, pyotp.TOTP(before).at(clock.now))
    accounts.settle(made.id, PASSWORD)
    one_time = accounts.recover(made.id)
    assert accounts.by_password("jimin", PASSWORD) is None
    assert accounts.by_password("jimin", one_time) is not None
    after = accounts.begin_totp(made.id)
    assert after != before
    assert accounts.spend_code(made.id, pyotp.TOTP(after).at(clock.now))


def test_locked_account_and_unknown_login_are_one_answer(accounts: Accounts):
    made, one_time = accounts.make("jimin", "지민", Role.AGENT)
    accounts.set(made.id, locked=True)
    assert accounts.by_password("jimin", one_time) is None
    assert accounts.by_password("nobody", one_time) is None


def test_login_is_taken_once(accounts: Accounts):
    accounts.make("jimin", "지민", Role.AGENT)
    with pytest.raises(Refusal, match="login_taken"):
        accounts.make("jimin", "다른 지민", Role.AGENT)


def test_first_administrator_gets_a_password_until_the_first_sign_in(accounts: Accounts):
    first = first_password(accounts, "관리자")
    second = first_password(accounts, "관리자")
    assert first
    assert second
    assert accounts.by_password("admin", first) is None
    admin = accounts.by_password("admin", second)
    assert admin is not None
    accounts.settle(admin.id, PASSWORD)
    assert first_password(accounts, "관리자") is None


def test_roles_cover_what_is_below_them():
    assert Role.ADMINISTRATOR.covers(Role.AGENT)
    assert Role.SUPERVISOR.covers(Role.SUPERVISOR)
    assert not Role.AGENT.covers(Role.SUPERVISOR)


def test_session_lives_until_it_idles_ages_or_is_ended(engine: sa.Engine, accounts: Accounts, clock: Watch):
    sessions = Sessions(engine, clock)
    who = accounts.make("jimin", "지민", Role.AGENT)[0].id
    token = sessions.begin(who, Stage.OPEN, "127.0.0.1", "Browser")
    begun = clock.now
    while clock.now + IDLE < begun + LONGEST:
        clock.now += IDLE
        assert sessions.find(token) is not None
    clock.now = begun + LONGEST + timedelta(seconds=1)
    assert sessions.find(token) is None
    again = sessions.begin(who, Stage.OPEN, "127.0.0.1", "Browser")
    clock.now += IDLE + timedelta(seconds=1)
    assert sessions.find(again) is None


def test_session_is_ended_by_its_owner_and_kept_as_a_digest(engine: sa.Engine, accounts: Accounts, clock: Watch):
    sessions = Sessions(engine, clock)
    one, two = (accounts.make(each, each, Role.AGENT)[0].id for each in ("one", "two"))
    token = sessions.begin(one, Stage.OPEN, "127.0.0.1", "Browser")
    found = sessions.find(token)
    assert found is not None
    assert not sessions.end(found.id, two)
    assert sessions.lives(found.id)
    assert sessions.end(found.id, one)
    assert not sessions.lives(found.id)
    sessions.begin(two, Stage.CODE, "127.0.0.1", "Browser")
    with engine.begin() as connection:
        assert token not in str(connection.execute(sa.select(session)).all())


def test_sixth_try_of_an_account_from_one_address_is_not_made():
    throttle = Throttle()
    assert [throttle.spend("jimin", "10.0.0.1") for _ in range(6)] == [True] * 5 + [False]
    assert throttle.spend("jimin", "10.0.0.2")
    throttle.right("jimin", "10.0.0.1")
    assert throttle.spend("jimin", "10.0.0.1")


def test_tries_of_one_account_from_everywhere_are_counted_together():
    throttle = Throttle(account="3/minute")
    assert [throttle.spend("jimin", f"10.0.0.{each}") for each in range(4)] == [True] * 3 + [False]

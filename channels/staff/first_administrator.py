"""``python -m channels.staff.first_administrator``: make the first administrator and print the one-time password.

Until that administrator has signed in for the first time, a new one-time password is printed each time; afterwards
nothing is done, and recovery is a matter of the administrators.
"""

import sys

from channels.staff.accounts import Accounts, Role
from channels.staff.app import MIGRATIONS, open_accounts
from channels.staff.words import read_words
from documents.service.clock import utc_now
from documents.service.database import migrate, open_engine
from documents.service.settings import HouseSettings

LOGIN = "admin"


def main() -> None:
    settings = HouseSettings()
    engine = open_engine(settings.sqlite("staff"))
    migrate(engine, MIGRATIONS)
    words = read_words()["first_administrator"]
    password = first_password(open_accounts(engine, settings, utc_now), words["name"])
    engine.dispose()
    if password is not None:
        sys.stdout.write(words["printed"].format(login=LOGIN, password=password) + "\n")


def first_password(accounts: Accounts, name: str) -> str | None:
    """Give the one-time password of the first administrator; None when an administrator has signed in already."""
    administrators = accounts.administrators()
    if any(not each.first for each in administrators):
        return None
    if administrators:
        return accounts.recover(administrators[0].id)
    return accounts.make(LOGIN, name, Role.ADMINISTRATOR)[1]


if __name__ == "__main__":
    main()

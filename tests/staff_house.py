"""The staff console over the real port of people, served over real HTTP, and members of staff who sign in to it."""

import asyncio
import re
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pyotp
from argon2 import PasswordHasher
from fastapi import FastAPI

from actions.answer import load_answers, load_titles
from actions.answer_shelf import AnswerShelf
from actions.office_answers import answer_office
from actions.office_staff import staff_office
from actions.settings import HOUSE
from channels.cases.room import open_cases
from channels.counter.settings import CounterSettings
from channels.staff.accounts import Accounts, Role
from channels.staff.app import open_accounts, staff_app
from documents.domain.errors import Refusal
from documents.domain.number import PaperNumber
from documents.ledger.promise import Promise
from documents.ledger.voiding import Voiding
from documents.service import problems
from documents.service.clock import utc_now
from documents.service.database import open_engine
from documents.service.secret_files import token
from tests.counter_process import Counter
from tests.fakes_engine import Served, serving
from tests.people_room import PeopleRoom

T = TypeVar("T")
PASSWORD = "nine lives of a paper cat"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_CSRF = re.compile(r'data-csrf="([\w-]+)"')
_SECRET = re.compile(r'id="secret">([A-Z2-7 ]+)<')


class Moving:
    """A clock that goes on by itself and can be moved on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


class Staff:
    """Those who can be given accounts and signed in at ``url``."""

    accounts: Accounts
    clock: Moving
    clients: ExitStack
    url: str

    def member(self, login: str, name: str = "", role: Role = Role.AGENT, team: str = "general") -> "Member":
        """Make an account and sign in for the first time."""
        made, one_time = self.accounts.make(login, name or login, role, team)
        return Member(self, made.id, login, one_time).begin()


class FakeLedger:
    """Papers that may be taken back; two people are wanted, as of the real one."""

    def __init__(self) -> None:
        self.issued: set[PaperNumber] = set()
        self.taken_back: list[tuple[PaperNumber, str]] = []
        self._wishes: dict[PaperNumber, Voiding] = {}

    def held(self) -> list[Promise]:
        return []

    def voidings(self) -> list[Voiding]:
        return list(self._wishes.values())

    def ask_void(self, number: PaperNumber, by: str, reason: str) -> Voiding:
        if number not in self.issued:
            raise Refusal("nothing_to_void")
        if number in self._wishes:
            raise Refusal("void_open")
        return self._wishes.setdefault(number, Voiding(number, reason, by, utc_now()))

    def agree_void(self, number: PaperNumber, by: str) -> Promise:
        if number not in self._wishes:
            raise Refusal("no_void_open")
        if self._wishes[number].asked_by == by:
            raise Refusal("same_person")
        del self._wishes[number]
        self.taken_back.append((number, by))
        return None  # type: ignore[return-value]

    def refuse_void(self, number: PaperNumber, by: str) -> None:
        if self._wishes.pop(number, None) is None:
            raise Refusal("no_void_open")


class StaffHouse(Staff):
    def __init__(self, data: Path, office_port: int = 1) -> None:
        self.clock, self.settings = Moving(), CounterSettings(data=data, actions_port=office_port)
        self.room = PeopleRoom(data, self.clock)
        self.cases = open_cases(self.settings, _unheard, _unheard, self.clock)
        self.console = staff_app(self.room.people, self.cases.board, self.settings, self.clock, hasher=QUICK)
        self.app = FastAPI()
        self.app.get("/loop")(self._take_loop)
        self.app.mount("/staff", self.console)
        self._engine = open_engine(self.settings.sqlite("staff"))
        self.accounts: Accounts = open_accounts(self._engine, self.settings, self.clock, QUICK)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ledger = FakeLedger()
        self.url = ""
        self.clients = ExitStack()

    async def _take_loop(self) -> None:
        self.loop = asyncio.get_running_loop()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the loop of the server."""
        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def close(self) -> None:
        async def work() -> None:
            async with self.console.router.lifespan_context(self.console):
                await self.cases.__aexit__(None, None, None)
            await self.room.close()

        self.clients.close()
        self.run(work())
        self._engine.dispose()


class CounterStaff(Staff):
    """The staff of a real counter process. Its clock cannot be moved, so everybody signs in once."""

    def __init__(self, counter: Counter) -> None:
        settings = CounterSettings(data=counter.data)
        self.engine = open_engine(settings.sqlite("staff"))
        self.clock, self.clients, self.url = Moving(), ExitStack(), counter.url
        self.accounts = open_accounts(self.engine, settings, self.clock, QUICK)

    def close(self) -> None:
        self.clients.close()
        self.engine.dispose()


class Member:
    """A member of staff with a browser's cookie jar."""

    def __init__(self, house: Staff, account: str, login: str, one_time: str) -> None:
        self.house, self.id, self.login, self.one_time = house, account, login, one_time
        client = httpx.Client(base_url=f"{house.url}/staff", trust_env=False, timeout=60)
        self.http = house.clients.enter_context(client)
        self.secret = self.csrf = ""

    def begin(self) -> "Member":
        self._post("/sign-in", login=self.login, password=self.one_time)
        found = _SECRET.search(self.http.get("/sign-in/first").text)
        assert found is not None
        self.secret = found[1].replace(" ", "")
        answer = self._post("/sign-in/first", password=PASSWORD, again=PASSWORD, code=self.code())
        assert answer.status_code == 303, answer.text
        return self.know()

    def sign_in(self) -> "Member":
        """Sign in again; the clock moves on, for a code counts once."""
        self.house.clock.ahead += timedelta(seconds=60)
        self._post("/sign-in", login=self.login, password=PASSWORD)
        assert self._post("/sign-in/code", code=self.code()).headers["location"] == "/staff/"
        return self.know()

    def know(self) -> "Member":
        found = _CSRF.search(self.http.get("/sessions").text)
        assert found is not None
        self.csrf = found[1]
        return self

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.house.clock())

    def post(self, path: str, **form: str) -> httpx.Response:
        return self.http.post(path, data={"csrf": self.csrf, **form})

    def api(self, path: str, **body: Any) -> httpx.Response:
        return self.http.post(f"/api{path}", json=body, headers={"X-CSRF-Token": self.csrf})

    def cookies(self) -> list[dict[str, str]]:
        """Give the session for a real browser."""
        return [{"name": "minwon_staff", "value": self.http.cookies["minwon_staff"], "url": f"{self.house.url}/staff"}]

    def _post(self, path: str, **form: str) -> httpx.Response:
        return self.http.post(path, data=form)


@contextmanager
def staff_house(data: Path) -> Iterator[StaffHouse]:
    ledger, office = FakeLedger(), FastAPI()
    problems.install(office)
    internal, answers = token(data / "internal.token"), HOUSE / "bot/answers"
    office.include_router(staff_office(ledger, internal))
    shelf = AnswerShelf(load_answers(answers), data / "answers", utc_now)
    office.include_router(answer_office(shelf, load_titles(answers), internal))
    with serving(office) as office_server, staff_console(data, office_server.port) as house:
        house.ledger = ledger
        yield house


@contextmanager
def staff_console(data: Path, office_port: int) -> Iterator[StaffHouse]:
    """Serve the console over the office at ``office_port``."""
    house = StaffHouse(data, office_port)
    with serving(house.app) as served:
        house.url = _address(served)
        assert httpx.get(f"{house.url}/loop", trust_env=False).is_success
        house.run(house.cases.__aenter__())
        try:
            yield house
        finally:
            house.close()


async def _unheard(*_told: Any) -> None:
    """Nobody listens to the complaints' notices here."""


def _address(served: Served) -> str:
    return f"http://127.0.0.1:{served.port}"

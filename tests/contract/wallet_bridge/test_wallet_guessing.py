"""Ten thousand guesses at the check, and what time tells a guesser: nothing."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event

from documents.domain.number import PaperNumber
from documents.ledger.issued import IssuedLedger
from documents.service.database import open_engine
from documents.service.problems import Problem
from tests.contract.wallet_bridge.wallet_house import plain_client, serve, wallet_house
from tests.contract.wallet_bridge.wallet_office import CODE, DRAFT, NUMBER, Hands, open_office
from tests.unit.documents import paper_house
from wallet_bridge import keys
from wallet_bridge.wallet.app import create_app
from wallet_bridge.wallet.budgets import Budgets
from wallet_bridge.wallet.check import PublicCheck
from wallet_bridge.wallet.office import open_checker

GUESSES = 10_000
SAMPLES = 400
CLOCK = Hands(DRAFT.issued_at + timedelta(hours=1))
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code(place: int) -> str:
    """The codes in order, so that ten thousand of them differ and none is the right one."""
    digits = [_ALPHABET[(place // 32**power) % 32] for power in range(8)]
    guess = "".join(digits)
    return guess if guess != CODE else "ZZZZZZZZ"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    open_office(tmp_path, paper_house.sealed_sample())
    house = wallet_house(tmp_path)
    with serve(create_app(house.settings, CLOCK), house.settings.wallet_port) as url, plain_client(base_url=url) as on:
        yield on


@contextmanager
def bare_check(data: Path, **budgets: int) -> Iterator[PublicCheck]:
    """The check without its server."""
    open_office(data, paper_house.sealed_sample())
    settings = wallet_house(data, **budgets).settings
    office = open_engine(settings.office_db, read_only=True)
    key = keys.p256(data / "check.pem")
    yield PublicCheck(open_checker(office, settings.keys, CLOCK), Budgets(settings), key, "http://wallet.example")
    office.dispose()


def guessed(check: PublicCheck, number: str, guess: str) -> str:
    try:
        return check.number(number, guess, "192.0.2.1").status.value
    except Problem as refused:
        return str(refused.status)


@pytest.mark.parametrize("number", [NUMBER, PaperNumber.draw().digits], ids=["issued number", "unknown number"])
def test_ten_thousand_guesses_are_stopped_by_the_budget(tmp_path: Path, number: str) -> None:
    with bare_check(tmp_path) as check:
        answers = Counter(guessed(check, number, code(place)) for place in range(GUESSES))
        assert answers == {"unknown": 200, "429": GUESSES - 200}, "as many tries as the budget, and no more"
        assert guessed(check, number, CODE) == "429", "a right guess after the budget would tell itself"


def test_guesses_over_http_are_stopped_by_the_budget(tmp_path: Path) -> None:
    open_office(tmp_path, paper_house.sealed_sample())
    house = wallet_house(tmp_path, check_misses_per_number=30)
    with serve(create_app(house.settings, CLOCK), house.settings.wallet_port) as url, plain_client(base_url=url) as on:
        answers = Counter(on.get(f"/verify/{NUMBER}", params={"check": code(each)}).status_code for each in range(100))
        assert answers == {200: 30, 429: 70}
        assert on.get(f"/verify/{NUMBER}", params={"check": CODE}).status_code == 429


def test_guessing_on_many_numbers_is_stopped_too(client: httpx.Client) -> None:
    numbers = [PaperNumber.draw().digits for _ in range(300)]
    answers = Counter(client.get(f"/verify/{each}", params={"check": CODE}).status_code for each in numbers)
    assert answers == {200: 200, 429: 100}


def smaller(some: list[float], others: list[float]) -> float:
    """How often one of ``some`` is below one of ``others``: 0.5 when the distributions are alike (Mann-Whitney)."""
    ranked = sorted([(each, 0) for each in some] + [(each, 1) for each in others])
    below = wins = 0
    for _, whose in ranked:
        if whose == 0:
            below += 1
        else:
            wins += below
    return wins / (len(some) * len(others))


GENEROUS = dict.fromkeys(("check_misses_per_minute", "check_misses_per_number", "check_address_per_minute"), 10**6)


def timed(check: PublicCheck, number: str, place: int) -> float:
    begin = time.perf_counter()
    answer = guessed(check, number, code(place))
    took = time.perf_counter() - begin
    assert answer == "unknown"
    return took


def known_before_missing(check: PublicCheck) -> float:
    """How often a wrong code is answered sooner than an unknown number: each guessed ``SAMPLES`` times, in turns."""
    times: dict[str, list[float]] = {NUMBER: [], PaperNumber.draw().digits: []}
    for place in range(SAMPLES):
        for number in sorted(times, reverse=place % 2 == 0):  # neither always comes second
            times[number].append(timed(check, number, place))
    known, missing = times.values()
    return smaller(known, missing)


def test_times_of_unknown_numbers_and_wrong_codes_cannot_be_told_apart(tmp_path: Path) -> None:
    # A leak shows in every round. Two samples of 400 of one distribution are outside in one of a million rounds; a busy
    # machine can push one round out, but not all five.
    with bare_check(tmp_path, **GENEROUS) as check:
        rounds = (known_before_missing(check) for _ in range(5))
        assert any(0.4 < each < 0.6 for each in rounds), "the time of an answer tells whether the number exists"


def test_a_wrong_code_and_an_unknown_number_ask_the_ledger_one_question_without_an_answer(tmp_path: Path) -> None:
    open_office(tmp_path, paper_house.sealed_sample())
    engine = open_engine(wallet_house(tmp_path).settings.office_db, read_only=True)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    ledger = IssuedLedger(engine)
    answers = [ledger.find_coded(PaperNumber(NUMBER), "ZZZZZZZZ"), ledger.find_coded(PaperNumber.draw(), CODE)]
    right = ledger.find_coded(PaperNumber(NUMBER), CODE)
    engine.dispose()
    assert answers == [None, None]
    assert right is not None
    questions = {each for each in asked if each.startswith("SELECT")}
    assert len(questions) == 1, questions
    assert "check_code = " in questions.pop(), "a row with another code would take time to read"

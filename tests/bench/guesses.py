"""Ten thousand guesses at the public check over HTTP, and what a guesser learns from the time of an answer."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

import httpx

from documents.domain.number import PaperNumber, draw_check_code
from tests.bench.figures import Figure, figure
from tests.contract.wallet_bridge.wallet_house import plain_client, serve, wallet_house
from tests.contract.wallet_bridge.wallet_office import DRAFT, NUMBER, Hands, open_office
from tests.unit.documents import paper_house
from wallet_bridge.wallet.app import create_app

GUESSES, PAIRS = 10_000, 1_000
_GENEROUS = dict.fromkeys(("check_misses_per_minute", "check_misses_per_number", "check_address_per_minute"), 10**6)


def measure() -> Iterator[Figure]:
    with _check() as client:
        begun = time.perf_counter()
        answers = Counter(_guess(client, NUMBER).status_code for _ in range(GUESSES))
        wall = time.perf_counter() - begun
    note = f"{answers[200]} answered, {answers[429]} refused, on one number, by one address"
    yield Figure("check: guesses a second over HTTP", GUESSES / wall, None, "guesses/s", note)
    with _check(**_GENEROUS) as client:
        wrong, unknown = _pairs(client)
    yield figure("check: a wrong code over HTTP", wrong, "ms")
    yield figure("check: an unknown number over HTTP", unknown, "ms")
    later = sum(a > b for a, b in zip(wrong, unknown, strict=True)) / PAIRS
    note = "0.5 tells a guesser nothing"
    yield Figure("check: wrong code later than unknown number", later, None, "of pairs", note)
    yield Figure("check: medians apart", abs(median(wrong) - median(unknown)), None, "ms")


@contextmanager
def _check(**budgets: int) -> Iterator[httpx.Client]:
    with tempfile.TemporaryDirectory() as folder:
        open_office(Path(folder), paper_house.sealed_sample())
        house = wallet_house(Path(folder), **budgets)
        app = create_app(house.settings, Hands(DRAFT.issued_at + timedelta(hours=1)))
        with serve(app, house.settings.wallet_port) as url, plain_client(base_url=url) as client:
            yield client


def _guess(client: httpx.Client, number: str) -> httpx.Response:
    return client.get(f"/verify/{number}", params={"check": draw_check_code()})


def _pairs(client: httpx.Client) -> tuple[list[float], list[float]]:
    """Time a wrong code and an unknown number one right after the other, now this first, now that. Milliseconds."""
    took: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(PAIRS):
        for known in (bool(turn % 2), not turn % 2):
            number = NUMBER if known else PaperNumber.draw().digits
            begun = time.perf_counter()
            assert _guess(client, number).status_code == httpx.codes.OK
            took[known].append((time.perf_counter() - begun) * 1000)
    return took[True], took[False]

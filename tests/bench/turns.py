"""A chat turn through the counter beside the same turn on the bare dialogue engine, alternating in one run."""

import time
import uuid
from contextlib import closing
from statistics import median

import httpx

from tests.bench.figures import Figure, figure
from tests.e2e.citizen import Citizen
from tests.e2e.house import House

TURNS = 60
LONG, _EDGE = 200, 10
SENTENCE = "안녕하세요"


def measure(house: House) -> list[Figure]:
    sender = uuid.uuid4().hex
    through, direct = [], []
    with closing(Citizen(house)) as citizen, httpx.Client(base_url=house.url("engine"), timeout=30) as bare:
        for _ in range(TURNS):
            direct.append(_direct(bare, sender))
            through.append(_through(citizen))
        parsed = _parse(bare, (house.data / "rasa.token").read_text().strip())
    ratio = Figure("counter turn / bare engine turn", median(through) / median(direct), None, "×")
    return [
        figure("parse", parsed, "ms"),
        figure("turn, bare engine", direct, "ms"),
        figure("turn, through the counter", through, "ms"),
        ratio,
        _long(house),
    ]


def _long(house: House) -> Figure:
    """Talk on and on: the engine's tracker grows, and must not make the last turns slow."""
    with closing(Citizen(house)) as citizen:
        times = [_through(citizen) for _ in range(LONG)]
    return Figure("turn 200 / turn 1, through the counter", median(times[-_EDGE:]) / median(times[:_EDGE]), None, "×")


def _direct(bare: httpx.Client, sender: str) -> float:
    begun = time.perf_counter()
    answer = bare.post("/webhooks/rest/webhook", json={"sender": sender, "message": SENTENCE})
    assert answer.json()
    return (time.perf_counter() - begun) * 1000


def _through(citizen: Citizen) -> float:
    begun = time.perf_counter()
    seq = citizen.say(SENTENCE)
    citizen.wait_for(lambda message: message["from"] == "bot", after=seq)
    return (time.perf_counter() - begun) * 1000


def _parse(bare: httpx.Client, token: str) -> list[float]:
    times = []
    for place in range(TURNS):
        begun = time.perf_counter()
        answer = bare.post(
            "/model/parse", params={"token": token}, json={"text": f"최근 {place % 9 + 1}년 주소 나오게 등본 떼 줘"}
        )
        assert answer.json()["intent"]["name"]
        times.append((time.perf_counter() - begun) * 1000)
    return times

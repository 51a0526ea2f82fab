"""The whole house: start-up, memory of each process, and approval → paper → wallet."""

import time

from tests.bench.figures import Figure, figure
from tests.e2e.citizen import Citizen
from tests.e2e.house import House

JOURNEYS = 10
_PROCESSES = ("counter", "wallet", "sandbox", "engine", "actions")


def start_up(house: House) -> list[Figure]:
    begun = time.perf_counter()
    house.open()
    return [Figure("start-up, model trained before", time.perf_counter() - begun, None, "s", "to all five well")]


def memory(house: House) -> list[Figure]:
    return [
        Figure(
            f"memory, {name}", house.process(name).memory_info().rss / 2**20, None, "MB", "resident, after the journeys"
        )
        for name in _PROCESSES
    ]


def journey(house: House) -> list[Figure]:
    paper, wallet = [], []
    for _ in range(JOURNEYS):
        citizen = Citizen(house)
        citizen.ask_for_paper()
        assert citizen.fill_panel().status_code == 202
        citizen.wait_card("identity", state="pending")
        begun = time.perf_counter()
        assert citizen.phone().status_code == 200
        citizen.wait_card("document")
        paper.append(time.perf_counter() - begun)
        citizen.wait_card("document", wallet_state="delivered")
        wallet.append(time.perf_counter() - begun)
    note = "includes the provider's polling interval"
    return [
        figure("approval on the phone → paper in the chat", paper, "s", note),
        figure("approval on the phone → wallet receipt", wallet, "s", note),
    ]

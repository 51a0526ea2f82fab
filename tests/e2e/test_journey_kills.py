"""Each of the five processes is killed (SIGKILL) in the middle of the journey, and the journey is finished."""

import httpx
import pytest

from tests.e2e.citizen import Citizen
from tests.e2e.conftest import Meet
from tests.e2e.house import House

pytestmark = pytest.mark.engine
PROCESSES = ("engine", "actions", "counter", "wallet", "sandbox")
RESTART = 240.0


def finish(citizen: Citizen) -> None:
    card = citizen.wait_for(lambda m: (m["card"] or {}).get("type") == "document", seconds=RESTART)["card"]
    citizen.wait_for(lambda m: (m["card"] or {}).get("wallet_state") == "delivered", seconds=RESTART)
    numbers = {m["card"]["number"] for m in citizen.seen if (m["card"] or {}).get("type") == "document"}
    assert numbers == {card["number"]}, "one request, one paper"
    assert citizen.download(card).startswith(b"%PDF-1.7")
    seqs = [m["seq"] for m in citizen.seen]
    assert seqs == list(range(1, len(seqs) + 1)), "nothing lost, doubled or out of order"
    check = httpx.get(card["verify_url"], headers={"Accept": "application/json"}).json()
    assert check["mark"] == "진본"


@pytest.mark.parametrize("name", PROCESSES)
def test_killed_after_the_request_was_typed(house: House, name: str, meet: Meet) -> None:
    citizen = meet()
    citizen.say("등본 떼줘")
    house.kill(name)
    house.wait_well(name)
    citizen.wait_for(lambda m: (m["card"] or {}).get("type") == "options", seconds=RESTART)
    citizen.press("/choose_basic")
    citizen.wait_card("identity", state="requested")
    citizen.approve()
    finish(citizen)


@pytest.mark.parametrize("name", PROCESSES)
def test_killed_while_waiting_on_the_phone(house: House, name: str, meet: Meet) -> None:
    citizen = meet()
    citizen.ask_for_paper()
    assert citizen.fill_panel().status_code == 202
    citizen.wait_card("identity", state="pending")
    house.kill(name)
    house.wait_well(name)
    assert citizen.phone().status_code == 200
    finish(citizen)


@pytest.mark.parametrize("name", PROCESSES)
def test_killed_right_after_the_approval(house: House, name: str, meet: Meet) -> None:
    citizen = meet()
    citizen.ask_for_paper()
    assert citizen.fill_panel().status_code == 202
    citizen.wait_card("identity", state="pending")
    assert citizen.phone().status_code == 200
    house.kill(name)
    finish(citizen)


def test_the_citizen_hears_something_while_the_engine_is_dead(house: House, meet: Meet) -> None:
    citizen = meet()
    engine = house.process("engine")
    engine.suspend()
    try:
        seq = citizen.say("등본 떼줘")
        citizen.wait_for(lambda m: m["from"] == "system", after=seq)
    finally:
        engine.resume()
    citizen.wait_card("options")


def test_the_paper_is_issued_while_the_wallet_is_down_and_arrives_later(house: House, meet: Meet) -> None:
    citizen = meet()
    citizen.ask_for_paper()
    wallet = house.process("wallet")
    wallet.suspend()
    try:
        citizen.approve()
        card = citizen.wait_card("document")
        assert card["wallet_state"] != "delivered"
        assert citizen.download(card).startswith(b"%PDF-1.7")
    finally:
        wallet.resume()
    finish(citizen)

"""Two agents reach for the same conversation, two hundred times: one gets it, the other is told, nobody gets half."""

import threading
import uuid

import httpx
import pytest

from channels.staff.accounts import Role
from tests.counter_process import Counter
from tests.staff_house import CounterStaff, Member

ROUNDS = 200
WISH = {"reason": "requested", "team": "general", "summary": {"topic": "faq"}}


@pytest.fixture(scope="module")
def agents(staff: CounterStaff) -> tuple[Member, Member]:
    return staff.member("claim-one", "하나"), staff.member("claim-two", "두리")


def hand_over(counter: Counter, http: httpx.Client) -> str:
    """Open a conversation in which the engine asks for a person at once."""
    opened = http.post("/api/conversations", json={"channel": "web"}).json()
    counter.engine.behave(opened["id"], [{"text": "상담원을 불러 드릴게요.", "custom": {"handover": WISH}}])
    path, bearer = f"/api/conversations/{opened['id']}/messages", {"Authorization": f"Bearer {opened['token']}"}
    http.post(path, json={"client_id": str(uuid.uuid4()), "text": "사람 바꿔 주세요"}, headers=bearer)
    seen = {"after": 0, "wait": 30}
    while (page := http.get(path, params=seen, headers=bearer).json())["state"] != "waiting":
        seen["after"] = page["messages"][-1]["seq"] if page["messages"] else seen["after"]
    return str(opened["id"])


def race(agents: tuple[Member, Member], conversation: str) -> list[bool]:
    """Let both claim at the same moment and give who got it."""
    start, taken = threading.Barrier(2), [False, False]

    def reach(which: int) -> None:
        start.wait(60)
        answer = agents[which].api(f"/conversations/{conversation}/claim")
        taken[which] = answer.status_code == 200 and answer.json()["claimed"]

    threads = [threading.Thread(target=reach, args=(which,)) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    return taken


def test_two_agents_claim_two_hundred_times_and_each_time_one_has_it(
    shared_counter: Counter, agents: tuple[Member, Member]
):
    owners: dict[str, Member] = {}
    with httpx.Client(base_url=shared_counter.url, trust_env=False, timeout=60) as http:
        for _ in range(ROUNDS):
            conversation = hand_over(shared_counter, http)
            taken = race(agents, conversation)
            assert sorted(taken) == [False, True]
            winner, loser = agents[taken.index(True)], agents[taken.index(False)]
            assert loser.api(f"/conversations/{conversation}/reply", text="저예요").status_code == 409
            assert winner.api(f"/conversations/{conversation}/close", reason="solved").status_code == 204
            owners[conversation] = winner
    assert len(owners) == ROUNDS


def test_every_claim_stands_in_the_audit_and_the_chain_holds(shared_counter: Counter, staff: CounterStaff):
    administrator = staff.member("claim-admin", "관리", Role.ADMINISTRATOR)
    audit = administrator.http.get("/api/audit", params={"what": "claim"}).json()
    assert audit["broken"] is None
    assert len(audit["entries"]) == ROUNDS
    assert {each["what"] for each in audit["entries"]} == {"claim"}

"""A citizen at the counter over the published chat interface, with a phone in the hand."""

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.e2e.house import House

Message = dict[str, Any]
WAIT = 60.0

PEOPLE = {
    "seoyeon": ("김서연", "1988-03-14", "010-0000-0001"),
    "junho": ("이준호", "1986-11-02", "010-0000-0002"),
    "malsoon": ("박말순", "1944-01-30", "010-0000-0003"),
    "minjae": ("최민재", "2001-08-08", "010-0000-0004"),
    "protected": ("정가람", "1990-07-07", "010-0000-0005"),
    "abuser": ("한도윤", "1987-12-12", "010-0000-0006"),
    "junho2": ("이준호", "1986-11-02", "010-0000-0008"),
    "rarename": ("뷁쀍", "1979-09-09", "010-0000-0009"),
    "hyeyoung": ("류혜영", "1973-04-08", "010-0000-0013"),
    "daehan": ("황대한", "1989-08-03", "010-0000-1001"),
}


@dataclass
class Citizen:
    house: House
    who: str = "seoyeon"
    seen: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.house.url("counter"), timeout=60)
        made = self.http.post("/api/conversations", json={"channel": "web"})
        assert made.status_code == 201, made.text
        self.id = made.json()["id"]
        self.http.headers["Authorization"] = f"Bearer {made.json()['token']}"

    def close(self) -> None:
        self.http.close()

    # talking

    def say(self, text: str) -> int:
        return self._send({"text": text})

    def press(self, payload: str) -> int:
        return self._send({"payload": payload})

    def _send(self, body: dict[str, str]) -> int:
        entry = {"client_id": str(uuid.uuid4()), **body}
        answer = self.persist(lambda: self.http.post(f"/api/conversations/{self.id}/messages", json=entry))
        assert answer.status_code == 202, answer.text
        return int(answer.json()["seq"])

    def persist(self, call: Callable[[], httpx.Response]) -> httpx.Response:
        """Repeat a call while the counter is being restarted, as the page does."""
        end = time.monotonic() + WAIT
        while True:
            try:
                return call()
            except httpx.TransportError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def listen(self, seconds: float = 1.0) -> None:
        after = self.seen[-1]["seq"] if self.seen else 0
        url = f"/api/conversations/{self.id}/messages"
        answer = self.persist(lambda: self.http.get(url, params={"after": after, "wait": seconds}))
        assert answer.status_code == 200, answer.text
        self.seen += answer.json()["messages"]

    def wait_for(self, wanted: Callable[[Message], bool], after: int = 0, seconds: float = WAIT) -> Message:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for message in self.seen:
                if message["seq"] > after and wanted(message):
                    return message
            self.listen()
        raise AssertionError(json.dumps(self.seen[-8:], ensure_ascii=False, indent=1))

    def wait_card(self, type_: str, after: int = 0, **facts: Any) -> dict[str, Any]:
        def fits(message: Message) -> bool:
            card = message["card"] or {}
            return card.get("type") == type_ and all(card.get(key) == value for key, value in facts.items())

        return self.wait_for(fits, after)["card"]  # type: ignore[no-any-return]

    def wait_text(self, part: str, after: int = 0, seconds: float = WAIT) -> Message:
        return self.wait_for(lambda m: part in m["text"] and m["from"] != "citizen", after, seconds)

    # identity

    def fill_panel(self, who: str | None = None, **other: str) -> httpx.Response:
        name, born, phone = PEOPLE[who or self.who]
        entry = {"name": name, "birth_date": born, "phone": phone, "provider": "citizen", **other}
        return self.persist(lambda: self.http.post(f"/api/conversations/{self.id}/identity", json=entry))

    def phone(self, answer: str = "approve") -> httpx.Response:
        digits = PEOPLE[self.who][2].replace("-", "")
        url = f"{self.house.url('sandbox')}/phone/{digits}/{answer}"
        return self.persist(lambda: httpx.post(url, headers={"Accept": "application/json"}, timeout=60))

    # the whole way

    def ask_for_paper(self, said: str = "등본 떼줘", payload: str = "/choose_basic") -> int:
        self.say(said)
        self.wait_card("options")
        seq = self.press(payload)
        self.wait_card("identity", state="requested")
        return seq

    def approve(self) -> None:
        answer = self.fill_panel()
        assert answer.status_code == 202, answer.text
        self.wait_card("identity", state="pending")
        assert self.phone().status_code == 200

    def get_paper(self) -> dict[str, Any]:
        self.ask_for_paper()
        self.approve()
        return self.wait_card("document", wallet_state="delivered")

    def download(self, card: dict[str, Any]) -> bytes:
        answer = self.http.get(card["download_url"])
        assert answer.status_code == 200, answer.text
        return answer.content

"""The cases room in memory, after the contract: a draft a conversation, complaints, keys that make twice once."""

from dataclasses import dataclass, field
from typing import Any

from actions.complaints.case import CaseRefused, CasesDown, Complaint, Draft, complaint_of, draft_of

NUMBER = "2026-0000018"


def complaint(number: str = NUMBER, state: str = "received", kind: str = "report_noise") -> Complaint:
    return complaint_of(
        {
            "number": number,
            "kind": kind,
            "state": state,
            "department": "환경과",
            "handler": {"name": "김연습", "phone": "120"},
            "due_at": "2026-11-27T08:00:00+00:00",
            "accept_by": "2026-11-24T08:00:00+00:00",
        }
    )


@dataclass
class FakeRoom:
    """``sent`` is what the draft was told, call by call; ``down`` and ``refuses`` make every call fail."""

    sent: list[dict[str, str]] = field(default_factory=list)
    filed: dict[str, Complaint] = field(default_factory=dict)
    listed: list[Complaint] = field(default_factory=list)
    done: list[tuple[Any, ...]] = field(default_factory=list)
    finds: bool = True
    photos: int = 0
    contact: bool = False
    similar: tuple[str, ...] = ()
    down: bool = False
    refuses: bool = False

    def draft(self, _conversation: str, key: str, **said: str) -> Draft:
        self._open()
        self.sent.append({"key": key, **said})
        known = {name: value for each in self.sent if each["key"] == key for name, value in each.items()}
        place = {"said": known.get("place", ""), "district": known.get("district"), "ok": self.finds}
        raw = {"text_given": "text" in known, "place": place, "photos": self.photos, "contact": self.contact}
        return draft_of({**raw, "similar": [{"number": each} for each in self.similar]})

    def drop(self, _conversation: str, key: str) -> None:
        self._open()
        self.done.append(("drop", key))

    def file(self, _conversation: str, key: str) -> Complaint:
        self._open()
        return self.filed.setdefault(key, complaint())

    def mine(self, _conversation: str) -> list[Complaint]:
        self._open()
        return self.listed

    def add(self, _conversation: str, number: str, _key: str, text: str) -> None:
        self._open()
        self.done.append(("add", number, text))

    def withdraw(self, _conversation: str, number: str, _key: str) -> None:
        self._open()
        self.done.append(("withdraw", number))

    def rate(self, _conversation: str, number: str, score: int) -> None:
        self._open()
        self.done.append(("rate", number, score))

    def call_back(self, _conversation: str, key: str, topic: str) -> str:
        self._open()
        self.done.append(("call_back", key, topic))
        return NUMBER

    def _open(self) -> None:
        if self.down:
            raise CasesDown
        if self.refuses:
            raise CaseRefused("not_now")

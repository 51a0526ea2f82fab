"""The counter's cases room as its contract describes it, in memory: drafts, complaints, call-backs."""

from dataclasses import dataclass, field
from typing import Any

Answer = tuple[int, Any]
_SEOUL_TELLS = ("구", "동", "로", "길")
"""A place is found when its words, or a 구 beside them, name one of these."""


@dataclass
class Room:
    """What one conversation has."""

    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    filed: dict[str, dict[str, Any]] = field(default_factory=dict)
    additions: list[str] = field(default_factory=list)


@dataclass
class Cases:
    """``down`` names conversations for which the room does not answer."""

    rooms: dict[str, Room] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Answer:
        """Answer ``/internal/conversations/{id}/{rest}``."""
        conversation, rest = path.removeprefix("/internal/conversations/").split("/", maxsplit=1)
        if conversation in self.down:
            return 503, {"code": "cases_down"}
        room = self.rooms.setdefault(conversation, Room())
        if rest == "callbacks":
            return 201, {"number": "2026-0000091"}
        if rest == "complaints/draft":
            return 200, _view(room.drafts.setdefault(body["key"], {}) | _merged(room, body))
        if rest == "complaints":
            return (200, list(room.filed.values())) if method == "GET" else _file(room, body["key"])
        return _change(room, *rest.split("/")[1:], body=body)


def _merged(room: Room, body: dict[str, Any]) -> dict[str, Any]:
    draft = room.drafts[body["key"]]
    draft.update({name: value for name, value in body.items() if name != "key"})
    return draft


def _view(draft: dict[str, Any]) -> dict[str, Any]:
    said, district = draft.get("place", ""), draft.get("district")
    found = district is not None or (bool(said) and said.split()[0].endswith(_SEOUL_TELLS))
    similar = [{"number": "2026-0000075", "kind": draft["kind"], "at": "2026-11-20T01:00:00Z"}]
    return {
        "kind": draft["kind"],
        "text_given": "text" in draft,
        "place": {"said": said, "district": district, "dong": None, "ok": found},
        "photos": 0,
        "contact": False,
        "missing": [],
        "similar": similar if "또" in draft.get("text", "") else [],
    }


def _file(room: Room, key: str) -> Answer:
    if key in room.filed:
        return 200, room.filed[key]
    room.filed[key] = {
        "number": f"2026-000001{len(room.filed)}",
        "kind": room.drafts[key]["kind"],
        "state": "received",
        "department": "도로과",
        "handler": {"name": "김연습", "phone": "120"},
        "due_at": "2026-11-27T08:00:00Z",
        "accept_by": "2026-11-24T08:00:00Z",
    }
    return 201, room.filed[key]


def _change(room: Room, number: str, what: str = "", *, body: dict[str, Any]) -> Answer:
    found = next((each for each in room.filed.values() if each["number"] == number), None)
    if found is None:
        return 404, {"code": "no_such_complaint"}
    if what == "withdraw":
        found["state"] = "withdrawn"
    if what == "additions":
        room.additions.append(body["text"])
    return 200, found

"""Which 구 it is about: asked once, remembered, asked back when a 동 lies in several."""

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from actions.action import CounterAction
from actions.language import in_english
from actions.outcome import Outcome, Say
from actions.turn import Turn

ASK, ASK_NEARBY, WHICH = "utter_ask_district", "utter_ask_district_nearby", "utter_which_district"
_ASKED = frozenset({ASK, ASK_NEARBY, WHICH})
_WORDS = Path(__file__).with_name("districts.yml")
_READ: Mapping[str, Any] = yaml.safe_load(_WORDS.read_text("utf-8"))
_NOT_SAID = re.compile(r"[\s?!.,~…]+")


def ask(turn: Turn, *, nearby: bool) -> tuple[list[Say], dict[str, Any]]:
    """Give what an answer that differs from 구 to 구 adds, and the slots that change. It asks once a conversation."""
    said, several = turn.entities.get("district"), turn.entities.get("ambiguous_district")
    if several and not said:
        return [which(turn, several)], {"district_asked": True}
    if known := said or turn.slot("district"):
        return [line(turn, known, nearby=nearby)], {"district": known}
    if turn.slot("district_asked") or turn.form:
        return [], {}
    return [Say(ASK_NEARBY if nearby else ASK)], {"district_asked": True}


def line(turn: Turn, district: str, *, nearby: bool) -> Say:
    return Say("utter_district_nearby" if nearby else "utter_district_office", {"district": called(turn, district)})


def which(turn: Turn, districts: list[str]) -> Say:
    """Ask which of the ``districts`` that share a 동 is meant."""
    return Say(WHICH, buttons=tuple({"title": called(turn, each), "payload": payload(each)} for each in districts))


def called(turn: Turn, district: str) -> str:
    """Name a 구 as the signs do, to who is answered in English: Mapo-gu (마포구)."""
    romanised = _READ["romanised"].get(district)
    return f"{romanised} ({district})" if romanised and in_english(turn) else district


def payload(district: str) -> str:
    return "/tell_district" + json.dumps({"district": district}, ensure_ascii=False, separators=(",", ":"))


class Reply:
    """Whether a message only says where: "마포구요", "저는 망원동 살아요"."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._before, self._after = re.compile(words["before"]), re.compile(words["after"])

    def is_one(self, turn: Turn) -> bool:
        """Tell it of an answer to our question only: a 구 that is named in another sentence belongs to that."""
        if not turn.places or _ASKED.isdisjoint(turn.just_said):
            return False
        start, end = turn.places[0]
        before, after = (_NOT_SAID.sub("", part) for part in (turn.text[:start], turn.text[end:]))
        return bool(self._before.fullmatch(before) and self._after.fullmatch(after))


def load() -> Reply:
    return Reply(_READ)


class TellDistrict(CounterAction):
    """Keep the 구 and say who is there for it."""

    title = "action_tell_district"

    def __init__(self, nearby: Collection[str]) -> None:
        """Take the labels of the answers that look for a place close by."""
        self._nearby = nearby

    def decide(self, turn: Turn) -> Outcome:
        district, several = turn.entities.get("district"), turn.entities.get("ambiguous_district")
        if district is None:
            return Outcome((which(turn, several) if several else Say(ASK),), {"route": None}, next_action=turn.onward)
        said = line(turn, district, nearby=turn.slot("last_topic") in self._nearby)
        return Outcome((said,), {"route": None, "district": district}, next_action=turn.onward)

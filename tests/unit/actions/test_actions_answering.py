from pathlib import Path
from typing import Any

import yaml

from actions import reception
from actions.answering import answering
from actions.questions.bank import QuestionBank
from actions.settings import HOUSE, ActionsSettings
from tests.unit.actions.fakes_actions import FakeDesk

DOMAIN = [yaml.safe_load(file.read_text("utf-8")) for file in (HOUSE / "bot/domain").glob("*.yml")]


def names(folder: Path) -> set[str]:
    settings = ActionsSettings(data=folder)
    made = answering(settings, FakeDesk(), QuestionBank(folder), {})  # type: ignore[arg-type]
    assert len({action.name() for action in made}) == len(made)
    return {action.name() for action in made}


def declared(section: str) -> set[str]:
    found: list[Any] = [one for file in DOMAIN for one in file.get(section) or ()]
    return {one if isinstance(one, str) else next(iter(one)) for one in found}


def test_the_engine_knows_every_action(tmp_path: Path) -> None:
    assert names(tmp_path) <= declared("actions")


def test_every_route_leads_to_an_action(tmp_path: Path) -> None:
    routes = {reception.EMERGENCY, reception.TAKE_UP, reception.DISTRICT, reception.FOLLOW_UP, reception.UNSURE}
    assert {f"action_{route}" for route in routes} <= names(tmp_path)


def test_the_reception_fills_its_slot_in_every_turn() -> None:
    (slots,) = [file["slots"] for file in DOMAIN if "route" in file.get("slots", {})]
    assert slots["route"]["mappings"] == [{"type": "custom", "action": reception.Reception.title}]
    assert set(slots) >= {"district", "district_asked"}

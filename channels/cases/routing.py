"""Which desk handles a complaint, by its team and the 구 of its place, read from `routing.yml`."""

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from channels.cases.complaint import Handler

FILE = Path(__file__).with_name("routing.yml")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Team(_Frozen):
    title: str
    of: Literal["district", "city"]


class Routing(_Frozen):
    city: str
    practice: str
    teams: Mapping[str, Team]
    handlers: tuple[str, ...]

    def department(self, team: str, district: str | None) -> str:
        """Name the desk: 마포구 도로 담당, or 서울시 도로 담당 for the city's own desk and places without a 구."""
        desk = self.teams[team]
        where = district if desk.of == "district" and district else self.city
        return f"{where} {desk.title}"

    def handler(self, department: str, phone: str) -> Handler:
        """Give the practice person of ``department``: always the same one."""
        name = self.handlers[zlib.crc32(department.encode()) % len(self.handlers)]
        return Handler(f"{name}{self.practice}", phone)


def read_routing(file: Path = FILE) -> Routing:
    return Routing.model_validate(yaml.safe_load(file.read_text("utf-8")))

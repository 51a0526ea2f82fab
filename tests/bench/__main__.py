"""``make bench``: measure, print a table, write bench.json. Ratios hold, absolute times are this machine's.

``python -m tests.bench papers house`` measures only these parts. The question bank wants MINWON_QUESTIONS_CSV.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import (
    console,
    conversations,
    house_figures,
    kinds,
    ledger,
    page,
    papers,
    questions,
    stream,
    turns,
    understanding,
    visitors,
)
from tests.bench.figures import Figure
from tests.e2e.house import House, furnish

OUT = Path("bench.json")
CSV = "MINWON_QUESTIONS_CSV"


def main() -> int:
    wanted = sys.argv[1:] or list(PARTS)
    figures: list[Figure] = []
    for each in (each for name in wanted for each in PARTS[name]()):
        figures.append(each)
        _keep(figures)
    Console(width=120).print(_table(figures))
    return 0


def _keep(figures: list[Figure]) -> None:
    """Write what is known by now: a run that is cut short loses only what it had not measured."""
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    OUT.write_text(json.dumps({"machine": machine, "figures": [each.as_dict() for each in figures]}, indent=1))


def _house() -> Iterable[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        house = House(furnish(Path(folder)))
        figures = house_figures.start_up(house)
        try:
            figures += turns.measure(house)
            figures += house_figures.journey(house)
            figures += house_figures.memory(house)
        finally:
            house.close()
    return figures


def _questions() -> Iterable[Figure]:
    return questions.measure(Path(os.environ[CSV])) if CSV in os.environ else []


PARTS: dict[str, Callable[[], Iterable[Figure]]] = {
    "papers": papers.measure,
    "kinds": kinds.measure,
    "ledger": ledger.measure,
    "stream": stream.measure,
    "conversations": conversations.measure,
    "console": console.measure,
    "visitors": visitors.measure,
    "page": page.measure,
    "house": _house,
    "questions": _questions,
    "understanding": understanding.measure,
}


def _table(figures: list[Figure]) -> Table:
    table = Table("figure", "median", "p95", "unit", "note", title="minwon bench")
    for each in figures:
        p95 = "" if each.p95 is None else f"{each.p95:.2f}"
        table.add_row(each.name, f"{each.median:.2f}", p95, each.unit, each.note)
    return table


if __name__ == "__main__":
    sys.exit(main())

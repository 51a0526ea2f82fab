"""``make bench``: measure, print a table, write bench.json. Ratios hold, absolute times are this machine's."""

import json
import platform
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import house_figures, papers, turns
from tests.bench.figures import Figure
from tests.e2e.house import House, furnish

OUT = Path("bench.json")


def main() -> int:
    figures = list(papers.measure())
    with tempfile.TemporaryDirectory() as folder:
        house = House(furnish(Path(folder)))
        figures += house_figures.start_up(house)
        try:
            figures += turns.measure(house)
            figures += house_figures.journey(house)
            figures += house_figures.memory(house)
        finally:
            house.close()
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    OUT.write_text(json.dumps({"machine": machine, "figures": [each.as_dict() for each in figures]}, indent=1))
    Console().print(_table(figures))
    return 0


def _table(figures: list[Figure]) -> Table:
    table = Table("figure", "median", "p95", "unit", "note", title="minwon bench")
    for each in figures:
        table.add_row(
            each.name, f"{each.median:.2f}", "" if each.p95 is None else f"{each.p95:.2f}", each.unit, each.note
        )
    return table


if __name__ == "__main__":
    sys.exit(main())

"""The live display: what is being prepared, which processes are up, and then the addresses."""

from collections.abc import Callable, Iterable, Sequence
from time import monotonic

from rich.console import Console, Group
from rich.live import Live
from rich.rule import Rule
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from actions.opening.preparation import Step
from actions.opening.processes import Process
from documents.service.settings import HouseSettings

_TICK = 0.25
_LINE_WIDTH = 90


class Display:
    """Shows rows that change until a condition holds. Without a terminal each change is one plain line instead."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun = monotonic()
        self._said: dict[str, str] = {}
        self._spinner = Spinner("dots")

    def follow(self, rows: Callable[[], Iterable[tuple[str, str, str]]], wait: Callable[[float], bool]) -> None:
        """Redraw ``rows`` (title, state, note) until ``wait(seconds)`` answers True."""
        if not self._console.is_terminal:
            while not wait(_TICK):
                self._say(rows())
            self._say(rows())
            return
        with Live(console=self._console, refresh_per_second=8) as live:
            while not wait(_TICK):
                live.update(self._table(rows()))
            live.update(self._table(rows()))

    def _say(self, rows: Iterable[tuple[str, str, str]]) -> None:
        for title, state, note in rows:
            if self._said.get(title) != state:
                self._said[title] = state
                self._console.print(f"[{monotonic() - self._begun:5.0f}초] {title}: {state} {note}", markup=False)

    def _table(self, rows: Iterable[tuple[str, str, str]]) -> Group:
        table = Table.grid(padding=(0, 2))
        for title, state, note in rows:
            mark = "[green]✓[/]" if state in {"준비됨", "열림"} else "[red]✗[/]" if state == "실패" else self._spinner
            table.add_row(mark, title, state, f"[dim]{note[:_LINE_WIDTH]}[/]")
        return Group(table, f"[dim]{monotonic() - self._begun:.0f}초[/]")


def step_rows(steps: Sequence[Step]) -> Iterable[tuple[str, str, str]]:
    for step in steps:
        state = "준비 중" if step.code is None else "준비됨" if step.code == 0 else "실패"
        yield step.title, state, "" if step.code == 0 else step.line


def process_rows(processes: Sequence[Process], up: set[str]) -> Iterable[tuple[str, str, str]]:
    for process in processes:
        yield process.title, "열림" if process.name in up else "여는 중", process.health_url


def addresses(settings: HouseSettings, administrator: str) -> Group:
    """Give the addresses, one a line and never folded, with what each is for beneath it.

    ``administrator``: how the first one signs in to the staff console; empty when that has been done.
    """
    lines = (
        ("민원 카운터", settings.counter_url, '"등본 떼줘"라고 써 보세요'),
        (
            "연습용 휴대전화",
            f"{settings.sandbox_url}/phone",
            "인증 요청을 승인하는 곳 (김서연, 1988-03-14, 010-0000-0001)",
        ),
        ("전자지갑", settings.wallet_url, "발급된 서류가 도착하는 곳, 진위 확인은 /verify"),
        ("직원 콘솔", f"{settings.counter_url}/staff", administrator or "상담원이 대화를 이어받는 곳"),
    )
    shown = (Text.assemble((f"  {name}  {url}\n", "bold"), (f"    {note}", "dim")) for name, url, note in lines)
    return Group(Rule("민원 카운터가 열렸어요"), *shown, Text("  Ctrl-C: 모두 닫기", "dim"))

"""``python -m actions.questions import FILE.csv [--data FOLDER] [--source NAME]``: fill the question bank."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from actions.questions import importing
from actions.questions.bank import FOLDER, open_tools
from actions.questions.importing import Imported, ImportRunning, NothingToImport
from actions.questions.rows import BadRow, UnreadableFile
from documents.service.settings import HouseSettings

_WORDS = Path(__file__).with_name("words.yml")
_BAD_ROWS_SHOWN = 50
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    asked, console = _parser().parse_args(arguments), Console(soft_wrap=True)
    words: dict[str, Any] = yaml.safe_load(_WORDS.read_text())
    try:
        imported = _run(asked, words, console)
    except NothingToImport as error:
        _show_bad(error.bad, words, console)
        return _fail("nothing_to_import", words, console)
    except UnreadableFile as error:
        return _fail(error.code, words, console)
    except ImportRunning:
        return _fail("import_running", words, console)
    except OSError as error:
        console.print(words["errors"]["no_file"], error.strerror, style="red", markup=False)
        return 1
    except KeyboardInterrupt:
        _fail("stopped", words, console)
        return _INTERRUPTED
    reading = imported.reading
    _show_bad(reading.bad, words, console)
    said = words["unchanged" if imported.unchanged else "done"]
    console.print(said.format(count=len(reading.answers), bad=len(reading.bad), encoding=reading.encoding))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m actions.questions")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("import", help="분류, 제목, 내용 칸이 있는 CSV를 질문 은행으로 가져옵니다")
    command.add_argument("file", type=Path)
    command.add_argument("--data", type=Path, help="자료 폴더 (기본은 MINWON_DATA)")
    command.add_argument("--source", help="답에 붙는 출처 이름 (기본은 파일 이름)")
    return parser


def _run(asked: argparse.Namespace, words: dict[str, Any], console: Console) -> Imported:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def advance(step: str, done: int, whole: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(words["steps"][step], total=whole)
            progress.advance(tasks[step], done)

        folder = (asked.data or HouseSettings().data) / FOLDER
        return importing.run(asked.file, folder, asked.source or asked.file.stem, open_tools, advance)


def _show_bad(bad: Sequence[BadRow], words: dict[str, Any], console: Console) -> None:
    for row in bad[:_BAD_ROWS_SHOWN]:
        console.print(words["bad_row"].format(line=row.line, fault=words["faults"][row.fault]), style="yellow")
    if len(bad) > _BAD_ROWS_SHOWN:
        console.print(words["more_bad_rows"].format(count=len(bad) - _BAD_ROWS_SHOWN), style="yellow")


def _fail(code: str, words: dict[str, Any], console: Console) -> int:
    console.print(words["errors"][code], style="red")
    return 1


if __name__ == "__main__":
    sys.exit(main())

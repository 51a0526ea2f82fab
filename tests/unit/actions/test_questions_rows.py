import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.questions import rows
from actions.questions.rows import Fault, UnreadableFile
from tests.unit.actions.fakes_questions import GARDEN, LIBRARY, write


def faults(reading: rows.Reading) -> list[tuple[int, Fault]]:
    return [(bad.line, bad.fault) for bad in reading.bad]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_each_usual_encoding_gives_the_same_answers(tmp_path: Path, encoding: str) -> None:
    reading = rows.read(write(tmp_path / "a.csv", LIBRARY, GARDEN, encoding=encoding), "시험")
    assert [each.title for each in reading.answers] == ["달빛 도서관은 몇 시에 여나요?", "구름 텃밭 분양 신청"]
    assert reading.encoding == encoding.removesuffix("-sig")
    assert {each.source for each in reading.answers} == {"시험"}


def test_bad_rows_are_told_with_their_lines_and_the_others_stay(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.csv",
        "생활,,제목이 없는 답",
        LIBRARY,
        "생활,답이 없는 질문, ",
        "생활,칸이 모자란 줄",
        LIBRARY,
        f"생활,{'긴' * 301},답",
        f"생활,긴 답,{'가' * 50_001}",
        "",
        GARDEN,
    )
    reading = rows.read(file, "시험")
    assert len(reading.answers) == 2
    assert faults(reading) == [
        (2, Fault.NO_TITLE),
        (4, Fault.NO_CONTENT),
        (5, Fault.TOO_FEW_FIELDS),
        (6, Fault.TWICE),
        (7, Fault.TITLE_TOO_LONG),
        (8, Fault.CONTENT_TOO_LONG),
    ]


def test_lines_are_counted_through_cells_of_several_lines(tmp_path: Path) -> None:
    reading = rows.read(write(tmp_path / "a.csv", '생활,긴 답,"첫 줄\n둘째 줄\n셋째 줄"', "생활,,없음"), "시험")
    assert reading.answers[0].content == "첫 줄\n둘째 줄\n셋째 줄"
    assert faults(reading) == [(5, Fault.NO_TITLE)]


def test_a_quote_that_never_closes_costs_one_row_only(tmp_path: Path) -> None:
    reading = rows.read(write(tmp_path / "a.csv", '생활,열린 따옴표,"끝나지 않는 답', LIBRARY, GARDEN), "시험")
    assert len(reading.answers) == 2
    assert faults(reading) == [(2, Fault.BAD_QUOTES)]


def test_broken_letters_cost_one_row_only(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("분류,제목,내용\n생활,깨진 ".encode() + b"\xff\xfe" + f",답\n{LIBRARY}\n".encode())
    reading = rows.read(file, "시험")
    assert len(reading.answers) == 1
    assert faults(reading) == [(2, Fault.BROKEN_LETTERS)]


def test_the_same_title_with_another_answer_is_another_answer(tmp_path: Path) -> None:
    reading = rows.read(write(tmp_path / "a.csv", "생활,같은 제목,첫 답", "생활,같은 제목,둘째 답"), "시험")
    assert [each.content for each in reading.answers] == ["첫 답", "둘째 답"]
    assert len({each.id for each in reading.answers}) == 2


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_columns_stand_in_any_order_among_others(tmp_path: Path, delimiter: str) -> None:
    lines = [delimiter.join(cells) for cells in (["7", "답", "질문", "분야"],)]
    file = write(tmp_path / "a.csv", *lines, head=delimiter.join(["번호", "내용", "제목", "분류"]))
    (answer,) = rows.read(file, "시험").answers
    assert (answer.category, answer.title, answer.content) == ("분야", "질문", "답")


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty_file"), (b"\xef\xbb\xbf\n ", "empty_file"), (b"a,b\n1,2\n", "no_columns")]
)
def test_what_is_no_bank_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(UnreadableFile) as refusal:
        rows.read(tmp_path / "a.csv", "시험")
    assert refusal.value.code == code


@given(st.binary(max_size=300))
def test_any_bytes_give_answers_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes("분류,제목,내용\n".encode() + content)
    reading = rows.read(file, "시험")
    assert all(each.title and each.content for each in reading.answers)


_CELL = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=40)


@given(st.lists(st.tuples(_CELL, _CELL, _CELL), max_size=8))
def test_what_a_spreadsheet_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, ...]]
) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([("분류", "제목", "내용"), *cells])
    file = tmp_path_factory.getbasetemp() / "sheet.csv"
    file.write_bytes(written.getvalue().encode("utf-8-sig"))
    reading = rows.read(file, "시험")
    assert len(reading.answers) + len(reading.bad) == len(cells)
    assert all(bad.fault in (Fault.TWICE, Fault.NO_TITLE, Fault.NO_CONTENT) for bad in reading.bad)

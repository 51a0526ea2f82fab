"""The import as its own process with the real models, and a running bank that sees what it did."""

import subprocess
import sys
from pathlib import Path

import pytest

from actions.questions.bank import FOLDER, QuestionBank, open_tools
from actions.questions.build import Tools

ROWS = (
    "분류,제목,내용",
    "생활,달빛 도서관은 몇 시에 여나요?,달빛 도서관은 아침 아홉 시에 열고 밤 아홉 시에 닫습니다. 월요일은 쉽니다.",
    "생활,텃밭 분양 신청은 어떻게 하나요?,구름마을 텃밭은 봄에 누리집에서 신청합니다. 추첨으로 뽑습니다.",
    "교통,,제목이 빠진 줄",
    "교통,자전거 보관대 고장 신고,부서진 자전거 보관대는 사진과 함께 교통과로 알려 주세요.",
    "환경,헌 옷 수거함 위치,헌 옷 수거함은 동네 놀이터 입구에 있습니다.",
)


def command(file: Path, data: Path) -> list[str]:
    return [sys.executable, "-m", "actions.questions", "import", str(file), "--data", str(data)]


def imported(file: Path, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(file, data), capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return open_tools()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions-data")
    (folder / "bank.csv").write_bytes("\r\n".join(ROWS).encode("cp949"))
    first = imported(folder / "bank.csv", folder)
    assert first.returncode == 0, first.stderr
    assert "4번째 줄을 건너뜁니다: 제목이 비어 있습니다" in first.stdout
    assert "질문과 답 4개를 가져왔습니다. 건너뛴 줄은 1개, 글자 방식은 cp949입니다." in first.stdout
    return folder


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("도서관 언제 열어요", "달빛 도서관은 몇 시에 여나요?"),
        ("텃밭신청하고싶어요", "텃밭 분양 신청은 어떻게 하나요?"),
        ("자전거 거치대 망가졌어요", "자전거 보관대 고장 신고"),
        ("헌옷수거암 위치", "헌 옷 수거함 위치"),
    ],
)
def test_people_find_answers_in_their_own_words(data: Path, tools: Tools, text: str, title: str) -> None:
    found = QuestionBank(data / FOLDER, lambda: tools).search(text)
    assert [each.title for each in found][:1] == [title]
    assert found[0].source == "bank"


@pytest.mark.parametrize("text", ["피자 먹고 싶다", "비트코인 살까", "ㅁㄴㅇㄹ"])
def test_small_talk_finds_nothing(data: Path, tools: Tools, text: str) -> None:
    assert QuestionBank(data / FOLDER, lambda: tools).search(text) == []


def test_the_same_file_again_changes_nothing_and_needs_no_model(data: Path) -> None:
    again = imported(data / "bank.csv", data)
    assert again.returncode == 0
    assert "이미 가져온 것과 같습니다. 질문과 답 4개" in again.stdout


def test_two_imports_at_once_leave_one_whole_bank(tmp_path: Path, tools: Tools) -> None:
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for file, row in zip(files, (ROWS[1], ROWS[2]), strict=True):
        file.write_text(f"{ROWS[0]}\n{row}\n", encoding="utf-8-sig")
    both = [
        subprocess.Popen(command(file, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for file in files
    ]
    said = [process.communicate(timeout=120)[0] for process in both]
    codes = [process.returncode for process in both]
    assert 0 in codes, said
    for code, words in zip(codes, said, strict=True):
        assert code == 0 or "다른 가져오기가 진행 중입니다" in words
    bank = QuestionBank(tmp_path / FOLDER, lambda: tools)
    assert bank.search("달빛 도서관은 몇 시에 여나요?") or bank.search("텃밭 분양 신청은 어떻게 하나요?")


@pytest.mark.parametrize(
    ("content", "words"),
    [("번호,질문\n1,2\n", "분류, 제목, 내용 칸이 있어야 합니다"), ("분류,제목,내용\n생활,,\n", "하나도 없습니다")],
)
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "wrong.csv").write_text(content)
    refused = imported(tmp_path / "wrong.csv", tmp_path)
    assert refused.returncode == 1
    assert words in refused.stdout


def test_a_missing_file_is_told_and_not_a_trace(tmp_path: Path) -> None:
    refused = imported(tmp_path / "missing.csv", tmp_path)
    assert refused.returncode == 1
    assert "파일을 열지 못했습니다" in refused.stdout
    assert "Traceback" not in refused.stdout + refused.stderr

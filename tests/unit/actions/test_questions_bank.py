import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from actions.questions import importing, storage
from actions.questions.bank import QuestionBank
from actions.questions.build import Tools
from actions.questions.importing import ImportRunning, NothingToImport
from tests.unit.actions.fakes_questions import (
    BICYCLE,
    GARDEN,
    HEAD,
    LIBRARY,
    FakeVectors,
    SplitTerms,
    fake_tools,
    import_lines,
)


def titles(bank: QuestionBank, text: str) -> list[str]:
    return [found.title for found in bank.search(text)]


class TestSearching:
    def test_nothing_is_found_and_nothing_loaded_without_a_bank(self, tmp_path: Path) -> None:
        def never() -> Tools:
            raise AssertionError

        bank = QuestionBank(tmp_path, never)
        assert bank.search("도서관") == []
        assert bank.find("0" * 16) is None
        assert not bank.warm()

    def test_a_title_finds_its_answer_with_source_and_category(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY, GARDEN, BICYCLE)
        bank = QuestionBank(tmp_path, fake_tools)
        best = bank.search("구름 텃밭 분양 신청")[0]
        assert (best.title, best.category, best.source) == ("구름 텃밭 분양 신청", "생활", "시험 자료")
        assert best.excerpt == "구름 텃밭은 봄에 누리집에서 신청합니다. 추첨으로 뽑습니다."
        answer = bank.find(best.id)
        assert answer is not None
        assert answer.title == best.title

    @pytest.mark.parametrize("text", ["", "   ", "\u200b", "zq", "ㅁㄴㅇㄹ"])
    def test_what_is_no_question_finds_nothing(self, tmp_path: Path, text: str) -> None:
        import_lines(tmp_path, LIBRARY, GARDEN, BICYCLE)
        assert QuestionBank(tmp_path, fake_tools).search(text) == []

    def test_a_bank_of_one_answer_finds_it(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY)
        assert titles(QuestionBank(tmp_path, fake_tools), "달빛 도서관은 몇 시에 여나요?") == [
            "달빛 도서관은 몇 시에 여나요?"
        ]

    def test_no_more_than_asked_for_are_found(self, tmp_path: Path) -> None:
        import_lines(tmp_path, *(f"생활,텃밭 분양 신청 {n}번,텃밭 답 {n}" for n in "가나다라마"))
        assert len(QuestionBank(tmp_path, fake_tools).search("텃밭 분양 신청", limit=2)) == 2

    def test_a_huge_question_is_answered_too(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY, GARDEN)
        QuestionBank(tmp_path, fake_tools).search("도서관 " * 50_000)


class TestReloading:
    def test_a_new_import_is_seen_without_a_restart(self, tmp_path: Path) -> None:
        bank = QuestionBank(tmp_path, fake_tools)
        assert titles(bank, "구름 텃밭 분양 신청") == []
        import_lines(tmp_path, LIBRARY, GARDEN)
        assert titles(bank, "구름 텃밭 분양 신청")[0] == "구름 텃밭 분양 신청"
        import_lines(tmp_path, LIBRARY, BICYCLE)
        assert "구름 텃밭 분양 신청" not in titles(bank, "구름 텃밭 분양 신청")

    def test_a_button_outlives_an_import_that_keeps_its_answer(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY, GARDEN)
        bank = QuestionBank(tmp_path, fake_tools)
        opened = bank.search("구름 텃밭 분양 신청")[0].id
        import_lines(tmp_path, BICYCLE, GARDEN)
        assert bank.find(opened) is not None

    def test_a_broken_file_leaves_the_old_bank(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY, GARDEN)
        bank = QuestionBank(tmp_path, fake_tools)
        assert bank.warm()
        (tmp_path / storage.FILE).write_bytes(b"PK\x03\x04 not a bank")
        assert titles(bank, "구름 텃밭 분양 신청")[0] == "구름 텃밭 분양 신청"

    def test_a_bank_that_was_taken_away_answers_nothing(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY, GARDEN)
        bank = QuestionBank(tmp_path, fake_tools)
        assert bank.warm()
        (tmp_path / storage.FILE).unlink()
        assert bank.search("구름 텃밭 분양 신청") == []

    def test_searches_during_imports_always_see_a_whole_bank(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY, GARDEN)
        bank = QuestionBank(tmp_path, fake_tools)
        with ThreadPoolExecutor(4) as pool:
            searches = [pool.submit(titles, bank, "달빛 도서관은 몇 시에 여나요?") for _ in range(40)]
            for kept in (BICYCLE, GARDEN, BICYCLE):
                import_lines(tmp_path, LIBRARY, kept)
            assert {search.result()[0] for search in searches} == {"달빛 도서관은 몇 시에 여나요?"}


class TestImporting:
    def test_the_same_file_twice_is_one_import(self, tmp_path: Path) -> None:
        assert not import_lines(tmp_path, LIBRARY, GARDEN).unchanged
        before = (tmp_path / storage.FILE).stat()
        assert import_lines(tmp_path, LIBRARY, GARDEN).unchanged
        after = (tmp_path / storage.FILE).stat()
        assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)

    def test_a_changed_file_reads_only_what_is_new(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY, GARDEN)
        vectors = FakeVectors()
        import_lines(tmp_path, LIBRARY, GARDEN, BICYCLE, tools=Tools(SplitTerms(), vectors))
        assert set(vectors.read) == {
            "자전거 보관대 고장 신고",
            "부서진 보관대는 사진과 함께 교통과로 알려 주세요.",
        }

    def test_a_broken_bank_is_made_anew(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY)
        (tmp_path / storage.FILE).write_bytes(b"")
        assert not import_lines(tmp_path, LIBRARY).unchanged
        assert QuestionBank(tmp_path, fake_tools).warm()

    def test_a_file_without_one_good_row_leaves_the_old_bank(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY)
        with pytest.raises(NothingToImport) as refusal:
            import_lines(tmp_path, "생활,,")
        assert len(refusal.value.bad) == 1
        assert titles(QuestionBank(tmp_path, fake_tools), "달빛 도서관은 몇 시에 여나요?")

    def test_a_second_import_at_the_same_time_is_refused(self, tmp_path: Path) -> None:
        class Meanwhile(SplitTerms):
            def terms(self, text: str) -> list[str]:
                with pytest.raises(ImportRunning):
                    import_lines(tmp_path, LIBRARY)
                return super().terms(text)

        import_lines(tmp_path, GARDEN, tools=Tools(Meanwhile(), FakeVectors()))
        assert import_lines(tmp_path, GARDEN).unchanged

    def test_an_interrupted_import_changes_nothing_and_is_gone_on_with(self, tmp_path: Path) -> None:
        class Interrupted(FakeVectors):
            def questions(self, texts):
                raise KeyboardInterrupt

        import_lines(tmp_path, LIBRARY)
        with pytest.raises(KeyboardInterrupt):
            import_lines(tmp_path, GARDEN, tools=Tools(SplitTerms(), Interrupted()))
        assert titles(QuestionBank(tmp_path, fake_tools), "구름 텃밭 분양 신청") == []
        vectors = FakeVectors()
        import_lines(tmp_path, GARDEN, tools=Tools(SplitTerms(), vectors))
        assert vectors.read == ["구름 텃밭 분양 신청"]  # as a question; its passages were read before

    def test_no_half_written_file_is_left(self, tmp_path: Path) -> None:
        import_lines(tmp_path, LIBRARY)
        assert {file.name for file in tmp_path.iterdir()} == {
            "questions.csv",
            storage.FILE,
            importing.VECTORS,
            "import.lock",
        }

    def test_a_full_disk_leaves_the_old_bank(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import_lines(tmp_path, LIBRARY)

        def full(_descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            with pytest.raises(OSError, match="No space"):
                import_lines(tmp_path, GARDEN)
        assert titles(QuestionBank(tmp_path, fake_tools), "달빛 도서관은 몇 시에 여나요?")
        assert not list(tmp_path.glob(".*"))

    def test_progress_ends_where_it_said(self, tmp_path: Path) -> None:
        steps: dict[str, list[tuple[int, int]]] = {}
        file = tmp_path / "questions.csv"
        file.write_text(f"{HEAD}\n{LIBRARY}\n{GARDEN}\n{BICYCLE}")

        def advance(step: str, done: int, whole: int) -> None:
            steps.setdefault(step, []).append((done, whole))

        importing.run(file, tmp_path, "시험", fake_tools, advance)
        for told in steps.values():
            assert {whole for _, whole in told} == {sum(done for done, _ in told)}
        assert set(steps) == {"words", "vectors"}

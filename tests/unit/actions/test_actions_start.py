"""What the actions process does when it starts."""

import asyncio
import threading
from pathlib import Path

import pytest

from actions import app
from actions.questions.bank import QuestionBank
from actions.settings import ActionsSettings
from documents.sealing import prepare
from documents.service.clock import utc_now

DEADLINE = 60.0


async def test_the_question_bank_is_warm_before_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, warmed = ActionsSettings(data=tmp_path), threading.Event()
    folders: list[Path] = []

    class Bank(QuestionBank):
        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            folders.append(folder)

        def warm(self) -> bool:
            warmed.set()
            return super().warm()

    monkeypatch.setattr(app, "QuestionBank", Bank)
    prepare(settings.keys, now=utc_now(), pki_url=settings.pki_url)
    house = app.create_app(settings)
    assert not warmed.is_set()
    async with house.router.lifespan_context(house):
        assert await asyncio.to_thread(warmed.wait, DEADLINE)
    assert folders == [tmp_path / "questions"]

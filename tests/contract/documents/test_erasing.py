"""Erasing a person by the number of one of their papers, in both databases and by the operator's command."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from actions import erasing as command
from documents.access.book import AccessBook
from documents.domain.errors import Refusal
from documents.domain.number import PaperNumber
from documents.domain.state import PromiseState
from documents.erasing import Erasing
from documents.ledger.ledger import MIGRATIONS, open_ledger
from documents.news import News
from documents.service.database import migrate, open_engine
from documents.vault import open_vault
from tests.contract.documents.test_ledger_contract import claim, engine, make  # noqa: F401
from tests.fakes_documents import NOON, SECRET, person, request

KIM, LEE = request(person(ci="kim")), request(person(ci="lee"))


def test_who_is_erased_is_gone_for_good_and_nobody_else_is(engine):  # noqa: F811
    ledger = make(engine)
    gone, stays = ledger.promise(KIM), ledger.promise(LEE)
    vault = ledger.office.vault
    erasing = Erasing(engine, vault, lambda: NOON)
    assert erasing.erase(gone.number, who="staff-1", why="본인 요청") == 1
    assert claim(ledger).request.person.ci == LEE.person.ci
    assert ledger.find(KIM.conversation, gone.number).state is PromiseState.HELD
    assert stays.number != gone.number
    assert erasing.erase(gone.number, who="staff-1", why="다시") == 0
    book = AccessBook(engine, vault, Ed25519PrivateKey.generate(), lambda: NOON)
    assert [(look.who, look.what, look.why) for _, look in book.looks_at(KIM.person.ci)] == [
        ("staff-1", "erase", "다시"),
        ("staff-1", "erase", "본인 요청"),
    ]
    assert book.check() is None


def test_an_unknown_number_erases_nobody(engine):  # noqa: F811
    ledger = make(engine)
    ledger.promise(KIM)
    with pytest.raises(Refusal, match="unknown_number"):
        Erasing(engine, ledger.office.vault, lambda: NOON).erase(PaperNumber.draw(), who="s", why="w")
    assert claim(ledger).request.person.ci == KIM.person.ci


def test_the_operators_command_erases_in_the_houses_own_data(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MINWON_DATA", str(tmp_path))
    office = open_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(office, MIGRATIONS)
    (tmp_path / "keys").mkdir(exist_ok=True)
    ledger = open_ledger(office, open_vault(tmp_path / "keys"), News("http://wallet.test"), SECRET)
    promised = ledger.promise(KIM)
    office.dispose()
    said = ["--who", "staff-1", "--why", "본인 요청"]
    assert command.main([str(promised.number), *said]) == 0
    assert "열쇠 1개를 없앴습니다" in capsys.readouterr().out
    assert command.main([str(promised.number), *said]) == 0
    assert "이미 지워졌습니다" in capsys.readouterr().out
    assert command.main(["1234", *said]) == 1
    assert "16자리" in capsys.readouterr().err
    assert command.main([str(PaperNumber.draw()), *said]) == 1
    assert "없습니다" in capsys.readouterr().err

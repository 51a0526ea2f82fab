"""``python -m documents.sealing`` as an operator types it."""

import pytest

from documents.sealing import load_anchor
from documents.sealing.__main__ import main
from documents.sealing.key_folder import read
from documents.verifying import Finding, judge
from tests.unit.documents.seal_room import open_room


@pytest.fixture
def room(tmp_path, monkeypatch):
    monkeypatch.setenv("MINWON_DATA", str(tmp_path))
    return open_room(tmp_path / "keys")


def said(capsys, *arguments):
    code = main(list(arguments))
    words = capsys.readouterr()
    return code, words.out, words.err


def test_the_list_shows_every_certificate_and_its_state(room, capsys):
    former = room.current["seal"].serial_number
    said(capsys, "rotate", "seal")
    said(capsys, "revoke", f"{former:x}", "--reason", "superseded")
    code, out, _ = said(capsys, "list")
    rows = {line.split()[0]: line for line in out.splitlines()}
    assert code == 0
    assert list(rows) == ["루트", "전자관인", "시점확인", "상태확인", "이전"]
    assert f"{room.current['seal'].serial_number:x}" in rows["전자관인"]
    assert "사용 중" in rows["전자관인"]
    assert f"{former:x}" in rows["이전"]
    assert "폐지됨" in rows["이전"]


@pytest.mark.parametrize("line", ["seal", "tsa", "ocsp"])
@pytest.mark.parametrize(("command", "same_key"), [("renew", True), ("rotate", False)])
def test_a_command_changes_the_certificate(room, capsys, line, command, same_key):
    former = room.current[line]
    code, out, _ = said(capsys, command, line)
    fresh = read(room.folder).current[line]
    assert code == 0
    assert f"{fresh.serial_number:x}" in out
    assert fresh.serial_number != former.serial_number
    assert (fresh.public_key() == former.public_key()) is same_key


def test_revoking_what_is_in_use_says_that_the_sealing_has_stopped(room, capsys):
    paper, serial = room.seal(), room.current["seal"].serial_number
    code, out, _ = said(capsys, "revoke", f"{serial:x}", "--reason", "key-compromise")
    assert code == 0
    assert "python -m documents.sealing rotate seal" in out
    assert judge(paper, load_anchor(room.keys), room.clock).finding is Finding.SOUND
    code, _, err = said(capsys, "renew", "seal")
    assert (code, "rotate" in err) == (1, True)
    assert said(capsys, "rotate", "seal")[0] == 0


def test_what_cannot_be_done_is_said_and_is_an_exit_code(room, capsys):
    code, out, err = said(capsys, "revoke", "abc123")
    assert (code, out) == (1, "")
    assert "일련번호" in err
    (room.folder / "seal.pem").write_bytes(b"half")
    code, out, err = said(capsys, "list")
    assert (code, out) == (1, "")
    assert "열쇠" in err


@pytest.mark.parametrize("arguments", [[], ["rotate"], ["rotate", "root"], ["revoke", "xyz"], ["erase"]])
def test_a_command_that_is_none_is_refused(room, capsys, arguments):
    with pytest.raises(SystemExit) as error:
        main(arguments)
    assert error.value.code == 2

"""The small parts of the wallet: what is read at its edge, and how papers lie in it."""

import base64
import hashlib
from datetime import UTC, date, datetime

import pytest
from cryptography.exceptions import InvalidTag
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from wallet_bridge.wallet import person
from wallet_bridge.wallet.browser import prefers_html
from wallet_bridge.wallet.budgets import address_of
from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.letter import Letter

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
PDF = b"%PDF-1.7 paper"
LETTER = {
    "promise_key": "a" * 64,
    "holder": "b" * 64,
    "kind": "resident_register",
    "title": "주민등록표(등본)",
    "number": "1234567890123452",
    "issued_at": "2026-11-22T00:20:00+00:00",
    "expires_at": "2027-02-20T00:20:00+00:00",
    "sha256": hashlib.sha256(PDF).hexdigest(),
    "verify_url": "http://127.0.0.1:8100/verify/1234567890123452?check=7KX2M9QA",
    "paper": base64.b64encode(PDF).decode(),
}


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": raw, "client": ("127.0.0.1", 1)})


@given(st.binary(max_size=300), st.text(max_size=30))
def test_what_is_locked_opens_again_and_is_not_readable(content: bytes, row: str) -> None:
    cabinet = Cabinet(b"k" * 32)
    locked = cabinet.lock(content, row)
    assert cabinet.open(locked, row) == content
    assert locked != cabinet.lock(content, row)


def test_a_blob_does_not_open_in_another_row_with_another_key_or_changed() -> None:
    locked = Cabinet(b"k" * 32).lock(b"paper", "one")
    for cabinet, blob, row in (
        (Cabinet(b"k" * 32), locked, "two"),
        (Cabinet(b"x" * 32), locked, "one"),
        (Cabinet(b"k" * 32), locked[:-1] + bytes([locked[-1] ^ 1]), "one"),
    ):
        with pytest.raises(InvalidTag):
            cabinet.open(blob, row)


def test_a_letter_gives_back_the_paper() -> None:
    letter = Letter.model_validate(LETTER)
    assert letter.pdf() == PDF


@pytest.mark.parametrize("field", LETTER)
def test_a_letter_needs_every_field(field: str) -> None:
    with pytest.raises(ValidationError):
        Letter.model_validate({name: value for name, value in LETTER.items() if name != field})


def test_the_errors_of_a_letter_do_not_repeat_it() -> None:
    with pytest.raises(ValidationError) as refused:
        Letter.model_validate({**LETTER, "holder": "김서연"})
    assert "김서연" not in str(refused.value)


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html", True),
        ("*/*", False),
        ("", False),
        ("application/json", False),
        ("application/json, text/html;q=0.9", False),
        ("text/html;q=0.9, application/json;q=0.5", True),
        ("text/html;q=0", False),
        ("text/html;q=nonsense", False),
        ("TEXT/HTML", True),
    ],
)
def test_a_page_is_for_those_who_prefer_it(accept: str, page: bool) -> None:  # noqa: FBT001
    assert prefers_html(request(accept=accept)) is page


@pytest.mark.parametrize(
    "typed", ["19880314", "1988-03-14", "1988. 3. 14.", "1988년 3월 14일", "1988/03/14", "１９８８０３１４"]
)
def test_a_birth_date_is_read_as_people_type_it(typed: str) -> None:
    who, wrong = person.parse(" 김서연 ", typed, "010 0000 0001", NOW)
    assert not wrong
    assert who is not None
    assert (who.name, who.born, who.phone) == ("김서연", date(1988, 3, 14), "01000000001")


@pytest.mark.parametrize(
    ("name", "born", "phone", "wrong"),
    [
        ("김", "19880314", "01000000001", {"name"}),
        ("<b>", "19880314", "01000000001", {"name"}),
        ("김서연", "880314", "01000000001", {"birth_date"}),
        ("김서연", "19881314", "01000000001", {"birth_date"}),
        ("김서연", "20261123", "01000000001", {"birth_date"}),
        ("김서연", "18800101", "01000000001", {"birth_date"}),
        ("김서연", "19880314", "02-120", {"phone"}),
        ("", "", "", {"name", "birth_date", "phone"}),
    ],
)
def test_what_cannot_be_right_is_told_by_field(name: str, born: str, phone: str, wrong: set[str]) -> None:
    assert person.parse(name, born, phone, NOW) == (None, frozenset(wrong))


def test_personal_fields_stay_out_of_repr() -> None:
    who, _ = person.parse("김서연", "19880314", "01000000001", NOW)
    assert "김서연" not in repr(who)
    assert "0000001" not in repr(who)


def test_an_ipv6_caller_is_its_network() -> None:
    def called(host: str) -> str:
        return address_of(Request({"type": "http", "headers": [], "client": (host, 1)}))

    assert called("2001:db8:1:2::1") == called("2001:db8:1:2:ffff::9")
    assert called("2001:db8:1:2::1") != called("2001:db8:1:3::1")
    assert called("192.0.2.1") != called("192.0.2.2")

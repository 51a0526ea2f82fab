"""The public check over real HTTP, over a real ledger and a really sealed paper."""

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from documents.domain.number import PaperNumber
from tests.contract.wallet_bridge.wallet_house import WalletHouse, pdf, plain_client, serve, wallet_house
from tests.contract.wallet_bridge.wallet_office import CODE, DRAFT, NUMBER, Hands, open_office
from tests.unit.documents import paper_house
from wallet_bridge.wallet.app import create_app
from wallet_bridge.wallet.bodies import MAX_BODY

MEMBERS = {
    "status", "mark", "indication", "sub_indication", "kind", "issued_at", "expires_at", "sha256_match", "signed_at",
    "checked_at", "receipt",
}  # fmt: skip
OTHER_NUMBER = "1234567890123452"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def paper() -> bytes:
    return paper_house.sealed_sample()


@pytest.fixture(scope="module")
def clock() -> Hands:
    return Hands(DRAFT.issued_at + timedelta(hours=1))


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory, paper: bytes, clock: Hands) -> Iterator[httpx.Client]:
    data = tmp_path_factory.mktemp("check")
    open_office(data, paper)
    house = wallet_house(
        data, check_misses_per_minute=10_000, check_misses_per_number=10_000, check_address_per_minute=10_000
    )
    with (
        serve(create_app(house.settings, clock), house.settings.wallet_port) as url,
        plain_client(base_url=url) as client,
    ):
        yield client


def answer_of(response: httpx.Response) -> dict[str, object]:
    assert response.status_code == 200, response.text
    answer: dict[str, object] = response.json()
    assert answer.keys() == MEMBERS
    return answer


def by_number(check: httpx.Client, number: str = NUMBER, code: str = CODE) -> httpx.Response:
    return check.get(f"/verify/{number}", params={"check": code})


def test_a_number_with_its_code_is_genuine(check: httpx.Client, clock: Hands) -> None:
    answer = answer_of(by_number(check))
    assert (answer["status"], answer["mark"], answer["kind"]) == ("valid", "진본", "resident_register")
    assert answer["sha256_match"] is None
    assert datetime.fromisoformat(str(answer["checked_at"])) == clock.now
    assert datetime.fromisoformat(str(answer["expires_at"])) == DRAFT.expires_at


def test_number_and_code_are_read_as_people_type_them(check: httpx.Client) -> None:
    typed = f"{NUMBER[:4]} {NUMBER[4:8]}-{NUMBER[8:12]}-{NUMBER[12:]}"
    assert answer_of(by_number(check, typed, f" {CODE.lower()} "))["status"] == "valid"


def stripped(response: httpx.Response) -> tuple[dict[str, object], dict[str, str]]:
    answer = answer_of(response)
    del answer["checked_at"], answer["receipt"]
    return answer, {name: value for name, value in response.headers.items() if name not in {"date", "content-length"}}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (NUMBER, "ZZZZZZZZ"),
        (NUMBER, ""),
        (OTHER_NUMBER, CODE),
        (OTHER_NUMBER, ""),
        ("1111222233334444", CODE),
        ("x", "y"),
    ],
)
def test_unknown_and_wrong_are_one_answer(check: httpx.Client, number: str, code: str) -> None:
    expected = stripped(by_number(check, OTHER_NUMBER, "00000000"))
    assert stripped(by_number(check, number, code)) == expected
    assert expected[0]["status"] == "unknown"
    assert expected[0]["mark"] == "미검증"
    assert {value for name, value in expected[0].items() if name not in {"status", "mark"}} == {None}


def test_unknown_and_wrong_receipts_have_one_length(check: httpx.Client) -> None:
    lengths = {
        len(str(answer_of(by_number(check, number, "ZZZZZZZZ"))["receipt"])) for number in (NUMBER, OTHER_NUMBER)
    }
    assert max(lengths) - min(lengths) <= 12  # checked_at may lack its fraction of a second


def test_the_receipt_is_signed_by_the_published_key_and_says_what_was_asked(check: httpx.Client) -> None:
    answer = answer_of(by_number(check))
    keys = KeySet.import_key_set(check.get("/verify/keys").json())
    token = jwt.decode(str(answer.pop("receipt")), keys, algorithms=["ES256"])
    assert token.header["typ"] == "paper-check+jwt"
    assert {name: token.claims[name] for name in answer} == answer
    assert token.claims["about"] == {"number": NUMBER}


def test_published_keys_are_public_only(check: httpx.Client) -> None:
    (key,) = check.get("/verify/keys").json()["keys"]
    assert "d" not in key


def test_a_file_is_judged_with_its_seal(check: httpx.Client, paper: bytes) -> None:
    answer = answer_of(check.post("/verify", content=paper, headers={"Content-Type": "application/pdf"}))
    assert (answer["status"], answer["mark"], answer["sha256_match"]) == ("valid", "진본", True)
    assert answer["indication"] == "TOTAL-PASSED"
    assert answer["signed_at"]
    upload = answer_of(check.post("/verify", files={"file": ("등본.pdf", paper, "application/pdf")}))
    assert {**upload, "receipt": None} == {**answer, "receipt": None}


def test_a_digest_is_enough(check: httpx.Client, paper: bytes) -> None:
    known = answer_of(check.post("/verify", json={"sha256": hashlib.sha256(paper).hexdigest().upper()}))
    assert (known["status"], known["sha256_match"]) == ("valid", True)
    assert answer_of(check.post("/verify", json={"sha256": "0" * 64}))["status"] == "unknown"


def flipped(paper: bytes) -> bytes:
    place = len(paper) // 2
    return paper[:place] + bytes([paper[place] ^ 1]) + paper[place + 1 :]


def test_a_changed_file_is_no_longer_genuine(check: httpx.Client, paper: bytes) -> None:
    for changed in (flipped(paper), paper + b"\n", paper[:-2000]):
        answer = answer_of(check.post("/verify", files={"file": ("paper.pdf", changed)}))
        assert answer["status"] in {"tampered", "unreadable"}
        assert answer["mark"] != "진본"
        assert not answer["sha256_match"]
    assert answer_of(check.post("/verify", files={"file": ("a.pdf", paper + b"\n")}))["mark"] == "변조"


def test_a_foreign_pdf_is_not_ours_and_garbage_is_unreadable(check: httpx.Client) -> None:
    assert answer_of(check.post("/verify", files={"file": ("a.pdf", pdf())}))["status"] == "not_ours"
    assert answer_of(check.post("/verify", files={"file": ("a.pdf", b"no paper")}))["status"] == "unreadable"


def test_after_ninety_days_the_answer_is_expired(check: httpx.Client, clock: Hands) -> None:
    before = clock.now
    clock.now = DRAFT.expires_at
    try:
        assert answer_of(by_number(check))["status"] == "expired"
    finally:
        clock.now = before


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"json": {"sha256": "xyz"}}, 422),
        ({"json": {}}, 422),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 422),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}, 422),
        ({"files": {"other": ("a.pdf", b"x")}}, 422),
        ({"files": {"file": ("a.pdf", b"")}}, 422),
        ({"content": b"hello"}, 422),
        ({}, 422),
        ({"content": b"0" * (MAX_BODY + 5000), "headers": {"Content-Type": "application/pdf"}}, 413),
    ],
)
def test_bad_questions_are_problems(check: httpx.Client, options: dict[str, object], status: int) -> None:
    answer = check.post("/verify", **options)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_browser_gets_a_page(check: httpx.Client, paper: bytes) -> None:
    page = check.get(f"/verify/{NUMBER}", params={"check": CODE}, headers=HTML)
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["vary"] == "Accept"
    assert '<p class="mark">진본</p>' in page.text
    assert "주민등록표(등본)" in page.text
    tampered = check.post("/verify", files={"file": ("paper.pdf", flipped(paper) + b"\n")}, headers=HTML)
    assert '<p class="mark">변조</p>' in tampered.text


def test_the_plain_form_leads_to_the_same_address_as_the_qr(check: httpx.Client) -> None:
    answer = check.get("/verify", params={"number": f"{NUMBER[:4]}-{NUMBER[4:]}", "check": CODE}, headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/verify/{NUMBER}?check={CODE}")


def test_no_answer_carries_anything_of_the_person(check: httpx.Client, paper: bytes) -> None:
    name, address = DRAFT.applicant.hangul, DRAFT.record.household.addresses[0].address
    for answer in (
        by_number(check),
        check.get(f"/verify/{NUMBER}", params={"check": CODE}, headers=HTML),
        check.post("/verify", files={"file": ("paper.pdf", paper)}),
        check.post("/verify", files={"file": ("paper.pdf", paper)}, headers=HTML),
    ):
        assert name not in answer.text
        assert address not in answer.text


def test_guessing_is_stopped_the_same_way_for_known_and_unknown_numbers(tmp_path: Path, paper: bytes) -> None:
    open_office(tmp_path, paper)
    house = wallet_house(tmp_path, check_misses_per_number=5)
    with house_running(house) as url, plain_client(base_url=url) as client:
        for number in (NUMBER, OTHER_NUMBER):
            assert [by_number(client, number, f"{n:08}").status_code for n in range(7)] == [200] * 5 + [429] * 2
        assert by_number(client).status_code == 429, "a right guess after the budget would tell itself"
        refused = by_number(client)
        assert refused.json()["code"] == "too_many_requests"
        assert refused.headers["retry-after"]


def test_one_address_may_miss_only_so_often(tmp_path: Path, paper: bytes) -> None:
    open_office(tmp_path, paper)
    house = wallet_house(tmp_path, check_misses_per_minute=4)
    with house_running(house) as url, plain_client(base_url=url) as client:
        assert [by_number(client).status_code for _ in range(6)] == [200] * 6, "right answers are no misses"
        statuses = [by_number(client, PaperNumber.draw().digits).status_code for _ in range(6)]
        assert statuses == [200] * 4 + [429] * 2


def house_running(house: WalletHouse) -> contextlib.AbstractContextManager[str]:
    clock = Hands(DRAFT.issued_at + timedelta(hours=1))
    return serve(create_app(house.settings, clock), house.settings.wallet_port)


def test_without_an_office_the_check_says_so_and_recovers_by_itself(tmp_path: Path, paper: bytes) -> None:
    house = wallet_house(tmp_path)
    with house_running(house) as url, plain_client(base_url=url) as client:
        unavailable = by_number(client)
        assert (unavailable.status_code, unavailable.json()["code"]) == (503, "check_unavailable")
        assert client.post("/verify", files={"file": ("a.pdf", paper)}).status_code == 503
        parts = {"database": "ok", "bridge": "ok", "office": "down"}
        assert client.get("/health").json() == {"status": "degraded", "parts": parts}
        assert client.get("/verify", headers=HTML).status_code == 200
        open_office(tmp_path, paper)
        assert answer_of(by_number(client))["status"] == "valid"
        assert answer_of(client.post("/verify", files={"file": ("a.pdf", paper)}))["status"] == "valid"
        assert client.get("/health").json()["status"] == "ok"

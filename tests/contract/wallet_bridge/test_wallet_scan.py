"""The check by the codes of a page: what they say, who signed it, how the paper stands, and what is none of ours."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
import segno
import zxingcpp
from PIL import Image

from documents.domain.state import PromiseState
from documents.rendering.statement import sign_statement
from documents.rendering.statement_key import load_statement_key
from documents.verifying import page_pictures
from tests.contract.wallet_bridge.wallet_house import WalletHouse, plain_client, serve, wallet_house
from tests.contract.wallet_bridge.wallet_office import CODE, DRAFT, NUMBER, Hands, open_office
from tests.unit.documents import paper_house
from wallet_bridge.wallet.app import create_app
from wallet_bridge.wallet.statements import CodeReader, Foreign, SoundStatement, UnsoundStatement

HTML = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
CLOCK = Hands(DRAFT.issued_at + timedelta(hours=1))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> WalletHouse:
    data = tmp_path_factory.mktemp("scan")
    open_office(data, paper_house.sealed_sample())
    return wallet_house(data)


@pytest.fixture(scope="module")
def check(house: WalletHouse) -> Iterator[httpx.Client]:
    with serve(create_app(house.settings, CLOCK), house.settings.wallet_port) as url, plain_client(base_url=url) as on:
        yield on


@pytest.fixture(scope="module")
def statement() -> str:
    return sign_statement(DRAFT, load_statement_key(paper_house.keys()))


def address(house: WalletHouse, code: str = CODE, number: str = NUMBER) -> str:
    return f"{house.url}/verify/{number}?check={code}"


def told(check: httpx.Client, *texts: str) -> dict[str, dict[str, object]]:
    response = check.post("/verify/code", json={"texts": texts})
    assert response.status_code == 200, response.text
    answer: dict[str, dict[str, object]] = response.json()
    return answer


def photographed(*pictures: Image.Image) -> bytes:
    """One grey, tilted photograph of several codes."""
    sheet = Image.new("L", (sum(each.width + 80 for each in pictures) + 80, 640), 235)
    left = 80
    for each in pictures:
        sheet.paste(each.convert("L"), (left, 100))
        left += each.width + 80
    output = BytesIO()
    sheet.rotate(7, fillcolor=235, expand=True).save(output, "JPEG", quality=80)
    return output.getvalue()


def qr(text: str) -> Image.Image:
    output = BytesIO()
    segno.make(text, error="m", micro=False).save(output, kind="png", scale=8, border=4)
    return Image.open(BytesIO(output.getvalue()))


def data_matrix(text: str) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    return Image.fromarray(code.to_image(scale=8, add_quiet_zones=True))


def test_the_qr_answers_as_its_number_and_code_do(check: httpx.Client, house: WalletHouse) -> None:
    scan = told(check, address(house))
    assert scan["answer"]["status"] == "valid"
    assert scan["statement"] is None
    assert told(check, address(house, "ZZZZZZZZ"))["answer"]["status"] == "unknown"


def test_the_data_matrix_tells_a_signed_fact_and_how_the_paper_stands(check: httpx.Client, statement: str) -> None:
    scan = told(check, statement)
    assert scan["answer"]["status"] == "valid"
    assert scan["statement"]["sound"] is True
    assert scan["statement"]["number"] == NUMBER
    assert scan["statement"]["kind"] == "resident_register"


def test_both_codes_of_a_page_must_speak_of_one_paper(check: httpx.Client, house: WalletHouse, statement: str) -> None:
    assert told(check, address(house), statement)["statement"]["same_paper"] is True
    other = told(check, address(house, number="1111222233334444"), statement)
    assert other["statement"]["same_paper"] is False
    assert other["answer"]["status"] == "unknown"
    page = check.post("/verify/code", json={"texts": [address(house), statement]}, headers=HTML).text
    assert 'data-statement="sound"' in page
    assert 'data-statement="other"' not in page


@pytest.mark.parametrize("place", [5, 30, -3], ids=["number", "kind", "signature"])
def test_a_changed_statement_is_not_believed(check: httpx.Client, statement: str, place: int) -> None:
    letter = "2" if statement[place] != "2" else "3"
    end = len(statement) + place + 1 if place < 0 else place + 1
    scan = told(check, statement[: end - 1] + letter + statement[end:])
    assert scan["statement"] == {
        "sound": False, "number": None, "kind": None, "issued_at": None, "expires_on": None, "same_paper": None,
    }  # fmt: skip
    assert scan["answer"] is None


def test_codes_of_others_are_never_followed(check: httpx.Client, house: WalletHouse) -> None:
    port = house.settings.wallet_port
    for text in (
        "https://evil.example/verify/1234567812345670?check=AAAAAAAA",
        f"{house.url}@evil.example/verify/{NUMBER}?check={CODE}",
        f"{house.url}/verify/{NUMBER}/../../log?check={CODE}",
        f"http://127.0.0.1:{port + 1}/verify/{NUMBER}?check={CODE}",
        "javascript:alert(1)",
        "안녕하세요",
    ):
        assert told(check, text) == {"answer": None, "statement": None, "receiver": None}, text
        page = check.post("/verify/code", json={"texts": [text]}, headers=HTML).text
        assert "찾지 못했어요" in page
        assert text not in page


def test_a_receivers_qr_leads_to_sending(check: httpx.Client, house: WalletHouse) -> None:
    assert told(check, f"{house.url}/submit?to=woori-bank%40wallet")["receiver"] == "woori-bank@wallet"


def test_a_picture_is_read_without_any_script(check: httpx.Client, house: WalletHouse, statement: str) -> None:
    picture = photographed(qr(address(house)), data_matrix(statement))
    scan = check.post("/verify/picture", files={"file": ("photo.jpg", picture, "image/jpeg")}).json()
    assert scan["answer"]["status"] == "valid"
    assert scan["statement"]["sound"] is True
    page = check.post("/verify/picture", files={"file": ("photo.jpg", picture)}, headers=HTML).text
    assert '<p class="mark">진본</p>' in page
    assert 'data-statement="sound"' in page


def test_the_data_matrix_of_a_real_page_is_read(check: httpx.Client) -> None:
    (first, *_) = page_pictures(paper_house.sealed_sample(), width=1400)
    output = BytesIO()
    first.save(output, "PNG")
    scan = check.post("/verify/picture", files={"file": ("scan.png", output.getvalue())}).json()
    assert scan["statement"]["sound"] is True
    assert scan["answer"]["status"] == "valid"


def bomb() -> bytes:
    output = BytesIO()
    Image.new("1", (20_000, 20_000)).save(output, "PNG")
    return output.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40), b"GIF89a" + bytes(40), bomb()],
    ids=["text", "broken png", "another format", "bomb"],
)
def test_what_is_no_picture_is_refused(check: httpx.Client, content: bytes) -> None:
    answer = check.post("/verify/picture", files={"file": ("photo.png", content, "image/png")})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_picture")


def test_an_empty_picture_says_that_nothing_was_found(check: httpx.Client) -> None:
    output = BytesIO()
    Image.new("L", (300, 300), 255).save(output, "PNG")
    page = check.post("/verify/picture", files={"file": ("white.png", output.getvalue())}, headers=HTML)
    assert "찾지 못했어요" in page.text


@pytest.mark.parametrize("body", [b"{}", b'{"texts":[]}', b'{"texts":["' + b"x" * 700 + b'"]}', b"no"])
def test_bad_questions_are_problems(check: httpx.Client, body: bytes) -> None:
    assert check.post("/verify/code", content=body).status_code == 422


def test_only_the_scanning_page_may_use_camera_and_decoder(check: httpx.Client) -> None:
    scan, plain = check.get("/verify/scan", headers=HTML), check.get("/verify", headers=HTML)
    assert "'wasm-unsafe-eval'" in scan.headers["content-security-policy"]
    assert "'unsafe-inline'" not in scan.headers["content-security-policy"]
    assert "camera=(self)" in scan.headers["permissions-policy"]
    assert "unsafe" not in plain.headers["content-security-policy"]
    assert "camera=()" in plain.headers["permissions-policy"]


def test_a_voided_paper_keeps_its_signed_statement_and_is_said_to_be_revoked(tmp_path: Path, statement: str) -> None:
    open_office(tmp_path, paper_house.sealed_sample(), state=PromiseState.VOIDED.value)
    house = wallet_house(tmp_path)
    with serve(create_app(house.settings, CLOCK), house.settings.wallet_port) as url, plain_client(base_url=url) as on:
        scan = told(on, statement)
    assert (scan["statement"]["sound"], scan["answer"]["status"]) == (True, "revoked")


def test_reading_a_statement_draws_no_key_for_the_office(tmp_path: Path, statement: str) -> None:
    reader = CodeReader("http://wallet.example", tmp_path)
    assert isinstance(reader.read(statement), UnsoundStatement)
    assert list(tmp_path.iterdir()) == []
    assert isinstance(CodeReader("http://wallet.example", paper_house.keys()).read(statement), SoundStatement)
    assert isinstance(reader.read("hello"), Foreign)


def test_no_register_is_asked(check: httpx.Client, house: WalletHouse, statement: str) -> None:
    """Every way of the check works from the local ledger: the agencies' port has nobody listening on it."""
    with plain_client() as nobody, pytest.raises(httpx.ConnectError):
        nobody.get(f"{house.settings.sandbox_url}/health")
    paper = paper_house.sealed_sample()
    assert check.get(f"/verify/{NUMBER}", params={"check": CODE}).json()["status"] == "valid"
    assert check.post("/verify", files={"file": ("paper.pdf", paper)}).json()["status"] == "valid"
    assert told(check, statement)["answer"]["status"] == "valid"

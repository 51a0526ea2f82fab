"""The holder's pages over real HTTP, signed in through the real practice identity provider."""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import insert, select, update

from documents.domain.number import PaperNumber
from documents.domain.resident import Ci
from documents.registers.town.people import load_people
from documents.service.database import open_engine
from tests.contract.wallet_bridge.wallet_house import CODE, WalletHouse, ask, pdf, plain_client, sealed
from wallet_bridge.holder import holder_of
from wallet_bridge.wallet import tables
from wallet_bridge.wallet.sessions import IDLE, LONGEST

SEOYEON = {"name": "김서연", "birth_date": "1988-03-14", "phone": "010-0000-0001"}
MALSOON = {"name": "박말순", "birth_date": "19440130", "phone": "01000000003"}
DEADLINE = 60


def ci_of(person: dict[str, str]) -> Ci:
    digits = person["phone"].replace("-", "")
    return next(each.ci for each in load_people() if each.phone_digits == digits)


@pytest.fixture
def browser(wallet: str) -> Iterator[httpx.Client]:
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    with plain_client(base_url=wallet, headers=headers) as client:
        yield client


def press(agencies: str, person: dict[str, str], button: str) -> None:
    digits = person["phone"].replace("-", "")
    answer = ask(
        "POST", f"{agencies}/phone/{digits}/{button}", headers={"Sec-Fetch-Site": "same-origin", "Origin": agencies}
    )
    assert answer.status_code == 200, answer.text


def wait_for(browser: httpx.Client, state: str) -> None:
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until:
        if browser.get("/sign-in/state").json()["state"] == state:
            return
    raise AssertionError(f"never {state}")


def sign_in(browser: httpx.Client, agencies: str, person: dict[str, str]) -> None:
    assert browser.post("/sign-in", data=person).headers["location"] == "/sign-in/wait"
    press(agencies, person, "approve")
    wait_for(browser, "approved")
    assert browser.get("/sign-in/wait").headers["location"] == "/"


def give(house: WalletHouse, person: dict[str, str], line: str = "one paper", key: str = "a3" * 32) -> None:
    with plain_client() as client:
        house.push(client).deliver(sealed(pdf(line), PaperNumber.draw()), pdf(line), ci_of(person), key)


def paper_paths(browser: httpx.Client) -> list[str]:
    return sorted(set(re.findall(r'href="(/papers/[\w-]+)"', browser.get("/").text)))


def test_a_holder_signs_in_on_the_phone_and_sees_and_takes_the_papers(
    house: WalletHouse, agencies: str, browser: httpx.Client
) -> None:
    give(house, SEOYEON)
    sign_in(browser, agencies, SEOYEON)
    home = browser.get("/").text
    assert "주민등록표(등본)" in home
    assert "수취확인" in home
    (path,) = paper_paths(browser)
    assert "주민등록표(등본)" in browser.get(path).text
    assert browser.get(f"{path}/preview.png").content.startswith(b"\x89PNG")
    file = browser.get(f"{path}/paper.pdf")
    assert file.content == pdf()
    assert file.headers["content-disposition"].startswith("attachment;")
    assert "다운로드완료" in browser.get("/").text


def test_the_waiting_page_shows_the_code_that_the_phone_shows(agencies: str, browser: httpx.Client) -> None:
    browser.post("/sign-in", data=SEOYEON)
    page = browser.get("/sign-in/wait").text
    code = re.search(r'<p class="code"[^>]*>(\d{4})</p>', page)
    assert code
    phone = ask("GET", f"{agencies}/phone/01000000001").text
    assert code.group(1) in phone
    assert '<noscript><meta http-equiv="refresh"' in page


def test_refusing_on_the_phone_opens_nothing(agencies: str, browser: httpx.Client) -> None:
    browser.post("/sign-in", data=SEOYEON)
    press(agencies, SEOYEON, "refuse")
    wait_for(browser, "refused")
    assert "거절" in browser.get("/sign-in/wait").text
    assert "wallet_session" not in browser.cookies


def test_an_approval_opens_one_session_only(agencies: str, browser: httpx.Client, wallet: str) -> None:
    browser.post("/sign-in", data=SEOYEON)
    thief = plain_client(base_url=wallet, cookies=dict(browser.cookies))
    press(agencies, SEOYEON, "approve")
    wait_for(browser, "approved")
    first = browser.get("/sign-in/wait")
    with thief:
        second = thief.get("/sign-in/wait")
    assert "wallet_session" in first.cookies
    assert "wallet_session" not in second.cookies


def test_somebody_unknown_and_bad_fields_are_told_and_kept_as_typed(agencies: str, browser: httpx.Client) -> None:
    unknown = browser.post("/sign-in", data={**SEOYEON, "phone": "010-0000-0002"})
    assert unknown.status_code == 422
    assert "찾지 못했어요" in unknown.text
    assert "김서연" in unknown.text
    bad = browser.post("/sign-in", data={**SEOYEON, "birth_date": "1988"})
    assert bad.status_code == 422
    assert 'id="birth_date-wrong"' in bad.text
    assert 'id="phone-wrong"' not in bad.text


def test_a_provider_that_is_down_is_told_and_nothing_typed_is_lost(wallet: str, browser: httpx.Client) -> None:
    answer = browser.post("/sign-in", data=SEOYEON)
    assert answer.status_code == 503
    assert "인증 기관이 지금 답하지 않아요" in answer.text
    assert "김서연" in answer.text


def test_other_holders_papers_do_not_exist(
    house: WalletHouse, agencies: str, browser: httpx.Client, wallet: str
) -> None:
    give(house, SEOYEON)
    sign_in(browser, agencies, SEOYEON)
    (path,) = paper_paths(browser)
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    with plain_client(base_url=wallet, headers=headers) as other, plain_client(base_url=wallet) as nobody:
        sign_in(other, agencies, MALSOON)
        assert paper_paths(other) == []
        for reader in (other, nobody):
            missing = reader.get(f"/papers/{'x' * 24}")
            for each in (path, f"{path}/preview.png", f"{path}/paper.pdf"):
                answer = reader.get(each)
                assert (answer.status_code, answer.content.replace(each.encode(), b"")) == (
                    404,
                    missing.content.replace(missing.request.url.path.encode(), b""),
                )


def test_signing_out_ends_the_session_on_the_server(house: WalletHouse, agencies: str, browser: httpx.Client) -> None:
    give(house, SEOYEON)
    sign_in(browser, agencies, SEOYEON)
    (path,) = paper_paths(browser)
    token = browser.cookies["wallet_session"]
    browser.post("/sign-out")
    assert "wallet_session" not in browser.cookies
    browser.cookies.set("wallet_session", token)
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("column", ["seen_at", "opened_at"])
def test_a_session_ends_by_itself(house: WalletHouse, agencies: str, browser: httpx.Client, column: str) -> None:
    sign_in(browser, agencies, SEOYEON)
    assert "내 지갑</h1>" in browser.get("/").text
    past = datetime.now(UTC) - (IDLE if column == "seen_at" else LONGEST)
    with open_engine(house.settings.wallet_db).begin() as connection:
        connection.execute(update(tables.session).values({column: past}))
    assert "내 지갑</h1>" not in browser.get("/").text


def test_neither_tokens_nor_typed_data_reach_the_database(
    house: WalletHouse, agencies: str, browser: httpx.Client
) -> None:
    sign_in(browser, agencies, SEOYEON)
    stored = b"".join(path.read_bytes() for path in house.settings.data.glob("wallet.db*"))
    for secret in (browser.cookies["wallet_session"], "김서연", "01000000001", "010-0000-0001", ci_of(SEOYEON)):
        assert secret.encode() not in stored


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(agencies: str, browser: httpx.Client) -> None:
    browser.post("/sign-in", data=SEOYEON)
    press(agencies, SEOYEON, "approve")
    wait_for(browser, "approved")
    cookie = browser.get("/sign-in/wait").headers.get_list("set-cookie")
    (session,) = [each for each in cookie if each.startswith("wallet_session=")]
    assert "HttpOnly" in session
    assert "SameSite=lax" in session


CROSS_SITE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {},
]


def test_a_form_of_another_site_changes_nothing(
    house: WalletHouse, agencies: str, browser: httpx.Client, client: httpx.Client
) -> None:
    give(house, SEOYEON)
    sign_in(browser, agencies, SEOYEON)
    client.cookies.update(browser.cookies)
    for path in ("/sign-in", "/sign-out", "/leave", "/return"):
        for headers in CROSS_SITE:
            answer = client.post(f"{house.url}{path}", data=SEOYEON, headers=headers)
            assert answer.status_code == 403, (path, headers)
            assert "set-cookie" not in answer.headers
    assert len(paper_paths(browser)) == 1


def test_an_old_browser_is_known_by_its_origin(agencies: str, wallet: str) -> None:
    answer = ask("POST", f"{wallet}/sign-in", data=SEOYEON, headers={"Origin": wallet})
    assert answer.status_code == 303


def test_leaving_forgets_the_papers_and_returning_opens_again(
    house: WalletHouse, agencies: str, browser: httpx.Client
) -> None:
    give(house, SEOYEON)
    sign_in(browser, agencies, SEOYEON)
    assert "1건" in browser.get("/leave").text
    assert browser.post("/leave").status_code == 200
    with open_engine(house.settings.wallet_db).begin() as connection:
        assert connection.execute(select(tables.paper.c.id)).all() == []
    sign_in(browser, agencies, SEOYEON)
    assert "다시 열기" in browser.get("/").text
    browser.post("/return")
    give(house, SEOYEON, "after the return", "b" * 64)
    assert len(paper_paths(browser)) == 1


PAYLOADS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "javascript:alert(1)"]


def put_paper(house: WalletHouse, place: int, text: str) -> str:
    """Put a row straight into the wallet's database, past all checks, with ``text`` where text may stand."""
    now, key = datetime.now(UTC), f"promise-key-{place:08}"
    engine = open_engine(house.settings.wallet_db)
    row = {
        "id": f"{place:024}",
        "holder": holder_of(ci_of(SEOYEON)),
        "promise_key": key,
        "kind": text,
        "title": text,
        "number": text[:16],
        "issued_at": now,
        "expires_at": now,
        "sha256": "0" * 64,
        "verify_url": f"http://127.0.0.1/verify?check={text}",
        "received_at": now,
        "content": b"",
    }
    delivery = {"promise_key": key, "digest": "0" * 64, "receipt": "r", "received_at": now}
    with engine.begin() as connection:
        connection.execute(insert(tables.delivery).values(delivery))
        connection.execute(insert(tables.paper).values(row))
    engine.dispose()
    return f"/papers/{row['id']}"


def test_markup_is_shown_as_text_wherever_it_comes_in(house: WalletHouse, agencies: str, browser: httpx.Client) -> None:
    sign_in(browser, agencies, SEOYEON)
    pages = []
    for place, payload in enumerate(PAYLOADS):
        plain = payload.replace("/", "")
        pages += [
            browser.post("/sign-in", data={"name": payload, "birth_date": payload, "phone": payload}),
            browser.get("/verify", params={"number": payload}),
            browser.get(f"/papers/{plain}"),
            browser.get(f"/verify/{plain}", params={"check": payload[:20]}),
            browser.get(put_paper(house, place, payload)),
        ]
    for page in [*pages, browser.get("/")]:
        assert page.headers["content-type"].startswith("text/html")
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert ">49<" not in page.text
        assert 'href="javascript:' not in page.text


def test_pages_have_no_inline_script_or_style_and_a_strict_policy(agencies: str, browser: httpx.Client) -> None:
    sign_in(browser, agencies, SEOYEON)
    for path in ("/", "/verify", "/leave", "/verify/1234567890123452?check=7KX2M9QA", "/nothing"):
        page = browser.get(path)
        assert "default-src 'self'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page.text), path
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert '<html lang="ko">' in page.text
        assert "연습용" in page.text


def test_too_many_sign_ins_are_slowed_down(agencies: str, browser: httpx.Client, house: WalletHouse) -> None:
    for _ in range(house.settings.sign_in_per_minute):
        browser.post("/sign-in", data={**SEOYEON, "name": "모르는이"})
    answer = browser.post("/sign-in", data=SEOYEON)
    assert answer.status_code == 429
    assert "retry-after" in answer.headers


def test_the_service_describes_itself(wallet: str) -> None:
    description = ask("GET", f"{wallet}/openapi.json").json()
    assert {"/deliveries", "/verify", "/verify/{number}", "/verify/keys", "/health"} <= description["paths"].keys()
    assert json.dumps(description)
    assert ask("GET", f"{wallet}/health").json()["parts"]["database"] == "ok"
    assert CODE not in ask("GET", f"{wallet}/openapi.json").text

"""Passing papers on, over real HTTP: to a receiver who takes or returns them, and to somebody who may look once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from documents.domain.errors import Unavailable
from documents.domain.verdict import CheckStatus, Mark, Verdict
from documents.service.database import open_engine
from tests.contract.wallet_bridge.wallet_holder import (
    BANK,
    OTHER_CI,
    Bank,
    bank_of,
    browser_of,
    give,
    papers_of,
)
from tests.contract.wallet_bridge.wallet_house import WalletHouse, ask, pdf, plain_client, serve
from wallet_bridge.wallet import tables
from wallet_bridge.wallet.app import create_app

SCHOOL = "hanbit-school@wallet"


@pytest.fixture
def holder(house: WalletHouse, wallet: str) -> Iterator[httpx.Client]:
    give(house)
    with browser_of(house) as browser:
        yield browser


@pytest.fixture
def paper(holder: httpx.Client) -> str:
    (paper,) = papers_of(holder)
    return paper


@pytest.fixture
def bank(house: WalletHouse, wallet: str) -> Iterator[Bank]:
    with bank_of(house) as bank:
        yield bank


def send(holder: httpx.Client, paper: str, to: str = BANK) -> httpx.Response:
    return holder.post("/submit", data={"paper": paper, "to": to})


def words(page: str) -> list[str]:
    return re.findall(r'badge-step-\w+">(\S+?)</span>', page)


def invited(holder: httpx.Client, paper: str) -> tuple[str, str]:
    """Make a one-time link: its path and its number."""
    page = holder.post(f"/papers/{paper}/viewing").text
    path = re.search(r'value="http://[^/"]+(/view/[\w-]+)"', page)
    code = re.search(r"data-viewing-code[^>]*>(\d{6})<", page)
    assert path
    assert code
    return path.group(1), code.group(1)


def answer_with(house: WalletHouse, monkeypatch: pytest.MonkeyPatch, status: CheckStatus) -> None:
    verdict = Verdict(status, Mark.GENUINE, datetime.now(UTC))
    monkeypatch.setattr(house.checker, "by_sha256", lambda _digest: verdict)


def test_a_paper_goes_to_the_bank_and_every_step_shows(holder: httpx.Client, paper: str, bank: Bank) -> None:
    confirm = holder.get("/submit", params={"paper": paper, "to": f" {BANK.upper()} "}).text
    assert "우리동네은행" in confirm
    assert send(holder, paper).headers["location"] == f"/papers/{paper}#sent"
    assert words(holder.get("/history").text) == ["제출"]
    (submission,) = bank.papers()
    assert words(holder.get("/history").text) == ["수취중"]
    assert bank.browser.get(f"{bank.path}/{submission}/paper.pdf").status_code == 404, "not before the receipt"
    assert bank.press(submission, "take") == 303
    assert words(holder.get(f"/papers/{paper}").text) == ["수취확인"]
    assert bank.browser.get(f"{bank.path}/{submission}/paper.pdf").content == pdf()
    history = holder.get("/history").text
    assert words(history) == ["다운로드완료"]
    assert all(f"<span>{word}</span>" in history for word in ("제출", "수취중", "수취확인", "다운로드완료"))


def test_the_bank_checks_the_paper_at_the_public_check(holder: httpx.Client, paper: str, bank: Bank) -> None:
    send(holder, paper)
    (submission,) = bank.papers()
    before = bank.browser.get(f"{bank.path}/{submission}/check").text
    bank.press(submission, "take")
    after = bank.browser.get(f"{bank.path}/{submission}/check").text
    assert '<p class="mark">진본</p>' in before
    assert '<p class="mark">진본</p>' in after


def test_the_bank_may_return_a_paper_with_a_reason(holder: httpx.Client, paper: str, bank: Bank) -> None:
    send(holder, paper)
    (submission,) = bank.papers()
    assert bank.press(submission, "return") == 422
    assert bank.press(submission, "return", reason="초본이 <b>필요</b>해요") == 303
    history = holder.get("/history").text
    assert words(history) == ["반려"]
    assert "초본이 &lt;b&gt;필요&lt;/b&gt;해요" in history
    assert bank.press(submission, "take") == 409


def test_a_submission_is_called_back_before_the_receipt_only(holder: httpx.Client, paper: str, bank: Bank) -> None:
    send(holder, paper)
    (first,) = bank.papers()
    assert holder.post(f"/submissions/{first}/cancel").status_code == 303
    assert words(holder.get("/history").text) == ["보내기취소"]
    assert bank.press(first, "take") == 409
    send(holder, paper)
    second = next(each for each in bank.papers() if each != first)
    bank.press(second, "take")
    assert holder.post(f"/submissions/{second}/cancel").status_code == 409


def test_receivers_and_holders_see_their_own_only(
    house: WalletHouse, holder: httpx.Client, paper: str, bank: Bank
) -> None:
    send(holder, paper)
    (submission,) = bank.papers()
    with browser_of(house, OTHER_CI) as other, browser_of(house, None) as nobody, bank_of(house, SCHOOL) as school:
        assert send(other, paper).status_code == 404
        assert other.post(f"/papers/{paper}/viewing").status_code == 404
        assert other.get(f"/papers/{paper}/delete").status_code == 404
        assert other.post(f"/papers/{paper}/delete").status_code == 404
        assert other.post(f"/submissions/{submission}/cancel").status_code == 409
        assert "우리동네은행" not in other.get("/history").text
        assert nobody.get("/history").status_code == 404
        assert school.papers() == []
        assert school.press(submission, "take") == 409
        for path in (f"{bank.path}/{submission}/take", f"{bank.path}/{submission}/erase"):
            assert nobody.post(path).status_code == 404
        assert submission not in nobody.get(bank.path).text, "the page opens by its button only"


def test_nothing_changes_by_a_form_of_another_site(
    holder: httpx.Client, paper: str, bank: Bank, client: httpx.Client, wallet: str
) -> None:
    send(holder, paper)
    (submission,) = bank.papers()
    client.cookies.update({**dict(holder.cookies), **dict(bank.browser.cookies)})
    for path in (
        "/submit", f"/submissions/{submission}/cancel", f"/papers/{paper}/viewing", f"/papers/{paper}/delete",
        f"{bank.path}/open", f"{bank.path}/{submission}/take", f"{bank.path}/{submission}/erase", "/view/anything",
    ):  # fmt: skip
        assert client.post(f"{wallet}{path}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403, path


def test_an_address_that_nobody_has_is_told(holder: httpx.Client, paper: str) -> None:
    page = holder.get("/submit", params={"paper": paper, "to": "nobody@wallet"})
    assert page.status_code == 422
    assert "그런 지갑 주소가 없어요" in page.text
    assert send(holder, paper, "nobody@wallet").status_code == 422


def test_the_receivers_qr_leads_to_submitting_there_also_through_signing_in(
    house: WalletHouse, holder: httpx.Client, paper: str, bank: Bank
) -> None:
    code = bank.browser.get(f"{bank.path}/qr.svg")
    assert code.headers["content-type"] == "image/svg+xml"
    page = holder.get("/submit", params={"to": BANK}).text
    assert f'value="{BANK}"' in page
    with browser_of(house, None) as nobody:
        answer = nobody.get("/submit", params={"to": BANK})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert nobody.cookies["wallet_to"].strip('"') == BANK


@pytest.mark.parametrize("status", [CheckStatus.REVOKED, CheckStatus.SUPERSEDED])
def test_a_paper_taken_back_shows_so_and_goes_nowhere(
    house: WalletHouse, holder: httpx.Client, paper: str, status: CheckStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, code = invited(holder, paper)
    answer_with(house, monkeypatch, status)
    word = {CheckStatus.REVOKED: "취소된 서류", CheckStatus.SUPERSEDED: "새 서류로 바뀜"}[status]
    assert word in holder.get("/").text
    page = holder.get(f"/papers/{paper}").text
    assert word in page
    assert "다른 곳에 보내기" not in page
    assert send(holder, paper).status_code == 409
    assert holder.post(f"/papers/{paper}/viewing").status_code == 409
    with browser_of(house, None) as clerk:
        seen = clerk.post(path, data={"code": code}).text
        assert "data:image/png" not in seen, "a link made before shows no paper any more"


def test_while_nobody_can_say_whether_it_counts_a_paper_is_not_sent(
    house: WalletHouse, holder: httpx.Client, paper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_digest: str) -> Verdict:
        raise Unavailable("ledger_down")

    path, code = invited(holder, paper)
    with monkeypatch.context() as patch, browser_of(house, None) as clerk:
        patch.setattr(house.checker, "by_sha256", down)
        assert send(holder, paper).status_code == 503
        assert "수취확인" in holder.get("/").text, "the wallet itself still opens"
        assert clerk.post(path, data={"code": code}).status_code == 503
    with browser_of(house, None) as clerk:
        assert "data:image/png" in clerk.post(path, data={"code": code}).text, "the link was not used up"


def test_a_one_time_link_shows_the_paper_once(house: WalletHouse, holder: httpx.Client, paper: str) -> None:
    path, code = invited(holder, paper)
    with browser_of(house, None) as clerk:
        assert "여섯 자리 번호" in clerk.get(path).text
        seen = clerk.post(path, data={"code": f"{code[:3]} {code[3:]}"})
        assert seen.text.count("data:image/png;base64,") == 1
        assert "script" not in seen.headers["content-security-policy"]
        assert "이미 본 서류예요" in clerk.get(path).text
        assert "data:image/png" not in clerk.post(path, data={"code": code}).text
        assert clerk.get(f"/papers/{paper}").status_code == 404, "the paper, not the wallet"
    assert "봤어요" in holder.get("/history").text


def test_a_one_time_link_shows_the_paper_once_also_to_eight_at_once(
    house: WalletHouse, holder: httpx.Client, paper: str
) -> None:
    path, code = invited(holder, paper)

    def look(_place: int) -> str:
        with browser_of(house, None) as clerk:
            return clerk.post(path, data={"code": code}).text

    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(look, range(8)))
    assert sum("data:image/png" in each for each in pages) == 1


def test_after_five_wrong_numbers_the_right_one_opens_nothing(
    house: WalletHouse, holder: httpx.Client, paper: str
) -> None:
    path, code = invited(holder, paper)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with browser_of(house, None) as clerk:
        answers = [clerk.post(path, data={"code": wrong}) for _ in range(5)]
        assert {each.status_code for each in answers} == {403}
        assert "4번 더" in answers[0].text
        assert "닫혔어요" in answers[4].text
        assert "data:image/png" not in clerk.post(path, data={"code": code}).text
        assert clerk.get("/view/nobody-made-this").status_code == 404


def test_a_link_ends_after_half_an_hour(house: WalletHouse, holder: httpx.Client, paper: str) -> None:
    path, code = invited(holder, paper)
    with open_engine(house.settings.wallet_db).begin() as connection:
        connection.execute(update(tables.viewing).values(expires_at=datetime.now(UTC)))
    with browser_of(house, None) as clerk:
        assert "시간이 지났어요" in clerk.post(path, data={"code": code}).text


def test_deleting_a_paper_keeps_the_history(holder: httpx.Client, paper: str, bank: Bank) -> None:
    send(holder, paper)
    assert "지울까요" in holder.get(f"/papers/{paper}/delete").text
    assert holder.post(f"/papers/{paper}/delete").status_code == 303
    assert papers_of(holder) == []
    assert words(holder.get("/history").text) == ["삭제"]


def test_papers_past_their_ninety_days_are_deleted_when_the_wallet_starts(house: WalletHouse) -> None:
    with house.running():
        give(house)
    later = datetime.now(UTC) + timedelta(days=91)
    with serve(create_app(house.settings, lambda: later, house.checker), house.settings.wallet_port) as url:
        assert ask("GET", f"{url}/health").status_code == 200
    with open_engine(house.settings.wallet_db).begin() as connection:
        assert connection.execute(select(tables.paper.c.id)).all() == []


def test_a_real_wallet_has_no_practice_receivers(house: WalletHouse) -> None:
    settings = house.settings.model_copy(update={"identity_issuer": "https://identity.example"})
    with (
        serve(create_app(settings, checker=house.checker), settings.wallet_port) as url,
        plain_client(base_url=url) as client,
    ):
        assert client.get("/receiver").status_code == 404
        assert client.post(f"/receiver/{BANK}/open", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404

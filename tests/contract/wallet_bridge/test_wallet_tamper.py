"""The tamper folder at the public check, over HTTP: what each change is answered, by name."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from documents.domain.state import PromiseState
from documents.rendering import open_renderer
from documents.sealing import open_sealer
from tests.contract.wallet_bridge.wallet_house import plain_client, serve, wallet_house
from tests.contract.wallet_bridge.wallet_office import CODE, DRAFT, NUMBER, Hands, open_office
from tests.unit.documents import test_verifying_tamper as changes
from tests.unit.documents.paper_house import PKI_URL, now, sealed_sample
from wallet_bridge.wallet.app import create_app

AN_HOUR_LATER = DRAFT.issued_at + timedelta(hours=1)
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same words, sealed by an authority with the same names and other keys."""
    folder = tmp_path_factory.mktemp("foreign")
    return open_sealer(folder, now, PKI_URL).seal(open_renderer(folder).render(DRAFT), DRAFT)


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with office(tmp_path_factory.mktemp("tamper")) as client:
        yield client


class office:  # noqa: N801 - reads as a place
    """A running check whose ledger knows the sample paper, with ``changes`` to its row."""

    def __init__(self, data: Path, at: Hands | None = None, **changes: object) -> None:
        open_office(data, sealed_sample(), **changes)
        house = wallet_house(data)
        self._server = serve(create_app(house.settings, at or Hands(AN_HOUR_LATER)), house.settings.wallet_port)

    def __enter__(self) -> httpx.Client:
        self._client = plain_client(base_url=self._server.__enter__())
        return self._client

    def __exit__(self, *error: object) -> None:
        self._client.close()
        self._server.__exit__(None, None, None)


def judged(check: httpx.Client, content: bytes) -> dict[str, object]:
    response = check.post("/verify", files={"file": ("paper.pdf", content, "application/pdf")})
    assert response.status_code == 200, response.text
    answer: dict[str, object] = response.json()
    return answer


TAMPERED: dict[str, Callable[[], bytes]] = {
    "flipped byte": changes.flipped,
    "overlay": changes.overlaid,
    "appended bytes": lambda: sealed_sample() + b"\n",
    "re-saved": changes.resaved,
    "truncated": lambda: sealed_sample()[:-2000],
    "unsigned": changes.unsigned_with_our_number,
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_changed_file_is_tampered(check: httpx.Client, change: Callable[[], bytes]) -> None:
    answer = judged(check, change())
    assert (answer["status"], answer["mark"], answer["sha256_match"]) == ("tampered", "변조", False)
    assert (answer["kind"], answer["issued_at"], answer["expires_at"]) == (None, None, None)


def test_a_foreign_ca_with_the_same_names_is_not_ours(check: httpx.Client, foreign: bytes) -> None:
    answer = judged(check, foreign)
    assert (answer["status"], answer["mark"]) == ("not_ours", "인증서 검증 실패")


def test_the_beginning_alone_is_unreadable(check: httpx.Client) -> None:
    assert judged(check, sealed_sample()[:9000])["status"] == "unreadable"


@pytest.mark.parametrize(("successor", "status"), [(None, "revoked"), ("1111222233334444", "superseded")])
def test_a_paper_taken_back_is_said_to_be_so_however_it_is_asked(
    tmp_path: Path, successor: str | None, status: str
) -> None:
    with office(tmp_path, state=PromiseState.VOIDED.value, superseded_by=successor) as check:
        by_number = check.get(f"/verify/{NUMBER}", params={"check": CODE}).json()
        assert (judged(check, sealed_sample())["status"], by_number["status"]) == (status, status)
        assert check.get(f"/verify/{NUMBER}", params={"check": "ZZZZZZZZ"}).json()["status"] == "unknown"


def test_an_expired_paper_is_said_to_be_so_however_it_is_asked(tmp_path: Path) -> None:
    with office(tmp_path, Hands(DRAFT.expires_at)) as check:
        by_number = check.get(f"/verify/{NUMBER}", params={"check": CODE}).json()
        by_file = judged(check, sealed_sample())
        assert (by_number["status"], by_number["mark"]) == ("expired", "미검증")
        assert (by_file["status"], by_file["mark"]) == ("expired", "미검증")


SENTENCES = {
    "valid": "발급한 뒤로 바뀐 곳이 없어요",
    "tampered": "원본을 다시 받으세요",
    "unreadable": "다시 내려받아서",
    "not_ours": "다른 곳에서 만든 파일",
}
MARKS = {
    "진본": "우리 발급 기록에 있는",
    "변조": "발급한 뒤에 파일이 바뀌었다는",
    "인증서 검증 실패": "인증서를 믿을 수 없다는",
    "미검증": "말씀드릴 근거가 없다는",
}


@pytest.mark.parametrize(
    ("make", "status", "mark"),
    [
        (sealed_sample, "valid", "진본"),
        (changes.flipped, "tampered", "변조"),
        (lambda: b"no paper", "unreadable", "미검증"),
        (None, "not_ours", "인증서 검증 실패"),
    ],
    ids=["genuine", "tampered", "unreadable", "foreign"],
)
def test_each_mark_is_explained_on_the_page(
    check: httpx.Client, foreign: bytes, make: Callable[[], bytes] | None, status: str, mark: str
) -> None:
    page = check.post("/verify", files={"file": ("a.pdf", make() if make else foreign)}, headers=HTML).text
    assert f'<p class="mark">{mark}</p>' in page
    assert MARKS[mark] in page
    assert SENTENCES[status] in page

"""A paper into another wallet, at the counter: who is given the offer, and that it is kept nowhere."""

import httpx
import pytest

from tests.counter_process import Citizen, Counter
from tests.fakes_office import OFFER

NUMBER = "4821930571620394"
ROUTE = f"/documents/{NUMBER}/offer"


@pytest.fixture
def holder(counter: Counter, citizen: Citizen) -> Citizen:
    counter.office.papers[citizen.id] = {NUMBER}
    return citizen


def test_the_holder_is_given_the_offer_and_hears_what_became_of_it(counter: Counter, holder: Citizen):
    answer = holder.http.post(holder.path + ROUTE)
    assert (answer.status_code, answer.json()) == (201, OFFER)
    assert answer.headers["cache-control"] == "no-store"
    counter.office.taken[holder.id] = "accepted"
    assert holder.http.get(holder.path + ROUTE).json() == {"state": "accepted"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_else_is(counter: Counter, holder: Citizen, method: str):
    stranger = counter.citizen()
    for headers in ({}, {"Authorization": "Bearer x"}, {"Cookie": "minwon_conversation=x.y", "Authorization": "none"}):
        answer = stranger.http.request(method, holder.path + ROUTE, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert stranger.http.request(method, stranger.path + ROUTE).status_code == 404


def test_another_site_cannot_open_one(counter: Counter, holder: Citizen):
    cookie = {"Cookie": f"minwon_conversation={holder.id}.{holder.token}", "Origin": "https://elsewhere.example"}
    with httpx.Client(base_url=counter.url, trust_env=False, headers=cookie) as elsewhere:
        for path in (holder.path + ROUTE, "/say/offer"):
            answer = elsewhere.post(path, data={"number": NUMBER})
            assert (answer.status_code, answer.json()["code"]) == (403, "other_site")


@pytest.mark.parametrize(
    ("refusal", "code", "said"),
    [
        ((409, "paper_withdrawn"), "paper_withdrawn", "쓸 수 없는 서류"),
        ((409, "paper_expired"), "paper_expired", "확인 기한"),
        ((429, "too_many_requests"), "too_many_requests", "잠시 뒤에"),
        ((503, "wallet_down"), "offer_unavailable", "지갑과 이어지지"),
        ((409, "something_new"), "not_found", "찾을 수 없어요"),
    ],
)
def test_a_no_is_said_in_the_counters_words(
    counter: Counter, holder: Citizen, refusal: tuple[int, str], code: str, said: str
):
    counter.office.refusals[holder.id] = refusal
    answer = holder.http.post(holder.path + ROUTE)
    assert (answer.status_code, answer.json()["code"]) == (refusal[0], code)
    assert said in answer.json()["title"]


@pytest.mark.parametrize("number", ["1", "48219305716203945", "4821-9305-7162-0394", "..%2F..%2Fhealth"])
def test_only_a_number_goes_on_to_the_office(holder: Citizen, number: str):
    assert holder.http.post(f"{holder.path}/documents/{number}/offer").status_code == 404


def test_a_browser_without_script_gets_a_page_of_its_own(counter: Counter, holder: Citizen):
    cookie = {"Cookie": f"minwon_conversation={holder.id}.{holder.token}"}
    with httpx.Client(base_url=counter.url, trust_env=False, headers=cookie) as browser:
        page = browser.post("/say/offer", data={"number": NUMBER})
        assert page.status_code == 200
        assert OFFER["tx_code"] in page.text
        assert 'src="data:image/svg+xml,%3Csvg' in page.text
        assert "<path" not in page.text.split("<main", 1)[1], "the code is a picture, never markup"
        assert "오후 3:22까지" in page.text
        assert page.headers["cache-control"] == "no-store"
        assert '<html lang="ko">' in page.text
        assert (
            '<html lang="en" class="is-easy">'
            in browser.post("/say/offer?lang=en&easy=1", data={"number": NUMBER}).text
        )
        back = browser.post("/say/offer", data={"number": "1"})
        assert (back.status_code, back.headers["location"]) == (303, "/?problem=not_found#notice")


def test_no_offer_is_written_down(counter: Counter, holder: Citizen):
    before = holder.read()
    assert holder.http.post(holder.path + ROUTE).status_code == 201
    assert holder.read() == before
    kept = [counter.log().encode(), *(path.read_bytes() for path in counter.data.glob("*.db*"))]
    assert not any(OFFER["offer_uri"].encode() in each or b"offers%2Fx1" in each for each in kept)
    assert counter.engine.texts(holder.id) == []

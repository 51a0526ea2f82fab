"""The office's door for the staff console: nobody without the token, refusals with their codes, nothing personal."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from actions.office_staff import staff_office
from documents.domain.number import PaperNumber
from documents.service import problems
from tests.staff_house import FakeLedger

BEARER = {"Authorization": "Bearer secret"}
NUMBER = PaperNumber.draw()
WISH = {"number": str(NUMBER), "by": "kim", "reason": "주소가 틀렸어요"}


@pytest.fixture
def ledger() -> FakeLedger:
    ledger = FakeLedger()
    ledger.issued.add(NUMBER)
    return ledger


@pytest.fixture
async def office(ledger: FakeLedger) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    problems.install(app)
    app.include_router(staff_office(ledger, "secret"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://office", headers=BEARER) as client:
        yield client


async def test_without_the_token_there_is_nothing(office: httpx.AsyncClient):
    for method, path in (("GET", "/papers"), ("POST", "/voidings"), ("POST", f"/voidings/{NUMBER}/agree")):
        answer = await office.request(
            method, f"/internal/staff{path}", json=WISH, headers={"Authorization": "Bearer x"}
        )
        assert answer.status_code == 404


async def test_wish_is_listed_and_decided_by_another(office: httpx.AsyncClient, ledger: FakeLedger):
    made = await office.post("/internal/staff/voidings", json=WISH)
    assert made.status_code == 201
    assert (await office.get("/internal/staff/papers")).json() == {"held": [], "voidings": [made.json()]}
    agree = f"/internal/staff/voidings/{NUMBER}/agree"
    assert (await office.post(agree, json={"by": "kim"})).json()["code"] == "same_person"
    assert (await office.post(agree, json={"by": "lee"})).status_code == 204
    assert ledger.taken_back == [(NUMBER, "lee")]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"number": "1234"}, 422, "invalid_number"),
        ({"number": str(PaperNumber.draw())}, 404, "nothing_to_void"),
        ({"reason": "왜"}, 422, "invalid_request"),
    ],
)
async def test_refusals_have_their_codes(office: httpx.AsyncClient, body, status, code):
    answer = await office.post("/internal/staff/voidings", json={**WISH, **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)

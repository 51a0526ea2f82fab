"""The phone page: what waits, what was answered, and who may press."""

import re

import pytest

from documents.registers.town.town import open_town
from tests.unit.actions.test_identity_provider_rules import PHONE, House

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
async def house(tmp_path):
    house = House(tmp_path)
    async with house.http:
        yield house


async def page(house, path=PHONE):
    answer = await house.http.get(path)
    assert answer.status_code == 200
    return answer.text


async def test_an_empty_phone_says_so(house):
    assert "기다리는 요청이 없어요" in await page(house)


async def test_the_page_shows_who_asks_what_for_and_the_code(house):
    await house.ask()
    text = await page(house)
    for shown in ("서울시 민원 카운터(연습용)", "등본 발급", "4271", "승인", "거절", "연습용"):
        assert shown in text


async def test_digits_are_taken_with_and_without_hyphens(house):
    assert "010-0000-0001" in await page(house, "/phone/01000000001")


@pytest.mark.parametrize("digits", ["010-0000-9999", "0", "0100000000１", "..%2F..%2Fetc"])
async def test_an_unknown_phone_is_not_found(house, digits):
    answer = await house.http.get(f"/phone/{digits}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_pressing_when_nothing_waits_is_not_found(house):
    answer = await house.press("approve")
    assert (answer.status_code, answer.json()["code"]) == (404, "nothing_waiting")


async def test_a_program_gets_json_and_the_newest_request_is_pressed(house):
    older = await house.asked(binding_message="1111")
    house.clock.move(seconds=1)
    newer = await house.asked(binding_message="2222")
    assert (await house.press("approve")).json() == {"approved": True}
    assert (await house.collect(newer)).status_code == 200
    assert (await house.collect(older)).json()["error"] == "authorization_pending"
    assert (await house.press("refuse")).json() == {"approved": False}
    assert (await house.collect(older)).json()["error"] == "access_denied"


async def test_a_browser_goes_back_to_the_page_and_reads_the_result(house):
    await house.ask()
    answer = await house.http.post(f"{PHONE}/approve", headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/phone/01000000001")
    assert "승인했어요" in await page(house)


async def test_the_button_of_a_shown_request_never_answers_another(house):
    await house.ask(binding_message="1111")
    shown = (await page(house)).split('name="reference" value="')[1].split('"')[0]
    house.clock.move(seconds=1)
    newer = await house.asked(binding_message="2222")
    await house.http.post(f"{PHONE}/approve", headers=BROWSER, data={"reference": shown})
    assert (await house.collect(newer)).json()["error"] == "authorization_pending"


async def test_another_phone_cannot_press(house):
    await house.ask()
    reference = (await page(house)).split('name="reference" value="')[1].split('"')[0]
    answer = await house.http.post("/phone/010-0000-0002/approve", data={"reference": reference})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_page_of_another_site_cannot_press(house, headers):
    await house.ask()
    answer = await house.http.post(f"{PHONE}/approve", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_page")
    assert "4271" in await page(house)


async def test_what_a_client_says_is_shown_as_text(house):
    await house.ask(purpose="<script>alert(1)</script>")
    text = await page(house)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


async def test_an_unchanged_screen_is_not_sent_again(house):
    first = await house.http.get(f"{PHONE}/requests")
    same = {"If-None-Match": first.headers["etag"]}
    assert (await house.http.get(f"{PHONE}/requests", headers=same)).status_code == 304
    await house.ask()
    assert (await house.http.get(f"{PHONE}/requests", headers=same)).status_code == 200


async def test_a_request_nobody_answered_leaves_the_screen(house):
    await house.ask()
    house.clock.move(minutes=5)
    text = await page(house)
    assert "시간이 지났어요" in text
    assert 'name="reference"' not in text


async def test_the_list_of_phones_tells_where_a_request_waits(house):
    assert "요청 왔어요" not in await page(house, "/phone")
    await house.ask()
    text = await page(house, "/phone")
    assert text.count("요청 왔어요") == 1
    assert "010-0000-0001" in text


async def test_pages_run_no_inline_script(house):
    answer = await house.http.get(PHONE)
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


async def test_a_fault_is_switched_on_and_off_from_the_front_page(house):
    await house.http.post("/faults/switch", data={"part": "identity", "kind": "down", "seconds": "60"})
    assert "멈췄어요" in await page(house, "/")
    assert (await house.ask()).status_code == 503
    await house.http.post("/faults/switch", data={"part": "identity", "kind": "down", "seconds": "0"})
    assert (await house.ask()).status_code == 200


async def test_who_is_asked_stands_first_in_the_list_of_hundreds(house):
    last = [person for person in open_town().people if person.phone][-1]
    asked = {"name": last.name, "birthdate": last.born.isoformat(), "phone_number": last.phone_digits}
    first = re.findall(r'href="/phone/(010-[\d-]+)"', await page(house, "/phone"))
    assert len(first) > 200
    assert first[0] == "010-0000-0001"
    request = await house.asked(login_hint_token=house.hint(person=asked))
    assert re.findall(r'href="/phone/(010-[\d-]+)"', await page(house, "/phone"))[:2] == [last.phone, "010-0000-0001"]
    await house.http.post(f"/phone/{last.phone_digits}/approve")
    assert (await house.collect(request)).status_code == 200


async def test_every_resident_with_a_telephone_can_open_it(house):
    for person in [each for each in open_town().people if each.phone][::8]:
        assert f"<strong>{person.name}</strong> 님" in await page(house, f"/phone/{person.phone}")

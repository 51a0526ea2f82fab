"""Files and places go from the page to the complaint: how far they have come, whether their place may be used."""

import io
import uuid
from collections.abc import Callable

import httpx
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Visit
from tests.counter_process import Counter

pytestmark = pytest.mark.browser
HERE = {"latitude": 37.5665, "longitude": 126.978, "accuracy": 12}
FAR = {"latitude": 35.1796, "longitude": 129.0756}


def photo(name: str = "골목.jpg", *, taken_at_city_hall: bool = False) -> FilePayload:
    picture, out = Image.new("RGB", (64, 48), "#446655"), io.BytesIO()
    exif = picture.getexif()
    if taken_at_city_hall:
        exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 59.0), 3: "E", 4: (126.0, 58.0, 41.0)})
    picture.save(out, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def add(visit: Visit, *files: FilePayload) -> None:
    visit.page.locator("#attach > summary").click()
    with visit.page.expect_file_chooser() as chooser:
        visit.page.get_by_role("button", name="사진·파일 올리기").click()
    chooser.value.set_files(list(files))


def test_photo_arrives_and_can_be_taken_back(visit: Visit):
    add(visit, photo())
    item = visit.page.locator(".tray-item")
    expect(item).to_contain_text("올렸어요")
    expect(visit.page.locator(".tray-ask")).to_have_count(0)
    expect(visit.page.locator("#announcer p", has_text="골목.jpg. 올렸어요")).to_have_count(1)
    with visit.page.expect_response("**/attachments/*") as answer:
        visit.page.get_by_role("button", name="골목.jpg 지우기").click()
    assert answer.value.status == 204
    expect(item).to_have_count(0)
    expect(visit.box).to_be_focused()


def test_file_that_went_with_a_complaint_waits_no_longer_and_the_focus_stays(visit: Visit):
    add(visit, photo())
    expect(visit.page.locator(".tray-item")).to_contain_text("올렸어요")
    visit.say("가로등이 꺼졌어요")
    visit.hears("들었어요: 가로등이 꺼졌어요")
    expect(visit.page.locator(".tray-item")).to_have_count(1)
    file_complaint(visit)
    visit.page.get_by_role("button", name="골목.jpg 지우기").focus()
    visit.news("paper_progress", {"card": cards.progress(1)})
    expect(visit.page.locator(".tray-item")).to_have_count(0)
    expect(visit.page.locator("#tray")).to_be_hidden()
    expect(visit.box).to_be_focused()


def file_complaint(visit: Visit) -> None:
    """File what is attached, as the office does once everything is said."""
    base = f"{visit.counter.url}/internal/conversations/{visit.conversation}/complaints"
    key = str(uuid.uuid4())
    draft = {"key": key, "kind": "report_streetlight", "text": "가로등이 꺼졌어요", "district": "마포구"}
    with httpx.Client(headers=visit.counter.internal, trust_env=False, timeout=60) as office:
        assert office.post(f"{base}/draft", json={**draft, "place": "마포구 월드컵로 212"}).status_code == 200
        assert office.post(base, json={"key": key}).status_code == 201


def test_place_of_a_photo_is_used_only_when_that_is_wished(visit: Visit):
    add(visit, photo(taken_at_city_hall=True))
    expect(visit.page.locator(".tray-ask")).to_contain_text("사진의 위치를 쓸까요?")
    with visit.page.expect_response("**/attachments/*/place") as answer:
        visit.page.get_by_role("button", name="이 위치 쓰기").click()
    assert answer.value.ok
    expect(visit.page.locator(".tray-ask")).to_have_count(0)


def test_what_the_counter_would_refuse_is_said_at_once_and_what_it_refuses_too(visit: Visit):
    broken: FilePayload = {"name": "깨진.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    page: FilePayload = {"name": "쪽.html", "mimeType": "text/html", "buffer": b"<script>"}
    add(visit, page, broken)
    expect(visit.page.locator(".tray-item.is-failed")).to_have_count(2)
    expect(visit.page.locator(".tray-item").first).to_contain_text("JPEG, PNG, HEIC, PDF만 올릴 수 있어요.")
    visit.page.get_by_role("button", name="쪽.html 목록에서 빼기").click()
    visit.page.get_by_role("button", name="깨진.jpg 목록에서 빼기").click()
    expect(visit.page.locator("#tray")).to_be_hidden()
    visit.complaints[:] = [said for said in visit.complaints if "422" not in said and "415" not in said]


@pytest.mark.parametrize(
    ("place", "allowed", "answer"),
    [
        (HERE, ["geolocation"], "지금 있는 곳을 알려 드렸어요."),
        (HERE, [], "위치를 쓸 수 없어요. 브라우저에서 위치를 허락하거나 주소를 적어 주세요."),
        (FAR, ["geolocation"], "서울"),
    ],
)
def test_here_is_told_once_and_only_when_allowed(
    counter: Counter, open_context: Callable[..., BrowserContext], place: dict, allowed: list[str], answer: str
):
    context = open_context(geolocation=place, permissions=allowed)
    visit = Visit(counter, context.new_page()).enter()
    visit.page.locator("#attach > summary").click()
    visit.page.get_by_role("button", name="위치 보내기").click()
    expect(visit.page.locator("#told")).to_contain_text(answer)

"""The same counter where no script runs: plain forms, and a page that shows everything again."""

import json

import pytest
from playwright.sync_api import expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Visit
from tests.contract.channels.web.test_web_attach import photo

pytestmark = pytest.mark.browser


def send(visit: Visit, text: str) -> None:
    visit.box.fill(text)
    visit.submit(visit.page.get_by_role("button", name="보내기", exact=True))


def test_what_is_said_is_answered(plain_visit: Visit):
    send(plain_visit, "등본 떼줘")
    expect(plain_visit.bubbles("citizen")).to_have_text(["등본 떼줘"])
    plain_visit.hears("들었어요: 등본 떼줘")


def test_chip_is_a_button_of_a_form(plain_visit: Visit):
    plain_visit.submit(plain_visit.page.get_by_role("button", name="무엇을 할 수 있나요"))
    plain_visit.hears("들었어요: /help")


def test_options_are_sent_as_they_were_picked(plain_visit: Visit):
    plain_visit.answer_with(cards.options(custom=True))
    send(plain_visit, "골라서")
    plain_visit.page.get_by_label("최근 몇 년만").check()
    plain_visit.page.get_by_label("최근 몇 년", exact=True).fill("3")
    plain_visit.page.get_by_label("동거인").select_option("yes")
    plain_visit.submit(plain_visit.page.get_by_role("button", name="이대로 떼기"))
    expect(plain_visit.bubbles("bot")).to_have_count(3)
    assert json.loads(plain_visit.heard()[1].removeprefix("/choose_options")) == {
        "past_addresses": "recent",
        "address_years": 3,
        "others_names": "yes",
        "cohabitants": "yes",
    }


def test_days_several_items_and_the_consent_are_sent_too(plain_visit: Visit):
    plain_visit.answer_with(cards.custom(cards.period(), cards.items()))
    send(plain_visit, "골라서")
    expect(plain_visit.page.get_by_label("부터")).to_be_hidden()
    plain_visit.page.get_by_text("직접 고르기").click()
    plain_visit.page.get_by_label("부터").fill("2025-01-01")
    plain_visit.page.get_by_label("까지").fill("2025-12-31")
    plain_visit.page.get_by_label("계급").check()
    plain_visit.submit(plain_visit.page.get_by_role("button", name="이대로 떼기"))
    expect(plain_visit.bubbles("bot")).to_have_count(3)
    assert json.loads(plain_visit.heard()[1].removeprefix("/choose_options")) == {
        "span": "pick",
        "since": "2025-01-01",
        "until": "2025-12-31",
        "items": ["rank", "unit"],
    }


def test_consent_is_said_by_its_button_and_the_other_button_keeps_what_was_picked(plain_visit: Visit):
    plain_visit.answer_with(cards.vaccination())
    send(plain_visit, "접종")
    plain_visit.page.get_by_text("자녀 (만 14세 미만)").click()
    plain_visit.submit(plain_visit.page.get_by_role("button", name="동의하고 기본으로 떼기"))
    expect(plain_visit.bubbles("bot")).to_have_count(3)
    assert json.loads(plain_visit.heard()[1].removeprefix("/choose_basic")) == {
        "for_whom": "child",
        "health_consent": "yes",
    }


def test_panel_reaches_the_office(plain_visit: Visit):
    plain_visit.answer_with(cards.identity())
    send(plain_visit, "등본")
    plain_visit.page.get_by_label("이름").fill("박말순")
    plain_visit.page.get_by_label("생년월일").fill("1944-01-30")
    plain_visit.page.get_by_label("휴대전화 번호").fill("010-0000-0003")
    plain_visit.submit(plain_visit.page.get_by_role("button", name="동의하고 인증 요청"))
    sent = [
        person for person in plain_visit.counter.office.people if person["conversation"] == plain_visit.conversation
    ]
    assert [person["name"] for person in sent] == ["박말순"]


def test_contact_goes_to_the_complaint_and_never_into_the_conversation(plain_visit: Visit):
    plain_visit.answer_with({"text": "어떻게 알려 드릴까요?", "custom": {"card": {"type": "contact"}}})
    send(plain_visit, "가로등이 꺼졌어요")
    page = plain_visit.page
    page.get_by_label("이름").fill("박말순")
    page.get_by_label("휴대전화 번호").fill("12")
    page.get_by_role("button", name="연락처 남기기").click()
    expect(page.get_by_text("휴대전화 번호를 확인해 주세요.")).to_be_visible()
    expect(page.locator("#notice")).to_be_focused()
    page.get_by_label("이름").fill("박말순")
    page.get_by_label("휴대전화 번호").fill("010-0000-0003")
    page.get_by_role("button", name="연락처 남기기").click()
    expect(page.get_by_role("heading", name="연락처를 받았어요")).to_be_visible()
    expect(page.get_by_role("button", name="연락처 남기기")).to_have_count(0)
    assert plain_visit.heard() == ["가로등이 꺼졌어요"]


def test_photo_is_attached_its_place_used_and_the_file_taken_back(plain_visit: Visit):
    page = plain_visit.page
    page.locator(".attach-plain > summary").click()
    page.get_by_label("올릴 파일").set_input_files(photo(taken_at_city_hall=True))
    page.get_by_role("button", name="올리기", exact=True).click()
    expect(page.get_by_role("list", name="올린 파일")).to_contain_text("골목.jpg")
    page.get_by_role("button", name="이 위치 쓰기").click()
    expect(page.get_by_text("사진의 위치를 쓸까요?")).to_have_count(0)
    page.get_by_role("button", name="골목.jpg 지우기").click()
    expect(page.get_by_role("list", name="올린 파일")).to_have_count(0)
    page.locator(".attach-plain > summary").click()
    page.get_by_label("올릴 파일").set_input_files({"name": "쪽.html", "mimeType": "text/html", "buffer": b"<script>"})
    page.get_by_role("button", name="올리기", exact=True).click()
    expect(page.locator("#notice")).to_be_visible()


def test_every_card_is_drawn(plain_visit: Visit):
    here = plain_visit.conversation
    shown = [cards.progress(2), cards.document(here, "delivered"), cards.identity_card("pending", binding_code="4271")]
    shown += [cards.identity_card("refused"), cards.identity_card("approved"), cards.identity_card("expired")]
    shown += [cards.progress(1, "cancelled"), cards.progress(0, "rejected"), cards.papers(here)]
    shown += [{"type": "link", "title": "진위 확인 열기", "url": "https://wallet.example/verify"}]
    shown += [{"type": "handover", "position": 3, "wait_seconds": 200}]
    shown += [cards.complaint(), cards.complaint("withdrawn", due_at=None, department="", handler={}, actions=[])]
    shown += [{"type": "contact", "state": "given"}]
    plain_visit.answer_with(*({"text": "자", "custom": {"card": card}} for card in shown))
    send(plain_visit, "모두")
    expect(plain_visit.page.locator(".card")).to_have_count(len(shown))


def test_markup_in_a_message_stays_text(plain_visit: Visit):
    send(plain_visit, "<b>굵게</b></script><script>1</script>")
    expect(plain_visit.bubbles("citizen")).to_have_text(["<b>굵게</b></script><script>1</script>"])
    expect(plain_visit.page.locator(".bubble b")).to_have_count(0)

"""[다른 지갑에 담기] on the document card: link, picture and digits in a dialog, and nowhere in the conversation."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Visit
from tests.fakes_office import OFFER

pytestmark = pytest.mark.browser
NUMBER = "4821930571620394"


def show_paper(visit: Visit, press: Callable[[Locator], None] = Locator.click) -> Locator:
    visit.counter.office.papers[visit.conversation] = {NUMBER}
    visit.answer_with({"text": "등본이 나왔어요.", "custom": {"card": cards.document(visit.conversation)}})
    visit.box.fill("등본")
    press(visit.page.get_by_role("button", name="보내기", exact=True))
    return visit.page.get_by_role("button", name="다른 지갑에 담기")


def drawn(page: Page) -> bool:
    picture = page.get_by_alt_text("지갑 앱으로 찍는 그림 코드")
    expect(picture).to_be_visible()
    return bool(picture.evaluate("async (image) => (await image.decode(), image.naturalWidth > 0)"))


def test_the_offer_is_shown_in_a_dialog_until_the_wallet_has_the_paper(visit: Visit):
    button = show_paper(visit)
    button.click()
    dialog = visit.page.get_by_role("dialog")
    expect(dialog.locator("[data-tx-code]")).to_have_text(OFFER["tx_code"])
    expect(dialog.get_by_role("link", name="지갑 앱 열기")).to_have_attribute("href", OFFER["offer_uri"])
    expect(dialog.get_by_text("오후 3:22까지")).to_be_visible()
    assert drawn(visit.page)
    expect(dialog.locator("[aria-live]")).to_contain_text("지갑이 받기를 기다리고 있어요.")
    expect(visit.page.locator("[aria-live], [role=log], [role=alert], [role=status]")).to_have_count(1)
    visit.news("paper_delivered", {"card": cards.document(visit.conversation, "delivered")})
    expect(visit.page.locator(".wallet-line.is-delivered")).to_have_count(1)  # what opened the dialog is drawn anew
    expect(dialog.locator(".offer-state")).to_have_text("지갑이 받기를 기다리고 있어요.")
    visit.counter.office.taken[visit.conversation] = "issued"
    expect(dialog.locator(".offer-state")).to_have_text("지갑에 담았어요.")
    expect(dialog.locator("[data-tx-code]")).to_be_hidden()
    expect(dialog.locator("[aria-live] p", has_text="기다리고 있어요")).to_have_count(1)
    visit.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    assert OFFER["tx_code"] not in visit.page.content()
    assert visit.heard() == ["등본"]


def test_a_code_that_ran_out_is_taken_away_and_made_anew(visit: Visit):
    visit.counter.office.taken[visit.conversation] = "expired"
    show_paper(visit).click()
    dialog = visit.page.get_by_role("dialog")
    expect(dialog.locator(".offer-state")).to_have_text("시간이 지났어요. 다시 만들어 주세요.")
    expect(dialog.locator("[data-tx-code]")).to_be_hidden()
    visit.counter.office.taken[visit.conversation] = "offered"
    dialog.get_by_role("button", name="다시 만들기").click()
    expect(dialog.locator("[data-tx-code]")).to_be_visible()


def test_a_no_is_said_in_the_dialog(visit: Visit):
    visit.counter.office.refusals[visit.conversation] = (409, "paper_withdrawn")
    show_paper(visit).click()
    status = visit.page.get_by_role("dialog").locator(".offer-state")
    expect(status).to_have_text("지금은 쓸 수 없는 서류라 다른 지갑에 담을 수 없어요.")
    visit.complaints[:] = [said for said in visit.complaints if "409" not in said]


def test_without_script_it_is_a_page(plain_visit: Visit):
    show_paper(plain_visit, plain_visit.submit).click()
    expect(plain_visit.page.locator("[data-tx-code]")).to_have_text(OFFER["tx_code"])
    assert drawn_without_script(plain_visit.page)
    plain_visit.page.get_by_role("link", name="대화로 돌아가기").click()
    expect(plain_visit.page.get_by_text("등본이 나왔어요.")).to_be_visible()


def drawn_without_script(page: Page) -> bool:
    box = page.get_by_alt_text("지갑 앱으로 찍는 그림 코드").bounding_box()
    return box is not None and box["width"] > 100 and box["height"] > 100

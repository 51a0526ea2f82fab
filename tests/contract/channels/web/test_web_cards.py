"""Cards on the counter page: what is picked is sent, what is typed is never lost, states are redrawn in place."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Visit

pytestmark = pytest.mark.browser
UNKNOWN = {"code": "unknown_person", "title": "", "status": 422}


def show(visit: Visit, *items: dict) -> None:
    visit.answer_with(*items)
    visit.say("등본")
    expect(visit.page.locator(".card").last).to_be_visible()


def fill_panel(visit: Visit, name: str = "김서연", born: str = "880314", phone: str = "01000000001") -> None:
    visit.page.get_by_label("이름").fill(name)
    visit.page.get_by_label("생년월일").fill(born)
    visit.page.get_by_label("휴대전화 번호").press_sequentially(phone)


def ask(visit: Visit) -> None:
    visit.page.get_by_role("button", name="동의하고 인증 요청").click()


def test_basic_paper_with_a_purpose_is_one_double_click_and_one_request(visit: Visit):
    show(visit, cards.options())
    visit.page.get_by_label("회사 제출").check()
    visit.page.get_by_label("은행 제출").check()
    expect(visit.page.get_by_label("회사 제출")).not_to_be_checked()
    visit.page.get_by_role("button", name="기본으로 떼기").dblclick()
    expect(visit.bubbles("citizen").last).to_have_text("기본으로 떼기 · 은행 제출")
    expect(visit.bubbles("bot")).to_have_count(3)
    assert visit.heard()[1:] == ['/choose_basic{"purpose":"은행 제출"}']


def test_purpose_can_be_let_go_again(visit: Visit):
    show(visit, cards.options())
    visit.page.get_by_text("은행 제출").click()
    visit.page.get_by_text("은행 제출").click()
    visit.page.get_by_role("button", name="기본으로 떼기").click()
    expect(visit.bubbles("bot")).to_have_count(3)
    assert visit.heard()[1:] == ["/choose_basic"]


def test_years_are_asked_only_for_recent_addresses(visit: Visit):
    show(visit, cards.options(custom=True))
    years = visit.page.get_by_label("최근 몇 년", exact=True)
    expect(years).to_be_hidden()
    visit.page.get_by_label("최근 몇 년만").check()
    years.fill("0")
    visit.page.get_by_role("button", name="이대로 떼기").click()
    expect(visit.page.get_by_text("1부터 100까지 숫자로 적어 주세요.")).to_be_visible()
    expect(years).to_be_focused()
    years.fill("7")
    visit.page.get_by_role("switch", name="동거인").check()
    visit.page.get_by_role("button", name="이대로 떼기").click()
    expect(visit.bubbles("bot")).to_have_count(3)
    heard = visit.heard()[1]
    assert heard.startswith("/choose_options{")
    assert json.loads(heard.removeprefix("/choose_options")) == {
        "past_addresses": "recent",
        "address_years": 7,
        "others_names": "yes",
        "cohabitants": "yes",
    }


def test_days_are_asked_only_when_they_are_picked_one_by_one(visit: Visit):
    show(visit, cards.custom(cards.period()))
    since = visit.page.get_by_label("부터")
    expect(since).to_be_hidden()
    visit.page.get_by_label("직접 고르기").check()
    visit.page.get_by_role("button", name="이대로 떼기").click()
    expect(visit.page.get_by_text("시작하는 날과 끝나는 날을 차례대로 골라 주세요.")).to_be_visible()
    expect(since).to_be_focused()
    since.fill("2025-01-01")
    visit.page.get_by_label("까지").fill("2025-12-31")
    visit.page.get_by_role("button", name="이대로 떼기").click()
    expect(visit.bubbles("bot")).to_have_count(3)
    heard = json.loads(visit.heard()[1].removeprefix("/choose_options"))
    assert heard == {"span": "pick", "since": "2025-01-01", "until": "2025-12-31"}


def test_several_items_can_be_ticked(visit: Visit):
    show(visit, cards.custom(cards.items()))
    expect(visit.page.get_by_label("입영부대")).to_be_checked()
    visit.page.get_by_label("계급").check()
    visit.page.get_by_role("button", name="이대로 떼기").click()
    expect(visit.bubbles("bot")).to_have_count(3)
    assert json.loads(visit.heard()[1].removeprefix("/choose_options")) == {"items": ["rank", "unit"]}


def test_consent_to_health_data_is_two_lines_with_the_full_text_a_tap_away(visit: Visit):
    show(visit, cards.vaccination())
    expect(visit.page.get_by_text("조회하는 것: 백신 이름")).to_be_hidden()
    visit.page.get_by_text("건강정보라서 따로 동의를 받아요.").click()
    expect(visit.page.get_by_text("조회하는 것: 백신 이름")).to_be_visible()
    visit.page.get_by_label("자녀 (만 14세 미만)").check()
    visit.page.get_by_role("button", name="동의하고 기본으로 떼기").click()
    expect(visit.bubbles("bot")).to_have_count(3)
    heard = json.loads(visit.heard()[1].removeprefix("/choose_basic"))
    assert heard == {"for_whom": "child", "health_consent": "yes"}


def test_the_other_button_takes_along_what_was_picked_but_consents_to_nothing(visit: Visit):
    show(visit, cards.vaccination())
    visit.page.get_by_label("자녀 (만 14세 미만)").check()
    visit.page.get_by_role("button", name="골라서 떼기").click()
    expect(visit.bubbles("bot")).to_have_count(3)
    assert visit.heard()[1] == '/choose_custom{"for_whom":"child"}'


def test_papers_of_this_conversation_can_be_opened_from_the_list(visit: Visit):
    show(visit, {"text": "목록이에요.", "custom": {"card": cards.papers(visit.conversation)}})
    card = visit.page.locator(".card-papers")
    expect(card.locator(".paper")).to_have_count(2)
    expect(card.get_by_role("link", name="글로 읽기")).to_have_count(1)
    expect(card.get_by_text("4821-9305-7162-0394")).to_have_count(2)


def test_card_of_an_earlier_step_has_no_buttons_any_more(visit: Visit):
    show(visit, cards.options())
    show(visit, cards.identity())
    expect(visit.page.get_by_role("button", name="기본으로 떼기")).to_have_count(0)
    expect(visit.page.get_by_text("고르기를 마쳤어요")).to_be_visible()


def test_panel_says_what_is_missing_and_leads_to_the_first_of_it(visit: Visit):
    show(visit, cards.identity())
    ask(visit)
    expect(visit.page.get_by_label("이름")).to_be_focused()
    for sentence in ("이름을 적어 주세요.", "생년월일을 880314처럼 적어 주세요.", "휴대전화 번호를 다시 봐 주세요."):
        expect(visit.page.get_by_text(sentence)).to_be_visible()
    visit.page.get_by_label("생년월일").fill("880314-2345678")
    ask(visit)
    expect(visit.page.get_by_text("뒷자리는 받지 않아요")).to_be_visible()
    assert visit.counter.office.people == [] or visit.conversation not in str(visit.counter.office.people)


def test_birth_date_is_read_back_and_the_phone_gets_its_hyphens(visit: Visit):
    show(visit, cards.identity())
    fill_panel(visit)
    expect(visit.page.get_by_text("1988년 3월 14일")).to_be_visible()
    expect(visit.page.get_by_label("휴대전화 번호")).to_have_value("010-0000-0001")


def test_refusal_is_shown_in_the_panel_and_nothing_typed_is_lost(visit: Visit):
    show(visit, cards.identity())
    fill_panel(visit, name="없는이")
    visit.counter.office.next_identity = (422, UNKNOWN)
    ask(visit)
    trouble = visit.page.get_by_text("적어 주신 정보와 맞는 분을 찾지 못했어요")
    expect(trouble).to_be_focused()
    expect(visit.page.get_by_label("이름")).to_have_value("없는이")
    expect(visit.page.get_by_label("생년월일")).to_have_value("880314")
    visit.complaints[:] = [said for said in visit.complaints if "422" not in said]


def test_panel_goes_straight_to_the_office_and_never_into_the_conversation(visit: Visit):
    show(visit, cards.identity())
    fill_panel(visit)
    ask(visit)
    expect(visit.page.locator("[data-binding-code]")).to_have_text("4271")
    expect(visit.page.get_by_role("heading", name="휴대전화에서 승인해 주세요")).to_be_focused()
    person = {"name": "김서연", "birth_date": "1988-03-14", "phone": "01000000001", "provider": "citizen"}
    assert {**person, "conversation": visit.conversation} in visit.counter.office.people
    assert visit.heard() == ["등본"]
    assert "김서연" not in visit.counter.log()
    expect(visit.page.locator(".bubble", has_text=re.compile("김서연|0001"))).to_have_count(0)


def test_person_is_remembered_on_this_device_only_when_ticked(visit: Visit):
    show(visit, cards.identity())
    fill_panel(visit)
    ask(visit)
    expect(visit.page.locator("[data-binding-code]")).to_be_visible()
    assert visit.page.evaluate("localStorage.length") == 0
    visit.start_over()
    expect(visit.bubbles("citizen")).to_have_count(0)
    show(visit, cards.identity())
    fill_panel(visit)
    visit.page.get_by_label("이 기기에 기억하기").check()
    ask(visit)
    expect(visit.page.locator("[data-binding-code]")).to_be_visible()
    visit.page.reload()
    visit.news("identity_pending", {"card": cards.identity_card("requested")})
    expect(visit.page.get_by_label("이름")).to_have_value("김서연")
    expect(visit.page.get_by_label("이 기기에 기억하기")).to_be_checked()


def test_states_of_identity_are_drawn_where_the_card_stands(visit: Visit):
    show(visit, cards.identity())
    soon = "2099-01-01T00:00:00+00:00"
    visit.news("identity_pending", {"card": cards.identity_card("pending", binding_code="5830", expires_at=soon)})
    expect(visit.page.locator("[data-binding-code]")).to_have_text("5830")
    retry = [{"title": "다시 보내기", "payload": "/resend_identity"}]
    visit.news("identity_refused", {"card": cards.identity_card("refused", actions=retry)})
    expect(visit.page.get_by_role("heading", name="휴대전화에서 거절했어요")).to_be_visible()
    expect(visit.page.locator(".card-identity")).to_have_count(1)
    visit.page.get_by_role("button", name="다시 보내기").click()
    visit.news("identity_approved", {"card": cards.identity_card("approved")})
    expect(visit.page.get_by_role("heading", name="본인확인을 마쳤어요")).to_be_visible()


def test_steps_tick_off_in_one_card_and_each_is_announced(visit: Visit):
    show(visit, {"text": "접수했어요.", "custom": {"card": cards.progress(0)}})
    for done in (1, 2, 3):
        visit.news("paper_progress", {"card": cards.progress(done)})
        expect(visit.page.locator(".step.is-done")).to_have_count(done)
    expect(visit.page.locator(".card-progress")).to_have_count(1)
    for step in ("조회", "작성", "서명"):
        expect(visit.page.locator("#announcer p", has_text=f"{step}까지 마쳤어요")).to_have_count(1)


def test_paper_can_be_downloaded_seen_in_the_wallet_and_checked(visit: Visit):
    visit.counter.office.papers[visit.conversation] = {"4821930571620394"}
    show(visit, {"text": "등본이 나왔어요.", "custom": {"card": cards.document(visit.conversation)}})
    expect(visit.page.get_by_text("4821-9305-7162-0394")).to_be_visible()
    expect(visit.page.get_by_text("2026년 6월 3일까지")).to_be_visible()
    expect(visit.page.get_by_role("link", name="진위 확인")).to_have_attribute("href", re.compile("check=7KQ2M9XD"))
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="내려받기").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    visit.news("paper_delivered", {"card": cards.document(visit.conversation, "delivered")})
    expect(visit.page.locator(".wallet-line")).to_have_text("지갑에 담았어요")
    expect(visit.page.locator(".card-document")).to_have_count(1)


def test_link_to_a_script_is_not_drawn(visit: Visit):
    visit.answer_with(
        {"text": "여기예요.", "custom": {"card": {"type": "link", "title": "눌러요", "url": "javascript:1"}}}
    )
    visit.say("링크")
    visit.hears("여기예요.")
    expect(visit.page.get_by_text("눌러요")).to_have_count(0)

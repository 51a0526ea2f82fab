"""The golden journey without a mouse, from the first Tab to the public check; and the same where no script runs.

Only keys: whoever has no hand for a mouse, or no eyes for it, must come as far. After each key the focus is somewhere,
can be seen, and is not hidden behind the bars that stay in sight.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.house import House

pytestmark = [pytest.mark.engine, pytest.mark.browser]
SLOWLY = 60_000
PATIENCE = 180
MOST_STEPS = 60
PHONE = "01000000003"
CONSENT = "주민등록"
SEEN = """() => {
  const held = document.activeElement;
  if (held === null || held === document.body) return "lost";
  if (!held.matches(":focus-visible")) return "not shown";
  const marks = [held, held.nextElementSibling, held.closest("label"), held.closest(".composer-box")];
  const marked = (node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  if (!marks.some((node) => node && marked(node))) return "not marked: " + held.outerHTML.slice(0, 200);
  const box = (held.closest("label") ?? held).getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, Math.max(box.top, 0) + Math.min(box.height, innerHeight) / 2];
  const top = document.elementFromPoint(x, y);
  const own = top !== null && (held.contains(top) || top.contains(held) || held.closest("label")?.contains(top));
  return own ? "" : "behind something else: " + held.outerHTML.slice(0, 200);
}"""
NAME = """() => {
  const held = document.activeElement;
  const said = held.getAttribute("aria-label") ?? held.labels?.[0]?.textContent ?? held.textContent;
  return said.replace(/\\s+/g, " ").trim();
}"""

expect.set_options(timeout=SLOWLY)


class Keys:
    """Somebody at the keyboard. Each method is what fingers do; none touches the page by another way."""

    def __init__(self, page: Page, *, scripted: bool = True) -> None:
        self.page, self.scripted = page, scripted

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.sees_focus()

    def to(self, name: str, *, back: bool = False) -> None:
        """Go on with Tab to what is called ``name``; the focus is in sight on each step of the way."""
        passed = []
        for _ in range(MOST_STEPS):
            self.press("Shift+Tab" if back else "Tab")
            self.sees_focus()
            passed.append(self.page.evaluate(NAME))
            if passed[-1].startswith(name):
                return
        pytest.fail(f"no key leads to {name}: {passed}")

    def sees_focus(self) -> None:
        """Wait until the focus is in sight: the page may still be moving there."""
        end = time.monotonic() + SLOWLY / 1000
        while (wrong := self.page.evaluate(SEEN)) and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        assert wrong == ""

    def says(self) -> None:
        """Send what was typed: by Enter, or where no script runs by the button beside the box."""
        if not self.scripted:
            self.to("보내기")
        self.goes_on()

    def goes_on(self) -> None:
        """Press Enter on a button; where no script runs the page comes anew."""
        if self.scripted:
            self.press("Enter")
        else:
            with self.page.expect_navigation():
                self.press("Enter")
        self.sees_focus()

    def waits_for(self, name: str) -> None:
        """Wait until ``name`` can be pressed."""
        self.waits_to_see(self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)))

    def waits_to_see(self, wanted: Locator) -> None:
        """Wait until ``wanted`` is there; where no script runs by asking for the page again."""
        end = time.monotonic() + PATIENCE
        while not self.scripted and wanted.count() == 0 and time.monotonic() < end:
            self.to("답 새로 보기")
            self.goes_on()
        expect(wanted.last).to_be_visible(timeout=PATIENCE * 1000)
        expect(wanted.last).to_be_enabled()

    def opens(self) -> "Keys":
        """Press Enter on a link that opens a window; give the keys of that window."""
        with self.page.context.expect_page() as opened:
            self.press("Enter")
        opened.value.wait_for_load_state("load")
        return Keys(opened.value, scripted=self.scripted)


@pytest.fixture(params=[True, False], ids=["scripted", "plain"])
def keys(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Keys]:
    with keyboard(chromium, scripted=request.param) as opened:
        yield opened


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Keys]:
    with keyboard(chromium, scripted=True) as opened:
        yield opened


@contextmanager
def keyboard(chromium: Browser, *, scripted: bool) -> Iterator[Keys]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800},
        locale="ko-KR",
        java_script_enabled=scripted,
        reduced_motion="reduce",
    )
    context.set_default_timeout(SLOWLY)
    yield Keys(context.new_page(), scripted=scripted)
    context.close()


def ask_for_the_register(keys: Keys) -> None:
    """From the first Tab to the request: the way to the box, the words, a purpose, the paper as most want it."""
    keys.to("말 쓰는 칸으로 건너뛰기")
    keys.press("Enter")
    keys.type("등본 떼줘")
    keys.says()
    keys.waits_for("기본으로 떼기")
    keys.to("기본으로 떼기", back=True)
    choose_the_bank(keys)
    keys.to("기본으로 떼기")
    keys.goes_on()
    keys.waits_for("동의하고 인증 요청")


def choose_the_bank(keys: Keys) -> None:
    """Plain choices are one stop, entered at the last one, and the arrows go round; scripted ones can be let go."""
    keys.to("은행 제출" if keys.scripted else "법원 제출", back=True)
    keys.press("Space" if keys.scripted else "ArrowRight")
    keys.sees_focus()
    assert keys.page.evaluate(NAME) == "은행 제출"
    assert keys.page.evaluate("document.activeElement.checked")


def fill_panel(keys: Keys) -> None:
    """Fill in the secure panel, read in full what is agreed to, and ask for the approval."""
    keys.to("동의하고 인증 요청", back=not keys.scripted)
    keys.to("이름", back=True)
    keys.type("박말순")
    keys.to("생년월일")
    keys.type("19440130")
    keys.to("휴대전화 번호")
    keys.type(PHONE)
    keys.to("시민인증")
    keys.press("ArrowRight")
    keys.sees_focus()
    keys.press("ArrowLeft")
    keys.sees_focus()
    assert keys.page.evaluate("document.activeElement.checked")
    keys.to(CONSENT)
    keys.press("Enter")
    keys.sees_focus()
    assert keys.page.evaluate("document.activeElement.parentElement.open")
    keys.to("동의하고 인증 요청")
    keys.goes_on()
    keys.waits_to_see(keys.page.locator("[data-binding-code]"))


def approve(phone: Keys, house: House, code: str) -> None:
    """Compare the two numbers on the practice phone, which is a device of its own, and approve."""
    phone.page.goto(f"{house.url('sandbox')}/phone/{PHONE}")
    expect(phone.page.get_by_text(code)).to_be_visible()
    phone.to("승인")
    while code not in phone.page.evaluate("document.activeElement.closest('article').textContent"):
        phone.to("승인")
    phone.press("Enter")
    expect(phone.page.get_by_text(code)).to_be_hidden()
    phone.page.wait_for_load_state("load")


def test_from_the_first_tab_to_the_sealed_paper_and_its_check(
    house: House, keys: Keys, phone: Keys, tmp_path: Path
) -> None:
    keys.page.goto(house.url("counter"))
    ask_for_the_register(keys)
    fill_panel(keys)
    approve(phone, house, keys.page.locator("[data-binding-code]").inner_text())
    keys.page.bring_to_front()
    keys.waits_for("내려받기")
    if keys.scripted:
        expect(keys.page.get_by_text("지갑에 담았어요").last).to_be_visible()  # the card comes anew under the fingers
    keys.to("내려받기", back=not keys.scripted)
    with keys.page.expect_download() as download:
        keys.press("Enter")
    keys.sees_focus()
    download.value.save_as(tmp_path / "paper.pdf")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF-1.7")
    keys.to("진위 확인")
    check = keys.opens()
    expect(check.page.get_by_text("진본").first).to_be_visible()

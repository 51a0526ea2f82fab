"""Each of the seven papers from its button to the wallet, over the chat interface; and what a citizen hears instead."""

import io
import json
from dataclasses import dataclass
from typing import Any

import httpx
import pypdf
import pytest

from documents.domain.number import PaperNumber
from documents.service.clock import SEOUL, utc_now
from tests.e2e.citizen import Citizen
from tests.e2e.conftest import Meet
from tests.e2e.house import House

pytestmark = pytest.mark.engine
CONSENT = {"health_consent": "yes"}


@dataclass(frozen=True)
class Journey:
    """``chosen`` goes with the custom card. ``basic`` and ``custom``: what the page must hold; ``never``: what not."""

    kind: str
    document: str
    who: str
    title: str
    basic: tuple[str, ...]
    never: tuple[str, ...]
    chosen: dict[str, Any]
    custom: tuple[str, ...]


SEVEN = [
    Journey(
        *("resident_register", "주민등록표 등본", "junho", "주민등록표(등본)"),
        basic=("이준호", "김서연", "861102-1******"),
        never=("861102-1815909", "노원구 공릉로"),
        chosen={"back_digits": "self"},
        custom=("861102-1815909", "880314-2******"),
    ),
    Journey(
        *("resident_abstract", "주민등록표 초본", "junho", "주민등록표(초본)"),
        basic=("이준호", "861102-1******"),
        never=("861102-1815909", "노원구 공릉로", "07-76018342"),
        chosen={"past_addresses": "all", "military": "dates"},
        custom=("노원구 공릉로", "2009-03-11"),
    ),
    Journey(
        *("health_premium_payment", "건강보험료 납부확인서", "seoyeon", "건강보험료 납부확인서"),
        basic=("김서연", "한빛나루소프트", "880314-2******"),
        never=("880314-2526019",),
        chosen={"span": "last_year"},
        custom=(str(utc_now().astimezone(SEOUL).year - 1),),
    ),
    Journey(
        *("health_eligibility", "건강보험 자격득실확인서", "seoyeon", "건강보험 자격득실"),
        basic=("김서연", "가온디자인", "2015-11-02"),
        never=("880314-2526019",),
        chosen={"span": "pick", "since": "2016-01-01", "until": "2016-12-31"},
        custom=("한빛나루소프트",),
    ),
    Journey(
        *("vaccination", "예방접종증명서", "seoyeon", "예방접종증명서"),
        basic=("김서연", "1988-03-14"),
        never=("880314-2526019", "KIM SEOYEON"),
        chosen={"language": "en", **CONSENT},
        custom=("KIM SEOYEON",),
    ),
    Journey(
        *("entry_exit", "출입국 사실증명", "junho", "출입국에 관한 사실증명"),
        basic=("이준호", "2024-11-18", "2024-11-22"),
        never=("2018-03-12", "LEE JUNHO", "861102-1815909"),
        chosen={"span": "pick", "since": "2018-01-01", "until": "2018-12-31", "english_name": "yes"},
        custom=("2018-03-12", "LEE JUNHO"),
    ),
    Journey(
        *("military_service", "병적증명서", "junho", "병적증명서"),
        basic=("이준호", "2007-03-12", "2009-03-11"),
        never=("병장", "07-76018342", "만기전역"),
        chosen={"items": ["rank"]},
        custom=("병장",),
    ),
]


def payload(intent: str, **values: Any) -> str:
    return f"/{intent}{json.dumps(values, ensure_ascii=False, separators=(',', ':')) if values else ''}"


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def ask_for(citizen: Citizen, document: str) -> dict[str, Any]:
    """Choose a paper by its button; give the options card."""
    citizen.listen(0)
    seq = citizen.wait_text("어떤 서류가 필요하세요", after=citizen.press("/another_paper"))["seq"]
    citizen.press(payload("issue_document", document=document))
    return citizen.wait_card("options", after=seq)


def paper_after(citizen: Citizen, seq: int) -> dict[str, Any]:
    return citizen.wait_card("document", after=seq)


def consent_of(journey: Journey) -> dict[str, str]:
    return CONSENT if journey.kind == "vaccination" else {}


@pytest.mark.parametrize("journey", SEVEN, ids=[each.kind for each in SEVEN])
def test_basic_in_two_taps_then_chosen_in_one_without_another_check(house: House, meet: Meet, journey: Journey) -> None:
    citizen = meet(journey.who)
    card = ask_for(citizen, journey.document)
    assert (card["kind"], card["custom"], card["submit"]["payload"]) == (journey.kind, False, "/choose_basic")
    citizen.press(payload("choose_basic", **consent_of(journey)))
    citizen.wait_card("identity", state="requested")
    citizen.approve()
    paper = citizen.wait_card("document", wallet_state="delivered")
    text = text_of(citizen.download(paper))
    assert journey.title in text
    assert str(PaperNumber(paper["number"])) in text
    for part in journey.basic:
        assert part in text, part
    for part in journey.never:
        assert part not in text, part
    page = citizen.http.get(paper["html_url"])
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert all(part in page.text for part in journey.basic)
    assert "진본" in httpx.get(paper["verify_url"], headers={"Accept": "application/json"}).json()["mark"]

    start = citizen.seen[-1]["seq"]
    ask_for(citizen, journey.document)
    citizen.press("/choose_custom")
    citizen.wait_card("options", after=start, custom=True)
    seq = citizen.press(payload("choose_options", **journey.chosen))
    second = text_of(citizen.download(paper_after(citizen, seq)))
    for part in journey.custom:
        assert part in second, part
    assert not [m for m in citizen.seen if m["seq"] > start and (m["card"] or {}).get("type") == "identity"]


def issue(citizen: Citizen, document: str, **values: Any) -> int:
    """Ask for the basic paper and approve; give where the news begin."""
    ask_for(citizen, document)
    citizen.press(payload("choose_basic", **values))
    citizen.wait_card("identity", state="requested")
    citizen.approve()
    return citizen.wait_text("접수했어요")["seq"]


class TestSpecialOutcomes:
    def test_no_doses_says_how_to_have_them_entered(self, meet: Meet) -> None:
        citizen = meet("junho2")
        seq = issue(citizen, "예방접종증명서", **CONSENT)
        assert "보건소" in citizen.wait_text("등록된 접종이 없어서", after=seq)["text"]
        assert citizen.wait_card("progress", after=seq, state="rejected")

    def test_no_premiums_offers_the_other_paper(self, meet: Meet) -> None:
        citizen = meet("hyeyoung")
        seq = issue(citizen, "건강보험료 납부확인서")
        told = citizen.wait_text("본인 이름으로 낸 보험료가 없어서", after=seq)
        assert "자격득실확인서 떼기" in [button["title"] for button in told["buttons"]]

    def test_no_military_record_is_an_answer(self, meet: Meet) -> None:
        citizen = meet("seoyeon")
        seq = issue(citizen, "병적증명서")
        citizen.wait_text("병적증명서에 쓸 기록을 찾지 못해서", after=seq)

    def test_no_travel_is_a_certificate_that_says_so(self, meet: Meet) -> None:
        citizen = meet("minjae")
        seq = issue(citizen, "출입국 사실증명")
        assert "최민재" in text_of(citizen.download(paper_after(citizen, seq)))

    def test_who_did_not_serve_gets_the_examination(self, meet: Meet) -> None:
        citizen = meet("minjae")
        seq = issue(citizen, "병적증명서")
        assert "4급" in text_of(citizen.download(paper_after(citizen, seq)))


class TestChildren:
    def test_the_only_child_is_found_after_the_check(self, meet: Meet) -> None:
        citizen = meet("junho")
        seq = issue(citizen, "예방접종증명서", for_whom="child", **CONSENT)
        text = text_of(citizen.download(paper_after(citizen, seq)))
        assert "이하온" in text
        assert "2019-05-20" in text
        assert "이하온" not in json.dumps(citizen.seen, ensure_ascii=False)

    def test_of_several_one_is_chosen_without_a_name(self, meet: Meet) -> None:
        citizen = meet("daehan")
        ask_for(citizen, "예방접종증명서")
        citizen.press(payload("choose_basic", for_whom="child", **CONSENT))
        citizen.wait_card("identity", state="requested")
        citizen.approve()
        asked = citizen.wait_text("어느 자녀")
        assert [button["title"] for button in asked["buttons"]] == ["2021년생 자녀", "2024년생 자녀"]
        seq = citizen.press(asked["buttons"][1]["payload"])
        assert "2024-01-10" in text_of(citizen.download(paper_after(citizen, seq)))

    def test_without_children_the_own_paper_is_one_tap_away(self, meet: Meet) -> None:
        citizen = meet("malsoon")
        ask_for(citizen, "예방접종증명서")
        citizen.press(payload("choose_basic", for_whom="child", **CONSENT))
        citizen.wait_card("identity", state="requested")
        citizen.approve()
        told = citizen.wait_text("자녀가 보이지 않아요")
        own = next(button for button in told["buttons"] if "child" in button["payload"])
        seq = citizen.press(own["payload"])
        citizen.wait_text("접수했어요", after=seq)


class TestSeveralOnOneCheck:
    def test_two_papers_have_a_number_and_a_card_each(self, meet: Meet) -> None:
        citizen = meet("junho")
        seq = citizen.say("등본이랑 초본 다 떼줘")
        card = citizen.wait_card("options", after=seq)
        assert card["submit"]["payload"] == "/choose_all"
        citizen.press(payload("choose_all", purpose="은행 제출"))
        citizen.wait_card("identity", state="requested")
        citizen.approve()
        papers = [citizen.wait_card("document", kind=kind) for kind in ("resident_register", "resident_abstract")]
        assert papers[0]["number"] != papers[1]["number"]
        for paper, title in zip(papers, ("주민등록표(등본)", "주민등록표(초본)"), strict=True):
            text = text_of(citizen.download(paper))
            assert title in text
            assert "은행 제출" in text
            citizen.wait_card("progress", number=paper["number"], state="done")

    def test_the_list_the_correction_and_the_last_one_again(self, meet: Meet) -> None:
        citizen = meet("junho")
        issue(citizen, "병적증명서")
        paper = citizen.wait_card("document")
        seq = citizen.press("/check_issuance_status")
        rows = citizen.wait_card("papers", after=seq)["rows"]
        assert rows[0]["number"] == paper["number"]
        assert {row["state"] for row in rows} <= {"신청", "소요", "발급", "반려", "취소", "실패"}
        seq = citizen.say("발급받은 병적증명서 내용이 틀렸어요 전역일이 달라요")
        told = citizen.wait_for(lambda m: any(b["payload"] == "/open_correction" for b in m["buttons"]), after=seq)
        seq = citizen.press("/open_correction")
        assert PaperNumber(paper["number"]).digits[:4] in citizen.wait_text("담당자에게 전했어요", after=seq)["text"]
        assert told["card"] is None

    def test_what_waits_can_be_withdrawn_and_is_never_made(self, house: House, meet: Meet) -> None:
        citizen = meet("junho")
        house.fault("immigration", "down", 600)
        try:
            seq = issue(citizen, "출입국 사실증명")
            told = citizen.wait_for(lambda m: any("withdraw_paper" in b["payload"] for b in m["buttons"]), after=seq)
            withdraw = next(b["payload"] for b in told["buttons"] if "withdraw_paper" in b["payload"])
            seq = citizen.press(withdraw)
            citizen.wait_text("신청을 취소했어요", after=seq)
            citizen.wait_card("progress", state="cancelled")
        finally:
            house.fault("immigration", "down", 0)
        assert not [m for m in citizen.seen if (m["card"] or {}).get("type") == "document"]


def test_a_page_of_a_paper_belongs_to_its_conversation_alone(meet: Meet) -> None:
    owner, stranger = meet("junho"), meet("seoyeon")
    issue(owner, "건강보험 자격득실확인서")
    paper = owner.wait_card("document")
    assert stranger.http.get(paper["html_url"]).status_code == 404
    assert stranger.http.get(paper["html_url"].replace(owner.id, stranger.id)).status_code == 404

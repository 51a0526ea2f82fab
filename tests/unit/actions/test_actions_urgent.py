import pytest

from actions import urgent
from actions.urgent import CallForHelp
from tests.unit.actions.fakes_turns import turn

URGENT = urgent.load()


@pytest.mark.parametrize(
    "text",
    [
        "불이 났어요",
        "옆집에 불났어요",
        "살려주세요",
        "사람이 쓰러졌어요",
        "할머니가 쓰러지셨어요",
        "가스 냄새가 나요",
        "아이가 숨을 안 쉬어요",
        "칼 들고 위협해요",
        "도둑이 들었어요",
        "엘리베이터에 갇혔어요",
        "아버지가 의식이 없어요",
        "피가 안 멈춰요",
        "누가 저를 쫓아와요",
        "남편이 때려요",
        "물에 빠졌어요",
    ],
)
def test_what_happens_now_is_urgent(text: str) -> None:
    assert URGENT.warning(text) == urgent.FIRST


@pytest.mark.parametrize(
    "text",
    [
        "답답해 죽겠네",
        "불법 주차 신고",
        "화재 보험 되나요",
        "배고파 죽겠어",
        "가로등 불이 나갔어요",
        "심폐소생술 교육 신청",
        "대피소 어디예요",
        "칼국수 먹고 싶다",
        "도둑맞은 자전거 어떻게 해요",
        "강도 높은 운동",
        "시민안전보험 불났을 때",
        "자살 예방 교육",
        "가스요금 조회",
        "등본 떼 주세요",
    ],
)
def test_a_question_about_such_things_is_not(text: str) -> None:
    assert URGENT.warning(text) is None


@pytest.mark.parametrize("text", ["죽고 싶어요", "더 살고 싶지 않아요", "자살할 거야"])
def test_who_wants_to_die_is_not_sent_away_with_a_number(text: str) -> None:
    (say,) = CallForHelp(URGENT).decide(turn(text, "out_of_scope")).says
    assert say.response == "utter_despair"
    assert say.handover is not None
    assert say.handover["reason"] == "emotion"


def test_the_line_comes_first_and_the_answer_after_it() -> None:
    outcome = CallForHelp(URGENT).decide(turn("가스 냄새가 나요", "report_odor_dust"))
    assert [(say.response, say.handover) for say in outcome.says] == [("utter_emergency", None)]
    assert outcome.hears is not None
    assert outcome.hears["text"] == "가스 냄새가 나요"


@pytest.mark.parametrize(("label", "confidence"), [("out_of_scope", 0.9), ("nlu_fallback", 0.1), ("faq/library", 0.2)])
def test_what_was_not_understood_gets_the_line_only(label: str, confidence: float) -> None:
    outcome = CallForHelp(URGENT).decide(turn("불이 났어요", label, confidence))
    assert outcome.hears is None
    assert outcome.next_action == "action_listen"

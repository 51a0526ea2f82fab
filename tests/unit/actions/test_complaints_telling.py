import pytest

from actions.complaints import words
from actions.complaints.telling import Telling, Told
from tests.unit.actions.fakes_turns import turn

WORDS = words.load()
TELLING = Telling(WORDS)
SEOCHO = "아니 강남구 말고 서초구"


def told(text: str, label: str = "nlu_fallback", confidence: float = 0.9, *, asked: str, **more) -> Told:
    slots = {"complaint_kind": more.pop("kind", "report_noise"), **more.pop("slots", {})}
    return TELLING.told(turn(text, label, confidence, form="complaint_form", asked=asked, slots=slots, **more))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("report_illegal_parking", "집 앞에 불법주차가 너무 많아요 신고할게요"),
        ("report_streetlight", "가로등이 꺼졌어요"),
        ("report_drain", "근데 집 앞 하수구가 막혔어요"),
        ("report_noise", "새벽마다 공사장에서 쿵쿵거려서 잠을 못 자요"),
        ("file_complaint", "아파트 계단에 누가 짐을 쌓아 놨어요 민원 넣을게요"),
    ],
)
def test_a_first_message_may_tell_the_story(kind: str, text: str) -> None:
    assert TELLING.opening(turn(text, kind), kind)["text"] == text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("report_illegal_parking", "불법주차 신고하고 싶어요"),
        ("report_illegal_parking", "불법 주정차 신고"),
        ("report_noise", "소음 민원이요"),
        ("file_complaint", "민원 넣고 싶은데요"),
        ("file_complaint", "민원 접수하려고요"),
        ("report_taxi", "택시 신고할게요"),
        ("suggest_policy", "제안하고 싶어요"),
    ],
)
def test_a_wish_to_report_is_no_story(kind: str, text: str) -> None:
    assert TELLING.opening(turn(text, kind), kind) == {}


def test_a_pressed_kind_tells_nothing_else() -> None:
    assert TELLING.opening(turn("/report_noise", "report_noise"), "report_noise") == {}


def test_the_first_message_may_say_where() -> None:
    entities = {"address": "망원동 123-4", "district": "마포구"}
    said = TELLING.opening(turn("망원동 123-4 앞에 차가 막고 있어요", "report_illegal_parking", entities=entities), "x")
    assert said == {"text": "망원동 123-4 앞에 차가 막고 있어요", "place": "망원동 123-4", "district": "마포구"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("누가 쓰레기를 자꾸 버리고 가요 마포구 망원동 시장 뒤쪽이에요", "마포구 망원동 시장 뒤쪽"),
        ("망원2동에 쓰레기가 쌓여 있어요", "망원2동에 쓰레기가 쌓여 있어요"),
        ("망원동이에요. 쓰레기가 쌓여 있어요", "망원동이에요. 쓰레기가 쌓여 있어요"),
    ],
)
def test_a_story_that_names_the_neighbourhood_says_where(text: str, place: str) -> None:
    opened = turn(text, "report_illegal_dumping", entities={"district": "마포구"})
    assert TELLING.opening(opened, "report_illegal_dumping") == {"text": text, "place": place, "district": "마포구"}


@pytest.mark.parametrize("text", ["마포구에 쓰레기가 쌓여 있어요", "마포구 골목에 자동차가 막고 있어요"])
def test_a_district_alone_is_not_where(text: str) -> None:
    opened = turn(text, "report_illegal_dumping", entities={"district": "마포구"})
    assert "place" not in TELLING.opening(opened, "report_illegal_dumping")


class TestStory:
    def test_whatever_is_no_order_is_the_story(self) -> None:
        assert told("개가 밤마다 짖어요", asked="complaint_story").said == {"text": "개가 밤마다 짖어요"}
        assert told("음식물 쓰레기를 그냥 버려요", "faq/food_waste", 0.6, asked="complaint_story").said["text"]

    def test_it_tells_the_kind_of_a_free_one(self) -> None:
        said = told("가로등이 꺼졌어요", "report_streetlight", asked="complaint_story", kind="file_complaint").said
        assert said == {"text": "가로등이 꺼졌어요", "kind": "report_streetlight"}

    def test_a_bare_kind_is_no_story_yet(self) -> None:
        said = told("가로등이요", "report_streetlight", asked="complaint_story", kind="file_complaint").said
        assert said == {"kind": "report_streetlight"}

    @pytest.mark.parametrize("label", ["stop", "help", "request_agent", "issue_document", "ask_privacy", "affirm"])
    def test_orders_and_questions_are_none(self, label: str) -> None:
        assert not told("네", label, asked="complaint_story")

    def test_a_question_of_the_city_is_answered(self) -> None:
        assert not told("여권은 얼마예요?", "faq/passport", asked="complaint_story")


class TestPlace:
    def test_free_words_and_addresses(self) -> None:
        assert told("우리 집 앞 슈퍼 옆", asked="complaint_place").said == {"place": "우리 집 앞 슈퍼 옆"}
        said = told(
            "마포구청 정문", "faq/district_contact", asked="complaint_place", entities={"district": "마포구"}
        ).said
        assert said == {"place": "마포구청 정문", "district": "마포구"}

    def test_only_the_district_is_wanting(self) -> None:
        slots = {"asked": "complaint_district"}
        said = told("서초구요", asked="complaint_place", slots=slots, entities={"district": "서초구"}).said
        assert said == {"district": "서초구"}

    @pytest.mark.parametrize("text", ["여기요", "지금 여기예요", "제 위치", "여기"])
    def test_here_is_for_the_device_to_say(self, text: str) -> None:
        assert told(text, asked="complaint_place").here

    @pytest.mark.parametrize("asked", ["complaint_photo", "complaint_contact", "complaint_confirmed"])
    def test_it_is_corrected_at_every_later_step(self, asked: str) -> None:
        assert told(SEOCHO, "deny", asked=asked, entities={"district": "강남구"}).said == {"district": "서초구"}

    def test_naming_a_place_in_a_question_changes_nothing(self) -> None:
        text = "마포구청 전화번호 알려줘"
        assert not told(text, "faq/district_contact", asked="complaint_photo", entities={"district": "마포구"})


def test_a_picture_is_refused_in_words() -> None:
    assert told("사진은 없어요", asked="complaint_photo").no_photo
    assert told("못 찍었어요", asked="complaint_photo").no_photo
    assert not told("사진이 없으면 안 되나요?", asked="complaint_photo")
    assert not told("버스가 정류장에 그냥 안 섰어요", "report_bus", asked="complaint_photo")


def test_the_kind_is_corrected_too() -> None:
    assert told("소음 아니고 냄새예요", "report_odor_dust", asked="complaint_confirmed").said == {
        "kind": "report_odor_dust"
    }
    assert not told("하수구도 막혔어요", "report_drain", asked="complaint_confirmed")


def test_outside_the_form_nothing_is_told() -> None:
    assert not TELLING.told(turn("개가 짖어요", "nlu_fallback", asked="complaint_story"))

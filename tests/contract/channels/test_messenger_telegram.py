"""The Telegram adapter against somebody else's Bot API server; every request of ours is judged by aiogram's models."""

import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import Any

import httpx
import pytest
from PIL import Image

from channels.telegram import words as telegram_words
from channels.words import read_words
from tests.contract.wallet_bridge.node_counterpart import NODE
from tests.counter_process import Counter, counter_beside_fakes
from tests.fakes_office import PDF
from tests.staff_house import CounterStaff
from tests.telegram_stand_in import TOKEN, Person, StandIn, eventually, telegram_stand_in

WORDS = read_words()
GREETING = WORDS.greeting.text
STARTED_AGAIN = telegram_words.read_words().started_again
NUMBER = "1234567890123456"
RRN = "900101-1234568"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
OPTIONS = {
    "type": "options",
    "title": "주민등록표(등본)",
    "purposes": ["은행 제출"],
    "fields": [
        {
            "name": "back_digits",
            "label": "주민번호 뒷자리",
            "type": "choice",
            "choices": [{"value": "none", "label": "모두 가리기"}, {"value": "all", "label": "모두 보이기"}],
            "value": "none",
        },
        {"name": "relations", "label": "세대주와의 관계", "type": "flag", "value": "no"},
    ],
    "submit": {"title": "이대로 떼기", "payload": "/choose_options"},
    "actions": [{"title": "기본으로 떼기", "payload": "/choose_basic"}],
}
DOCUMENT = {
    "type": "document",
    "title": "주민등록표(등본)",
    "number": NUMBER,
    "download_url": f"/api/documents/{NUMBER}",
    "verify_url": "http://127.0.0.1:8100/verify",
    "wallet_state": "delivered",
}


@dataclass
class Town:
    telegram: StandIn
    counter: Counter
    chats: "count[int]" = field(default_factory=lambda: count(1001))

    def person(self) -> Person:
        return Person(self.telegram, next(self.chats))

    def begun(self, language: str = "") -> Person:
        """Give a person whose conversation has begun."""
        person = Person(self.telegram, next(self.chats), language)
        person.say("/start")
        person.waits_for(WORDS.greeting_in_english.text if language == "en" else GREETING)
        return person

    def conversation(self, person: Person, text: str) -> str:
        """Let ``person`` say ``text``, which nobody else says, and give the conversation that heard it."""
        person.say(text)
        eventually(lambda: bool(self.heard_in(text)), f"not heard: {text}")
        return self.heard_in(text)[0]

    def heard_in(self, text: str) -> list[str]:
        return [conversation for conversation, said, _ in list(self.counter.engine.heard) if said == text]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    assert NODE.exists()
    with telegram_stand_in() as telegram:
        settings = {"MINWON_TELEGRAM_TOKEN": TOKEN, "MINWON_TELEGRAM_API": telegram.url, "MINWON_TELEGRAM_POLL": "1"}
        with counter_beside_fakes(tmp_path_factory.mktemp("telegram"), **settings) as counter:
            yield Town(telegram, counter)
            assert telegram.wrong == []


@pytest.fixture(scope="module")
def staff(town: Town) -> Iterator[CounterStaff]:
    staff = CounterStaff(town.counter)
    yield staff
    staff.close()


def test_start_greets_and_a_text_is_answered_by_the_same_assistant(town: Town):
    person = town.begun()
    person.say("등본 떼줘")
    person.waits_for("들었어요: 등본 떼줘")
    assert person.heard()[0].startswith(GREETING)
    begun = [name for name, _ in town.telegram.calls[:4]]
    assert begun == ["getMe", "setMyCommands", "setMyCommands", "setChatMenuButton"]


def test_the_menu_is_in_korean_and_for_english_telegrams_in_english(town: Town):
    menus = {
        sent.get("language_code", ""): sent["commands"] for name, sent in town.telegram.calls if "commands" in sent
    }
    assert menus.keys() == {"", "en"}
    assert menus[""][1] == {"command": "help", "description": "무엇을 할 수 있나요"}
    assert menus["en"][1] == {"command": "help", "description": "What I can do"}
    assert [each["command"] for each in menus[""]] == [each["command"] for each in menus["en"]]


def test_a_button_is_pressed_by_its_short_reference(town: Town):
    person = town.begun()
    person.press("등본 떼기")
    person.waits_for('들었어요: /issue_document{"document":"주민등록표 등본"}')
    assert town.telegram.of("sendMessage", person.chat)[0]["reply_markup"]
    eventually(lambda: any(name == "answerCallbackQuery" for name, _ in town.telegram.calls), "still waiting")


def test_an_update_that_comes_twice_is_one_message(town: Town):
    person = town.begun()
    message = person.message(text="한 번만")
    update = {"update_id": town.telegram.push(message=message), "message": message}
    person.waits_for("들었어요: 한 번만")
    town.telegram.again(update)
    person.say("그다음")
    person.waits_for("들었어요: 그다음")
    assert [text for text in person.heard() if "한 번만" in text] == ["들었어요: 한 번만"]


def test_many_messages_of_a_chat_keep_their_order(town: Town):
    person = town.begun()
    said = [f"차례 {number}" for number in range(12)]
    for text in said:
        person.say(text)
    person.waits_for("들었어요: 차례 11")
    assert [text for text in person.heard() if "차례" in text] == [f"들었어요: {text}" for text in said]


def test_a_resident_number_is_refused_and_its_message_deleted(town: Town):
    person = town.begun()
    person.say(f"제 번호는 {RRN}")
    person.waits_for(WORDS.rrn_refused.text)
    eventually(lambda: bool(town.telegram.of("deleteMessage", person.chat)), "not deleted")
    person.waits_for("대화방에서도 지웠어요")
    assert not any(RRN in str(said) for _, said, _ in town.counter.engine.heard)
    assert RRN not in town.counter.log()


@pytest.mark.parametrize("said", [f"/resume {RRN}", f"/help {RRN}", f"/{RRN}"])
def test_a_resident_number_behind_a_command_leaves_the_chat_too(town: Town, said: str):
    person = town.begun()
    person.say(said)
    person.waits_for("대화방에서도 지웠어요")
    assert len(town.telegram.of("deleteMessage", person.chat)) == 1
    assert RRN not in town.counter.log()


def test_an_edited_message_is_a_new_one(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "마포구 길이 파였어여")
    town.telegram.push(edited_message=person.message(text="마포구 길이 파였어요", edit_date=1_700_000_001))
    person.waits_for("들었어요: 마포구 길이 파였어요")
    assert town.counter.engine.texts(conversation)[-1] == "마포구 길이 파였어요"


def test_options_are_picked_by_taps_and_submitted_as_shown(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "골라서 뗄래요")
    town.counter.engine.behave(conversation, [{"text": "고르세요."}, {"custom": {"card": OPTIONS}}])
    person.say("카드 보여줘")
    person.waits_for("주민등록표(등본)")
    person.press("주민번호 뒷자리: 모두 가리기")
    eventually(lambda: bool(person._buttons("주민번호 뒷자리: 모두 보이기")), "not picked")
    person.press("이대로 떼기")
    person.waits_for('들었어요: /choose_options{"back_digits":"all","relations":"no"}')


def test_identity_is_a_one_time_address_of_the_page(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "본인확인 할래요")
    card = {"type": "identity", "id": "v1", "state": "requested", "providers": [], "actions": []}
    town.counter.engine.behave(conversation, [{"text": "확인해 주세요."}, {"custom": {"card": card}}])
    person.say("등본이요")
    person.waits_for("본인확인은 대화창이 아니라 보안 화면에서 해요")
    url = person.button("보안 화면 열기")[0]["url"]
    browser, code = town.counter.citizen().http, url.partition("code=")[2]
    assert f'value="{code}"' in browser.get(f"/resume?code={code}").text  # seen by a preview, it opens nothing
    assert browser.post("/api/resume", json={"code": code}).json()["id"] == conversation
    assert browser.post("/api/resume", json={"code": code}).status_code == 404


def test_a_card_changes_where_it_stands(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "만들어 주세요")
    card = {
        "type": "progress",
        "number": NUMBER,
        "steps": ["조회", "작성", "서명", "지갑"],
        "done": 0,
        "state": "running",
    }
    town.counter.engine.behave(conversation, [{"text": "접수했어요."}, {"custom": {"card": card}}])
    person.say("네")
    person.waits_for("(0/4 조회)")
    citizen = town.counter.citizen()
    citizen.id = conversation
    assert citizen.news("paper_progress", {"card": {**card, "done": 2}}).status_code == 202
    person.waits_for("(2/4 서명)")
    assert len(town.telegram.of("editMessageText", person.chat)) == 1


def test_a_paper_comes_as_a_file_only_on_consent(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "서류 주세요")
    town.counter.office.papers[conversation] = {NUMBER}
    town.counter.engine.behave(conversation, [{"text": "나왔어요."}, {"custom": {"card": DOCUMENT}}])
    person.say("어디 있어요")
    person.waits_for("문서확인번호")
    person.press("파일로 받기")
    person.waits_for("텔레그램 서버와 이 대화방에 남아요")
    assert not any(chat == str(person.chat) for chat, _ in town.telegram.documents)
    person.press("동의하고 파일로 받기")
    eventually(lambda: (str(person.chat), PDF) in town.telegram.documents, "no file")
    actions = [sent["action"] for sent in town.telegram.of("sendChatAction", person.chat)]
    assert "upload_document" in actions


def test_a_photo_and_a_place_go_to_the_complaint(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "신고할게요")
    picture = BytesIO()
    Image.new("RGB", (64, 64), "gray").save(picture, "JPEG")
    town.telegram.files["photo-1"] = picture.getvalue()
    sizes = [{"file_id": "photo-1", "file_unique_id": "p", "width": 64, "height": 64}]
    town.telegram.push(message=person.message(photo=sizes, caption="길이 파였어요"))
    eventually(lambda: "EXTERNAL_attachment" in town.counter.engine.texts(conversation), "no photo")
    eventually(lambda: "길이 파였어요" in town.counter.engine.texts(conversation), "no caption")
    town.telegram.push(message=person.message(location={"latitude": 37.5561, "longitude": 126.9012}))
    eventually(lambda: "EXTERNAL_place_given" in town.counter.engine.texts(conversation), "no place")
    town.telegram.push(message=person.message(location={"latitude": 35.1, "longitude": 129.0}))
    person.waits_for("서울 밖의 위치예요")


def test_an_album_is_told_to_the_engine_once_and_its_photos_are_all_kept(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "사진이 여러 장이에요")
    photos = [person.message(photo=photo_of(town), media_group_id="A") for _ in range(3)]
    photos[0]["caption"] = "길이 세 군데 파였어요"
    town.telegram.push_at_once([{"message": photo} for photo in photos])
    person.waits_for("들었어요: 길이 세 군데 파였어요")
    person.say("다 보냈어요")
    person.waits_for("들었어요: 다 보냈어요")
    heard = town.counter.engine.texts(conversation)
    assert heard[1:] == ["길이 세 군데 파였어요", "EXTERNAL_attachment", "다 보냈어요"]
    (event,) = town.counter.engine.trackers[conversation][-4:-3]
    assert {"entity": "count", "value": 3} in event["parse_data"]["entities"]


def test_what_is_not_understood_is_said_and_what_is_written_beside_it_is_heard(town: Town):
    person = town.begun()
    file = {"file_id": "v", "file_unique_id": "v", "duration": 1}
    film = {**file, "width": 1, "height": 1}
    town.telegram.push(message=person.message(voice=file))
    person.waits_for("음성은 들을 수 없어요")
    town.telegram.push(message=person.message(video=film, caption="영상에 적은 말"))
    person.waits_for("영상은 볼 수 없어요")
    person.waits_for("들었어요: 영상에 적은 말")
    town.telegram.push(message=person.message(contact={"phone_number": "1", "first_name": "ㄱ"}))
    person.waits_for("연락처는 대화창이 아니라 보안 화면에서")
    assert "/resume?code=" in person.button("보안 화면 열기")[0]["url"]
    assert not any(method == "getFile" and sent["file_id"] == "v" for method, sent in town.telegram.calls)


def test_a_resident_number_under_a_video_leaves_the_chat(town: Town):
    person = town.begun()
    film = {"file_id": "v", "file_unique_id": "v", "duration": 1, "width": 1, "height": 1}
    sent = person.message(video=film, caption=f"제 번호는 {RRN}")
    town.telegram.push(message=sent)
    person.waits_for("대화방에서도 지웠어요")
    assert [int(each["message_id"]) for each in town.telegram.of("deleteMessage", person.chat)] == [sent["message_id"]]
    assert RRN not in town.counter.log()


def test_of_a_live_location_only_the_beginning_is_taken_and_a_venue_is_a_place(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "여기서 볼 수 있어요")
    spot = {"latitude": 37.5561, "longitude": 126.9012}
    live = person.message(location={**spot, "live_period": 900})
    town.telegram.push(message=live)
    town.telegram.push(edited_message={**live, "edit_date": 1_700_000_001})
    person.waits_for("들었어요: EXTERNAL_place_given")
    venue = {"location": spot, "title": "합정역", "address": "양화로"}
    town.telegram.push(message=person.message(location=spot, venue=venue))
    eventually(lambda: town.counter.engine.texts(conversation).count("EXTERNAL_place_given") == 2, "no venue")
    assert len(person.heard()) <= 4


def test_an_old_button_gets_a_clear_answer(town: Town):
    person = town.begun()
    answers = len([name for name, _ in town.telegram.calls if name == "answerCallbackQuery"])
    query = {"id": "late", "from": person._common()["from"], "chat_instance": "1", "data": "0" * 24}
    town.telegram.push(callback_query={**query, "message": person.message(text="?")})
    told = lambda: [sent for name, sent in list(town.telegram.calls) if name == "answerCallbackQuery"][answers:]  # noqa: E731
    eventually(lambda: bool(told()), "still waiting")
    assert told()[0]["text"] == telegram_words.read_words().pressed_late
    assert told()[0]["show_alert"] == "true"


def test_who_writes_english_is_spoken_to_in_english(town: Town):
    person = town.begun("en")
    conversation = town.conversation(person, "Where is the lost and found?")
    person.waits_for("들었어요: Where is the lost and found?")
    item = {"text": "Call 120. It is open 24 hours a day.", "buttons": [{"title": "Talk to a person", "payload": "/a"}]}
    town.counter.engine.behave(conversation, [item, {"custom": {"card": DOCUMENT}}])
    person.say("And the resident register please")
    person.waits_for("Call 120. It is open 24 hours a day.")
    assert person.button("Talk to a person")
    person.waits_for(f"주민등록표(등본)\nDocument number: {NUMBER}")
    assert person.button("Open the secure page")[0]["url"]
    person.press("Talk to a person")
    person.waits_for("들었어요: /a")
    assert town.counter.engine.heard[-1][2]["language"] == "en"  # a button has no language of its own
    town.telegram.push(message=person.message(voice={"file_id": "v", "file_unique_id": "v", "duration": 1}))
    person.waits_for("I cannot listen to voice messages.")
    person.say("한국어로 할게요")
    person.waits_for("들었어요: 한국어로 할게요")
    assert "language" not in town.counter.engine.heard[-1][2]
    person.say("/start")
    person.waits_for("이어서 말씀하시면 돼요.")


def photo_of(town: Town) -> list[dict[str, object]]:
    """Put a photo on Telegram's shelf and give its sizes."""
    picture = BytesIO()
    Image.new("RGB", (64, 64), "gray").save(picture, "JPEG")
    town.telegram.files["photo-2"] = picture.getvalue()
    return [{"file_id": "photo-2", "file_unique_id": "q", "width": 64, "height": 64}]


def number_left_and_file_stayed(town: Town, person: Person, conversation: str, sent: dict[str, object]) -> None:
    deleted = [int(each["message_id"]) for each in town.telegram.of("deleteMessage", person.chat)]
    assert deleted == [sent["message_id"]]
    eventually(lambda: "EXTERNAL_attachment" in town.counter.engine.texts(conversation), "no file")
    assert RRN not in str(town.counter.engine.heard)
    assert RRN not in town.counter.log()


def test_a_resident_number_under_a_photo_leaves_the_chat_and_the_photo_is_kept(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "사진 보내고 번호도 적을게요")
    sent = person.message(photo=photo_of(town), caption=f"제 번호는 {RRN}")
    town.telegram.push(message=sent)
    person.waits_for(WORDS.rrn_refused.text)
    person.waits_for("대화방에서도 지웠어요")
    number_left_and_file_stayed(town, person, conversation, sent)


def test_a_resident_number_as_a_file_s_name_leaves_the_chat(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "파일 이름에 번호가 있어요")
    file = {"file_id": photo_of(town)[0]["file_id"], "file_unique_id": "q", "file_name": f"{RRN}.jpg"}
    sent = person.message(document=file)
    town.telegram.push(message=sent)
    person.waits_for("대화방에서도 지웠어요")
    number_left_and_file_stayed(town, person, conversation, sent)


def test_an_edited_caption_is_a_new_message_and_is_screened_as_one(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "설명은 나중에 고칠게요")
    sent = person.message(photo=photo_of(town), caption="길이 파였어여")
    town.telegram.push(message=sent)
    person.waits_for("들었어요: 길이 파였어여")
    edited = {**sent, "edit_date": 1_700_000_001}
    town.telegram.push(edited_message={**edited, "caption": "길이 파였어요"})
    person.waits_for("들었어요: 길이 파였어요")
    assert town.counter.engine.texts(conversation).count("EXTERNAL_attachment") == 1, "the photo is sent once"
    town.telegram.push(edited_message={**edited, "caption": f"제 번호는 {RRN}"})
    person.waits_for("대화방에서도 지웠어요")
    deleted = [int(each["message_id"]) for each in town.telegram.of("deleteMessage", person.chat)]
    assert deleted == [sent["message_id"]]
    assert RRN not in str(town.counter.engine.heard)
    assert RRN not in town.counter.log()


def test_who_waits_for_an_answer_sees_that_one_is_typed(town: Town):
    person = town.begun()
    person.say("등본 뭐가 필요해요")
    person.waits_for("들었어요: 등본 뭐가 필요해요")
    signs = lambda: [sent["action"] for sent in town.telegram.of("sendChatAction", person.chat)]  # noqa: E731
    eventually(lambda: "typing" in signs(), "no sign")
    assert set(signs()) == {"typing"}


def test_telegram_s_waits_are_kept_and_the_order_too(town: Town):
    person = town.begun()
    before = len(person.heard())
    flood = {"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
    down = {"error_code": 502, "description": "Bad Gateway"}
    town.telegram.faults["sendMessage"].extend([flood, down])
    person.say("하나")
    person.say("둘")
    person.waits_for("들었어요: 둘")
    heard = person.heard()[before:]
    assert heard[0] == heard[1] == heard[2]  # twice refused, then taken
    answers = [text for text in heard if text.startswith("들었어요")]
    assert list(dict.fromkeys(answers)) == ["들었어요: 하나", "들었어요: 둘"]


def test_who_blocked_the_assistant_is_left_alone_until_they_come_back(town: Town):
    person = town.begun()
    conversation = town.conversation(person, "잠깐만요")
    person.waits_for("들었어요: 잠깐만요")
    citizen = town.counter.citizen()
    citizen.id = conversation
    blocked = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    town.telegram.faults["sendMessage"].extend([blocked] * 20)
    citizen.news("paper_waiting", {"number": NUMBER, "reason": "seal_down"})
    eventually(lambda: "chat_gone" in town.counter.log(), "still followed")
    tried = len(person.heard())
    citizen.news("paper_waiting", {"number": NUMBER, "reason": "wallet_down"})
    eventually(lambda: town.counter.engine.texts(conversation).count("EXTERNAL_paper_waiting") == 2, "not heard")
    assert len(person.heard()) == tried
    assert len(town.telegram.faults["sendMessage"]) == 19  # it was said once, and not again
    town.telegram.faults["sendMessage"].clear()
    person.say("다시 왔어요")
    person.waits_for("들었어요: 다시 왔어요")
    assert town.heard_in("다시 왔어요") == [conversation]


def test_a_group_is_declined_and_left(town: Town):
    group = {"id": -100200300, "type": "supergroup", "title": "동네"}
    who = {"id": 77, "first_name": "사람", "is_bot": False}
    message = {"message_id": 1, "date": 1_700_000_000, "chat": group, "from": who, "text": "등본"}
    town.telegram.push(message=message)
    eventually(lambda: bool(town.telegram.of("leaveChat", -100200300)), "still there")
    assert "일대일 대화에서만" in town.telegram.of("sendMessage", -100200300)[0]["text"]
    assert town.heard_in("등본") == []


def test_a_group_hears_once_why_not_and_a_number_in_it_is_deleted(town: Town):
    group, who = {"id": -100200301, "type": "group", "title": "동네"}, {"id": 77, "first_name": "사람", "is_bot": False}
    member = {"user": {**who, "id": 4242, "is_bot": True}, "status": "left"}
    joined = {"chat": group, "from": who, "date": 1, "old_chat_member": member}
    says = [
        {"message": {"message_id": number, "date": 1_700_000_000, "chat": group, "from": who, "text": text}}
        for number, text in enumerate(["등본", f"제 번호는 {RRN}", "초본", f"{RRN}이에요"], start=1)
    ]
    come = {"my_chat_member": {**joined, "new_chat_member": {**member, "status": "member"}}}
    town.telegram.push_at_once([come, *says])
    eventually(lambda: len(town.telegram.of("deleteMessage", group["id"])) == 2, "not deleted")
    said = [sent["text"] for sent in town.telegram.of("sendMessage", group["id"])]
    assert len([text for text in said if "일대일 대화에서만" in text]) == 1
    assert len(town.telegram.of("leaveChat", group["id"])) == 1
    assert RRN not in town.counter.log()


def test_a_case_begun_on_the_web_ends_on_telegram(town: Town):
    citizen, person = town.counter.citizen(), town.person()
    town.counter.engine.behave(
        citizen.id, [{"text": "무엇에 쓰세요?", "buttons": [{"title": "은행", "payload": "/bank"}]}]
    )
    citizen.say("등본 떼고 싶어요")
    citizen.wait_for_text("무엇에 쓰세요?")
    code = citizen.http.post(f"{citizen.path}/resume-code").json()["code"]
    person.say(f"/start {code}")
    person.waits_for("무엇에 쓰세요?")
    person.press("은행")
    person.waits_for("들었어요: /bank")
    assert town.counter.engine.texts(citizen.id) == ["등본 떼고 싶어요", "/bank"]
    assert citizen.wait_for_text("들었어요: /bank")["from"] == "bot"
    assert not any(text.startswith(GREETING) for text in person.heard())


def test_a_wrong_code_is_said_plainly(town: Town):
    person = town.person()
    person.say("/resume ABCD1234")
    person.waits_for("이어하기 번호가 맞지 않거나")


def test_a_person_takes_over_and_both_hear_each_other(town: Town, staff: CounterStaff):
    person = town.begun()
    conversation = town.conversation(person, "사람하고 말할래요")
    wish = {"custom": {"handover": {"reason": "requested", "team": "general"}}}
    town.counter.engine.behave(conversation, [{"text": "바꿔 드릴게요."}, wish])
    person.say("/agent")
    person.waits_for(WORDS.people.asked)
    jimin = staff.member("telegram-jimin", "김지민")
    assert jimin.api(f"/conversations/{conversation}/claim").status_code == 200
    person.waits_for(WORDS.people.claimed.format(name="김지민"))
    assert jimin.api(f"/conversations/{conversation}/reply", text="무엇을 도와드릴까요?").status_code == 202
    person.waits_for("[상담원] 무엇을 도와드릴까요?")
    person.say("길이 파였어요")
    heard = f"/api/conversations/{conversation}"
    eventually(lambda: "길이 파였어요" in jimin.http.get(heard).text, "the person does not hear")
    assert "길이 파였어요" not in town.counter.engine.texts(conversation)
    town.telegram.push(message=person.message(photo=photo_of(town)))
    eventually(lambda: "파일을 보냈어요" in jimin.http.get(heard).text, "the person does not hear of the photo")
    assert jimin.api(f"/conversations/{conversation}/return-to-bot").status_code == 204
    person.waits_for("들었어요: EXTERNAL_returned")


@dataclass
class Hook:
    """Where Telegram posts to a counter on a server, as it was told to."""

    server: Counter
    asked: dict[str, Any]

    def post(self, update: dict[str, Any], secret: str | None = None) -> int:
        """Post as Telegram does; 0 when nobody answers."""
        headers = {HEADER: self.asked["secret_token"] if secret is None else secret}
        address = self.asked["url"].replace("https://counter.example", self.server.url)
        try:
            return httpx.post(address, json=update, headers=headers, trust_env=False, timeout=60).status_code
        except httpx.TransportError:
            return 0


@pytest.fixture(scope="module")
def hook(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hook]:
    settings = {"MINWON_TELEGRAM_TOKEN": TOKEN, "MINWON_TELEGRAM_API": town.telegram.url}
    settings |= {"MINWON_TELEGRAM_WEBHOOK": "true", "MINWON_PUBLIC_URL": "https://counter.example"}
    with counter_beside_fakes(tmp_path_factory.mktemp("webhook"), **settings) as server:
        eventually(lambda: "setWebhook" in [name for name, _ in list(town.telegram.calls)], "no webhook")
        yield Hook(server, next(sent for name, sent in town.telegram.calls if name == "setWebhook"))


def test_on_a_server_telegram_posts_updates_with_a_secret_that_only_it_was_told(town: Town, hook: Hook):
    person, asked = town.person(), hook.asked
    assert "deleteWebhook" in [name for name, _ in town.telegram.calls]  # who asks for updates wants none posted
    assert not any("drop_pending_updates" in sent for _, sent in town.telegram.calls)
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,256}", asked["secret_token"])
    update = {"update_id": 1, "message": person.message(text="서버에서 등본")}
    assert [hook.post(update, ""), hook.post(update, "guessed")] == [403, 403]
    assert [hook.post(update), hook.post(update)] == [200, 200]
    assert hook.post({"update_id": "x", "message": 5}) == 200  # nobody can read it: not again, please
    person.waits_for("들었어요: 서버에서 등본")
    assert [said for _, said, _ in hook.server.engine.heard] == ["서버에서 등본"]
    assert asked["secret_token"] not in hook.server.log()
    assert TOKEN not in hook.server.log()


def test_after_a_restart_nothing_is_lost_and_nothing_comes_twice_and_old_buttons_work(town: Town, hook: Hook):
    person, telegram = town.person(), town.telegram
    start = {"update_id": 11, "message": person.message(text="/start")}
    assert hook.post(start) == 200
    person.waits_for(GREETING)
    old = person.button("등본 떼기")[0]
    photo = {"update_id": 12, "message": person.message(photo=photo_of(town))}
    wait = {"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 3600}}
    telegram.faults["getFile"].append(wait)
    with ThreadPoolExecutor(1) as aside:
        interrupted = aside.submit(hook.post, photo)
        eventually(lambda: not telegram.faults["getFile"], "the photo is not asked for")
        assert hook.server.stop() in {0, -signal.SIGTERM}
        assert interrupted.result() != 200  # Telegram will post it again
    hook.server.start()
    assert [hook.post(photo), hook.post(photo), hook.post(start)] == [200, 200, 200]
    pressed = {"id": "q", "from": person._common()["from"], "chat_instance": "1", "data": old["callback_data"]}
    assert hook.post({"update_id": 13, "callback_query": {**pressed, "message": person.message(text="?")}}) == 200
    person.waits_for('들었어요: /issue_document{"document":"주민등록표 등본"}')
    conversation = hook.server.engine.heard[-1][0]
    assert hook.server.engine.texts(conversation)[0] == "EXTERNAL_attachment"
    assert hook.server.engine.texts(conversation).count("EXTERNAL_attachment") == 1
    assert len([text for text in person.heard() if text in (GREETING, STARTED_AGAIN)]) == 1

"""Turns with the engine over real HTTP: order, one at a time, own words when it is silent, news from the office."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from channels.words import read_words
from tests.counter_process import Citizen, Counter, eventually, is_excuse

NO_ANSWER = read_words().no_answer.text
CARD = {"type": "progress", "number": "1234567890123452", "steps": ["조회"], "done": 0, "state": "running"}


def bot_texts(citizen):
    return [message["text"] for message in citizen.read() if message["from"] == "bot"][1:]


def system_texts(citizen):
    return [message["text"] for message in citizen.read() if message["from"] == "system"]


def test_greeting_is_there_before_anything_is_said(citizen: Citizen):
    (greeting,) = citizen.read()
    assert greeting["seq"] == 1
    assert greeting["from"] == "bot"
    assert any(button["payload"].startswith("/issue_document") for button in greeting["buttons"])


def test_text_is_answered_once(citizen: Citizen):
    citizen.say("등본 떼줘")
    citizen.wait_for_text("들었어요: 등본 떼줘")
    assert bot_texts(citizen) == ["들었어요: 등본 떼줘"]


def test_burst_of_six_keeps_its_order_and_is_heard_one_at_a_time(counter: Counter, citizen: Citizen):
    for number in range(6):
        citizen.say(f"말 {number}")
    citizen.wait_for_text("들었어요: 말 5")
    assert bot_texts(citizen) == [f"들었어요: 말 {number}" for number in range(6)]
    assert counter.engine.most_together[citizen.id] == 1


def test_sequence_has_no_gap_under_parallel_sending(counter: Counter, citizen: Citizen):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: citizen.say(f"말 {number}"), range(40)))
    eventually(lambda: len(bot_texts(citizen)) == 40, "an answer is missing")
    read = citizen.read()
    assert [message["seq"] for message in read] == list(range(1, len(read) + 1))
    assert len([message for message in read if message["from"] == "citizen"]) == 40
    assert sorted(bot_texts(citizen)) == sorted(f"들었어요: 말 {number}" for number in range(40))
    assert counter.engine.most_together[citizen.id] == 1


def test_conversations_do_not_wait_for_each_other(counter: Counter):
    stuck, other = counter.citizen(), counter.citizen()
    counter.engine.behave(stuck.id, "hang")
    stuck.say("멈춰요")
    eventually(lambda: counter.engine.together[stuck.id] == 1, "not delivered")
    other.say("안녕")
    other.wait_for_text("들었어요: 안녕")
    assert counter.engine.together[stuck.id] == 1
    counter.engine.released.set()
    stuck.wait_for_text("들었어요: 멈춰요")
    counter.engine.released.clear()


def test_same_client_id_is_one_message(counter: Counter, citizen: Citizen):
    client_id = str(uuid.uuid4())
    with ThreadPoolExecutor(8) as pool:
        seqs = set(pool.map(lambda _: citizen.say("한 번만", client_id), range(8)))
    citizen.wait_for_text("들었어요: 한 번만")
    assert seqs == {2}
    assert counter.engine.texts(citizen.id) == ["한 번만"]


def test_hanging_engine_is_excused_once_and_answers_later(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "hang")
    citizen.say("등본")
    citizen.wait_for(lambda message: message["from"] == "system")
    counter.engine.released.set()
    citizen.wait_for_text("들었어요: 등본")
    counter.engine.released.clear()
    assert len(system_texts(citizen)) == 1


def test_broken_turn_is_delivered_again(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "break", "error")
    citizen.say("다시요")
    citizen.wait_for_text("들었어요: 다시요")
    assert counter.engine.texts(citizen.id) == ["다시요"] * 3
    assert bot_texts(citizen) == ["들었어요: 다시요"]


def test_lost_answer_is_read_from_the_tracker_and_not_asked_twice(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "break_after")
    citizen.say("한 번만 들어요")
    citizen.wait_for_text("들었어요: 한 번만 들어요")
    assert counter.engine.texts(citizen.id) == ["한 번만 들어요"]


def test_lost_answer_to_news_is_read_from_the_tracker(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "break_after")
    citizen.news("paper_issued", {"number": "1234567890123452"})
    citizen.wait_for_text("들었어요: EXTERNAL_paper_issued")
    assert counter.engine.texts(citizen.id) == ["EXTERNAL_paper_issued"]


def test_card_recovered_from_the_tracker_keeps_its_text(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, {"break_after": [{"text": "접수했어요.", "custom": {"card": CARD}}]})
    citizen.say("떼줘")
    message = citizen.wait_for_text("접수했어요.")
    assert message["card"] == CARD


def test_empty_answer_is_asked_once_more_then_owned_up_to(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "empty", "empty")
    citizen.say("음")
    words = citizen.wait_for_text(NO_ANSWER)
    citizen.say("안녕")
    citizen.wait_for_text("들었어요: 안녕")
    assert counter.engine.texts(citizen.id) == ["음", "음", "안녕"]
    assert system_texts(citizen).count(NO_ANSWER) == 1
    assert words["buttons"][0]["payload"] == "/request_agent"


def test_while_the_office_is_down_an_empty_answer_is_asked_again(counter: Counter, citizen: Citizen):
    counter.office.healthy = False
    counter.engine.behave(citizen.id, *["empty"] * 99)
    citizen.say("등본")
    try:
        citizen.wait_for(lambda message: message["from"] == "system")
    finally:
        counter.engine.behave_well(citizen.id)
        counter.office.healthy = True
    citizen.wait_for_text("들었어요: 등본")


def test_silent_news_is_no_reason_to_speak(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "empty", "empty")
    citizen.news("identity_slow", {})
    citizen.say("안녕")
    citizen.wait_for_text("들었어요: 안녕")
    assert [each for each in citizen.read() if each["from"] == "system" and not is_excuse(each)] == []


def test_engine_that_never_answers_is_given_up_with_an_offer_of_a_person(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "error", "error", "error")
    citizen.say("안 돼요")
    words = citizen.wait_for_text(NO_ANSWER)
    assert words["buttons"][0]["payload"] == "/request_agent"
    citizen.say("안녕")
    citizen.wait_for_text("들었어요: 안녕")


def test_text_and_card_of_one_utterance_are_one_message(counter: Counter, citizen: Citizen):
    buttons = [{"title": "네", "payload": "/affirm"}]
    counter.engine.behave(
        citizen.id, [{"text": "고르세요.", "buttons": buttons, "custom": {"card": CARD}}, {"text": "끝."}]
    )
    citizen.say("등본")
    citizen.wait_for_text("끝.")
    first = citizen.wait_for_text("고르세요.")
    assert (first["card"], first["buttons"]) == (CARD, buttons)
    assert len([each for each in citizen.read(after=2) if not is_excuse(each)]) == 2


def test_card_state_that_overtakes_the_bot_is_drawn_on_the_bots_card(counter: Counter, citizen: Citizen):
    counter.engine.behave(citizen.id, "hang")
    counter.engine.behave(citizen.id, [{"text": "접수했어요.", "custom": {"card": CARD}}])
    citizen.say("먼저")
    citizen.say("떼줘")
    for done in (1, 2):
        assert citizen.news("paper_progress", {"card": {**CARD, "done": done}}).status_code == 202
    counter.engine.released.set()
    citizen.wait_for(lambda message: (message["card"] or {}).get("done") == 2)
    counter.engine.released.clear()
    root = citizen.wait_for_text("접수했어요.")
    states = [(each["card"]["done"], each.get("replaces")) for each in citizen.read() if each["card"]]
    assert states == [(0, None), (1, root["seq"]), (2, root["seq"])]


def test_same_event_twice_is_one(counter: Counter, citizen: Citizen):
    event = str(uuid.uuid4())
    for _ in range(3):
        assert citizen.news("paper_issued", {"number": "1234567890123452"}, event).status_code == 202
    citizen.say("안녕")
    citizen.wait_for_text("들었어요: 안녕")
    assert counter.engine.texts(citizen.id) == ["EXTERNAL_paper_issued", "안녕"]


def test_identity_states_are_drawn_on_the_open_panel(counter: Counter, citizen: Citizen):
    panel = {"type": "identity", "id": "v0", "state": "requested", "providers": []}
    counter.engine.behave(citizen.id, [{"text": "확인이 필요해요.", "custom": {"card": panel}}])
    citizen.say("등본")
    root = citizen.wait_for_text("확인이 필요해요.")["seq"]
    for state in ("pending", "approved"):
        citizen.news(f"identity_{state}", {"card": {**panel, "id": "v1", "state": state}})
    citizen.wait_for_text("들었어요: EXTERNAL_identity_approved")
    changes = [(each["card"]["state"], each["replaces"]) for each in citizen.read() if "replaces" in each]
    assert changes == [("pending", root), ("approved", root)]


def test_news_from_a_stranger_is_refused(counter: Counter, citizen: Citizen):
    path = f"/internal/conversations/{citizen.id}/events"
    for authorization in ("Bearer wrong", citizen.http.headers["Authorization"]):
        answer = citizen.http.post(path, json={}, headers={"Authorization": authorization})
        assert answer.status_code == 404


def test_news_for_nobody_is_not_found(counter: Counter, citizen: Citizen):
    citizen.id = "nobody"
    assert citizen.news("paper_issued", {"number": "1"}).status_code == 404


def test_long_poll_answers_when_something_is_said_and_not_before_its_time(counter: Counter, citizen: Citizen):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(citizen.read, 1, 25)
        citizen.say("안녕")
        assert waiting.result(60)[0]["text"] == "안녕"
    last = citizen.wait_for_text("들었어요: 안녕")["seq"]
    assert citizen.read(after=last, wait=0.2) == []

from channels.conversation.answer import Answer, answer_of, drafts_of, recovered
from channels.conversation.handover import Asked, Reason
from channels.conversation.inbox import Kind, Row
from channels.conversation.message import Button

CARD = {"type": "progress", "number": "1"}
TEXT_ROW = Row(7, "c", Kind.TEXT, "등본", epoch=2, attempts=2)
NEWS_ROW = Row(8, "c", Kind.EVENT, {"name": "EXTERNAL_paper_issued", "entities": {"event": "e1"}}, epoch=2, attempts=2)


def user(text="등본", inbox=None, event=None):
    entities = [{"entity": "event", "value": event}] if event else []
    return {"event": "user", "text": text, "metadata": {"inbox": inbox}, "parse_data": {"entities": entities}}


def bot(text, custom=None, buttons=None):
    return {"event": "bot", "text": text, "data": {"custom": custom, "buttons": buttons, "image": None}}


def test_card_joins_the_text_before_it():
    items = [
        {"text": "하나"},
        {"text": "둘", "buttons": [{"title": "네", "payload": "/affirm"}]},
        {"custom": {"card": CARD}},
    ]
    first, second = drafts_of(items)
    assert (first.text, first.card) == ("하나", None)
    assert (second.text, second.card, second.buttons) == ("둘", CARD, (Button("네", "/affirm"),))


def test_card_without_text_before_it_stands_alone():
    assert [draft.card for draft in drafts_of([{"custom": {"card": CARD}}, {"custom": {"card": CARD}}])] == [CARD, CARD]


def test_items_without_anything_to_show_are_left_out():
    assert drafts_of([{"text": " "}, {"custom": {"quick": 1}}, {"recipient_id": "c"}]) == []


def test_answer_is_found_up_to_the_next_user():
    events = [
        user(inbox="6"),
        bot("앞"),
        user(inbox="7"),
        bot("하나", {"card": CARD}),
        {"event": "slot"},
        user("다음"),
        bot("뒤"),
    ]
    (draft,) = recovered(events, TEXT_ROW).drafts
    assert (draft.text, draft.card) == ("하나", CARD)


def test_what_the_engine_never_heard_is_not_found():
    assert recovered([user(inbox="70"), bot("딴 답")], TEXT_ROW) is None


def test_heard_without_an_answer_is_empty_and_the_last_time_counts():
    assert recovered([user(inbox="7")], TEXT_ROW) == Answer()
    assert [draft.text for draft in recovered([user(inbox="7"), user(inbox="7"), bot("답")], TEXT_ROW).drafts] == ["답"]


def test_news_are_found_by_their_event():
    told = recovered([user(event="e0"), user(event="e1"), bot("나왔어요")], NEWS_ROW)
    assert [draft.text for draft in told.drafts] == ["나왔어요"]
    assert recovered([user(event="e0"), bot("딴 소식")], NEWS_ROW) is None


def test_same_answer_live_and_from_the_tracker():
    buttons = [{"title": "네", "payload": "/affirm"}]
    custom = {"card": CARD, "handover": {"reason": "requested"}}
    live = answer_of([{"text": "고르세요.", "buttons": buttons}, {"custom": custom}])
    assert recovered([user(inbox="7"), bot("고르세요.", custom, buttons)], TEXT_ROW) == live


def test_wish_for_a_person_is_read_and_what_it_does_not_know_falls_back():
    wish = {"reason": "paper", "team": "papers", "summary": {"document": "주민등록표 등본"}}
    asked = answer_of([{"text": "바꿔 드릴게요."}, {"custom": {"handover": wish}}])
    assert [draft.text for draft in asked.drafts] == ["바꿔 드릴게요."]
    assert asked.asked == Asked(Reason.PAPER, "papers", {"document": "주민등록표 등본"})
    odd = answer_of([{"custom": {"handover": {"reason": "boredom", "team": "kitchen", "summary": "x"}}}])
    assert odd.asked == Asked(Reason.REQUESTED, "general", {})
    assert bool(odd)
    assert not answer_of([{"custom": {"handover": "now"}}])

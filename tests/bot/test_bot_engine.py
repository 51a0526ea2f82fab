"""The served engine and its store: the shape of its answer, a long conversation, logs without words."""

# ruff: noqa: PLC0415 - TensorFlow loads for seconds

import serve
from office import conversation_id


async def test_the_answer_names_intent_ranking_and_entities(engine):
    parsed = await engine.parse_message("등본 한 통 떼 주세요 최근 5년 주소 나오는 걸로요")
    assert parsed["intent"]["name"] == "issue_document"
    assert 0 < parsed["intent"]["confidence"] <= 1
    assert len(parsed["intent_ranking"]) >= 3
    assert {(one["entity"], one["value"]) for one in parsed["entities"]} == {
        ("document", "주민등록표 등본"),
        ("address_years", 5),
    }


async def test_a_long_conversation_keeps_its_slots_and_stops_growing(model, office, tmp_path):
    from components.tracker import CappedTrackerStore
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    kept = EndpointConfig(
        type="components.tracker.CappedTrackerStore", dialect="sqlite", db=str(tmp_path / "tracker.db"), max_events=40
    )
    webhook = EndpointConfig(url=office.webhook, headers={"Authorization": f"Bearer {office.token}"})
    agent = await load_agent(model_path=str(model), endpoints=AvailableEndpoints(action=webhook, tracker_store=kept))
    conversation = conversation_id()
    await agent.handle_text('/issue_document{"document":"주민등록표 등본"}', sender_id=conversation)
    for _ in range(12):
        await agent.handle_text("/ask_document_fee", sender_id=conversation)
    store = CappedTrackerStore(agent.domain, dialect="sqlite", db=str(tmp_path / "tracker.db"), max_events=40)
    tracker = await store.retrieve(conversation)
    assert tracker.active_loop_name == "issue_form"
    assert tracker.get_slot("document") == "주민등록표 등본"
    assert len(tracker.events) < 40 + 20
    full = await store.retrieve_full_tracker(conversation)
    assert sum(event.type_name == "user" for event in full.events) == 13


def test_log_fields_that_may_hold_words_are_dropped():
    fields = {"event": "rest.message.received.failure", "text": "제 주민번호는", "user_text": "x", "level": "error"}
    assert serve._keep_safe_fields(None, "error", fields) == {
        "event": "rest.message.received.failure",
        "level": "error",
    }


def test_a_token_is_drawn_once_and_only_its_owner_reads_it(tmp_path):
    token = serve.secret(tmp_path / "rasa.token")
    assert serve.secret(tmp_path / "rasa.token") == token
    assert (tmp_path / "rasa.token").stat().st_mode & 0o777 == 0o600

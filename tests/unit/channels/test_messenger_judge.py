"""The judge of our requests says no to what Telegram would refuse: else it would be worth nothing."""

import pytest

from tests.telegram_judge import against

KEY = {"text": "등본", "callback_data": "a" * 64}
GOOD = {"chat_id": "7", "text": "등본", "reply_markup": {"inline_keyboard": [[KEY]]}}


def under(**more):
    return {**GOOD, "reply_markup": {"inline_keyboard": [[{**KEY, **more}]]}}


def test_a_good_request_is_good():
    assert against("sendMessage", GOOD) == []
    assert against("sendDocument", {"chat_id": "7", "document": b"%PDF"}) == []


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        ("sendMesage", GOOD),
        ("sendMessage", {"text": "등본"}),
        ("sendMessage", {**GOOD, "chat": "7"}),
        ("sendMessage", {**GOOD, "link_preview_options": {"is_disable": True}}),
        ("sendMessage", under(payload="x")),
        ("sendMessage", under(callback_data="a" * 65)),
        ("sendMessage", under(callback_data="가" * 22)),
        ("sendMessage", under(url="https://a.kr")),
        ("sendMessage", {**GOOD, "text": "😀" * 2049}),
        ("sendDocument", {"chat_id": "7", "document": b"%PDF", "caption": "가" * 1025}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "가" * 201}),
        ("setMyCommands", {"commands": [{"command": "도움", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "help"}]}),
        ("deleteMessage", {"chat_id": "7", "message_id": "x"}),
    ],
)
def test_a_wrong_request_is_wrong(method, sent):
    assert against(method, sent)

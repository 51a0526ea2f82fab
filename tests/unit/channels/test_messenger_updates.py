import httpx
import pytest
from fastapi import FastAPI
from telegram import Update

from channels.messenger.settings import MessengerSettings
from channels.telegram.reading import read
from channels.telegram.updates import Barred, Commanded, Filed, Grouped, Located, Other, Pressed, Said
from channels.telegram.webhook import PATH, webhook_routes

PRIVATE = {"id": 7, "type": "private", "first_name": "사람"}
WHO = {"id": 7, "first_name": "사람", "is_bot": False}
HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "only-telegram-knows"


def message(chat=PRIVATE, **more):
    return {"message_id": 3, "date": 1_700_000_000, "chat": chat, "from": WHO, **more}


def heard(**update):
    return read(Update.de_json({"update_id": 5, **update}, None))


def member(status):
    gone = {"until_date": 0} if status == "kicked" else {}
    old = {"user": WHO, "status": "member"}
    return {
        "chat": PRIVATE,
        "from": WHO,
        "date": 1,
        "old_chat_member": old,
        "new_chat_member": {**old, "status": status, **gone},
    }


FILE = {"file_id": "f", "file_unique_id": "u"}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({"message": message(text="등본")}, Said(5, "7", 3, "등본")),
        ({"edited_message": message(text="초본", edit_date=2)}, Said(5, "7", 3, "초본", edited=True)),
        ({"edited_message": message(caption="초본", edit_date=2)}, Said(5, "7", 3, "초본", edited=True)),
        ({"message": message(text="/start@minwon_bot ABCD-1234")}, Commanded(5, "7", 3, "start", "ABCD-1234")),
        ({"message": message(text="/")}, Commanded(5, "7", 3, "", "")),
        (
            {
                "message": message(
                    photo=[{**FILE, "file_id": "s", "width": 1, "height": 1}, {**FILE, "width": 9, "height": 9}]
                )
            },
            Filed(5, "7", 3, "f", "", 0, ""),
        ),
        (
            {"message": message(document={**FILE, "file_name": "a.pdf", "file_size": 12}, caption="여기요")},
            Filed(5, "7", 3, "f", "a.pdf", 12, "여기요"),
        ),
        (
            {"message": message(location={"latitude": 37.5, "longitude": 127.0, "horizontal_accuracy": 12.0})},
            Located(5, "7", 3, 37.5, 127.0, 12.0),
        ),
        ({"message": message(sticker=None, dice={"value": 1, "emoji": "🎲"})}, Other(5, "7", 3, Kind.PICTURE)),
        ({"message": message({"id": -9, "type": "group", "title": "동네"}, text="등본")}, Grouped(5, "-9", 3)),
        ({"my_chat_member": member("kicked")}, Barred(5, "7", gone=True)),
        ({"my_chat_member": member("member")}, Barred(5, "7", gone=False)),
        (
            {
                "callback_query": {
                    "id": "q",
                    "from": WHO,
                    "chat_instance": "1",
                    "data": "ab",
                    "message": message(text="?"),
                }
            },
            Pressed(5, "7", 3, "q", "ab"),
        ),
        ({"edited_message": message(location={"latitude": 37.5, "longitude": 127.0}, edit_date=2)}, None),
        ({"channel_post": message({"id": -8, "type": "channel", "title": "소식"}, text="등본")}, None),
    ],
)
def test_updates_become_values(update, expected):
    assert heard(**update) == expected


async def test_the_webhook_takes_what_comes_with_the_secret_and_nothing_else():
    taken = []

    async def take(update):
        taken.append(update)

    app = FastAPI()
    app.include_router(webhook_routes(take, SECRET))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://counter") as client:
        answers = [
            await client.post(PATH, json={"update_id": number}, headers=headers)
            for number, headers in enumerate([{}, {HEADER: "guessed"}, {HEADER: SECRET}], start=1)
        ]
    assert [answer.status_code for answer in answers] == [403, 403, 200]
    assert taken == [{"update_id": 3}]


def test_a_webhook_wants_a_public_address():
    with pytest.raises(ValueError, match="https"):
        MessengerSettings(telegram_webhook=True, public_url="http://127.0.0.1:8000")
    settings = MessengerSettings(telegram_webhook=True, public_url="https://counter.example/")
    assert settings.outside_url == "https://counter.example"

import httpx
import pytest
from fastapi import FastAPI
from telegram import Bot, Update

from channels.messenger.settings import MessengerSettings
from channels.telegram.reading import read
from channels.telegram.transport import Transport, TransportError
from channels.telegram.updates import (
    ALLOWED,
    Barred,
    Changed,
    Commanded,
    Filed,
    Grouped,
    Kind,
    Located,
    Other,
    Pressed,
    Said,
)
from channels.telegram.webhook import PATH, webhook_routes

PRIVATE = {"id": 7, "type": "private", "first_name": "사람"}
WHO = {"id": 7, "first_name": "사람", "is_bot": False}
HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "only-telegram-knows"


def message(chat=PRIVATE, **more):
    return {"message_id": 3, "date": 1_700_000_000, "chat": chat, "from": WHO, **more}


def heard(**update):
    return read(Update.de_json({"update_id": 5, **update}, None))


GROUP = {"id": -9, "type": "group", "title": "동네"}
CHANNEL = {"id": -8, "type": "channel", "title": "소식"}
RRN = "900101-1234568"


def member(status, chat=PRIVATE):
    gone = {"until_date": 0} if status == "kicked" else {}
    old = {"user": WHO, "status": "member"}
    return {
        "chat": chat,
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
        ({"message": message(voice={**FILE, "duration": 1})}, Other(5, "7", 3, Kind.VOICE)),
        (
            {"message": message(video={**FILE, "width": 1, "height": 1, "duration": 1}, caption="길이 파였어요")},
            Other(5, "7", 3, Kind.VIDEO, "길이 파였어요"),
        ),
        (
            {
                "message": message(
                    animation={**FILE, "width": 1, "height": 1, "duration": 1}, document={**FILE, "file_name": "a.mp4"}
                )
            },
            Other(5, "7", 3, Kind.VIDEO),
        ),
        ({"message": message(contact={"phone_number": "1", "first_name": "ㄱ"})}, Other(5, "7", 3, Kind.CONTACT)),
        (
            {"message": message(photo=[{**FILE, "width": 9, "height": 9}], media_group_id="A")},
            Filed(5, "7", 3, "f", "", 0, "", "A"),
        ),
        (
            {"message": message(location={"latitude": 37.5, "longitude": 127.0, "live_period": 900})},
            Located(5, "7", 3, 37.5, 127.0),
        ),
        (
            {
                "message": message(
                    location={"latitude": 37.5, "longitude": 127.0},
                    venue={"location": {"latitude": 37.5, "longitude": 127.0}, "title": "역", "address": "길"},
                )
            },
            Located(5, "7", 3, 37.5, 127.0),
        ),
        ({"message": message(pinned_message=message(text="등본"))}, None),
        ({"message": message(write_access_allowed={"from_request": True})}, None),
        ({"edited_message": message(document={**FILE, "file_name": "a.pdf"}, edit_date=2)}, Changed(5, "7", 3)),
        ({"message": message(GROUP, text="등본")}, Grouped(5, "-9", 3)),
        ({"edited_message": message(GROUP, text="등본", edit_date=2)}, Grouped(5, "-9", 3)),
        ({"my_chat_member": member("member", GROUP)}, Grouped(5, "-9")),
        ({"my_chat_member": member("left", GROUP)}, Barred(5, "-9", gone=True)),
        ({"my_chat_member": member("member", CHANNEL)}, None),
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
        ({"channel_post": message(CHANNEL, text="등본")}, None),
    ],
)
def test_updates_become_values(update, expected):
    assert heard(**update) == expected


NAMED = {**FILE, "width": 1, "height": 1, "duration": 1, "file_name": RRN}


@pytest.mark.parametrize(
    "sent",
    [
        {"text": f"/start {RRN}"},
        {"caption": RRN, "video": {**FILE, "width": 1, "height": 1, "duration": 1}},
        {"caption": RRN, "voice": {**FILE, "duration": 1}},
        {"document": {**FILE, "file_name": RRN}},
        {"video": NAMED},
        {"audio": {**FILE, "duration": 1, "title": RRN}},
        {"contact": {"phone_number": "1", "first_name": "ㄱ", "last_name": RRN}},
        {"venue": {"location": {"latitude": 1, "longitude": 1}, "title": "집", "address": RRN}},
        {"text": "네", "quote": {"text": RRN, "position": 0}},
    ],
)
@pytest.mark.parametrize(("kind", "chat"), [("message", PRIVATE), ("edited_message", PRIVATE), ("message", GROUP)])
def test_what_a_hand_wrote_is_known_wherever_it_stands(sent, kind, chat):
    more = {"location": sent["venue"]["location"]} if "venue" in sent else {}
    found = heard(**{kind: message(chat, **sent, **more)})
    assert any(RRN in written for written in found.written)
    assert RRN not in repr(found)


def test_fields_are_not_read_together_as_one_number():
    found = heard(message=message(document={**FILE, "file_name": "900101"}, caption="1234568"))
    assert found.written == ("1234568", "900101")


def test_the_language_of_a_telegram_is_known():
    said = message(text="hello")
    assert heard(message={**said, "from": {**WHO, "language_code": "en-GB"}}).language == "en-GB"
    assert heard(message=said).language == ""


def test_nothing_is_asked_for_that_is_not_heard():
    assert ALLOWED == ["message", "edited_message", "callback_query", "my_chat_member"]


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


async def unreadable(_update):
    raise TransportError("unreadable", permanent=True)


async def broken(_update):
    raise OSError


@pytest.mark.parametrize(
    ("take", "body", "secret", "status"),
    [
        (unreadable, b'{"update_id": "x"}', SECRET, 200),  # else it would come again for ever
        (unreadable, b"{", SECRET, 400),
        (unreadable, b"\xff", SECRET, 400),
        (unreadable, b"{", "guessed", 403),
        (broken, b"{}", SECRET, 500),  # and Telegram posts it again
    ],
)
async def test_the_webhook_refuses_nonsense_and_lets_come_again_what_was_not_taken(take, body, secret, status):
    app = FastAPI()
    app.include_router(webhook_routes(take, SECRET))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://counter") as client:
        assert (await client.post(PATH, content=body, headers={HEADER: secret})).status_code == status


@pytest.mark.parametrize("raw", [{}, {"update_id": 1, "message": 5}, {"update_id": 1, "message": {"date": "x"}}, [], 7])
def test_what_telegram_never_sends_is_unreadable_and_nothing_worse(raw):
    with pytest.raises(TransportError, match="unreadable"):
        Transport(Bot("1:a")).update(raw)


def test_a_webhook_wants_a_public_address():
    with pytest.raises(ValueError, match="https"):
        MessengerSettings(telegram_webhook=True, public_url="http://127.0.0.1:8000")
    settings = MessengerSettings(telegram_webhook=True, public_url="https://counter.example/")
    assert settings.outside_url == "https://counter.example"

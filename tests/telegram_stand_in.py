"""A thin stand-in before npm `telegram-test-api`: what it lacks of the Bot API is added, what we send is judged.

It lacks ``is_bot`` in ``getMe``, files, actions and menus, waits for nothing in ``getUpdates`` and tells milliseconds
as dates. Every request of ours is judged by aiogram's models of the Bot API, and so is every update made up here.
"""

import asyncio
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
from fastapi import FastAPI, Request
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from tests.contract.channels.messenger_counterpart import running_server
from tests.fakes_engine import serving
from tests.telegram_judge import against, is_update

TOKEN = "4242:stand-in"
Call = tuple[str, dict[str, Any]]
_OURS = {
    "getMe": {"id": 4242, "is_bot": True, "first_name": "민원", "username": "minwon_bot"},
    "setMyCommands": True,
    "setChatMenuButton": True,
    "sendChatAction": True,
    "leaveChat": True,
    "answerCallbackQuery": True,
    "setWebhook": True,
}
_JSON = frozenset({"reply_markup", "link_preview_options", "allowed_updates", "commands", "menu_button"})
_FIRST_OWN_UPDATE = 9_000
_FIRST_OWN_MESSAGE = 50_000
_WAIT = 60.0


class Refused(Exception):
    """What the server says no with."""


class StandIn:
    """``calls`` are our requests in order, ``wrong`` what aiogram says against them. ``faults`` answer next calls."""

    def __init__(self, node_url: str) -> None:
        self.node = httpx.Client(base_url=node_url, trust_env=False, timeout=30)
        self.calls: list[Call] = []
        self.wrong: list[str] = []
        self.files: dict[str, bytes] = {}
        self.documents: list[tuple[str, bytes]] = []
        self.faults: dict[str, deque[dict[str, Any]]] = defaultdict(deque)
        self._own: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._next = _FIRST_OWN_UPDATE
        self.url = ""

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/bot{token}/{method}")
        async def call(token: str, method: str, request: Request) -> Response:
            assert token == TOKEN
            async with request.form() as form:
                sent = {name: await _value(name, value) for name, value in form.items()}
            self.wrong += against(method, sent)
            if method != "getUpdates":
                self.calls.append((method, sent))
            if self.faults.get(method):
                fault = self.faults[method].popleft()
                return JSONResponse({"ok": False, **fault}, status_code=fault["error_code"])
            try:
                return JSONResponse({"ok": True, "result": await self._answer(method, sent)})
            except Refused as refused:
                return JSONResponse(refused.args[0], status_code=400)

        @app.get("/file/bot{token}/{path:path}")
        async def file(token: str, path: str) -> Response:
            return Response(self.files[path])

        return app

    def push(self, **update: Any) -> int:
        """Let Telegram have one more update, of a kind that the server does not know."""
        self.push_at_once([update])
        return self._next

    def push_at_once(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Let Telegram deliver ``updates`` in one answer, in their order."""
        numbered = [{"update_id": self.next_number(), **update} for update in updates]
        self._queue(numbered)

    def next_number(self) -> int:
        self._next += 1
        return self._next

    def again(self, update: dict[str, Any]) -> None:
        """Deliver ``update`` as it was delivered before."""
        self._queue([update])

    def _queue(self, updates: Sequence[dict[str, Any]]) -> None:
        assert all(map(is_update, updates))
        with self._lock:
            self._own += updates

    def of(self, method: str, chat: int) -> list[dict[str, Any]]:
        return [sent for name, sent in list(self.calls) if name == method and str(sent.get("chat_id")) == str(chat)]

    async def _answer(self, method: str, sent: dict[str, Any]) -> Any:
        if method == "getUpdates":
            return await self._updates(int(sent.get("timeout", 0)))
        if method in _OURS:
            return _OURS[method]
        if method == "deleteMessage" and int(sent["message_id"]) > _FIRST_OWN_MESSAGE:
            return True  # the server does not know it
        if method == "getFile":
            size = len(self.files[sent["file_id"]])
            return {"file_id": sent["file_id"], "file_unique_id": "u", "file_size": size, "file_path": sent["file_id"]}
        if method == "sendDocument":
            self.documents.append((str(sent["chat_id"]), sent["document"]))
            return self._message(sent, 70_000 + len(self.documents))
        return await asyncio.to_thread(self._of_node, method, sent)

    def _of_node(self, method: str, sent: dict[str, Any]) -> Any:
        answer = self.node.post(f"/bot{TOKEN}/{method}", json=sent)
        body = answer.json()
        if not body.get("ok"):
            raise Refused(body)
        if method == "sendMessage":
            return self._message(sent, body["result"]["message_id"])
        return True

    async def _updates(self, seconds: int) -> list[dict[str, Any]]:
        end = time.monotonic() + min(seconds, 1)
        while True:
            found: list[dict[str, Any]] = await asyncio.to_thread(self._of_node_updates)
            with self._lock:
                own, self._own = self._own, []
            if found or own or time.monotonic() > end:
                return found + own
            await asyncio.sleep(0.02)

    def _of_node_updates(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.node.post(f"/bot{TOKEN}/getUpdates").json()["result"]
        for update in found:
            update.get("callback_query", {}).setdefault("chat_instance", "1")
            update.get("callback_query", {}).get("message", {}).update(
                message_id=_pressed_on(update), date=1_700_000_000
            )
        return found

    def _message(self, sent: Mapping[str, Any], number: int) -> dict[str, Any]:
        chat = {"id": int(sent["chat_id"]), "type": "private", "first_name": "사람"}
        return {"message_id": number, "date": 1_700_000_000, "chat": chat, "text": sent.get("text", "")}


class Person:
    """Somebody with Telegram, which is in ``language``. ``chat`` is the number of the private chat."""

    def __init__(self, telegram: StandIn, chat: int, language: str = "") -> None:
        self.telegram, self.chat, self.language, self._sent = telegram, chat, language, 0

    def _common(self) -> dict[str, Any]:
        who = {"id": self.chat, "first_name": "사람"}
        speaks = {"language_code": self.language} if self.language else {}
        return {
            "botToken": TOKEN,
            "date": 1_700_000_000,
            "from": {**who, **speaks, "is_bot": False},
            "chat": {**who, "type": "private"},
        }

    def say(self, text: str) -> None:
        route = "/sendCommand" if text.startswith("/") else "/sendMessage"
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        more = {"entities": entities} if text.startswith("/") else {}
        self.telegram.node.post(route, json={**self._common(), "text": text, **more}).raise_for_status()

    def press(self, title: str) -> None:
        """Press the newest button that begins with ``title``."""
        button, message = self.button(title)
        common = self._common()
        on = {"from": common["from"], "chat": common["chat"], "message_id": message}
        body = {**common, "message": on, "data": button["callback_data"]}
        self.telegram.node.post("/sendCallback", json=body).raise_for_status()

    def button(self, title: str) -> tuple[dict[str, Any], int]:
        found: list[tuple[dict[str, Any], int]] = []
        eventually(lambda: bool(found.extend(self._buttons(title)) or found), f"no button {title}: {self.heard()}")
        return found[-1]

    def _buttons(self, title: str) -> list[tuple[dict[str, Any], int]]:
        return [
            (button, sent.get("message_id", 0))
            for method, sent in list(self.telegram.calls)
            if str(sent.get("chat_id")) == str(self.chat) and method in {"sendMessage", "editMessageText"}
            for row in (sent.get("reply_markup") or {}).get("inline_keyboard", ())
            for button in row
            if button["text"].startswith(title)
        ]

    def message(self, **more: Any) -> dict[str, Any]:
        """Give a message of this person for an update of the stand-in's own."""
        self._sent += 1
        common = self._common()
        return {
            "message_id": _FIRST_OWN_MESSAGE + self._sent,
            "date": common["date"],
            "chat": common["chat"],
            "from": common["from"],
            **more,
        }

    def heard(self) -> list[str]:
        """Give what was said to this person, edits in their place in time."""
        methods = {"sendMessage", "editMessageText"}
        calls = list(self.telegram.calls)
        return [sent["text"] for name, sent in calls if name in methods and str(sent["chat_id"]) == str(self.chat)]

    def waits_for(self, wanted: str | Callable[[str], bool]) -> str:
        """Wait until something is said that is or contains ``wanted``."""
        holds = wanted if callable(wanted) else lambda text: wanted in text
        found: list[str] = []
        eventually(lambda: bool(found.extend(filter(holds, self.heard())) or found), f"{wanted}: {self.heard()}")
        return found[0]


def eventually(holds: Callable[[], bool], complaint: str) -> None:
    end = time.monotonic() + _WAIT
    while not holds():
        assert time.monotonic() < end, complaint
        time.sleep(0.02)


@contextmanager
def telegram_stand_in() -> Iterator[StandIn]:
    with running_server() as node_url:
        telegram = StandIn(node_url)
        try:
            with serving(telegram.app()) as served:
                telegram.url = f"http://127.0.0.1:{served.port}"
                yield telegram
        finally:
            telegram.node.close()


def _pressed_on(update: dict[str, Any]) -> int:
    return int(update.get("callback_query", {}).get("message", {}).get("message_id") or 1)


async def _value(name: str, value: UploadFile | str) -> Any:
    if isinstance(value, UploadFile):
        return await value.read()
    return json.loads(value) if name in _JSON else value

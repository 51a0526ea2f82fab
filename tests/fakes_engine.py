"""A dialogue engine that speaks Rasa 3.6's HTTP shapes and fails on demand, served over real HTTP in a thread."""

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from tests.ports import free_port

Item = dict[str, Any]
RASA_TOKEN_PARAMETER = "token"


class Served:
    """An ASGI app on a port of the loopback, which can be taken away and put back."""

    def __init__(self, app: Any, port: int | None = None) -> None:
        self.app, self.port = app, port or free_port()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=self.port, log_config=None, timeout_graceful_shutdown=0, lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.005)
            assert self._thread.is_alive(), "the fake did not start"

    def stop(self) -> None:
        if self._server and self._thread:
            self._server.should_exit = self._server.force_exit = True
            self._thread.join(10)
            assert not self._thread.is_alive()
            self._server = None


@contextmanager
def serving(app: Any) -> Iterator[Served]:
    served = Served(app)
    served.start()
    try:
        yield served
    finally:
        served.stop()


class FakeEngine:
    """Answers "들었어요: …". ``behave`` queues what happens to the next turns of a conversation instead:

    ``hang`` (until ``released``) · ``empty`` · ``error`` · ``break`` (connection broken, nothing remembered) ·
    ``break_after`` (turn done and remembered, answer lost) · a list of items (the answer) ·
    ``{"break_after": items}`` (that answer, lost).
    """

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, Any]] = []
        self.together: dict[str, int] = defaultdict(int)
        self.most_together: dict[str, int] = defaultdict(int)
        self.trackers: dict[str, list[Item]] = defaultdict(list)
        self.released = threading.Event()
        self._behaviours: dict[str, deque[Any]] = defaultdict(deque)
        self.delay = 0.0

    def behave(self, conversation: str, *behaviours: Any) -> None:
        self._behaviours[conversation].extend(behaviours)

    def behave_well(self, conversation: str) -> None:
        self._behaviours[conversation].clear()

    def texts(self, conversation: str) -> list[str]:
        return [message for sender, message, _ in self.heard if sender == conversation]

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/")
        async def hello() -> str:
            return "Hello from a fake"

        @app.post("/webhooks/rest/webhook")
        async def webhook(request: Request) -> Response:
            body = await request.json()
            event = {"event": "user", "text": body["message"], "metadata": body.get("metadata") or {}}
            return await self._turn(body["sender"], body["message"], event, wrap=False)

        @app.post("/conversations/{conversation}/trigger_intent")
        async def trigger(conversation: str, request: Request) -> Response:
            assert request.query_params[RASA_TOKEN_PARAMETER]
            assert request.query_params["output_channel"] == "rest"
            body = await request.json()
            entities = [{"entity": name, "value": value} for name, value in body["entities"].items()]
            parse_data = {"intent": {"name": body["name"]}, "entities": entities}
            event = {"event": "user", "text": f"EXTERNAL: {body['name']}", "metadata": {"is_external": True}}
            return await self._turn(conversation, body["name"], {**event, "parse_data": parse_data}, wrap=True)

        @app.get("/conversations/{conversation}/tracker")
        async def tracker(conversation: str, request: Request) -> Response:
            assert request.query_params[RASA_TOKEN_PARAMETER]
            assert request.query_params["include_events"] == "ALL"
            return JSONResponse({"sender_id": conversation, "events": list(self.trackers[conversation])})

        return app

    async def _turn(self, conversation: str, message: str, event: Item, *, wrap: bool) -> Response:
        self.together[conversation] += 1
        self.most_together[conversation] = max(self.most_together[conversation], self.together[conversation])
        try:
            return await self._answer(conversation, message, event, wrap=wrap)
        finally:
            self.together[conversation] -= 1

    async def _answer(self, conversation: str, message: str, event: Item, *, wrap: bool) -> Response:
        queue = self._behaviours[conversation]
        behaviour = queue.popleft() if queue else "answer"
        self.heard.append((conversation, message, event["metadata"]))
        if behaviour == "hang":
            while not self.released.is_set():  # noqa: ASYNC110 - the event is another thread's
                await asyncio.sleep(0.01)
        await asyncio.sleep(self.delay)
        if behaviour == "break":
            return _broken()
        if behaviour == "error":
            return JSONResponse({"status": "failure"}, status_code=500)
        items = _items(behaviour, message)
        self.trackers[conversation] += [event, *({"event": "bot", **_bot_event(item)} for item in items)]
        if behaviour == "break_after" or isinstance(behaviour, dict):
            return _broken()
        sent = [{"recipient_id": conversation, **part} for item in items for part in _as_rest(item)]
        return JSONResponse({"tracker": {}, "messages": sent} if wrap else sent)


def _items(behaviour: Any, message: str) -> list[Item]:
    if behaviour == "empty":
        return []
    if isinstance(behaviour, dict):
        return list(behaviour["break_after"])
    return behaviour if isinstance(behaviour, list) else [{"text": f"들었어요: {message}"}]


def _bot_event(item: Item) -> Item:
    return {"text": item.get("text"), "data": {"buttons": item.get("buttons"), "custom": item.get("custom")}}


def _as_rest(item: Item) -> Iterator[Item]:
    """Rasa's REST channel gives the text with its buttons and the card of one utterance as two items."""
    if "text" in item:
        yield {name: value for name, value in item.items() if name in ("text", "buttons")}
    if "custom" in item:
        yield {"custom": item["custom"]}


def _broken() -> Response:
    async def body() -> Any:
        yield b"["
        raise ConnectionAbortedError

    return StreamingResponse(body(), headers={"content-length": "100"}, media_type="application/json")

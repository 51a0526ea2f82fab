"""The dialogue engine over HTTP. It is never the system of record: every call may fail, hang or answer nothing."""

from typing import Any

import httpx

from channels.conversation.answer import Answer, answer_of, recovered
from channels.conversation.inbox import EXTERNAL, Kind, Row
from channels.conversation.screen import plain
from documents.domain.errors import Unavailable

_NOT_READY = frozenset({409, 502, 503, 504})  # 409: Rasa has no model loaded yet


class EngineDown(Unavailable):
    """Nothing listens there, or it is not ready: the row was not heard."""

    code = "engine_down"


class EngineFailed(Unavailable):
    """It broke off, hung or answered nonsense: the row may have been heard."""

    code = "engine_failed"


class Engine:
    """Raise ``EngineDown`` or ``EngineFailed``. The API token travels in the URL because Rasa takes it nowhere else."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client, self._token = client, token

    async def deliver(self, row: Row) -> Answer:
        """Let the engine hear ``row`` and give what it says; a false answer when it says nothing.

        When an earlier attempt was heard already, its answer is read from the tracker instead of asking twice. Only
        an answer that was empty is asked for again.
        """
        if row.attempts > 1:
            known = await self._recover(row)
            if known:
                return known
        if row.kind in EXTERNAL:
            return await self._trigger(row)
        message = row.body if row.kind is Kind.PAYLOAD else plain(row.body)
        metadata = {"inbox": str(row.id)} | ({"language": row.language} if row.language else {})
        body = {"sender": row.conversation, "message": message, "metadata": metadata}
        return _answer(await self._call("POST", "/webhooks/rest/webhook", json=body))

    async def healthy(self) -> bool:
        """Say whether something answers at the engine's address."""
        try:
            return (await self._client.get("/", timeout=1.0)).is_success
        except httpx.HTTPError:
            return False

    async def _trigger(self, row: Row) -> Answer:
        parameters = {"output_channel": "rest", "include_events": "NONE", "token": self._token}
        path = f"/conversations/{row.conversation}/trigger_intent"
        answer = await self._call("POST", path, json=row.body, params=parameters)
        return _answer(answer.get("messages") if isinstance(answer, dict) else None)

    async def _recover(self, row: Row) -> Answer | None:
        parameters = {"include_events": "ALL", "token": self._token}
        tracker = await self._call("GET", f"/conversations/{row.conversation}/tracker", params=parameters)
        events = tracker.get("events") if isinstance(tracker, dict) else None
        return recovered(events or [], row)

    async def _call(self, method: str, path: str, **more: Any) -> Any:
        try:
            response = await self._client.request(method, path, **more)
            if response.status_code in _NOT_READY:
                raise EngineDown
            response.raise_for_status()
            return response.json()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise EngineDown from error
        except (httpx.HTTPError, ValueError) as error:
            raise EngineFailed from error


def _answer(items: Any) -> Answer:
    if not isinstance(items, list):
        raise EngineFailed
    try:
        return answer_of(items)
    except (KeyError, AttributeError, TypeError) as error:
        raise EngineFailed from error

"""The dialogue engine's custom actions over FastAPI: ``POST /webhook`` in the shape of rasa-sdk's own server."""

from typing import Any

import structlog
from fastapi import APIRouter, Request
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException
from starlette.responses import JSONResponse

_log = structlog.get_logger(__name__)
_REJECTED, _UNKNOWN, _DOMAIN_WANTED = 400, 404, 449


def webhook(executor: ActionExecutor) -> APIRouter:
    """Answer ``{"events", "responses"}``; 400, 404 and 449 mean what they mean in rasa-sdk's own server."""
    router = APIRouter(tags=["dialogue engine"])

    @router.post("/webhook")
    async def run(request: Request) -> JSONResponse:
        call: dict[str, Any] = await request.json()
        try:
            result = await executor.run(call)
        except ActionExecutionRejection as error:
            return _refusal(_REJECTED, error.action_name)
        except ActionNotFoundException as error:
            _log.error("unknown_action", action=error.action_name)
            return _refusal(_UNKNOWN, error.action_name)
        except ActionMissingDomainException as error:
            return _refusal(_DOMAIN_WANTED, error.action_name)
        return JSONResponse(result.model_dump() if result else None)

    return router


def _refusal(status: int, action: str) -> JSONResponse:
    return JSONResponse({"error": action, "action_name": action}, status_code=status)

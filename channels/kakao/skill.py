"""The skill request of KakaoTalk's chatbots, as published ("스킬 개발 가이드", "AI 챗봇 콜백 개발 가이드").

Only what is needed is read; the rest of the request may change without us.
"""

from typing import Any

from pydantic import BaseModel, Field

_LONGEST_ID = 120


class User(BaseModel):
    """``id`` names the person to this bot only (botUserKey)."""

    id: str = Field(min_length=1, max_length=_LONGEST_ID)


class UserRequest(BaseModel):
    """``callbackUrl`` is given where callbacks are switched on: valid for a minute, for one answer."""

    user: User
    utterance: str = Field(default="", repr=False)
    callback_url: str | None = Field(default=None, alias="callbackUrl")


class Action(BaseModel):
    """``clientExtra`` is what the pressed quick reply carried; KakaoTalk sends null, an object or nothing."""

    client_extra: Any = Field(default=None, alias="clientExtra", repr=False)


class SkillRequest(BaseModel):
    user_request: UserRequest = Field(alias="userRequest")
    action: Action = Action()

    @property
    def reference(self) -> str:
        """Give the reference of the pressed key, or an empty text."""
        extra = self.action.client_extra
        found = extra.get("key") if isinstance(extra, dict) else None
        return found if isinstance(found, str) else ""

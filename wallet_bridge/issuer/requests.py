"""Requests of wallets, parsed once. What is wrong with them is said by the standard's codes and nothing else."""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wallet_bridge.issuer.offering import GRANT
from wallet_bridge.issuer.refused import Refused

Parsed = TypeVar("Parsed", bound=BaseModel)
_MOST_BYTES = 64 * 1024
_FORM = "application/x-www-form-urlencoded"
_BEARER = re.compile(r"bearer ([A-Za-z0-9._~+/=-]{1,512})", re.IGNORECASE)


class TokenRequest(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str = Field(alias="pre-authorized_code", min_length=1, max_length=512)
    tx_code: str = Field(min_length=1, max_length=64)


class CredentialRequest(BaseModel):
    model_config = ConfigDict(frozen=True)

    credential_configuration_id: str | None = None
    credential_identifier: str | None = None
    proofs: Any = None
    credential_response_encryption: Any = None


class DeferredRequest(BaseModel):
    model_config = ConfigDict(frozen=True)

    transaction_id: str


class NotificationRequest(BaseModel):
    """A description that a wallet adds is not kept: it may say anything about anybody."""

    model_config = ConfigDict(frozen=True)

    notification_id: str
    event: str


async def small_body(request: Request) -> bytes:
    """Read the body up to 64 KiB. Raise Refused("invalid_request") beyond."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise Refused("invalid_request", 413)
    return bytes(body)


def bearer(request: Request) -> str:
    """Give the access token. Raise Refused("invalid_token")."""
    found = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if found is None:
        raise Refused("invalid_token", 401)
    return found[1]


def token_request(request: Request, body: bytes) -> TokenRequest:
    """Read the form of a token request (OpenID4VCI 1.0, 6.1). Raise Refused."""
    form = _form(request, body)
    if form.get("grant_type") != GRANT:
        raise Refused("unsupported_grant_type" if form.get("grant_type") else "invalid_request")
    return _parsed(lambda: TokenRequest.model_validate(form), "invalid_request")


def credential_request(body: bytes) -> CredentialRequest:
    return _parsed(lambda: CredentialRequest.model_validate_json(body), "invalid_credential_request")


def deferred_request(body: bytes) -> DeferredRequest:
    return _parsed(lambda: DeferredRequest.model_validate_json(body), "invalid_transaction_id")


def notification_request(body: bytes) -> NotificationRequest:
    return _parsed(lambda: NotificationRequest.model_validate_json(body), "invalid_notification_request")


def _form(request: Request, body: bytes) -> dict[str, str]:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise Refused("invalid_request") from error
    if media != _FORM or len({name for name, _ in pairs}) != len(pairs):  # RFC 6749, 3.2: no parameter twice
        raise Refused("invalid_request")
    return dict(pairs)


def _parsed(parse: Callable[[], Parsed], error_code: str) -> Parsed:
    try:
        return parse()
    except ValidationError as error:
        raise Refused(error_code) from error

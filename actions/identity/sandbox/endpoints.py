"""The provider over HTTP: discovery, keys, backchannel authentication, token (CIBA Core 1.0, poll mode)."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse

from actions.identity.sandbox import hint
from actions.identity.sandbox.clients import ALGORITHMS, Clients
from actions.identity.sandbox.errors import NO_STORE, OAuthError
from actions.identity.sandbox.requests import Requests
from actions.identity.sandbox.residents import PhoneHolders
from actions.identity.sandbox.tokens import ACR, TokenMint
from documents.registers.sandbox.faults import FaultKind
from documents.service.clock import Clock

GRANT = "urn:openid:params:grant-type:ciba"
LONGEST_SECONDS = 300
_BINDING_MESSAGE = re.compile(r"[\w\-.+/!?#:가-힣 ]{1,20}")
_PURPOSE = re.compile(r"[^\x00-\x1f\x7f]{0,300}")


@dataclass(frozen=True, slots=True)
class Provider:
    """What the endpoints work with. ``fault`` raises or waits while the practice fault "identity" is on."""

    clients: Clients
    holders: PhoneHolders
    requests: Requests
    mint: TokenMint
    clock: Clock
    fault: Callable[[], Awaitable[FaultKind | None]]

    @property
    def issuer(self) -> str:
        return self.mint.issuer

    def audiences(self) -> list[str]:
        return audiences(self.issuer)


def audiences(issuer: str) -> list[str]:
    """Give what a client may name as the audience of what it signs."""
    return [issuer, f"{issuer}/token", f"{issuer}/bc-authorize"]


async def _form(request: Request) -> dict[str, str]:
    """Read an urlencoded body. A parameter that comes twice is refused (RFC 6749 3.2)."""
    items = (await request.form()).multi_items()
    if len({name for name, _ in items}) != len(items) or any(isinstance(value, UploadFile) for _, value in items):
        raise OAuthError("invalid_request", "a parameter is repeated")
    return {name: str(value) for name, value in items}


Form = Annotated[dict[str, str], Depends(_form)]


def router(provider: Provider) -> APIRouter:
    """Make the routes below ``/identity``."""

    async def fault() -> FaultKind | None:
        return await provider.fault()

    routes = APIRouter(prefix="/identity", tags=["identity"], dependencies=[Depends(fault)])

    @routes.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return metadata(provider.issuer)

    @routes.get("/jwks")
    def keys() -> dict[str, Any]:
        return provider.mint.public_keys()

    @routes.post("/bc-authorize")
    def authorize(form: Form) -> JSONResponse:
        return _no_store(ask(provider, form))

    @routes.post("/token")
    def token(form: Form, kind: Annotated[FaultKind | None, Depends(fault)]) -> JSONResponse:
        stranger = kind is FaultKind.WRONG_PERSON
        return _no_store(exchange(provider, form, stranger=stranger))

    return routes


def ask(provider: Provider, form: dict[str, str]) -> dict[str, Any]:
    """Check an authentication request (CIBA 7.2) and put it on the phone."""
    now = provider.clock()
    client = provider.clients.authenticate(form, now)
    if "request" in form:
        raise OAuthError("invalid_request", "signed request objects are not taken")
    if "openid" not in form.get("scope", "").split():
        raise OAuthError("invalid_scope", "the scope must contain openid")
    binding_message, purpose = form.get("binding_message", ""), form.get("purpose", "")
    if not _BINDING_MESSAGE.fullmatch(binding_message):
        raise OAuthError("invalid_binding_message", "the binding message must be 1 to 20 plain characters")
    if not _PURPOSE.fullmatch(purpose):
        raise OAuthError("invalid_request", "the purpose must be at most 300 characters of one line")
    lifetime = _lifetime(form.get("requested_expiry"))
    holder = hint.read(form, client, provider.audiences(), provider.holders, now)
    auth_req_id = provider.requests.add(
        client.id, holder.phone, purpose=purpose, binding_message=binding_message, now=now, lifetime=lifetime
    )
    return {"auth_req_id": auth_req_id, "expires_in": lifetime, "interval": provider.requests.interval}


def exchange(provider: Provider, form: dict[str, str], *, stranger: bool = False) -> dict[str, Any]:
    """Check a token request (CIBA 10.1) and hand the tokens out, once. With ``stranger`` those of somebody else."""
    now = provider.clock()
    client = provider.clients.authenticate(form, now)
    if form.get("grant_type") != GRANT:
        raise OAuthError("unsupported_grant_type", f"only {GRANT}")
    auth_req_id = form.get("auth_req_id", "")
    request = provider.requests.collect(client.id, auth_req_id, now)
    holder = provider.holders.at(request.phone)
    if stranger:
        holder = next(each for each in provider.holders if each != holder)
    if holder is None:
        raise OAuthError("invalid_grant", "the person is not known any more")
    return provider.mint.tokens(request, holder, auth_req_id, now)


def metadata(issuer: str) -> dict[str, Any]:
    """Give the discovery document (OpenID Connect Discovery 3, CIBA 4)."""
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/jwks",
        "token_endpoint": f"{issuer}/token",
        "backchannel_authentication_endpoint": f"{issuer}/bc-authorize",
        "backchannel_token_delivery_modes_supported": ["poll"],
        "backchannel_user_code_parameter_supported": False,
        "grant_types_supported": [GRANT],
        "response_types_supported": [],
        "subject_types_supported": ["pairwise"],
        "scopes_supported": ["openid"],
        "acr_values_supported": [ACR],
        "claims_supported": ["sub", "ci", "name", "birthdate", "acr", "auth_time"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
    }


def _lifetime(requested: str | None) -> int:
    if requested is None:
        return LONGEST_SECONDS
    if not requested.isascii() or not requested.isdigit() or int(requested) == 0:
        raise OAuthError("invalid_request", "requested_expiry must be a positive number of seconds")
    return min(int(requested), LONGEST_SECONDS)


def _no_store(body: dict[str, Any]) -> JSONResponse:
    return JSONResponse(body, headers=NO_STORE)

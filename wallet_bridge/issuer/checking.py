"""What a reader of a credential fetches to check it: keys, types, status lists."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from documents.domain.kind import PaperKind
from wallet_bridge.issuer.metadata import key_metadata
from wallet_bridge.issuer.paper_types import VERSION
from wallet_bridge.issuer.parts import Issuer
from wallet_bridge.issuer.published import A_WHILE, answer, not_found
from wallet_bridge.issuer.status_lists import TTL

_LONG = {"Cache-Control": "public, max-age=86400"}
_STATUS = {"Cache-Control": f"public, max-age={int(TTL.total_seconds())}"}
_STATUS_MEDIA = "application/statuslist+jwt"
_ListNumber = Annotated[int, Path(ge=0, lt=1 << 31)]


def checking(issuer: Issuer) -> APIRouter:
    routes = APIRouter(tags=["SD-JWT VC"])

    @routes.get("/.well-known/jwt-vc-issuer")
    def jwt_vc_issuer() -> Response:
        return answer(key_metadata(issuer.url), A_WHILE)

    @routes.get("/issuer/jwks")
    def jwks() -> Response:
        return answer(issuer.keys.public(), A_WHILE)

    @routes.get("/issuer/types/{kind}/{version}")
    @routes.get("/.well-known/vct/issuer/types/{kind}/{version}", include_in_schema=False)
    def paper_type(kind: str, version: str) -> Response:
        """Give a credential type's metadata, also where readers of earlier drafts of SD-JWT VC look for it."""
        if kind not in set(PaperKind) or version != str(VERSION):
            raise not_found()
        return Response(issuer.types.document(PaperKind(kind)), media_type="application/json", headers=_LONG)

    @routes.get("/issuer/status-lists/{list_no}")
    def status_list(list_no: _ListNumber) -> Response:
        """Give a Token Status List as signed JWT."""
        token = issuer.lists.token(list_no, issuer.clock())
        if token is None:
            raise not_found()
        return Response(token, media_type=_STATUS_MEDIA, headers=_STATUS)

    return routes

"""What is read first: OpenID4VCI 1.0 issuer metadata, OAuth 2.0 server metadata (RFC 8414), where keys are."""

from typing import Any

from documents.domain.kind import PaperKind
from wallet_bridge.issuer import paper_types, proof
from wallet_bridge.issuer.credentials import FORMAT
from wallet_bridge.issuer.offering import GRANT
from wallet_bridge.issuer.paper_types import PaperTypes
from wallet_bridge.issuer.words import words


def issuer_metadata(types: PaperTypes) -> dict[str, Any]:
    """Describe the issuer and its seven credentials; it is its own authorization server."""
    here = f"{types.issuer}/issuer"
    return {
        "credential_issuer": types.issuer,
        "credential_endpoint": f"{here}/credential",
        "nonce_endpoint": f"{here}/nonce",
        "deferred_credential_endpoint": f"{here}/deferred",
        "notification_endpoint": f"{here}/notification",
        "display": [
            {"name": words()["issuer"]["ko"], "locale": "ko-KR"},
            {"name": words()["issuer"]["en"], "locale": "en-US"},
        ],
        "credential_configurations_supported": {kind.value: _configuration(types, kind) for kind in PaperKind},
    }


def server_metadata(issuer: str) -> dict[str, Any]:
    """Describe the token endpoint. There is no authorization endpoint, hence no response types."""
    return {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/issuer/token",
        "jwks_uri": f"{issuer}/issuer/jwks",
        "grant_types_supported": [GRANT],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def key_metadata(issuer: str) -> dict[str, Any]:
    """Say where a reader of a credential finds the keys of its ``iss``."""
    return {"issuer": issuer, "jwks_uri": f"{issuer}/issuer/jwks"}


def _configuration(types: PaperTypes, kind: PaperKind) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "vct": types.vct(kind),
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": ["ES256"],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": [proof.ALGORITHM]}},
        "credential_metadata": {"display": paper_types.display(kind), "claims": paper_types.claims(kind)},
    }

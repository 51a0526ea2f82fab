"""The issuer's signing key and those that it signed with before, whose credentials are still out there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey

from wallet_bridge.keys import p256


@dataclass(frozen=True)
class IssuerKeys:
    current: ECKey
    retired: tuple[ECKey, ...] = ()

    def header(self, kind: str) -> dict[str, Any]:
        """Give the JOSE header of something that the issuer signs now; ``kind`` is its ``typ``."""
        return {"alg": "ES256", "typ": kind, "kid": str(self.current.kid)}

    def public(self) -> dict[str, Any]:
        """Give the JWKS, the present key first."""
        every = (self.current, *self.retired)
        return {"keys": [{**key.as_dict(private=False), "use": "sig", "alg": "ES256"} for key in every]}


def open_keys(folder: Path) -> IssuerKeys:
    """Read ``credential.pem``, made on first use, and ``credential.retired-*.pem``. To rotate, rename and restart."""
    retired = tuple(p256(path) for path in sorted(folder.glob("credential.retired-*.pem")))
    return IssuerKeys(p256(folder / "credential.pem"), retired)

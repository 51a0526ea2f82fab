"""Status lists, signed when they are asked for: whoever was shown a copy learns here whether it still counts."""

from datetime import datetime, timedelta

from joserfc import jwt

from documents.domain.errors import Unavailable
from wallet_bridge.issuer.credentials import status_uri
from wallet_bridge.issuer.keys import IssuerKeys
from wallet_bridge.issuer.papers import OfficePapers
from wallet_bridge.issuer.revocations import Revocations
from wallet_bridge.issuer.status_bits import encode

TYPE = "statuslist+jwt"
TTL = timedelta(minutes=5)
"""How long a reader may go on with what it fetched: the longest that a revoked copy passes for good."""
LASTS = timedelta(hours=1)


class StatusLists:
    """Asks the office each time which papers it took back. While it does not answer, the last list is given again."""

    def __init__(self, issuer: str, keys: IssuerKeys, revocations: Revocations, papers: OfficePapers) -> None:
        self._issuer, self._keys, self._revocations, self._papers = issuer, keys, revocations, papers
        self._last: dict[int, tuple[str, datetime]] = {}

    def token(self, list_no: int, now: datetime) -> str | None:
        """Give the signed list, None when there is none of that number. Raise Unavailable when too long without office.

        A new signature over bits that may be out of date would lie about their age.
        """
        try:
            self._revocations.revoke_all(self._papers.taken_back(now), now)
        except Unavailable:
            token, until = self._last.get(list_no, ("", now))
            if now < until:
                return token
            raise
        if list_no > self._revocations.last_list():
            return None
        self._last[list_no] = (self._sign(list_no, now), now + LASTS)
        return self._last[list_no][0]

    def _sign(self, list_no: int, now: datetime) -> str:
        claims = {
            "iss": self._issuer,
            "sub": status_uri(self._issuer, list_no),
            "iat": int(now.timestamp()),
            "exp": int((now + LASTS).timestamp()),
            "ttl": int(TTL.total_seconds()),
            "status_list": {"bits": 1, "lst": encode(self._revocations.places(list_no))},
        }
        return jwt.encode(self._keys.header(TYPE), claims, self._keys.current)

"""Sends notices to push services (RFC 8030), encrypted to the browser (RFC 8291) and signed as ours (RFC 8292)."""

import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Protocol

import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02  # type: ignore[import-untyped]
from pywebpush import WebPushException, webpush  # type: ignore[import-untyped]

from channels.push.settings import PushSettings
from channels.push.subscription import News, Subscription
from documents.service.secret_files import private_file

_GONE = frozenset({404, 410})


class PushRefused(Exception):
    """The push service did not take it. ``permanent``: this browser will never be reached again."""

    def __init__(self, *, permanent: bool) -> None:
        super().__init__("the push service refused")
        self.permanent = permanent


class Sender(Protocol):
    @property
    def key(self) -> str:
        """Our public key as browsers want it: the point, base64url."""

    def send(self, to: Subscription, news: News) -> None:
        """Raise PushRefused."""


class WebPush:
    def __init__(self, settings: PushSettings) -> None:
        self._settings = settings
        self._vapid = Vapid02.from_pem(private_file(_key_file(settings.keys), _fresh_pem))

    @property
    def key(self) -> str:
        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    def send(self, to: Subscription, news: News) -> None:
        try:
            with requests.Session() as session:
                webpush(
                    {"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}},
                    json.dumps({"kind": news}),
                    vapid_private_key=self._vapid,
                    vapid_claims={"sub": self._settings.push_contact},
                    ttl=self._settings.push_lasts,
                    timeout=self._settings.push_timeout,
                    requests_session=session,
                )
        except WebPushException as error:
            status = error.response.status_code if error.response is not None else 0
            raise PushRefused(permanent=status in _GONE) from None
        except (requests.RequestException, ValueError):  # ValueError: a key that is no point of the curve
            raise PushRefused(permanent=False) from None


def _key_file(keys: Path) -> Path:
    return keys / "push" / "vapid.pem"


def _fresh_pem() -> bytes:
    fresh = Vapid02()
    fresh.generate_keys()
    pem: bytes = fresh.private_pem()
    return pem

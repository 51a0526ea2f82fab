"""Push put together, or left off: push services want to know whom to write to (RFC 8292), and we do not make one up."""

import structlog

from channels.conversation.broadcast import Broadcaster
from channels.push.book import Book
from channels.push.herald import Herald
from channels.push.sender import WebPush
from channels.push.settings import PushSettings
from documents.service.clock import Clock

_log = structlog.get_logger(__name__)


def open_herald(settings: PushSettings, broadcaster: Broadcaster, clock: Clock) -> Herald | None:
    """Give who tells browsers; None without ``MINWON_PUSH_CONTACT``, and the page does not offer it then."""
    if not settings.push_contact:
        _log.info("push_off", reason="MINWON_PUSH_CONTACT is not set")
        return None
    return Herald(Book(settings.push_url, clock), WebPush(settings), broadcaster, settings.push_gather)

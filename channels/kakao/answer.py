"""The skill answer: at most three outputs and ten quick replies, texts within their limits, no sentence cut."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from channels.messenger.sentences import pieces, size

MOST_OUTPUTS, MOST_QUICK_REPLIES, MOST_LINKS = 3, 10, 3
TEXT_LIMIT, LABEL_LIMIT = 1000, 14
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A quick reply: pressed, it says ``said`` and carries ``reference``."""

    said: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str = field(repr=False)


def answer(texts: Sequence[str], links: Sequence[Link], replies: Sequence[Reply], words_for_links: str) -> Json:
    """Put ``texts`` (each within the limit, at most as many as there is room) and what can be pressed together."""
    outputs = [{"simpleText": {"text": text}} for text in texts]
    outputs += [_links(links[:MOST_LINKS], words_for_links)] if links else []
    template: Json = {"outputs": outputs[:MOST_OUTPUTS]}
    if replies:
        template["quickReplies"] = [_reply(reply) for reply in replies[:MOST_QUICK_REPLIES]]
    return {"version": "2.0", "template": template}


def later(text: str) -> Json:
    """Say that the answer comes by the callback."""
    return {"version": "2.0", "useCallback": True, "data": {"text": text}}


def fitted(text: str) -> list[str]:
    return pieces(text, TEXT_LIMIT)


def label(title: str) -> str:
    """Shorten ``title`` to what a key shows; as much of it as fits, so that keys of one beginning differ."""
    if size(title) <= LABEL_LIMIT:
        return title
    return next(cut for end in range(LABEL_LIMIT, 0, -1) if size(cut := f"{title[:end].strip()}…") <= LABEL_LIMIT)


def _reply(reply: Reply) -> Json:
    made: Json = {"label": label(reply.said), "action": "message", "messageText": reply.said}
    return made | ({"extra": {"key": reply.reference}} if reply.reference else {})


def _links(links: Sequence[Link], words: str) -> Json:
    buttons = [{"label": label(link.title), "action": "webLink", "webLinkUrl": link.url} for link in links]
    return {"textCard": {"description": words, "buttons": buttons}}

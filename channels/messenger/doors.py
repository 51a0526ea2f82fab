"""The ways from a messenger to the counter's own page and back: one-time addresses and resume codes."""

from urllib.parse import quote

from channels.conversation.desk import Desk
from channels.conversation.resuming import Resuming
from channels.conversation.store import Opened


class Doors:
    """``outside_url`` is where residents' own devices reach the counter."""

    def __init__(self, desk: Desk, resuming: Resuming, outside_url: str) -> None:
        self._desk, self._resuming, self._outside_url = desk, resuming, outside_url

    async def address(self, conversation: str) -> str:
        """Give an address that opens the counter's page with this conversation, once and for ten minutes.

        It opens nothing by itself: the page asks for one more tap, so that no preview uses it up.
        """
        made = await self._desk.write(lambda: self._resuming.make(conversation))
        return f"{self._outside_url}/resume?code={quote(made.code, safe='')}"

    async def resume(self, code: str) -> Opened | None:
        """Take up the conversation of a resume code, once; None when the code is wrong, used or too old."""
        return await self._desk.write(lambda: self._resuming.redeem(code))

"""The one door for what citizens send, whichever channel it comes through."""

from channels.conversation.desk import Desk
from channels.conversation.inbox import Kind
from channels.conversation.message import Draft, Speaker
from channels.conversation.offers import intent_of, press
from channels.conversation.screen import check_client_id, screen


class Entry:
    """``refusal`` answers a text with an RRN in it. Both methods give the sequence number of the message."""

    def __init__(self, desk: Desk, refusal: Draft) -> None:
        self._desk, self._refusal = desk, refusal

    async def text(
        self, conversation: str, client_id: str, raw: str, label: str = "", language: str | None = None
    ) -> int:
        """Take typed text. Raise ``Unfit`` when it cannot be taken. ``label`` stands before it for those who read.

        ``language`` is what the citizen has chosen for the page, if anything.
        """
        screened = screen(raw)
        said = Draft(Speaker.CITIZEN, label + screened.text, client_id=check_client_id(client_id))
        if screened.refused:
            return (await self._desk.refuse(conversation, said, self._refusal)).seq
        return (await self._desk.accept(conversation, said, Kind.TEXT, screened.text, language)).seq

    async def payload(self, conversation: str, client_id: str, payload: str, language: str | None = None) -> int:
        """Take a pressed button or a card's submit. Raise ``NotOffered`` for anything else."""
        checked = check_client_id(client_id)
        offered = await self._desk.offered(conversation, payload, intent_of(payload))
        pressed = press(payload, offered)
        said = Draft(Speaker.CITIZEN, pressed.title, client_id=checked)
        return (await self._desk.accept(conversation, said, Kind.PAYLOAD, pressed.payload, language)).seq

"""Photos, files and places that a person sends: into the room of complaints, an album as one deed."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.cases.complaint import Spot
from channels.conversation.desk import Desk
from channels.conversation.entry import Entry
from channels.conversation.message import State
from channels.messenger.book import Chat
from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.reports import LARGEST, Attached, Refused, Reports
from channels.telegram.albums import Albums
from channels.telegram.pressing import client_id
from channels.telegram.speaking import Voice
from channels.telegram.steady import Steady
from channels.telegram.tongues import Tongues
from channels.telegram.transport import Transport, TransportError
from channels.telegram.updates import Filed, Heard, Located

_PEOPLE = (State.WAITING, State.STAFF)
_log = structlog.get_logger(__name__)


class Parcels:
    def __init__(
        self,
        reports: Reports,
        desk: Desk,
        entry: Entry,
        *,
        voice: Voice,
        transport: Transport,
        steady: Steady,
        tongues: Tongues,
    ) -> None:
        self._reports, self._desk, self._entry, self._voice = reports, desk, entry, voice
        self._transport, self._steady, self._tongues, self._albums = transport, steady, tongues, Albums()

    async def make_way(self, heard: Heard) -> None:
        """Finish the album that is open in the chat, unless ``heard`` is of it."""
        await self._albums.make_way(heard.chat, heard.album if isinstance(heard, Filed) else "")

    async def take(self, heard: Filed | Located, chat: Chat) -> None:
        """Take what was sent to the complaint. Raise ``Refused``."""
        if isinstance(heard, Located):
            await self._reports.here(chat.conversation, Spot(heard.lat, heard.lon, heard.accuracy))
            await self._tell_people(heard, chat)
            return
        try:
            await self._attach(heard, chat)
        finally:
            self._albums.wait_on(heard.chat)

    async def close(self) -> None:
        await self._albums.close()

    async def _attach(self, heard: Filed, chat: Chat) -> None:
        if heard.size > LARGEST:
            raise self._reports.too_large()
        try:
            content = await self._steady(lambda: self._transport.download(heard.file))
        except TransportError:
            raise Refused(self._tongues.of(chat.language).words.lost) from None
        attached = await self._reports.attach(chat.conversation, heard.name, content)
        if heard.album:
            self._albums.came(heard.chat, heard.album, lambda: self._finish_album(heard, chat, attached))
        else:
            await self._finish(heard, chat, attached)

    async def _finish(self, heard: Filed, chat: Chat, attached: Attached) -> None:
        """Let the engine hear how many wait, or people that something came; offer the place of the photo."""
        await self._reports.tell(chat.conversation, attached)
        await self._tell_people(heard, chat)
        if attached.placed:
            tongue = self._tongues.of(chat.language)
            keys = (Key(tongue.shared.keys.place, Deed.PLACE, attached.id),)
            await self._voice.say(heard.chat, chat.conversation, Shown(tongue.words.place_offered, keys))

    async def _finish_album(self, heard: Filed, chat: Chat, attached: Attached) -> None:
        """Finish what nobody waits for any more: its photos are kept, so it is only noted when it cannot be said."""
        try:
            await self._finish(heard, chat, attached)
        except (SQLAlchemyError, TransportError) as error:
            _log.error("album_not_told", conversation=chat.conversation, reason=type(error).__name__)

    async def _tell_people(self, heard: Filed | Located, chat: Chat) -> None:
        if await self._desk.state(chat.conversation) in _PEOPLE:
            words = self._tongues.of(chat.language).words.sent_to_people
            said = words.file if isinstance(heard, Filed) else words.place
            await self._entry.text(chat.conversation, f"{client_id(heard)}p", said)

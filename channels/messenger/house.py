"""What the messengers are given of the counter, put together once in its composition root."""

from dataclasses import dataclass

from channels.conversation.broadcast import Broadcaster
from channels.conversation.desk import Desk
from channels.conversation.entry import Entry
from channels.counter.office import Office
from channels.messenger.doors import Doors
from channels.messenger.reports import Reports
from channels.messenger.settings import MessengerSettings
from channels.words import Words


@dataclass(frozen=True)
class House:
    settings: MessengerSettings
    desk: Desk
    entry: Entry
    broadcaster: Broadcaster
    office: Office
    reports: Reports
    doors: Doors
    words: Words

"""Rasa's SQL tracker store with a cap: an old conversation costs a turn no more than a young one.

Rasa reads, replays and posts to the action server every event of the session at each turn (9 → 36 ms after 100
turns, bare). Here only the newest events are read, after what older events left behind: the slots and the open form.
Everything stays in the database for whoever asks for all events.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

_STATE = ("slot", "active_loop")
# Rasa walks through all its event classes for every event that it reads back; the answer never changes.
Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))


class CappedTrackerStore(SQLTrackerStore):
    """``max_events``: how many of the newest events a turn sees in full."""

    def __init__(self, *args: Any, max_events: int = 200, **kwargs: Any) -> None:
        self._max_events = int(max_events)
        super().__init__(*args, **kwargs)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Give the tracker as of the newest events; None when the conversation is unknown."""
        with self.session_scope() as session:
            rows = self._event_query(session, sender_id, fetch_events_from_all_sessions=False)
            newest = rows.order_by(None).order_by(self.SQLEvent.id.desc()).limit(self._max_events).all()[::-1]
            left = self._left_behind(rows, newest[0].id) if len(newest) == self._max_events else []
        if not newest:
            return None
        events = [json.loads(row.data) for row in (*left, *newest)]
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots if self.domain else None)
        tracker.stored_events = len(tracker.events)
        return tracker

    def _left_behind(self, rows: Any, before: int) -> list[Any]:
        """Give, oldest first, the last event of each slot and of the loop among those older than row ``before``."""
        older = rows.filter(self.SQLEvent.id < before, self.SQLEvent.type_name.in_(_STATE)).all()
        last = {(row.type_name, row.action_name if row.type_name == "slot" else ""): row for row in older}
        return sorted(last.values(), key=lambda row: row.id)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterator[Event]:
        """Give the events that a turn added: those after what ``retrieve`` handed out."""
        stored = getattr(tracker, "stored_events", None)
        if stored is None:
            return iter(super()._additional_events(session, tracker))
        new = list(tracker.events)[stored:]
        tracker.stored_events = len(tracker.events)
        return iter(new)

"""What a message tells of the complaint that is being written. Pure; words in words.yml."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions import doubt
from actions.complaints import state
from actions.complaints.words import SPACES, Words
from actions.doubt import UNKNOWN
from actions.turn import Turn

_MORE = frozenset({"add_to_complaint", "report_document_problem", "change_option"})
"""Labels that a story or a place is easily taken for."""
_LONG, _CERTAIN, _VERY = 12, 0.7, 0.9
_PLACE = 300
"""Signs that the cases room takes for a place."""
_TALK = doubt.SMALL_TALK - {"affirm", "deny", "help", "repeat"}


@dataclass(frozen=True, slots=True)
class Told:
    """``said`` goes to the draft (kind, text, place, district); ``no_photo`` is an answer without content."""

    said: Mapping[str, str] = field(default_factory=dict)
    no_photo: bool = False
    here: bool = False
    """"여기": only the device can tell where that is."""

    def __bool__(self) -> bool:
        return bool(self.said) or self.no_photo or self.here


class Telling:
    def __init__(self, words: Words) -> None:
        self._words = words

    def opening(self, turn: Turn, kind: str) -> dict[str, str]:
        """Give what the message that opens a complaint tells already."""
        if turn.pressed:
            return {}
        story = {"text": turn.text} if self._words.tells(kind, turn.text) else {}
        return {**story, **self._spot(turn), **self._where(turn)}

    def told(self, turn: Turn) -> Told:
        """Give what an answer in the form tells; nothing when the message is about something else."""
        if turn.form != state.FORM or turn.pressed:
            return Told()
        if turn.asked == state.STORY and self._answers(turn):
            return Told(self._story(turn))
        if turn.asked == state.PLACE and self._is_here(turn):
            return Told(here=True)
        if turn.asked == state.PLACE and (self._answers(turn) or self._names_a_place(turn)):
            return Told(self._place(turn))
        if turn.asked == state.PHOTO and self._has_no_photo(turn):
            return Told(no_photo=True)
        return Told(self._correction(turn))

    def _answers(self, turn: Turn) -> bool:
        """Tell an answer in free words from a question or an order."""
        if turn.intent in UNKNOWN | _MORE or state.is_kind(turn.intent):
            return True
        if not doubt.is_sure(turn):
            return True
        if turn.intent == "faq":
            return not self._asks(turn) and turn.confidence < _VERY
        return turn.intent in _TALK and turn.confidence < _CERTAIN and len(SPACES.sub("", turn.text)) >= _LONG

    def _story(self, turn: Turn) -> dict[str, str]:
        heard = turn.intent if state.is_kind(turn.intent) and doubt.is_sure(turn) else None
        new = heard if heard and heard != state.FREE and state.kind(turn) == state.FREE else None
        if new and not self._words.tells(new, turn.text):
            return {"kind": new}
        return {"text": turn.text, **({"kind": new} if new else {}), **self._spot(turn), **self._where(turn)}

    def _place(self, turn: Turn) -> dict[str, str]:
        if turn.slot("asked") == state.DISTRICT and (district := self._district(turn)):
            return {"district": district, **self._where(turn)}
        return {"place": turn.text.strip()[:_PLACE], **self._where(turn), **self._corrected(turn)}

    def _correction(self, turn: Turn) -> dict[str, str]:
        """Read "아니 강남구 말고 서초구" wherever the form stands."""
        if not self._words.says("corrects", turn.text) or self._asks(turn):
            return {}
        if self._names_a_place(turn):
            return self._corrected(turn) or self._where(turn)
        changed = state.is_kind(turn.intent) and doubt.is_sure(turn) and turn.intent != state.kind(turn)
        return {"kind": turn.intent} if changed else {}

    def _where(self, turn: Turn) -> dict[str, str]:
        address, district = turn.entities.get("address"), self._district(turn)
        return {
            **({"place": str(address)} if address else {}),
            **({"district": district} if district else {}),
        }

    def _spot(self, turn: Turn) -> dict[str, str]:
        """Take the words from the 동 on for the place, when its 구 is known: a story tells it once."""
        named = self._words.says("spot", turn.text) if self._district(turn) else None
        return {"place": named["spot"][:_PLACE]} if named else {}

    def _corrected(self, turn: Turn) -> dict[str, str]:
        district = self._district(turn)
        return {"district": district} if district and self._words.says("corrects", turn.text) else {}

    def _district(self, turn: Turn) -> str | None:
        """Give the 구 that is meant: of "강남구 말고 서초구" the second."""
        instead = self._words.says("instead", turn.text)
        meant = self._words.says("district", instead["rest"]) if instead else None
        named = meant["district"] if meant else turn.entities.get("district")
        return str(named) if named else None

    def _names_a_place(self, turn: Turn) -> bool:
        places = {"address", "district", "ambiguous_district"}
        return not places.isdisjoint(turn.entities) and not (turn.intent == "faq" and self._asks(turn))

    def _is_here(self, turn: Turn) -> bool:
        return self._words.says("here", turn.text) is not None

    def _has_no_photo(self, turn: Turn) -> bool:
        """Read "없어요", "나중에요"; not "가로등이 하나도 없어요"."""
        refused = self._words.says("no_photo", turn.text) is not None and len(turn.text) < 2 * _LONG
        report = state.is_kind(turn.intent) and doubt.is_sure(turn) and "사진" not in turn.text
        return refused and not report and not self._asks(turn)

    def _asks(self, turn: Turn) -> bool:
        return "?" in turn.text or self._words.says("asks", turn.text) is not None

"""Photos and places for complaints, past the dialogue: a thin way into the room of complaints."""

from dataclasses import dataclass

from channels.cases.complaint import CaseRefused, Spot
from channels.cases.room import Cases
from channels.cases.spots import in_seoul
from channels.cases.unsafe import UploadRefused
from channels.cases.uploads import LARGEST, admit

__all__ = ["LARGEST", "Attached", "Refused", "Reports"]


class Refused(Exception):
    """``sentence`` says to the resident why not."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Attached:
    """``count`` says how many wait for a complaint now, ``placed`` that the file knows where in Seoul it was taken."""

    id: str
    count: int
    placed: bool


class Reports:
    def __init__(self, cases: Cases) -> None:
        self._cases = cases

    async def attach(self, conversation: str, name: str, content: bytes) -> Attached:
        """Keep a file for the complaint. Raise ``Refused``."""
        desk = self._cases.desk
        try:
            upload = await desk.judge(admit, name, content)
            id_, count = await desk.write(desk.files.keep, conversation, upload)
        except (UploadRefused, CaseRefused) as error:
            raise self._refused(error.code) from None
        return Attached(id_, count, upload.spot is not None and in_seoul(upload.spot))

    async def tell(self, conversation: str, attached: Attached) -> None:
        """Let the engine hear of ``attached``, and of what was attached just before it."""
        await self._cases.tell(conversation, "EXTERNAL_attachment", {"count": attached.count})

    async def take_place(self, conversation: str, attachment: str) -> None:
        """Take the place where a photo was taken for the complaint's. Raise ``Refused``."""
        desk = self._cases.desk
        try:
            spot = (await desk.read(desk.files.of_conversation, conversation, attachment)).spot
        except CaseRefused as error:
            raise self._refused(error.code) from None
        if spot is None:
            raise self._refused("no_place")
        await self._placed(conversation, spot, self._cases.words.spots.photo)

    async def here(self, conversation: str, spot: Spot) -> None:
        """Take ``spot`` for the complaint's place. Raise ``Refused``."""
        if not in_seoul(spot):
            raise self._refused("outside_seoul")
        await self._placed(conversation, spot, self._cases.words.spots.here)

    def too_large(self) -> Refused:
        return self._refused("file_too_large")

    async def _placed(self, conversation: str, spot: Spot, name: str) -> None:
        desk = self._cases.desk
        try:
            district = (await desk.write(desk.drafts.here, conversation, spot, name))["place"]["district"]
        except CaseRefused as error:
            raise self._refused(error.code) from None
        await self._cases.tell(conversation, "EXTERNAL_place_given", {"district": district} if district else {})

    def _refused(self, code: str) -> Refused:
        return Refused(self._cases.showing.problem(code))

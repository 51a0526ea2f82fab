"""Pictures of sample pages, and how alike two of them are. ``python -m tests.unit.documents.paper_pictures`` approves
the pages as they are drawn now; look at the changed files before committing them.
"""

from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageChops

from documents.domain.paper import PaperDraft
from documents.rendering import PaperRenderer
from documents.verifying import page_pictures
from tests.unit.documents import paper_samples_entry_exit as travel
from tests.unit.documents import paper_samples_military_service as military
from tests.unit.documents import paper_samples_resident_abstract as abstract
from tests.unit.documents.paper_house import sealer
from tests.unit.documents.paper_kinds import SAMPLES
from tests.unit.documents.paper_samples import EVERYTHING, household_draft, long_household
from tests.unit.documents.paper_samples_vaccination import ENGLISH, child_draft

APPROVED = Path(__file__).parents[2] / "approved"
DRAFTS: dict[str, PaperDraft] = {
    **{kind.value: made for kind, made in SAMPLES.items()},
    "resident_register_long": household_draft(long_household(), EVERYTHING),
    "resident_abstract_everything": abstract.abstract_draft(abstract.EVERYTHING),
    "vaccination_english": child_draft(ENGLISH),
    "entry_exit_english": travel.travel_draft(travel.EVERYTHING),
    "military_service_everything": military.military_draft(military.EVERYTHING),
    "military_service_examination": military.military_draft(service=None, examination=military.EXAMINATION),
}
_WIDTH, _GREYS, _BLOCK = 720, 16, 6
_KEY = Ed25519PrivateKey.from_private_bytes(b"pictures of sample pages, 32 by.")
"""The code on the page would differ with every other key."""


def pictures(made: PaperDraft) -> list[Image.Image]:
    """Render, seal and photograph: a grey picture a page."""
    pdf = sealer().seal(PaperRenderer(statement_key=_KEY).render(made), made)
    return [_grey(each) for each in page_pictures(pdf, width=_WIDTH)]


def approved(name: str) -> list[Image.Image]:
    return [Image.open(BytesIO(path.read_bytes())).convert("L") for path in _files(name)]


def unlike(one: Image.Image, other: Image.Image) -> int:
    """Give the greatest mean difference, in greys of 255, of any square of six pixels: about one letter."""
    if one.size != other.size:
        return 255
    difference = ImageChops.difference(one, other)
    return int(difference.reduce(_BLOCK).getextrema()[1])


def approve() -> None:
    APPROVED.mkdir(exist_ok=True)
    for name, made in DRAFTS.items():
        for page, picture in enumerate(pictures(made), start=1):
            picture.quantize(_GREYS).save(APPROVED / f"{name}-{page}.png", "PNG", optimize=True)


def _files(name: str) -> list[Path]:
    found: list[Path] = []
    while (path := APPROVED / f"{name}-{len(found) + 1}.png").exists():
        found.append(path)
    return found


def _grey(picture: Image.Image) -> Image.Image:
    step = 256 // (_GREYS - 1)
    return picture.convert("L").point([min(255, round(grey / step) * step) for grey in range(256)])


if __name__ == "__main__":
    approve()

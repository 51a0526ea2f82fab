"""The pictures in the README against the pages as they are drawn today."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from documents.domain.kind import PaperKind
from documents.pictures import __main__ as command
from documents.pictures.drawing import WIDTH
from documents.pictures.samples import load_samples
from tests.unit.documents.paper_pictures import unlike

APPROVED = Path(command.__file__).parent
MOST_BYTES = 150_000
_ROUNDING = 24
"""Another rounding of an edge; a letter that changed makes more."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    command.main(["--out", str(folder)])
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def difference(one: bytes, other: bytes) -> int:
    return unlike(opened(one).convert("L"), opened(other).convert("L"))


def test_there_is_a_sample_of_every_kind():
    assert [sample.kind for sample in load_samples()] == list(PaperKind)
    assert len({sample.number for sample in load_samples()}) == len(PaperKind)


def test_the_pictures_are_those_that_are_shown(drawn):
    approved = {path.name: path.read_bytes() for path in APPROVED.glob("*.png")}
    assert drawn.keys() == approved.keys()
    assert {name: difference(drawn[name], approved[name]) <= _ROUNDING for name in drawn} == dict.fromkeys(drawn, True)


def test_another_picture_would_be_noticed(drawn):
    assert difference(drawn["health_eligibility.png"], drawn["vaccination.png"]) > _ROUNDING
    picture = opened(drawn["health_eligibility.png"])
    picture.paste((255, 255, 255), (466, 282, 474, 296))  # one figure of a date
    changed = BytesIO()
    picture.save(changed, "PNG")
    assert difference(drawn["health_eligibility.png"], changed.getvalue()) > _ROUNDING


def test_each_picture_is_small_and_wide_enough_to_read(drawn):
    assert {f"{kind}.png" for kind in PaperKind} <= drawn.keys()
    for name, picture in drawn.items():
        assert len(picture) < MOST_BYTES, name
        assert opened(picture).size[0] == WIDTH


def test_every_paper_shows_its_red_seal_on_its_last_page(drawn):
    for kind in PaperKind:
        last = max((name for name in drawn if name.startswith((f"{kind}.", f"{kind}-"))), key=len)
        colours = opened(drawn[last]).getcolors(1 << 24)
        assert sum(count for count, (r, g, b) in colours if r > 180 and g < 60 and b < 60) > 1000, last

"""A sealed paper → small pictures of its pages, the same ones every time."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from documents.domain.paper import PaperDraft
from documents.ports import Sealer
from documents.rendering import PaperRenderer
from documents.sealing import open_sealer
from documents.verifying import page_pictures

WIDTH = 720
COLOURS = 64
"""Enough for black, grey, the reds and the pale ground: 98 KB a page, where all colours took 465."""
_STATEMENT_SEED = hashlib.sha256(b"minwon: pictures of papers").digest()
"""A key for pictures alone, so that the code on them does not change from one run to the next."""
_PKI_URL = "http://127.0.0.1:8200/pki"


class Studio:
    """Renders, seals and photographs drafts. The keys are made for the occasion and seal nothing that leaves."""

    def __init__(self, sealer: Sealer) -> None:
        self._renderer = PaperRenderer(statement_key=Ed25519PrivateKey.from_private_bytes(_STATEMENT_SEED))
        self._sealer = sealer

    def pictures(self, draft: PaperDraft) -> list[bytes]:
        """Give a PNG a page, ``WIDTH`` pixels wide."""
        sealed = self._sealer.seal(self._renderer.render(draft), draft)
        return [_small(picture) for picture in page_pictures(sealed, width=WIDTH)]


@contextmanager
def open_studio(now: datetime) -> Iterator[Studio]:
    """Open a studio whose seal keys live in a folder of their own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="minwon-pictures-") as folder:
        yield Studio(open_sealer(Path(folder), lambda: now, _PKI_URL))


def _small(picture: Image.Image) -> bytes:
    reduced = picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    reduced.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()

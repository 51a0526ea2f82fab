"""Render, PDF/A and seal of one paper, in processor time, beside the raw signing limit of the same key size."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from documents.domain.kind import PAPERS
from documents.forms.catalogue import FORMS
from documents.rendering import open_renderer
from documents.rendering.archive_format import to_archive
from documents.rendering.background import background
from documents.rendering.draw import draw
from documents.rendering.fonts import load_fonts
from documents.rendering.furniture import draw_codes, words
from documents.rendering.statement_key import load_statement_key
from documents.sealing import open_sealer
from tests.bench import seals
from tests.bench.figures import Figure, cpu_ms, figure
from tests.unit.documents.paper_samples import draft

PAPERS_MEASURED = 60


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder)
        renderer, sealer = (
            open_renderer(keys),
            open_sealer(keys, lambda: datetime.now(UTC), "http://127.0.0.1:8200/pki"),
        )
        one = draft()
        page = renderer.render(one)
        rendered = cpu_ms(lambda: renderer.render(one), PAPERS_MEASURED)
        archived = cpu_ms(_archive(keys), PAPERS_MEASURED)
        sealed = cpu_ms(lambda: sealer.seal(page, one), PAPERS_MEASURED)
        signed = _raw_signatures()
    whole = [render + seal for render, seal in zip(rendered, sealed, strict=True)]
    yield figure("paper: render with PDF/A", rendered, "ms CPU")
    yield figure("paper: PDF/A alone", archived, "ms CPU")
    yield figure("paper: seal B-LTA", sealed, "ms CPU")
    yield figure("paper: whole", whole, "ms CPU", "aim 50")
    yield figure("raw RSA-3072 signature", signed, "ms CPU", "the limit of the library")
    yield Figure(
        "paper: seal / raw signature", median(sealed) / median(signed), None, "×", "a seal has one, and two time-stamps"
    )
    yield from seals.measure(page, one)


def _archive(keys: Path) -> Callable[[], bytes]:
    one, fonts = draft(), load_fonts()
    form = FORMS[one.kind]
    with fonts.lock:
        drawn = draw(one, form.lay_out(one), fonts)
    data, pale, codes = form.as_data(one), background(words()["sample"]), draw_codes(one, load_statement_key(keys))
    title = PAPERS[one.kind].title
    return lambda: to_archive(drawn, title=title, issued_at=one.issued_at, data=data, background=pale, codes=codes)


def _raw_signatures() -> list[float]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    return cpu_ms(lambda: key.sign(b"0" * 32, padding.PKCS1v15(), hashes.SHA256()), PAPERS_MEASURED)

"""The renderer of the house: draft → PDF/A-3b, unsealed."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.domain.kind import PAPERS
from documents.domain.paper import PaperDraft
from documents.forms.catalogue import FORMS
from documents.rendering.archive_format import to_archive
from documents.rendering.background import background
from documents.rendering.draw import draw
from documents.rendering.fonts import load_fonts
from documents.rendering.furniture import draw_codes, words
from documents.rendering.statement_key import load_statement_key


class PaperRenderer:
    """Implements ``documents.ports.Renderer``. ``statement_key`` signs the offline statement on the page."""

    def __init__(self, *, statement_key: Ed25519PrivateKey) -> None:
        self._key, self._fonts = statement_key, load_fonts()

    def render(self, draft: PaperDraft) -> bytes:
        """Raise Halt("missing_glyph") or Halt("subject_mismatch") rather than give a page that is not true."""
        form = FORMS[draft.kind]
        sheet, data = form.lay_out(draft), form.as_data(draft)
        with self._fonts.lock:
            drawn = draw(draft, sheet, self._fonts)
        return to_archive(
            drawn,
            title=PAPERS[draft.kind].title,
            issued_at=draft.issued_at,
            data=data,
            background=background(words()["sample"]),
            codes=draw_codes(draft, self._key),
        )


def open_renderer(keys_folder: Path) -> PaperRenderer:
    """Build the renderer with the statement key of ``keys_folder``, drawing the key when absent."""
    return PaperRenderer(statement_key=load_statement_key(keys_folder))

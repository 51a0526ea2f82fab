# mypy: allow-untyped-calls
"""Reads pages as a person sees them: their text, and as pictures. PDFium does both."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image

PREVIEW_WIDTH = 720
_ROUNDED_UP = 0.1
_PDFIUM = Lock()
"""PDFium serves one thread at a time, in the whole process."""


class UnreadablePages(ValueError):
    """PDFium finds no pages in the bytes."""


def page_texts(pdf: bytes, *, most: int = 40) -> list[str]:
    """Give the text of each page, in drawing order; no more than ``most`` pages. Raise UnreadablePages."""
    with _opened(pdf) as document:
        return [_text(document[place]) for place in range(min(len(document), most))]


def preview(pdf: bytes) -> bytes:
    """Give page one with its seal as PNG, 720 pixels wide. Raise UnreadablePages."""
    (picture,) = page_pictures(pdf, most=1)
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def page_pictures(pdf: bytes, *, width: int = PREVIEW_WIDTH, most: int = 40) -> list[Image.Image]:
    """Give each page with its seal, ``width`` pixels wide; no more than ``most`` pages. Raise UnreadablePages."""
    with _opened(pdf) as document:
        document.init_forms()  # without it the seal, a form field, is not drawn
        return [_picture(document[place], width) for place in range(min(len(document), most))]


def _picture(page: pdfium.PdfPage, width: int) -> Image.Image:
    picture: Image.Image = page.render(scale=(width - _ROUNDED_UP) / page.get_width(), may_draw_forms=True).to_pil()
    return picture


@contextmanager
def _opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    with _PDFIUM:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError as error:
            raise UnreadablePages from error
        try:
            if len(document) == 0:
                raise UnreadablePages
            yield document
        except pdfium.PdfiumError as error:
            raise UnreadablePages from error
        finally:
            document.close()


def _text(page: pdfium.PdfPage) -> str:
    text_page = page.get_textpage()
    text: str = text_page.get_text_range()
    return text.replace("\r\n", "\n")

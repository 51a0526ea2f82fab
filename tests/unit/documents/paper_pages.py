"""Looks at finished papers as outsiders do: text and data read back, codes read from a picture."""

import json
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp

from documents.verifying.pages import page_texts


def text_of(pdf: bytes) -> str:
    return "\n".join(page_texts(pdf))


def data_of(pdf: bytes) -> dict[str, Any]:
    with pikepdf.open(BytesIO(pdf)) as document:
        (attached,) = document.attachments.values()
        return json.loads(attached.get_file().read_bytes())


def codes_of(pdf: bytes, page: int = 0) -> dict[str, str]:
    """Read every code from a picture of the page at 150 dpi, as a scanner would."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page].render(scale=150 / 72).to_pil()
    finally:
        document.close()
    return {each.format.name: each.text for each in zxingcpp.read_barcodes(picture)}


def fonts_of(pdf: bytes) -> list[pikepdf.Dictionary]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            {"name": str(font.BaseFont), "embedded": "/FontFile2" in font.FontDescriptor}
            for page in document.pages
            for font in page.obj.Resources.Font.values()
        ]

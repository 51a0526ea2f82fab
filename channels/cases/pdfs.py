"""PDFs are kept as they came, when nothing in them acts by itself: no scripts, no files within, no forms that send.

1. The file is a PDF from its first byte to its last: nothing before the header, nothing of size behind the end.
2. Compressed object tables are judged before the parser opens them, so that a bomb costs nothing.
3. No object, however deep, holds an action, a script, a file, rich media or an XFA form; nothing is encrypted.
"""

import io
import re
import zlib
from typing import Any

import pikepdf

from channels.cases.unsafe import UploadRefused

MOST_PAGES = 50
_MOST_OBJECTS = 100_000
_DEEPEST = 30
_LARGEST_TABLE = 32 * 2**20
_LONGEST_TAIL = 1024
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 1024
_ACTING = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA", "/AA", "/Rendition"}
)
_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Movie",
        "/Sound",
        "/Rendition",
        "/RichMediaExecute",
        "/Filespec",
        "/EmbeddedFile",
    }
)


def check(content: bytes) -> None:
    """Raise UploadRefused when the PDF is broken, too long or unsafe."""
    _check_shape(content)
    _check_tables(content)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _check_inside(pdf)
    except pikepdf.PasswordError:
        raise UploadRefused("file_unsafe") from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError):
        raise UploadRefused("file_broken") from None


def _check_shape(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if not content.startswith(b"%PDF-") or end < 0:
        raise UploadRefused("file_broken")
    if len(content) - end > _LONGEST_TAIL:
        raise UploadRefused("file_unsafe")


def _check_tables(content: bytes) -> None:
    """Judge streams that the parser unpacks by itself: object streams and cross-reference streams.

    A name may be written in hexadecimal (``/Obj#53tm``), so a head with ``#`` in it is judged as well.
    """
    for found in _STREAM.finditer(content):
        head = content[max(0, found.start() - _HEAD) : found.start()]
        head = head[head.rfind(b"endobj") + 1 :]
        if b"ObjStm" not in head and b"XRef" not in head and b"#" not in head:
            continue
        if head.count(b"Decode") - head.count(b"DecodeParms") > 1:
            raise UploadRefused("file_unsafe")  # packed twice: no program writes tables like that
        if _unpacks_beyond(content[found.end() :], _LARGEST_TABLE):
            raise UploadRefused("file_unsafe")


def _unpacks_beyond(packed: bytes, limit: int) -> bool:
    unpacking = zlib.decompressobj()
    try:
        return len(unpacking.decompress(packed, limit + 1)) > limit
    except zlib.error:
        return False  # not packed by zlib: as long as it is


def _check_inside(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise UploadRefused("file_unsafe")
    if len(pdf.pages) > MOST_PAGES:
        raise UploadRefused("pdf_too_long")
    for place, each in enumerate(pdf.objects):
        if place > _MOST_OBJECTS:
            raise UploadRefused("file_unsafe")
        _check_object(each, 0)


def _check_object(each: Any, depth: int) -> None:
    """Walk what lies directly in an object; what it refers to comes by itself."""
    if depth > _DEEPEST:
        raise UploadRefused("file_unsafe")
    if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
        _check_dictionary(each, depth)
    elif isinstance(each, pikepdf.Array):
        for inner in each:
            if not getattr(inner, "is_indirect", False):
                _check_object(inner, depth + 1)


def _check_dictionary(each: Any, depth: int) -> None:
    names = set(each.keys())
    kinds = {str(each.get(name)) for name in ("/S", "/Type") if isinstance(each.get(name), pikepdf.Name)}
    if names & _ACTING or kinds & _ACTIONS:
        raise UploadRefused("file_unsafe")
    for name in names:
        inner = each.get(name)
        if not getattr(inner, "is_indirect", False):
            _check_object(inner, depth + 1)

"""A file that somebody sends: its body read up to a cap, its type judged by its bytes, its content made harmless."""

import re
import unicodedata
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field

import filetype  # type: ignore[import-untyped]
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from channels.cases import pdfs, pictures
from channels.cases.complaint import Spot
from channels.cases.unsafe import UploadRefused
from documents.domain.screening import redact_rrn

LARGEST = 10 * 2**20
_AROUND = 16 * 2**10  # the multipart heads around the file
_PICTURES: Mapping[str, str] = {
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/heic": "image/heic",
    "image/heif": "image/heic",
}
_PDF = "application/pdf"
_LONGEST_NAME = 80
_UNSAFE_IN_NAME = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]')
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 66_000
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """``kind`` is photo (JPEG now) or pdf; ``name`` has the fitting ending."""

    kind: str
    name: str = field(repr=False)
    content: bytes = field(repr=False)
    spot: Spot | None = field(default=None, repr=False)


async def receive(request: Request) -> tuple[str, bytes]:
    """Read the part ``file`` of a multipart body: its name and content. Raise UploadRefused as soon as it is too large.

    Nothing of it touches the disk.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UploadRefused("file_missing")
    parser = MultiPartParser(request.headers, _capped(request.stream()), max_files=1, max_fields=4)
    parser.spool_max_size = LARGEST + _AROUND + 1
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):  # KeyError: a multipart body that names no boundary
        raise UploadRefused("file_broken") from None
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise UploadRefused("file_missing")
        return file.filename or "", await file.read()
    finally:
        await form.close()


def admit(name: str, content: bytes) -> Upload:
    """Make ``content`` fit to be kept. Raise UploadRefused."""
    if not content:
        raise UploadRefused("file_missing")
    if len(content) > LARGEST:
        raise UploadRefused("file_too_large")
    media_type = filetype.guess_mime(content) or ""
    if media_type in _PICTURES:
        _check_one_thing(content)
        picture = pictures.redraw(content, _PICTURES[media_type])
        return Upload("photo", file_name(name, ".jpg"), picture.jpeg, picture.spot)
    if media_type == _PDF:
        _check_no_archive(content)
        pdfs.check(content)
        return Upload("pdf", file_name(name, ".pdf"), content)
    raise UploadRefused("file_unknown")


def file_name(said: str, ending: str) -> str:
    """Give a name that may be shown and stored: no folders, no control characters, no RRN, the right ending."""
    bare = _UNSAFE_IN_NAME.sub("", unicodedata.normalize("NFC", said.replace("\\", "/").rsplit("/", 1)[-1]))
    stem = redact_rrn(bare).rsplit(".", 1)[0].strip(" .")[:_LONGEST_NAME]
    return f"{stem or 'file'}{ending}"


async def _capped(stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    total = 0
    async for chunk in stream:
        total += len(chunk)
        if total > LARGEST + _AROUND:
            raise UploadRefused("file_too_large")
        yield chunk


def _check_one_thing(content: bytes) -> None:
    """Refuse a picture that is a PDF or an archive as well: nobody sends such a file by accident."""
    if b"%PDF-" in content[:_HEAD]:
        raise UploadRefused("file_unsafe")
    _check_no_archive(content)


def _check_no_archive(content: bytes) -> None:
    if _ZIP_END in content[-_ZIP_TAIL:]:
        raise UploadRefused("file_unsafe")

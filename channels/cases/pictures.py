"""Pictures are drawn anew: what is kept is pixels only. Where a photo was taken is read out first and offered.

1. The size is judged before anything is decoded, so that a decompression bomb costs nothing.
2. The picture is turned as its camera says, made at most 2,560 pixels long, and pasted on a fresh sheet.
3. The sheet is written as JPEG: no metadata, no thumbnail, nothing that stood behind the picture.
"""

import io
import struct
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, ImageOps

from channels.cases.complaint import Spot
from channels.cases.unsafe import UploadRefused

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2560
_QUALITY = 85
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
# What Pillow and libheif raise over files that lie about themselves.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Picture:
    jpeg: bytes = field(repr=False)
    spot: Spot | None = field(repr=False)


def redraw(content: bytes, media_type: str) -> Picture:
    """Give ``content`` (image/jpeg, image/png or image/heic) as a fresh JPEG. Raise UploadRefused."""
    try:
        image = _opened(content, media_type)
        spot = _spot(image)
        return Picture(_jpeg(image), spot)
    except _BOMB:
        raise UploadRefused("picture_too_big") from None
    except _BROKEN:
        raise UploadRefused("file_broken") from None


def _opened(content: bytes, media_type: str) -> Image.Image:
    if media_type in _FORMATS:
        image: Image.Image = Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]])
        _check_size(image.size)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a fraction of its size
        image.load()
        return image
    heif = pillow_heif.open_heif(content, convert_hdr_to_8bit=True)
    _check_size(heif.size)
    return heif.to_pillow()


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise UploadRefused("picture_too_big")


def _jpeg(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    sheet = Image.new("RGB", upright.size, "white")
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        drawn = upright.convert("RGBA")
        sheet.paste(drawn, mask=drawn.getchannel("A"))
    else:
        sheet.paste(upright.convert("RGB"))
    written = io.BytesIO()
    sheet.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _spot(image: Image.Image) -> Spot | None:
    """Read where the photo was taken, None when it does not say or says nonsense."""
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    except _BROKEN:
        return None
    return Spot(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None  # noqa: PLR2004 - the globe


def _degrees(parts: Any, side: str, negative: str) -> float:
    degrees, minutes, seconds = (Fraction(str(float(part))) for part in parts)
    value = float(degrees + minutes / 60 + seconds / 3600)
    return -value if side.strip("\x00 ").upper() == negative else value

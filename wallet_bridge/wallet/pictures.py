"""Reads QR and Data Matrix codes out of a picture: for browsers that cannot do it themselves.

A picture is opened by its content, whatever it is called, its size is known before it is unpacked, and nothing of it
is kept.
"""

from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 40_000_000
_LONGEST_SIDE = 3000
"""Pixels; photographs are larger than codes need."""


class UnreadablePicture(ValueError):
    """Not a picture, of another format, damaged, or of more than forty million pixels."""


def codes_in(content: bytes) -> list[str]:
    """Give the texts of the QR and Data Matrix codes in a picture, QR first. Raise UnreadablePicture."""
    formats = zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix
    found = zxingcpp.read_barcodes(_open(content), formats=zxingcpp.BarcodeFormats(list(formats)))
    ordered = sorted(found, key=lambda each: each.format != zxingcpp.BarcodeFormat.QRCode)
    return [str(each.text) for each in ordered]


def _open(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UnreadablePicture
            plain = ImageOps.exif_transpose(picture).convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UnreadablePicture from error
    plain.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return plain

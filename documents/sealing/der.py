# mypy: allow-untyped-calls
"""Just enough DER (X.690) for a time-stamp token. An object model takes 10 ms for what is mostly constant."""

from asn1crypto import core

SEQUENCE, SET = 0x30, 0x31
INTEGER, OCTETS, BOOLEAN, TIME, IDENTIFIER = 0x02, 0x04, 0x01, 0x18, 0x06
_SHORT = 0x80


def tlv(tag: int, *parts: bytes) -> bytes:
    """Put a tag and the definite length before ``parts``."""
    content = b"".join(parts)
    if len(content) < _SHORT:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, _SHORT | len(length)]) + length + content


def sequence(*parts: bytes) -> bytes:
    return tlv(SEQUENCE, *parts)


def set_of(*members: bytes) -> bytes:
    """Encode a SET OF: DER sorts the members by their encoding."""
    return tlv(SET, *sorted(members))


def integer(value: int) -> bytes:
    """Encode a number that is not negative."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def explicit(number: int, *parts: bytes) -> bytes:
    """Wrap ``parts`` in the constructed context tag ``number``."""
    return tlv(0xA0 | number, *parts)


def identifier(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())

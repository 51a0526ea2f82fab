"""The three lines of certificates under our root, and how long before its end each is followed by the next."""

from dataclasses import dataclass
from datetime import timedelta

from documents.domain.number import VERIFIABLE_FOR
from documents.sealing import certificates
from documents.sealing.certificates import Duty

_NOTICE = timedelta(days=30)
"""Time for a person to act when the change of keys should not succeed by itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """``name`` is that of its files: ``<name>.pem``, ``<name>.key``."""

    name: str
    duty: Duty
    lead: timedelta


SEAL = Line("seal", certificates.SEAL, _NOTICE)
TSA = Line("tsa", certificates.TSA, VERIFIABLE_FOR + _NOTICE)
"""So early that the archive time-stamp of every paper outlives the paper."""
OCSP = Line("ocsp", certificates.OCSP, VERIFIABLE_FOR + _NOTICE)
LINES = {line.name: line for line in (SEAL, TSA, OCSP)}

"""Whether a paper is in the office's public log, checked here with the published key and the proof that came with it.

1. The head is signed by the key that the office publishes, and is over as many entries as the proof says.
2. The entry speaks of this paper: its digest.
3. The path leads from the entry to the head's root (RFC 9162 2.1.3.2).
"""

import base64
import binascii
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from documents.transparency.checkpoint import read_head, verifier_line
from documents.transparency.heads import public_line
from documents.transparency.tree import leaf_hash, verify_inclusion
from wallet_bridge.wallet.letter import Proof


class LogState(StrEnum):
    ENTERED = "entered"
    NOT_GIVEN = "not_given"
    """The paper came without a proof, or the office's key is not known here."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class LogStanding:
    state: LogState
    place: int = 0
    """Counted from one; 0 unless entered."""


def log_standing(proof: str | None, sha256: str, keys: Path) -> LogStanding:
    """Check the stored proof (JSON) of the paper with digest ``sha256``. ``keys``: the folder with the log's key."""
    line = public_line(keys)
    if proof is None or line is None:
        return LogStanding(LogState.NOT_GIVEN)
    try:
        read = Proof.model_validate_json(proof)
        holds = _holds(read, sha256, line)
    except (ValidationError, ValueError, binascii.Error):
        return LogStanding(LogState.WRONG)
    return LogStanding(LogState.ENTERED, read.place + 1) if holds else LogStanding(LogState.WRONG)


def _holds(proof: Proof, sha256: str, line: str) -> bool:
    origin, key = _key(line)
    head = read_head(proof.head or "", origin, key)  # 1
    if head is None or head.size != proof.size:
        return False
    if json.loads(proof.entry).get("sha256") != sha256:  # 2
        return False
    path = [base64.b64decode(each, validate=True) for each in proof.path]
    return verify_inclusion(leaf_hash(proof.entry.encode()), proof.place, proof.size, path, head.root)  # 3


def _key(line: str) -> tuple[str, Ed25519PublicKey]:
    """Read a C2SP verifier key, ``name+hash+base64``. Raise ValueError when its parts do not belong together."""
    origin, _, rest = line.partition("+")
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(rest.partition("+")[2], validate=True)[1:])
    if verifier_line(origin, key) != line:
        raise ValueError("verifier key")
    return origin, key

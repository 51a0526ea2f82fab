"""How the office and the wallet name the same person without telling who it is."""

import hashlib

from documents.domain.resident import Ci


def holder_of(ci: Ci) -> str:
    """Give SHA-256 hex of the CI under this purpose; a CI is too random to be guessed back from it."""
    return hashlib.sha256(f"wallet:{ci}".encode()).hexdigest()

"""One question of the operator's bank with its answer, and what a search finds."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Plain text as the operator's file has it, without markup and control characters."""

    category: str
    title: str
    content: str
    source: str
    """What the operator calls the file that it came from."""

    @property
    def id(self) -> str:
        """Give 16 hexadecimal digits that only change with the words: buttons outlive a new import."""
        words = f"{self.category}\0{self.title}\0{self.content}"
        return hashlib.sha256(words.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Found:
    id: str
    title: str
    excerpt: str
    """Whole sentences from the answer's beginning."""
    category: str
    score: float
    """Comparable between questions; see ``ranking.THRESHOLD``."""
    source: str

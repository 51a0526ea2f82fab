"""Reads from the finished pages whose paper it is. What is compared with the verified person is what was printed.

1. Every page bears one and the same number.
2. The line 신청인 gives name and birth date.
3. The table has a row with that name and a registration number of that birth date: the line beside the title alone
   could be right while the data below is another person's.
"""

import re
from datetime import date
from typing import TypeVar

from documents.domain.errors import Halt, InvalidNumber
from documents.domain.number import PaperNumber
from documents.domain.paper import PrintedSubject
from documents.verifying.pages import UnreadablePages, page_texts

Item = TypeVar("Item")
_NUMBER = re.compile(r"문서확인번호\s*:\s*(\d{4}-\d{4}-\d{4}-\d{4})(?!\d)")
_APPLICANT = re.compile(r"신청인\s*:\s*(\S[^\n]*?)\s*\((\d{4}-\d{2}-\d{2})\)")
_CENTURIES = {18: "90", 19: "1256", 20: "3478"}
"""Seventh digit of a registration number by the century of birth: men and women, citizens and foreigners."""


class PageSubjectReader:
    """Implements ``documents.ports.SubjectReader``."""

    def read(self, pdf: bytes) -> PrintedSubject:
        """Raise Halt("subject_mismatch") when the pages do not say clearly whose paper it is."""
        try:
            texts = page_texts(pdf)
            number = PaperNumber.parse(_only({_one(_NUMBER, text)[0] for text in texts}))
            name, day = _one(_APPLICANT, texts[0])
            born = date.fromisoformat(day)
        except (UnreadablePages, InvalidNumber, ValueError) as error:
            raise Halt("subject_mismatch") from error
        if not any(_row(name, born).search(text) for text in texts):
            raise Halt("subject_mismatch")
        return PrintedSubject(number, name, born)


def printed_number(text: str) -> PaperNumber | None:
    """Find the number on a page of any file, ours or not."""
    found = _NUMBER.search(text)
    try:
        return PaperNumber.parse(found[1]) if found else None
    except InvalidNumber:
        return None


def _one(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return _only({match.groups() for match in pattern.finditer(text)})


def _only(found: set[Item]) -> Item:
    (single,) = found
    return single


def _row(name: str, born: date) -> re.Pattern[str]:
    digits = _CENTURIES.get(born.year // 100, "")
    return re.compile(rf"{re.escape(name)}(?:\s*\([^()]*\))?\s+{born:%y%m%d}-[{digits or '.'}]")

"""Reads from the finished pages whose paper it is. What is compared with the verified person is what was printed.

1. Every page bears one and the same number.
2. The line 신청인 gives name and birth date of who asked; on a child's paper the line 대상자 gives the subject's.
3. Elsewhere the page has the subject's name and, next to it, a registration number or day of that birth date: the line
   beside the title alone could be right while the data below is another person's.
"""

import re
from datetime import date
from typing import TypeVar

from documents.domain.errors import Halt, InvalidNumber
from documents.domain.kind import PAPERS
from documents.domain.number import PaperNumber
from documents.domain.paper import PrintedSubject
from documents.verifying.pages import UnreadablePages, page_texts

Item = TypeVar("Item")
_LABELS = "|".join(sorted({facts.number_label for facts in PAPERS.values()}))
_ALSO_ENGLISH = r"[ A-Za-z.]{0,24}"
_NUMBER = re.compile(rf"(?:{_LABELS}){_ALSO_ENGLISH}\s*:\s*(\d{{4}}-\d{{4}}-\d{{4}}-\d{{4}})(?!\d)")
_PERSON = rf"{_ALSO_ENGLISH}\s*:\s*(\S[^\n]*?)\s*\((\d{{4}}-\d{{2}}-\d{{2}})\)"
_APPLICANT, _SUBJECT = re.compile(f"신청인{_PERSON}"), re.compile(f"대상자{_PERSON}")
_BETWEEN = r"[^\d]{0,100}?"
"""Between name and number: hanja or Roman letters, the end of the cell, one label."""
_CENTURIES = {18: "90", 19: "1256", 20: "3478"}
"""Seventh digit of a registration number by the century of birth: men and women, citizens and foreigners."""


class PageSubjectReader:
    """Implements ``documents.ports.SubjectReader``."""

    def read(self, pdf: bytes) -> PrintedSubject:
        """Raise Halt("subject_mismatch") when the pages do not say clearly whose paper it is."""
        try:
            texts = page_texts(pdf)
            number = PaperNumber.parse(_only({_one(_NUMBER, text)[0] for text in texts}))
            applicant, day = _one(_APPLICANT, texts[0])
            asked_by = (applicant, date.fromisoformat(day))
            name, born = _child(texts[0]) or asked_by
        except (UnreadablePages, InvalidNumber, ValueError) as error:
            raise Halt("subject_mismatch") from error
        if not any(_row(name, born).search(_without_people(text)) for text in texts):
            raise Halt("subject_mismatch")
        return PrintedSubject(number, name, born, *asked_by)


def printed_number(text: str) -> PaperNumber | None:
    """Find the number on a page of any file, ours or not."""
    found = _NUMBER.search(text)
    try:
        return PaperNumber.parse(found[1]) if found else None
    except InvalidNumber:
        return None


def _child(text: str) -> tuple[str, date] | None:
    if not _SUBJECT.search(text):
        return None
    name, day = _one(_SUBJECT, text)
    return name, date.fromisoformat(day)


def _without_people(text: str) -> str:
    return _SUBJECT.sub("", _APPLICANT.sub("", text))


def _one(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return _only({match.groups() for match in pattern.finditer(text)})


def _only(found: set[Item]) -> Item:
    (single,) = found
    return single


def _row(name: str, born: date) -> re.Pattern[str]:
    digits = _CENTURIES.get(born.year // 100, "")
    rrn, day = rf"{born:%y%m%d}-[{digits or '.'}]", rf"{born:%Y-%m-%d}(?!\d)"
    return re.compile(rf"(?<!\w){_broken(name)}(?!\w){_BETWEEN}(?:{rrn}|{day})")


def _broken(name: str) -> str:
    """Give a pattern of ``name`` as a narrow cell breaks it: a line may end after any letter."""
    return r"\s+".join(r"\s*".join(map(re.escape, word)) for word in name.split())

"""Which numbers a text tells, the same for Korean and English: telephones, sums, days and months."""

import calendar
import re

_WON = re.compile(r"(\d+)만(?= ?원)")
_NUMBER = re.compile(r"(?<![A-Za-z\d-])\d[\d,]*(?:-\d+)*")
_NAMES = re.compile(r"정부24|Government24|LOST112")
_MONTHS = {name: str(place) for place, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile(r"\b(?:" + "|".join(name for name in _MONTHS if name != "May") + r")\b|\bMay(?= \d)|(?<=\d )May\b")
"""What may be done is no month."""


def numbers(text: str) -> set[str]:
    """Give every number in ``text`` as digits: ``5만 원`` and ``50,000 won`` are both ``50000``, ``June`` is 6."""
    plain = _WON.sub(lambda each: f"{each[1]}0000", _NAMES.sub("", text))
    plain = _MONTH.sub(lambda each: _MONTHS[each[0]], plain)
    return {each.replace(",", "") for each in _NUMBER.findall(plain)}

"""Korean numerals, native (다섯) and Sino-Korean (오, 십이), as whole numbers."""

import re

_NATIVE_UNITS = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "서": 3, "넷": 4, "네": 4, "넉": 4, "너": 4,
    "다섯": 5, "닷": 5, "여섯": 6, "엿": 6, "일곱": 7, "여덟": 8, "여덜": 8, "아홉": 9,
}  # fmt: skip
_NATIVE_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
_SINO_UNITS = {
    "영": 0,
    "공": 0,
    "일": 1,
    "이": 2,
    "삼": 3,
    "사": 4,
    "오": 5,
    "육": 6,
    "륙": 6,
    "칠": 7,
    "팔": 8,
    "구": 9,
}
_SINO_PLACES = {"십": 10, "백": 100, "천": 1000}

_any = "|".join
_UNITS = _any(sorted(_NATIVE_UNITS, key=len, reverse=True))
_TENS = _any(_NATIVE_TENS)
_SINO = rf"(?:[{''.join(_SINO_UNITS)}]?[십백천])*[{''.join(_SINO_UNITS)}]?"
_NATIVE = rf"(?:{_TENS})?(?:{_UNITS})?"
_SPOKEN_SINO = "[일이삼사오육륙칠팔구십백]+"
NUMERAL = rf"(?:\d{{1,4}}|(?:{_TENS})(?:{_UNITS})?|{_UNITS}|{_SPOKEN_SINO})"
"""A regular expression (no groups) for one numeral, written or spoken."""


def whole_number(said: str) -> int | None:
    """Read "5", "다섯", "스물셋", "십이", "이십오"; None when it is no numeral."""
    word = said.replace(" ", "")
    if word.isdecimal():
        return int(word)
    if not word:
        return None
    native = _native(word)
    return native if native is not None else _sino(word)


def spoken_digits(said: str) -> str | None:
    """Read digits said one by one ("공일공 일이삼사"); None when another sign is among them."""
    digits = [
        str(_SINO_UNITS[sign]) if sign in _SINO_UNITS else sign for sign in said if not sign.isspace() and sign != "-"
    ]
    return "".join(digits) if digits and all(sign.isdecimal() for sign in digits) else None


def _native(word: str) -> int | None:
    if not re.fullmatch(_NATIVE, word):
        return None
    tens = next((name for name in _NATIVE_TENS if word.startswith(name)), "")
    rest = word[len(tens) :]
    return _NATIVE_TENS.get(tens, 0) + _NATIVE_UNITS.get(rest, 0)


def _sino(word: str) -> int | None:
    if not re.fullmatch(_SINO, word):
        return None
    total, unit = 0, 0
    for sign in word:
        if sign in _SINO_PLACES:
            total, unit = total + (unit or 1) * _SINO_PLACES[sign], 0
        else:
            unit = _SINO_UNITS[sign]
    return total + unit

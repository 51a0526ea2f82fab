"""Particles that depend on the last syllable of the word before them: 등본을, 확인서를; 초본으로, 증명서로."""

_FIRST, _LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8


def with_josa(word: str, pair: str) -> str:
    """Add to ``word`` the fitting one of ``pair``, written after a consonant/after a vowel: 을/를, 이/가, 으로/로."""
    closed, opened = pair.split("/")
    final = _final(word)
    if final == _RIEUL and closed == "으로":
        return word + opened
    return word + (closed if final else opened)


def listed(words: list[str]) -> str:
    """Join words as they are said: 등본과 초본; 등본, 초본과 병적증명서."""
    if len(words) == 1:
        return words[0]
    return f"{with_josa(', '.join(words[:-1]), '과/와')} {words[-1]}"


def _final(word: str) -> int:
    """Give the number of the last syllable's final consonant; 0 for none, and for what is no Korean syllable."""
    code = ord(word[-1]) if word else 0
    return (code - _FIRST) % _FINALS if _FIRST <= code <= _LAST else 0

"""Particles (josa) glued to a word: choose them, cut them."""

from korean.hangul import has_final, is_syllable

# Longest first, so that 으로 is cut before 로.
_CUT = sorted(
    [
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "에",
        "에서",
        "에게",
        "한테",
        "의",
        "로",
        "으로",
        "와",
        "과",
        "랑",
        "이랑",
        "하고",
        "도",
        "만",
        "까지",
        "부터",
        "이요",
        "요",
        "이나",
        "나",
        "보다",
        "처럼",
        "용",
        "용으로",
        "에다",
        "에다가",
    ],
    key=len,
    reverse=True,
)


def attach(word: str, after_consonant: str, after_vowel: str) -> str:
    """Give ``word`` with the particle that fits its end: ``attach("등본", "을", "를")`` is 등본을."""
    return word + (after_consonant if has_final(word) else after_vowel)


def cut(word: str, keep: int = 2) -> str:
    """Cut one particle from the end of ``word``, as long as ``keep`` syllables remain."""
    for josa in _CUT:
        if word.endswith(josa) and len(word) - len(josa) >= keep and is_syllable(word[-1]):
            return word[: -len(josa)]
    return word

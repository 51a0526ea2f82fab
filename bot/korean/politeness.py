"""Greetings, thanks and fillers around a wish say nothing about the wish: cut them before features are made."""

import re

_BEFORE = re.compile(
    r"^(?:안녕\s*하\s*(?:세요|십니까|시오)|안녕|수고\s*(?:많으십니다|하십니다|하세요|하시네요)|저기요?|여보세요|실례\s*(?:합니다|지만|하지만)|죄송\s*(?:한데요?|하지만|합니다만?)|혹시|"
    r"다름이\s*아니라|있잖아요?|바쁘신데|어+|음+|그+|아+)[\s,.~!?…]+"
)
_AFTER = re.compile(
    r"[\s,.~!]+(?:감사\s*(?:합니다|해요|드립니다|드려요)|고맙\s*(?:습니다|소)|고마워요?|수고\s*(?:하세요|하십시오|하이소)|부탁\s*(?:드립니다|드려요|해요|합니다|드릴게요)|ㄱㅅ|땡큐|please|[ㅋㅎㅠㅜ]+)[\s.~!ㅋㅎㅠㅜ]*$"
)
_LEAST = 2


def strip(text: str) -> str:
    """Cut polite words at both ends as long as something of the wish remains; else give ``text`` unchanged."""
    for pattern in (_BEFORE, _BEFORE, _AFTER, _AFTER):
        rest = pattern.sub("", text).strip()
        if len(rest.replace(" ", "")) >= _LEAST:
            text = rest
    return text

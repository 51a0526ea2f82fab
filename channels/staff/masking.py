"""What staff see of personal data until they say why they need more: telephones, mail, long numbers, house numbers."""

import re

from documents.domain.screening import redact_rrn

_MOBILE = re.compile(r"(?<!\d)(01[016-9])([-\s.]?)(\d{3,4})([-\s.]?)(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0[2-6]\d?)([-\s.)])(\d{3,4})([-\s.])(\d{4})(?!\d)")
_MAIL = re.compile(r"([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{2,6}(?:[-\s]?\d{2,6}){2,4}(?!\d)")
# "바로 2통" and "앞으로 3일" count something; they are no house numbers.
_COUNTED = "길|번길|가|호선|통|장|부|개|명|번(?!지)|월|일|시|분|초|원|층|년|주|건|차|세|살|회|배|%"
_HOUSE = re.compile(
    rf"((?:로|길)\s?)(\d{{1,4}}(?:-\d{{1,4}})?)(?!\d|\s?(?:{_COUNTED}))((?:번지|호)?)"
    r"(\s*,?\s*(?:\d{1,4}동\s*)?\d{1,5}호)?"
)
_RECEIPT = re.compile(r"20\d\d-\d{7}")  # a complaint's number is for saying aloud
_LONG = 10


def mask(text: str) -> str:
    """Hide the telling parts of ``text``. "010-1234-5678" → "010-****-5678"."""
    text = _MOBILE.sub(lambda found: f"{found[1]}{found[2]}{'*' * len(found[3])}{found[4]}{found[5]}", redact_rrn(text))
    text = _LANDLINE.sub(lambda found: f"{found[1]}{found[2]}{'*' * len(found[3])}{found[4]}{found[5]}", text)
    text = _MAIL.sub(lambda found: f"{found[1]}***@{found[2]}", text)
    text = _LONG_NUMBER.sub(_stars, text)
    return _HOUSE.sub(lambda found: f"{found[1]}**{found[3]}{' ***' if found[4] else ''}", text)


def _stars(found: re.Match[str]) -> str:
    """Keep the last four digits of a number that is long enough to be an account, a card or a licence."""
    text = found[0]
    if sum(each.isdigit() for each in text) < _LONG or _RECEIPT.fullmatch(text):
        return text
    return re.sub(r"\d", "*", text[:-4]) + text[-4:]

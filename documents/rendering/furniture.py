"""What stands on every page of every paper: number, codes, time, page count, how to check it, the sample mark."""

from functools import cache
from importlib import resources
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.domain.kind import PAPERS
from documents.domain.paper import PaperDraft
from documents.forms.sheet import Language, Sheet
from documents.rendering.codes import data_matrix_path, qr_path
from documents.rendering.page import CODE_SIDE, FOOTER_TOP, HEADER_TOP, LEFT, MIDDLE, RIGHT, TITLE_TOP, Box
from documents.rendering.pen import GREY, RED, Pen
from documents.rendering.statement import sign_statement
from documents.rendering.typesetting import wrap
from documents.service.clock import SEOUL

_CODE_TOP = FOOTER_TOP - 12
_QR = Box(LEFT + 4, _CODE_TOP - CODE_SIDE, LEFT + 4 + CODE_SIDE, _CODE_TOP)
_MATRIX = Box(RIGHT - 4 - CODE_SIDE, _CODE_TOP - CODE_SIDE, RIGHT - 4, _CODE_TOP)
_WHITE, _PAD = 1, 6


@cache
def words(language: Language = "ko") -> dict[str, Any]:
    text = resources.files(__package__).joinpath("furniture.yml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return {**loaded, **loaded.get(language, {})}


def number_label(draft: PaperDraft, language: Language) -> str:
    """Give what the number is called on papers of this kind."""
    label: str = words(language)["number"].format(number=PAPERS[draft.kind].number_label)
    return label


def how_to_check(draft: PaperDraft, language: Language) -> list[str]:
    """Give the sentences of the footer: what the seal is, where to check, until when."""
    facts = {
        "number": PAPERS[draft.kind].number_label,
        "check_page": draft.verify_url.partition("?")[0].rpartition("/")[0],
        "until": draft.expires_at.astimezone(SEOUL),
    }
    return [sentence.format(**facts) for sentence in words(language)["footer"]]


def draw_codes(draft: PaperDraft, key: Ed25519PrivateKey) -> bytes:
    """Give the content of both codes on white ground; pages of one paper share it."""
    grounds = [
        f"{box.left - _PAD:.1f} {box.bottom - _PAD:.1f} {CODE_SIDE + 2 * _PAD:.1f} {CODE_SIDE + 2 * _PAD:.1f} re"
        for box in (_QR, _MATRIX)
    ]
    drawn = [qr_path(draft.verify_url, _QR), data_matrix_path(sign_statement(draft, key), _MATRIX)]
    return "\n".join(["q", f"{_WHITE} g", *grounds, "f", "0 g", *drawn, "Q"]).encode()


def draw_furniture(pen: Pen, draft: PaperDraft, sheet: Sheet, page: int, pages: int) -> None:
    _draw_top(pen, draft, sheet, f"({page} / {pages})")
    _draw_footer(pen, draft, sheet)


def _draw_top(pen: Pen, draft: PaperDraft, sheet: Sheet, count: str) -> None:
    said, issued = words(sheet.language), draft.issued_at.astimezone(SEOUL)
    pen.text(LEFT, HEADER_TOP, f"{sheet.form} {sheet.running_title}", 7.5, colour=GREY)
    pen.right(RIGHT, HEADER_TOP, count, 9)
    number = f"{number_label(draft, sheet.language)}: {draft.number}"
    y = TITLE_TOP + 8
    end = pen.text(LEFT, y, number, 10, bold=True)
    pen.text(end + 14, y, f"{said['check_code']}: {draft.check_code}", 10, bold=True)
    pen.right(RIGHT, y, f"{said['issued']}: {issued:%Y-%m-%d %H:%M:%S}", 8.5)
    pen.centred(MIDDLE, HEADER_TOP, said["sample"], 9, bold=True, colour=RED)


def _draw_footer(pen: Pen, draft: PaperDraft, sheet: Sheet) -> None:
    pen.rule(FOOTER_TOP)
    left, y = _QR.right + 16, FOOTER_TOP - 20
    for sentence in how_to_check(draft, sheet.language):
        for line in wrap(sentence, _MATRIX.left - 14 - left, 7.6, pen.fonts):
            pen.text(left, y, line, 7.6)
            y -= 11
        y -= 2
    pen.text(left, _MATRIX.bottom, words(sheet.language)["sample"], 7.6, bold=True, colour=RED)

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
from documents.rendering.typesetting import shrink, wrap
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


def sample_mark(language: Language) -> str:
    """Give the mark in one line."""
    mark: str = words(language)["sample"]
    return " ".join(mark.split("\n"))


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
    _draw_identity(pen, draft, sheet.language)
    pen.right(RIGHT, HEADER_TOP, count, 9)
    marks = words(sheet.language)["sample"].split("\n")
    for line, mark in enumerate(marks):
        pen.centred(MIDDLE, HEADER_TOP - line * 11, mark, 9, bold=True, colour=RED)
    form = f"{sheet.form} {sheet.running_title}"
    room = MIDDLE - pen.fonts.width(marks[0], 9, bold=True) / 2 - LEFT - 10
    pen.text(LEFT, HEADER_TOP, form, shrink(form, room, 7.5, pen.fonts), colour=GREY)


def _draw_identity(pen: Pen, draft: PaperDraft, language: Language) -> None:
    """Draw number, check code and time of issue in one line, smaller when the labels are in two languages."""
    said = words(language)
    number = f"{number_label(draft, language)}: {draft.number}"
    code = f"{said['check_code']}: {draft.check_code}"
    issued = f"{said['issued']}: {draft.issued_at.astimezone(SEOUL):%Y-%m-%d %H:%M:%S}"
    width = pen.fonts.width(number + code, 10, bold=True) + pen.fonts.width(issued, 8.5) + 28
    scale, y = min(1, (RIGHT - LEFT) / width), TITLE_TOP + 8
    end = pen.text(LEFT, y, number, 10 * scale, bold=True)
    pen.text(end + 14 * scale, y, code, 10 * scale, bold=True)
    pen.right(RIGHT, y, issued, 8.5 * scale)


def _draw_footer(pen: Pen, draft: PaperDraft, sheet: Sheet) -> None:
    pen.rule(FOOTER_TOP)
    left, y = _QR.right + 16, FOOTER_TOP - 20
    for sentence in how_to_check(draft, sheet.language):
        for line in wrap(sentence, _MATRIX.left - 14 - left, 7.6, pen.fonts):
            pen.text(left, y, line, 7.6)
            y -= 11
        y -= 2
    pen.text(left, _MATRIX.bottom, sample_mark(sheet.language), 7.6, bold=True, colour=RED)

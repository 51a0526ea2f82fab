"""What stands where on a page: nothing over anything else, figures in line, heads again, no lonely last row."""

from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import pypdfium2
import pytest

from documents.domain.options import PremiumOptions
from documents.domain.resident import Name
from documents.forms.catalogue import FORMS
from documents.forms.sheet import Cell, Table
from documents.rendering.fonts import load_fonts
from documents.rendering.page import CLOSING_HEIGHT, FOOTER_TOP, LEFT, RIGHT
from documents.rendering.pagination import paginate
from documents.rendering.typesetting import MIN_ROW, set_rows
from documents.verifying import PageSubjectReader
from tests.unit.documents import paper_samples_entry_exit as travel
from tests.unit.documents import paper_samples_military_service as military
from tests.unit.documents import paper_samples_resident_abstract as abstract
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_samples import EVERYTHING, draft, household_draft, long_household
from tests.unit.documents.paper_samples_eligibility import SPELLS, eligibility_draft
from tests.unit.documents.paper_samples_eligibility import record as eligibility_record
from tests.unit.documents.paper_samples_premium import MONTHS, premium_draft
from tests.unit.documents.paper_samples_premium import record as premium_record
from tests.unit.documents.paper_samples_vaccination import DOSES, ENGLISH, child_draft, own_draft, record

DRAFTS = {
    "register": draft(EVERYTHING),
    "register, long": household_draft(long_household(), EVERYTHING),
    "abstract": abstract.abstract_draft(abstract.EVERYTHING),
    "premium": premium_draft(),
    "premium, ten years": premium_draft(PremiumOptions(since=MONTHS[0].month, until=MONTHS[-1].month)),
    "eligibility": eligibility_draft(),
    "vaccination": child_draft(),
    "vaccination in English": child_draft(ENGLISH),
    "vaccination, sixty doses": own_draft(),
    "travel": travel.travel_draft(travel.EVERYTHING),
    "military": military.military_draft(military.EVERYTHING),
}
LONG = Name("응우옌티린" * 6)
LONG_ROMAN = "NGUYEN THI " + "LINH" * 7  # 39 letters, as many as a passport holds
LONGEST = {
    "premium, longest": premium_draft(
        record=premium_record(
            name=LONG, workplace="주식회사 " + "한빛물산" * 12, address="서울특별시 마포구 " + "월드컵로 " * 30
        ),
        applicant=LONG,
        purpose="제출 " * 40,
    ),
    "eligibility, longest": eligibility_draft(
        record=eligibility_record(*(replace(each, workplace="한빛물산" * 15) for each in SPELLS), name=LONG),
        applicant=LONG,
        purpose="제출" * 100,
    ),
    "vaccination in English, longest": child_draft(
        ENGLISH,
        record=record(
            *(replace(each, vaccine_en="Pneumococcus " * 8, clinic_en="Seongsan" * 12) for each in DOSES),
            name=LONG,
            roman=LONG_ROMAN,
            address_en="World Cup-ro, " * 14,
        ),
        applicant=LONG,
        purpose="visa " * 40,
    ),
}
DRAFTS |= LONGEST
every = pytest.mark.parametrize("given_draft", DRAFTS.values(), ids=DRAFTS)


class Line(NamedTuple):
    """Text in one stretch; points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def lines_of(pdf: bytes) -> list[list[Line]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_lines(page.get_textpage()) for page in document]
    finally:
        document.close()


def _lines(text_page: pypdfium2.PdfTextPage) -> list[Line]:
    boxes = [text_page.get_rect(place) for place in range(text_page.count_rects())]
    return [Line(text_page.get_text_bounded(*box).strip(), *box) for box in boxes]


@every
def test_no_text_stands_over_another_or_leaves_the_page(given_draft):
    for lines in lines_of(renderer().render(given_draft)):
        for line in lines:
            assert LEFT - 1 <= line.left < line.right <= RIGHT + 1, line
            assert line.bottom > 30, line
        for one, other in combinations(lines, 2):
            across = min(one.right, other.right) - max(one.left, other.left)
            along = min(one.top, other.top) - max(one.bottom, other.bottom)
            assert across < 1 or along < 1.5, (one, other)


@pytest.mark.parametrize("given_draft", LONGEST.values(), ids=LONGEST)
def test_the_longest_names_are_read_back_whole(given_draft):
    assert PageSubjectReader().read(renderer().render(given_draft)).name == LONG.hangul


@every
def test_every_page_ends_above_the_footer_and_the_last_leaves_room_for_the_seal(given_draft):
    *others, last = paginate(FORMS[given_draft.kind].lay_out(given_draft), load_fonts())
    assert all(page.rows and page.bottom >= FOOTER_TOP for page in others)
    assert last.bottom - CLOSING_HEIGHT >= FOOTER_TOP


def test_amounts_end_below_each_other():
    (lines,) = lines_of(renderer().render(premium_draft()))
    billed = {f"{month.billed_care:,}" for month in MONTHS[-12:]}
    ends = [line.right for line in lines if line.text in billed and line.left < (LEFT + RIGHT) / 2 - 60]
    assert len(ends) == 12
    assert max(ends) - min(ends) < 0.6  # the ink of a 1 ends before that of a 0


@pytest.mark.parametrize("doses", range(14, 30))
def test_the_seal_is_never_left_with_a_single_row(doses):
    given_draft = child_draft(record=record(*(DOSES[place % len(DOSES)] for place in range(doses))))
    *_, last = paginate(FORMS[given_draft.kind].lay_out(given_draft), load_fonts())
    assert len(last.rows) >= 3


def test_a_cell_over_two_rows_pushes_the_row_below_it_aside():
    table = Table(
        (0.2, 0.4, 0.4),
        ((Cell("년월", rows=2), Cell("고지", columns=2)), (Cell("건강"), Cell("요양"))),
        (),
    )
    upper, lower = set_rows(table.head, table, load_fonts())
    assert [cell.left for cell in upper.cells] == [LEFT, LEFT + 0.2 * (RIGHT - LEFT)]
    assert [cell.left for cell in lower.cells] == pytest.approx([LEFT + share * (RIGHT - LEFT) for share in (0.2, 0.6)])


def test_dense_rows_are_lower_and_hold_the_same_lines():
    row = ((Cell("가\n나"), Cell("다")),)
    usual, dense = (set_rows(row, Table((0.5, 0.5), (), row, dense=dense), load_fonts())[0] for dense in (False, True))
    assert dense.height < usual.height
    assert usual.height >= MIN_ROW
    assert [cell.lines for cell in dense.cells] == [cell.lines for cell in usual.cells]


def heads(pdf: bytes) -> list[int]:
    return [sum(line.text == "접종기관" for line in lines) for lines in lines_of(pdf)]


def test_the_head_stands_once_on_every_page():
    assert heads(renderer().render(own_draft())) == [1, 1, 1]

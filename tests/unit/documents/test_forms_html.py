"""The readable page, judged as a parser and a screen reader take it: structure, languages, every word."""

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import PremiumOptions, PremiumUse
from documents.domain.paper import PaperDraft
from documents.domain.resident import Name
from documents.forms.catalogue import FORMS
from documents.forms.sheet import Cell
from documents.rendering import as_html, style_source
from documents.rendering.accessible import sheet_html, spoken
from documents.rendering.furniture import how_to_check, number_label
from tests.unit.documents import paper_samples_entry_exit as travel
from tests.unit.documents import paper_samples_military_service as military
from tests.unit.documents import paper_samples_resident_abstract as abstract
from tests.unit.documents.paper_samples import EVERYTHING, draft
from tests.unit.documents.paper_samples_eligibility import eligibility_draft
from tests.unit.documents.paper_samples_eligibility import record as eligibility_record
from tests.unit.documents.paper_samples_premium import premium_draft
from tests.unit.documents.paper_samples_vaccination import ENGLISH, child_draft, own_draft

DRAFTS = {
    "register": draft(),
    "register, everything": draft(EVERYTHING),
    "abstract": abstract.abstract_draft(),
    "abstract, everything": abstract.abstract_draft(abstract.EVERYTHING),
    "premium": premium_draft(PremiumOptions(use=PremiumUse.YEAR_END)),
    "eligibility": eligibility_draft(),
    "vaccination": child_draft(),
    "vaccination in English": child_draft(ENGLISH),
    "vaccination, sixty doses": own_draft(),
    "travel": travel.travel_draft(),
    "travel, everything": travel.travel_draft(travel.EVERYTHING),
    "military": military.military_draft(),
    "military, everything": military.military_draft(military.EVERYTHING),
}
every = pytest.mark.parametrize("given_draft", DRAFTS.values(), ids=DRAFTS)


def parsed(given_draft: PaperDraft) -> html.HtmlElement:
    return html.document_fromstring(as_html(given_draft))


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def heard(cell: Cell) -> str:
    return "".join(cell.text.split())


def grid_of(table: html.HtmlElement) -> list[list[html.HtmlElement]]:
    """Lay the cells of a table out as a browser does. A hole or an overlap fails."""
    rows = table.xpath(".//tr")
    places: dict[tuple[int, int], html.HtmlElement] = {}
    for down, row in enumerate(rows):
        across = 0
        for cell in row:
            while (down, across) in places:
                across += 1
            for over in range(int(cell.get("rowspan", "1"))):
                for along in range(int(cell.get("colspan", "1"))):
                    assert (down + over, across + along) not in places
                    places[down + over, across + along] = cell
    width = max(across for _, across in places) + 1
    return [[places[down, across] for across in range(width)] for down in range(len(rows))]


def test_every_kind_is_looked_at():
    assert {each.kind for each in DRAFTS.values()} == set(PaperKind)


@every
def test_every_cell_of_the_sheet_stands_in_its_place(given_draft):
    sheet, page = FORMS[given_draft.kind].lay_out(given_draft), parsed(given_draft)
    tables = page.xpath("//table")
    assert len(tables) == len(sheet.tables)
    for table, source in zip(tables, sheet.tables, strict=True):
        rows = table.xpath(".//tr")
        read = [["".join("".join(cell.itertext()).split()) for cell in row] for row in rows]
        assert read == [[heard(cell) for cell in row] for row in (*source.head, *source.rows)]


@every
def test_every_table_is_a_true_table(given_draft):
    for table in parsed(given_draft).xpath("//table"):
        (caption,) = table.xpath("./caption")
        assert words(caption)
        for row in grid_of(table):
            for cell in row:
                if cell.tag == "th":
                    assert cell.get("scope") in {"col", "colgroup", "row"}


@every
def test_every_figure_has_a_header_above_it_or_before_it(given_draft):
    for table in parsed(given_draft).xpath("//table"):
        grid = grid_of(table)
        for down, row in enumerate(grid):
            for across, cell in enumerate(row):
                if cell.tag == "td":
                    above = [grid[up][across] for up in range(down)]
                    headers = [each for each in (*above, *row[:across]) if each.tag == "th" and words(each)]
                    assert headers, words(cell)


@every
def test_the_sheet_is_there_to_the_last_word(given_draft):
    sheet, said = FORMS[given_draft.kind].lay_out(given_draft), words(parsed(given_draft))
    told = [*sheet.title, sheet.certificate, sheet.form, sheet.end_mark, sheet.fee, sheet.date, sheet.authority]
    told += [part for fact in sheet.facts for part in (fact.label, fact.value)]
    told += [str(given_draft.number), given_draft.check_code, number_label(given_draft, sheet.language)]
    told += how_to_check(given_draft, sheet.language)
    for each in told:
        assert "".join(each.split()) in "".join(said.split()), each
    assert said.count("견본 · 법적 효력 없음") >= 2


@every
def test_the_page_is_ordered_and_says_its_language(given_draft):
    page = parsed(given_draft)
    sheet = FORMS[given_draft.kind].lay_out(given_draft)
    assert page.get("lang") == sheet.language
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == len(page.xpath("//title")) == 1
    assert PAPERS[given_draft.kind].title in words(page.xpath("//title")[0])
    levels = [int(each.tag[1]) for each in page.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    (link,) = page.xpath("//a")
    assert link.get("href") == given_draft.verify_url
    assert words(link)


@every
def test_nothing_runs_and_nothing_hides(given_draft):
    text, page = as_html(given_draft), parsed(given_draft)
    assert not page.xpath("//script | //iframe | //object | //img | //link | //form")
    assert not page.xpath("//@style | //@hidden | //@aria-hidden | //@onclick | //@onload")
    (style,) = page.xpath("//style")
    assert not re.search(
        r"display\s*:\s*none|visibility|opacity|clip|text-indent|font-size\s*:\s*0|@import|url\(", style.text
    )
    assert text.count("<") - text.count("<!") == len(re.findall(r"</?[a-z][a-z0-9]*[ >]", text))


@every
def test_ids_are_single_and_every_reference_is_kept(given_draft):
    page = parsed(given_draft)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


def test_korean_on_an_english_page_is_said_to_be_korean():
    page = parsed(child_draft(ENGLISH))
    for element in page.xpath("//body//*[not(@lang)]"):
        own = "".join(filter(None, (element.text, *(child.tail for child in element))))
        assert not re.search("[가-힣]", own), own
    assert page.xpath("//th[normalize-space(.)='성명 Name' or .='성명Name']/span[@lang='ko']")


@given(st.text(alphabet="가나다 abc().,:\n-12", max_size=30), st.sampled_from(("ko", "en")))
def test_naming_languages_loses_no_letter(text, language):
    assert "".join(piece for _, piece in spoken(text, language)) == text


def test_a_name_that_looks_like_markup_stays_a_name():
    name = Name("<b>김&서연</b>")
    given_draft = eligibility_draft(record=eligibility_record(name=name), applicant=name)
    assert "<b>" not in as_html(given_draft)
    assert name.hangul in words(parsed(given_draft))


def test_the_same_draft_gives_the_same_page():
    assert as_html(premium_draft()) == as_html(premium_draft())


@every
def test_the_policy_source_is_the_digest_of_the_style_that_is_sent(given_draft):
    style = re.search(r"<style>(.*?)</style>", as_html(given_draft), re.DOTALL)[1]
    assert style_source() == f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


@settings(max_examples=30)
@given(st.booleans(), st.sampled_from(PremiumUse))
def test_what_was_not_chosen_is_not_on_the_page_either(back_digits, use):
    given_draft = premium_draft(PremiumOptions(back_digits=back_digits, use=use))
    page = sheet_html(given_draft, FORMS[given_draft.kind].lay_out(given_draft))
    assert (given_draft.record.rrn.open() in page) == back_digits
    assert ("연말정산용" in page) == (use is PremiumUse.YEAR_END)

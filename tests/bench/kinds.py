"""Each of the seven kinds: processor time of page and seal, pages a second; a thousand papers for 64 people at once."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from documents.domain.kind import PaperKind
from documents.verifying.pages import page_texts
from tests.bench.figures import Figure, cpu_ms, figure
from tests.unit.documents.paper_crowd import Wish, crowded_office, inhabitant, issue_at_once, of_another
from tests.unit.documents.paper_house import renderer, sealer
from tests.unit.documents.paper_kinds import SAMPLES

RUNS = 30
CROWD, PAPERS = 64, 1000


def measure() -> Iterator[Figure]:
    for kind in PaperKind:
        yield from _kind(kind)
    yield from _crowd()


def _kind(kind: PaperKind) -> Iterator[Figure]:
    made = SAMPLES[kind]
    page = renderer().render(made)
    pages = len(page_texts(page))
    rendered = cpu_ms(lambda: renderer().render(made), RUNS)
    sealed = cpu_ms(lambda: sealer().seal(page, made), RUNS)
    whole = [one + other for one, other in zip(rendered, sealed, strict=True)]
    note = f"{pages} pages" if pages > 1 else "1 page"
    yield figure(f"paper: {kind}, page", rendered, "ms CPU", note)
    yield figure(f"paper: {kind}, page and seal", whole, "ms CPU", note)
    yield Figure(f"paper: {kind}, pages a second of one core", pages * 1000 / median(whole), None, "pages/s")


def _crowd() -> Iterator[Figure]:
    people = [inhabitant(place) for place in range(CROWD)]
    kinds = list(PaperKind)
    wanted = [Wish(people[at % CROWD], kinds[(at // 2 + at // CROWD) % 7], f"c{at}") for at in range(PAPERS)]
    with tempfile.TemporaryDirectory() as folder, crowded_office(people, Path(folder)) as (ledger, issuing, wallet):
        begun, spent = time.perf_counter(), time.process_time()
        promises = issue_at_once(wanted, ledger, issuing)
        wall, cpu = time.perf_counter() - begun, time.process_time() - spent
    papers = [wallet.held[each.key][1] for each in promises]
    strange = [
        of_another(wish, promise.number.digits, pdf)
        for wish, promise, pdf in zip(wanted, promises, papers, strict=True)
    ]
    note = f"{PAPERS} papers for {CROWD} people at once, namesakes among them"
    yield Figure("papers with another's data", sum(each is not None for each in strange), None, "papers", note)
    yield Figure("whole way, promise to receipt", PAPERS / wall, None, "papers/s", "all threads, three readings back")
    yield Figure("whole way, processor time", cpu * 1000 / PAPERS, None, "ms CPU a paper", "")

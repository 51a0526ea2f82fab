"""The issuer's database, the same on SQLite and PostgreSQL, also when several ask at one moment."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey
from sqlalchemy import Engine, func, inspect, select

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from tests.databases import migrated
from tests.fakes_issuer import MORNING
from wallet_bridge.issuer import copies as copies_module
from wallet_bridge.issuer.app import MIGRATIONS
from wallet_bridge.issuer.copies import Copies
from wallet_bridge.issuer.copy_state import Copy, CopyState
from wallet_bridge.issuer.handles import Handles
from wallet_bridge.issuer.nonces import NONCE_LASTS, Nonces
from wallet_bridge.issuer.offer_book import AWAITED_TOKEN_LASTS, OFFER_LASTS, TOKEN_LASTS, TRIES, OfferBook, Offered
from wallet_bridge.issuer.refused import Refused
from wallet_bridge.issuer.revocations import Revocations
from wallet_bridge.issuer.tables import copy, metadata, spent_nonce

KIND = PaperKind.RESIDENT_REGISTER
MANY = 8
LATER = MORNING + timedelta(days=90)
KEY, OTHER_KEY = '{"kty": "EC", "x": "one"}', '{"kty": "EC", "x": "two"}'


@pytest.fixture(scope="module")
def engine(lasting_database_url: str) -> Iterator[Engine]:
    with migrated(lasting_database_url, MIGRATIONS) as engine:
        yield engine


@pytest.fixture
def book(engine: Engine) -> OfferBook:
    return OfferBook(engine, Handles(b"k" * 32))


@pytest.fixture
def copies(engine: Engine) -> Copies:
    return Copies(engine)


def at_once(work: Callable[[int], Any], times: int = MANY) -> list[Any]:
    """Do it in as many threads, all starting together; what was refused is its code."""
    together = threading.Barrier(times)

    def one(place: int) -> Any:
        together.wait()
        try:
            return work(place)
        except Refused as error:
            return error.error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def offered(book: OfferBook, number: PaperNumber | None = None) -> Offered:
    return book.offer(number or PaperNumber.draw(), KIND, MORNING, awaited=False)


def redeemed(book: OfferBook, copies: Copies, number: PaperNumber | None = None) -> Copy:
    made = offered(book, number)
    return copies.of_token(book.redeem(made.code, made.tx_code, MORNING).token, MORNING)


def wrong(made: Offered) -> str:
    return f"{(int(made.tx_code) + 1) % 1_000_000:06}"


def test_the_migration_makes_the_tables_that_the_code_knows(engine: Engine) -> None:
    there = inspect(engine)
    for table in metadata.sorted_tables:
        assert {each["name"] for each in there.get_columns(table.name)} == set(table.columns.keys())
        assert {tuple(each["column_names"]) for each in there.get_indexes(table.name) if not each["unique"]} == {
            tuple(each.columns.keys()) for each in table.indexes
        }


def test_many_who_redeem_at_one_moment_get_one_token(book: OfferBook) -> None:
    made = offered(book)
    answers = at_once(lambda _: book.redeem(made.code, made.tx_code, MORNING).token)
    assert answers.count("invalid_grant") == MANY - 1


def test_many_who_guess_at_one_moment_have_five_tries_together(book: OfferBook, engine: Engine) -> None:
    made = offered(book)
    assert at_once(lambda _: book.redeem(made.code, wrong(made), MORNING)) == ["invalid_grant"] * MANY
    with engine.begin() as connection:
        row = connection.execute(select(copy).order_by(copy.c.offered_at.desc()).where(copy.c.tries > 0)).first()
    assert row is not None
    assert (row.tries, row.state) == (TRIES, "locked")
    with pytest.raises(Refused, match="invalid_grant"):
        book.redeem(made.code, made.tx_code, MORNING)


def test_many_keys_at_one_moment_are_one_key_and_one_place(book: OfferBook, copies: Copies) -> None:
    mine = redeemed(book, copies)
    answers = at_once(lambda place: copies.issue(mine.id, f'{{"x": "{place}"}}', LATER, MORNING))
    (given,) = [each for each in answers if isinstance(each, Copy)]
    assert answers.count("credential_request_denied") == MANY - 1
    assert given.place is not None


def test_the_same_key_at_one_moment_has_the_same_place(book: OfferBook, copies: Copies) -> None:
    mine = redeemed(book, copies)
    answers = at_once(lambda _: copies.issue(mine.id, KEY, LATER, MORNING))
    assert len({(each.list_no, each.place) for each in answers}) == 1


def test_no_two_copies_share_a_place_though_places_are_few(
    book: OfferBook, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies_module, "LIST_SIZE", 32)
    monkeypatch.setattr(copies_module, "_FULL", 16)
    all_mine = [redeemed(book, copies) for _ in range(40)]
    with ThreadPoolExecutor(MANY) as pool:
        given = list(pool.map(lambda each: copies.issue(each.id, KEY, LATER, MORNING), all_mine))
    places = [(each.list_no, each.place) for each in given]
    assert len(set(places)) == 40
    assert len({list_no for list_no, _ in places}) >= 2, "a full list is followed by another"


def test_a_revocation_beside_an_issue_leaves_no_valid_copy(book: OfferBook, copies: Copies, engine: Engine) -> None:
    number = PaperNumber.draw()
    mine, revocations = redeemed(book, copies, number), Revocations(engine)

    def either(place: int) -> object:
        return copies.issue(mine.id, KEY, LATER, MORNING) if place % 2 else revocations.revoke(number, MORNING)

    at_once(either)
    assert [each.revoked_at for each in copies.of_paper(number)] == [MORNING]
    with pytest.raises(Refused, match="credential_request_denied"):
        copies.issue(mine.id, KEY, LATER, MORNING)


def test_a_paper_is_revoked_once_whoever_says_it(book: OfferBook, engine: Engine, copies: Copies) -> None:
    revocations, number = Revocations(engine), PaperNumber.draw()
    redeemed(book, copies, number)
    assert sum(at_once(lambda _: revocations.revoke(number, MORNING))) == 1
    assert revocations.is_revoked(number)
    assert revocations.revoke(number, MORNING) == 0


def test_a_nonce_is_spent_by_one_of_many(engine: Engine) -> None:
    nonces = Nonces(engine, OctKey.import_key(b"n" * 32))
    nonce = nonces.draw(MORNING)
    answers = at_once(lambda _: nonces.spend(nonce, MORNING))
    assert sorted(map(str, answers)) == ["None", *["invalid_nonce"] * (MANY - 1)]


def test_a_nonce_ends_and_spent_ones_are_forgotten(engine: Engine) -> None:
    nonces = Nonces(engine, OctKey.import_key(b"n" * 32))
    old, stranger = nonces.draw(MORNING), Nonces(engine, OctKey.import_key(b"o" * 32)).draw(MORNING)
    with pytest.raises(Refused, match="invalid_nonce"):
        nonces.spend(old, MORNING + NONCE_LASTS)
    with pytest.raises(Refused, match="invalid_nonce"):
        nonces.spend(stranger, MORNING)
    nonces.spend(nonces.draw(MORNING), MORNING)
    much_later = MORNING + 3 * NONCE_LASTS
    nonces.spend(nonces.draw(much_later), much_later)
    with engine.begin() as connection:
        assert connection.execute(select(func.count()).select_from(spent_nonce)).scalar_one() == 1


def test_offers_and_tokens_end(book: OfferBook, copies: Copies) -> None:
    made = offered(book)
    assert book.find(made.handle, made.expires_at) is None
    with pytest.raises(Refused, match="invalid_grant"):
        book.redeem(made.code, made.tx_code, MORNING + OFFER_LASTS)
    fresh = offered(book)
    granted = book.redeem(fresh.code, fresh.tx_code, MORNING)
    assert granted.lasts == TOKEN_LASTS
    with pytest.raises(Refused, match="invalid_token"):
        copies.of_token(granted.token, MORNING + TOKEN_LASTS)
    awaited = book.offer(PaperNumber.draw(), KIND, MORNING, awaited=True)
    assert book.redeem(awaited.code, awaited.tx_code, MORNING).lasts == AWAITED_TOKEN_LASTS


def test_what_is_over_is_forgotten_and_what_still_counts_is_kept(book: OfferBook, copies: Copies) -> None:
    kept, dropped = PaperNumber.draw(), PaperNumber.draw()
    copies.issue(redeemed(book, copies, kept).id, KEY, LATER, MORNING)
    offered(book, dropped)
    a_month_on = MORNING + timedelta(days=30)
    book.offer(PaperNumber.draw(), KIND, a_month_on, awaited=False)
    assert [each.state for each in copies.of_paper(kept)] == [CopyState.ISSUED]
    assert copies.of_paper(dropped) == []
    book.offer(PaperNumber.draw(), KIND, LATER + timedelta(days=2), awaited=False)
    assert copies.of_paper(kept) == []


def test_nothing_that_lets_in_is_in_the_database(book: OfferBook, copies: Copies, engine: Engine) -> None:
    made = offered(book)
    token = book.redeem(made.code, made.tx_code, MORNING).token
    with engine.begin() as connection:
        stored = str(connection.execute(select(copy)).all())
    for secret in (made.handle, made.code, made.tx_code, token):
        assert f"'{secret}'" not in stored
    with_another_key = OfferBook(engine, Handles(b"x" * 32)).handles
    assert with_another_key.code("a") != book.handles.code("a")

"""The vault: what is sealed opens in its place only, and not after its person was erased."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, select

from documents.ledger.schema import metadata, person_key
from documents.vault import Place, Sealed, Vault, open_vault

PLACE = Place("promise", "sealed_request", "row-1")


@pytest.fixture(scope="module")
def connection():
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def vault():
    return Vault(b"k" * 32, b"i" * 32)


@given(plain=st.binary(max_size=300), person=st.text("abc", min_size=1, max_size=3))
def test_opening_is_the_inverse_of_sealing(connection, plain, person):
    vault = Vault(b"k" * 32, b"i" * 32)
    assert vault.open(connection, PLACE, vault.seal(connection, person, PLACE, plain)) == plain


def test_equal_values_give_different_envelopes(connection, vault):
    assert vault.seal(connection, "p", PLACE, b"x") != vault.seal(connection, "p", PLACE, b"x")


def test_nothing_of_the_value_is_in_the_envelope(connection, vault):
    assert b"880314-2526019" not in vault.seal(connection, "p", PLACE, b"880314-2526019")


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("promise", "sealed_request", "row-2"),
        Place("promise", "sealed_draft", "row-1"),
        Place("verification", "sealed_request", "row-1"),
    ],
)
def test_a_value_moved_elsewhere_does_not_open(connection, vault, elsewhere):
    envelope = vault.seal(connection, "p", PLACE, b"x")
    with pytest.raises(Sealed):
        vault.open(connection, elsewhere, envelope)


def test_names_that_run_together_are_different_places(connection, vault):
    envelope = vault.seal(connection, "p", Place("ab", "c", "d"), b"x")
    with pytest.raises(Sealed):
        vault.open(connection, Place("a", "bc", "d"), envelope)


def test_every_flipped_byte_is_noticed(connection, vault):
    envelope = vault.seal(connection, "p", PLACE, b"secret")
    for index in range(len(envelope)):
        changed = bytearray(envelope)
        changed[index] ^= 1
        with pytest.raises(Sealed):
            vault.open(connection, PLACE, bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 17, 29, 44])
def test_a_cut_envelope_is_noticed(connection, vault, length):
    envelope = vault.seal(connection, "p", PLACE, b"secret")
    with pytest.raises(Sealed):
        vault.open(connection, PLACE, envelope[:length])


def test_an_erased_person_opens_no_more_and_others_do(connection, vault):
    gone, stays = vault.seal(connection, "gone", PLACE, b"1"), vault.seal(connection, "stays", PLACE, b"2")
    assert vault.erase(connection, "gone") == 1
    assert vault.erase(connection, "gone") == 0
    with pytest.raises(Sealed):
        vault.open(connection, PLACE, gone)
    assert vault.open(connection, PLACE, stays) == b"2"
    erased = connection.execute(select(person_key).where(person_key.c.person == "gone")).one()
    assert erased.wrapped is None
    assert erased.erased_at is not None


def test_an_erased_person_who_comes_back_gets_a_new_key(connection, vault):
    old = vault.seal(connection, "returns", PLACE, b"old")
    vault.erase(connection, "returns")
    assert vault.open(connection, PLACE, vault.seal(connection, "returns", PLACE, b"new")) == b"new"
    with pytest.raises(Sealed):
        vault.open(connection, PLACE, old)


def test_one_person_has_one_key(connection, vault):
    for _ in range(3):
        vault.seal(connection, "single", PLACE, b"x")
    keys = connection.execute(select(person_key).where(person_key.c.person == "single")).all()
    assert len(keys) == 1


def test_another_key_encryption_key_opens_nothing(connection, vault):
    envelope = vault.seal(connection, "p", PLACE, b"x")
    with pytest.raises(Sealed):
        Vault(b"o" * 32, b"i" * 32).open(connection, PLACE, envelope)


def test_rotation_rewraps_the_keys_and_leaves_the_values(connection, vault):
    envelope = vault.seal(connection, "rotated", PLACE, b"x")
    rotated = Vault(b"n" * 32, b"i" * 32, retired=[b"k" * 32])
    assert rotated.open(connection, PLACE, envelope) == b"x"
    assert rotated.rewrap(connection) > 0
    assert rotated.rewrap(connection) == 0
    assert Vault(b"n" * 32, b"i" * 32).open(connection, PLACE, envelope) == b"x"
    with pytest.raises(Sealed):
        vault.open(connection, PLACE, envelope)
    vault_again = Vault(b"k" * 32, b"i" * 32, retired=[b"n" * 32])
    vault_again.rewrap(connection)


def test_the_blind_index_is_equal_for_equal_values_and_needs_the_key(vault):
    assert vault.blind("ci") == vault.blind("ci")
    assert vault.blind("ci") != vault.blind("cj")
    assert vault.blind("ci") != Vault(b"k" * 32, b"j" * 32).blind("ci")
    assert len(vault.blind("ci")) == 64


def test_the_vaults_keys_are_private_files_and_the_same_the_next_time(tmp_path):
    assert open_vault(tmp_path).blind("x") == open_vault(tmp_path).blind("x")
    for name in ("vault.key", "index.key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_retired_key_file_still_unwraps(tmp_path, connection):
    envelope = open_vault(tmp_path).seal(connection, "q", PLACE, b"x")
    (tmp_path / "vault.key").rename(tmp_path / "vault.retired-1.key")
    assert open_vault(tmp_path).open(connection, PLACE, envelope) == b"x"

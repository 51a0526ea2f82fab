import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.rendering.statement import read_statement, sign_statement
from tests.unit.documents.paper_samples import draft

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_a_statement_says_nothing_about_a_person():
    text = sign_statement(draft(), KEY)
    assert text.startswith("MW1.1234567812345670.RESIDENT_REGISTER.20260302T012345Z.20260531.")
    assert read_statement(text, KEY.public_key()).number == draft().number


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("1234567812345670", "1234567812345662"),
        lambda text: text.replace("20260531", "20360531"),
        lambda text: text.replace("MW1", "MW2"),
        lambda text: text + ".X",
        lambda text: text[:-3],
        lambda text: text.rpartition(".")[0] + ".!!!",
        lambda text: "",
    ],
)
def test_a_changed_statement_is_none(change):
    assert read_statement(change(sign_statement(draft(), KEY)), KEY.public_key()) is None


def test_a_statement_of_another_key_is_none():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert read_statement(sign_statement(draft(), other), KEY.public_key()) is None

"""Published types never change: credentials in wallets name them."""

import hashlib
import json
from pathlib import Path

import pytest

from documents.domain.kind import PAPERS, PaperKind
from wallet_bridge.issuer.metadata import issuer_metadata
from wallet_bridge.issuer.paper_types import VERSION, PaperTypes

TYPES = PaperTypes("https://issuer.example")
PUBLISHED = json.loads(Path(__file__).with_name("issuer_types_published.json").read_text())


@pytest.mark.parametrize("kind", list(PaperKind))
def test_a_published_type_never_changes(kind: PaperKind) -> None:
    assert hashlib.sha256(TYPES.document(kind)).hexdigest() == PUBLISHED[str(VERSION)][kind], (
        "give the changed type a new version, keep the old one published, and add its digest"
    )


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_kind_has_a_type_with_names_claims_and_the_sample_mark(kind: PaperKind) -> None:
    document = json.loads(TYPES.document(kind))
    assert document["vct"] == TYPES.vct(kind)
    korean, english = document["display"]
    assert (korean["name"], korean["description"]) == (PAPERS[kind].title, "견본 · 법적 효력 없음")
    assert english["locale"] == "en-US"
    hidden = {each["path"][0] for each in document["claims"] if each["sd"] == "always"}
    shown = {each["path"][0] for each in document["claims"] if each["sd"] == "never"}
    guardian = {"applicant_name", "applicant_birthdate"} if PAPERS[kind].for_children else set()
    assert hidden == {"name", "birthdate"} | guardian
    assert shown == {"paper_number", "kind", "issued_at", "expires_at", "sha256"}
    for claim in document["claims"]:
        assert [each["locale"] for each in claim["display"]] == ["ko-KR", "en-US"]


def test_the_metadata_describes_the_same_claims_as_the_types() -> None:
    configurations = issuer_metadata(TYPES)["credential_configurations_supported"]
    assert set(configurations) == set(PaperKind)
    for kind, configuration in configurations.items():
        told = [each["path"] for each in configuration["credential_metadata"]["claims"]]
        assert told == [each["path"] for each in json.loads(TYPES.document(PaperKind(kind)))["claims"]]

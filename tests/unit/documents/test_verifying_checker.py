from datetime import timedelta

import pytest

from documents.domain.verdict import CheckStatus, Mark
from documents.verifying import Checker, FileFacts, Finding
from tests.unit.documents.paper_house import now
from tests.unit.documents.paper_samples import NUMBER, draft
from tests.unit.documents.test_verifying_tamper import Ledger

CODE = "7K3M9QXA"


def checker(clock=now, finding=Finding.SOUND, **changes):
    return Checker(papers=Ledger(**changes), judge=lambda _pdf: FileFacts(finding), clock=clock)


@pytest.mark.parametrize("typed", [("1234-5678-1234-5670", CODE), ("1234 5678 1234 5670", " 7k3m-9qxa ")])
def test_number_and_code_as_people_type_them_find_the_paper(typed):
    verdict = checker().by_number(*typed)
    assert (verdict.status, verdict.mark, verdict.sha256_match) == (CheckStatus.VALID, Mark.GENUINE, None)
    assert verdict.expires_at == draft().expires_at


def test_a_wrong_code_an_unknown_number_and_nonsense_get_one_answer():
    answers = {
        checker().by_number(str(NUMBER), "7K3M9QXB"),
        checker().by_number("1111222233334444", CODE),
        checker().by_number("1111222233334444", "00000000"),
        checker().by_number("12", CODE),
        checker().by_number(str(NUMBER), ""),
        checker().by_number(str(NUMBER), "한글한글한글한글"),
        checker().by_number(str(NUMBER), "7K3M\x00QXA"),
    }
    (only,) = answers
    assert (only.status, only.mark, only.kind, only.issued_at) == (CheckStatus.UNKNOWN, Mark.UNCHECKED, None, None)


def test_the_stand_in_code_opens_nothing():
    assert checker().by_number("1111222233334444", "0" * 8).status is CheckStatus.UNKNOWN


@pytest.mark.parametrize("standing", [CheckStatus.REVOKED, CheckStatus.SUPERSEDED])
def test_a_withdrawn_paper_says_so(standing):
    assert checker(standing=standing).by_number(str(NUMBER), CODE).status is standing


def test_the_term_ends_on_the_minute():
    end = draft().expires_at
    assert checker(clock=lambda: end - timedelta(seconds=1)).by_number(str(NUMBER), CODE).status is CheckStatus.VALID
    late = checker(clock=lambda: end).by_number(str(NUMBER), CODE)
    assert (late.status, late.mark) == (CheckStatus.EXPIRED, Mark.UNCHECKED)


def test_a_digest_is_found_in_any_case_and_an_unknown_one_is_not():
    known = checker().by_sha256(f" {Ledger().paper.sha256.upper()}\n")
    assert (known.status, known.mark, known.sha256_match) == (CheckStatus.VALID, Mark.GENUINE, True)
    unknown = checker().by_sha256("0" * 64)
    assert (unknown.status, unknown.mark, unknown.sha256_match) == (CheckStatus.UNKNOWN, Mark.UNCHECKED, False)


def test_a_paper_of_the_ledger_whose_certificate_failed_is_marked():
    verdict = checker(
        finding=Finding.DISTRUSTED, sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert verdict.by_file(b"").mark is Mark.CERTIFICATE_FAILED

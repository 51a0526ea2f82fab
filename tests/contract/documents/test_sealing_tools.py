"""Renewed papers and changed certificates before programs that know nothing of ours."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from asn1crypto.ocsp import OCSPResponse
from cryptography.x509 import ReasonFlags
from pikepdf.pdfa import validate_written
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import OCSPContainer

from documents.domain.errors import Unavailable
from documents.sealing.kit import parsed
from documents.sealing.lines import LINES
from documents.sealing.waiting import finish
from documents.verifying import Finding
from tests.unit.documents.seal_room import open_room, seal_serial, stamp_serials

HOUSE = Path(__file__).parents[3]


def run(*command, code=0):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def seconds(moment):
    return str(int(moment.timestamp()))


@pytest.fixture
def room(tmp_path):
    return open_room(tmp_path)


@pytest.fixture
def renewed(room):
    """A paper of long ago, before and after its stamp was renewed under certificates of today."""
    paper = room.seal()
    room.clock.moment = room.stamps.good_until(paper) - timedelta(days=30)
    for line in LINES.values():
        room.care.rotate(line)
    return paper, room.stamps.renew(paper)


def test_a_renewed_paper_is_without_fault_and_pdf_a_3b(renewed, tmp_path):
    (tmp_path / "renewed.pdf").write_bytes(renewed[1])
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", tmp_path / "renewed.pdf")
    allowed = ("interactive forms (/AcroForm)", "permissions (/Perms)", "/DSS are not checked", "embedded files")
    findings = map(str, validate_written(tmp_path / "renewed.pdf", "3b").findings)
    assert [each for each in findings if not any(words in each for words in allowed)] == []


def test_pdfsig_finds_the_seal_valid_and_the_last_stamp_over_the_whole_file(renewed, tmp_path):
    """It does not verify time-stamps; it says what they cover."""
    (tmp_path / "renewed.pdf").write_bytes(renewed[1])
    text = run("pdfsig", "-nocert", tmp_path / "renewed.pdf")
    assert "Signature Validation: Signature is Valid." in text
    assert "Total document signed" in text[text.index("Signature #3") :]


def test_openssl_verifies_the_new_stamp_after_the_old_authority_has_ended(room, renewed, tmp_path):
    after = seconds(room.clock() + timedelta(days=365))
    pdf = renewed[1]
    for number, stamp in enumerate(PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures):
        start, length, second, rest = (int(each) for each in stamp.byte_range)
        (tmp_path / "stamp.bytes").write_bytes(pdf[start : start + length] + pdf[second : second + rest])
        (tmp_path / "stamp.p7s").write_bytes(stamp.pkcs7_content.rstrip(b"\0"))
        text = run(
            *(
                "openssl",
                "ts",
                "-verify",
                "-token_in",
                "-in",
                tmp_path / "stamp.p7s",
                "-data",
                tmp_path / "stamp.bytes",
            ),
            *("-CAfile", room.folder / "root.pem", "-attime", after),
            code=1 - number,
        )
        assert ("Verification: OK" if number else "certificate has expired") in text


@pytest.mark.parametrize(("which", "passes"), [(0, False), (1, True)], ids=["not renewed", "renewed"])
def test_a_validator_that_asks_for_the_present_believes_only_the_renewed_paper(room, renewed, which, passes):
    """pyHanko's own judgement, not eased by ours: now is now, and the newest authority is asked now."""
    room.clock.pass_by(days=60)
    with time_machine.travel(room.clock(), tick=False):
        seal = PdfFileReader(BytesIO(renewed[which])).embedded_regular_signatures[0]
        timing = ValidationTimingInfo(room.clock(), room.clock(), point_in_time_validation=False)
        result = finish(ades_lta_validation(seal, _asking_now(room.ring.current()), timing_info=timing))
    assert (result.ades_subindic is AdESPassed.OK) is passes


def _asking_now(kit):
    answer = OCSPContainer(OCSPResponse.load(kit.authority.status(kit.pki.tsa)))
    asked = LocalKnowledge(known_ocsps=[answer], known_certs=[parsed(kit.pki.ocsp)])
    gathering = RevocationInfoGatheringSpec(
        RevinfoOnlineFetchingRule.LOCAL_ONLY, certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH
    )
    revocation = CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require"))
    trust = CertValidationPolicySpec(SimpleTrustManager.build([parsed(kit.pki.root)]), revocation)
    return PdfSignatureValidationSpec(SignatureValidationSpec(trust, gathering, local_knowledge=asked))


def certificate_of(room, line):
    (room.keys / "asked.pem").write_bytes((room.folder / f"{line}.pem").read_bytes())
    return room.keys / "asked.pem"


@pytest.mark.parametrize("line", ["seal", "tsa"])
def test_openssl_learns_of_a_revocation_at_once_and_its_reason(room, line):
    asked, root = certificate_of(room, line), room.folder / "root.pem"

    def state():
        question, answer = room.keys / "q.der", room.keys / "r.der"
        run("openssl", "ocsp", "-issuer", root, "-cert", asked, "-no_nonce", "-reqout", question)
        answer.write_bytes(room.ring.current().authority.respond(question.read_bytes()))
        return run(
            *("openssl", "ocsp", "-issuer", root, "-cert", asked, "-no_nonce", "-respin", answer, "-CAfile", root),
            *("-attime", seconds(room.clock()), "-validity_period", "999999999"),
        )

    assert "asked.pem: good" in state()
    room.care.rotate(LINES[line])
    assert "asked.pem: good" in state(), "retired, not revoked"
    room.care.revoke(read_serial(asked), ReasonFlags.key_compromise)
    text = state()
    assert "Response verify OK" in text
    assert "asked.pem: revoked" in text
    assert "Reason: keyCompromise" in text


@pytest.mark.parametrize("line", ["seal", "tsa", "ocsp"])
def test_openssl_refuses_a_certificate_that_the_list_names(room, line):
    asked, crl = certificate_of(room, line), room.keys / "crl.pem"

    def verify(code):
        der = room.keys / "crl.der"
        der.write_bytes(room.ring.current().authority.revocation_list())
        run("openssl", "crl", "-inform", "DER", "-in", der, "-out", crl)
        assert "verify OK" in run("openssl", "crl", "-in", crl, "-CAfile", room.folder / "root.pem", "-noout")
        at = ("-attime", seconds(room.clock() + timedelta(seconds=1)))
        anchor = ("-CAfile", room.folder / "root.pem", "-CRLfile", crl, "-crl_check")
        return run("openssl", "verify", *anchor, *at, asked, code=code)

    assert "asked.pem: OK" in verify(0)
    room.care.revoke(read_serial(asked), ReasonFlags.superseded)
    assert "certificate revoked" in verify(2)


def read_serial(path):
    return int(run("openssl", "x509", "-in", path, "-noout", "-serial").strip().partition("=")[2], 16)


def test_a_process_that_seals_follows_the_operator_in_another_process(room):
    """The clock of this one is today's, as is the operator's."""
    live = open_room(room.keys / "live", lambda: datetime.now(UTC))
    environment = {**os.environ, "MINWON_DATA": str(room.keys / "operator")}
    (room.keys / "operator").mkdir()
    (room.keys / "operator" / "keys").symlink_to(live.keys)

    def operator(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "documents.sealing", *arguments],
            capture_output=True, text=True, timeout=240, check=False, env=environment, cwd=HOUSE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    papers, failures, sealed = [], [], threading.Semaphore(0)
    stopping = threading.Event()

    def seal():
        while not stopping.is_set():
            try:
                papers.append(live.seal())
            except Unavailable as error:
                failures.append(error)
            sealed.release()
            stopping.wait(0.1)

    threads = [threading.Thread(target=seal) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for arguments in (["rotate", "seal"], ["renew", "tsa"]):
            operator(*arguments)
            while sealed.acquire(blocking=False):
                pass
            for _ in threads:  # one that had begun before, and one since
                assert sealed.acquire(timeout=240)
            assert sealed.acquire(timeout=240)
    finally:
        stopping.set()
        for thread in threads:
            thread.join(60)
    assert failures == []
    assert len({(seal_serial(each), stamp_serials(each)[0]) for each in papers}) == 3
    looked_at = papers[:: max(1, len(papers) // 8)] + papers[-2:]
    assert {live.judge(each).finding for each in looked_at} == {Finding.SOUND}
    operator("revoke", f"{live.current['seal'].serial_number:x}")
    with pytest.raises(Unavailable):
        live.seal()
    live.care.rotate(LINES["seal"])
    assert live.judge(live.seal()).finding is Finding.SOUND

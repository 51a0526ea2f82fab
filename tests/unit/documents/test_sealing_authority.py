import base64
import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from asn1crypto import algos, core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from fastapi import FastAPI

from documents.sealing.authority import CRL_REFRESH, OCSP_VALID, Authority
from documents.sealing.endpoints import MAX_REQUEST, open_desk, pki_router
from documents.sealing.lines import OCSP, SEAL
from documents.sealing.revocations import Revocation, write_revocations
from documents.sealing.timestamps import TimestampAuthority
from documents.service import problems
from tests.unit.documents.paper_house import PKI_URL, keys, now, pki
from tests.unit.documents.seal_room import open_room


def ask(certificate, issuer=None):
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer or pki().root, hashes.SHA256())
    builder = builder.add_extension(x509.OCSPNonce(b"0123456789abcdef"), critical=False)
    return builder.build().public_bytes(serialization.Encoding.DER)


def stamp_request(digest=b"", algorithm="sha256", **more):
    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}), "hashed_message": digest}
    return tsp.TimeStampReq({"version": 1, "message_imprint": imprint, **more}).dump()


def test_a_good_certificate_is_good_and_the_nonce_comes_back():
    answer = ocsp.load_der_ocsp_response(Authority(pki(), now).respond(ask(pki().seal)))
    assert answer.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert answer.serial_number == pki().seal.serial_number
    assert answer.this_update_utc == now()
    assert answer.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"0123456789abcdef"


def test_malformed_and_foreign_requests_are_refused():
    authority = Authority(pki(), now)
    assert ocsp.load_der_ocsp_response(authority.respond(b"x")).response_status.name == "MALFORMED_REQUEST"
    foreign = ocsp.load_der_ocsp_response(authority.respond(ask(pki().root)))
    assert foreign.response_status.name == "UNAUTHORIZED"
    other_issuer = ocsp.load_der_ocsp_response(authority.respond(ask(pki().seal, issuer=pki().tsa)))
    assert other_issuer.response_status.name == "UNAUTHORIZED"


def test_a_revocation_shows_in_answer_and_list(monkeypatch):
    since = now() - timedelta(hours=1)
    authority = Authority(pki(), now)
    pki().revoked_file.write_text(json.dumps({f"{pki().tsa.serial_number:x}": since.isoformat()}))  # the first edition
    try:
        answer = ocsp.load_der_ocsp_response(authority.respond(ask(pki().tsa)))
        listed = x509.load_der_x509_crl(authority.revocation_list())
    finally:
        pki().revoked_file.unlink()
    assert answer.certificate_status is ocsp.OCSPCertStatus.REVOKED
    assert answer.revocation_time_utc == since.replace(microsecond=0)
    assert listed.get_revoked_certificate_by_serial_number(pki().tsa.serial_number) is not None
    assert listed.is_signature_valid(pki().root.public_key())


class SetClock:
    def __init__(self):
        self.moment = now()

    def __call__(self):
        return self.moment


def numbered(der):
    listed = x509.load_der_x509_crl(der)
    return listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def test_a_list_is_served_again_until_its_refresh_and_never_after():
    clock = SetClock()
    authority = Authority(pki(), clock)
    first = authority.revocation_list()
    clock.moment += CRL_REFRESH - timedelta(seconds=1)
    assert authority.revocation_list() == first
    clock.moment += timedelta(seconds=1)
    second = authority.revocation_list()
    listed = x509.load_der_x509_crl(second)
    assert listed.last_update_utc == clock.moment
    assert listed.next_update_utc > clock.moment + CRL_REFRESH, "what is served last is still in its term"
    assert numbered(second) > numbered(first)


def test_a_list_from_the_future_is_not_served_when_the_clock_was_set_back():
    clock = SetClock()
    authority = Authority(pki(), clock)
    authority.revocation_list()
    clock.moment -= timedelta(hours=2)
    assert x509.load_der_x509_crl(authority.revocation_list()).last_update_utc == clock.moment


def test_a_revocation_is_on_the_list_at_once(tmp_path):
    authority = Authority(replace(pki(), revoked_file=tmp_path / "revoked.json"), now)
    before = authority.revocation_list()
    write_revocations(
        tmp_path / "revoked.json", {pki().seal.serial_number: Revocation(now(), x509.ReasonFlags.key_compromise)}
    )
    listed = x509.load_der_x509_crl(authority.revocation_list())
    assert not list(x509.load_der_x509_crl(before))
    entry = listed.get_revoked_certificate_by_serial_number(pki().seal.serial_number)
    assert entry.extensions.get_extension_for_class(x509.CRLReason).value.reason is x509.ReasonFlags.key_compromise


def test_an_answer_is_never_older_than_its_question():
    clock = SetClock()
    authority = Authority(pki(), clock)
    for _ in range(3):
        answer = ocsp.load_der_ocsp_response(authority.respond(ask(pki().seal)))
        assert (answer.this_update_utc, answer.next_update_utc) == (clock.moment, clock.moment + OCSP_VALID)
        clock.moment += timedelta(minutes=7)


def test_a_timestamp_says_the_time_of_the_clock_and_carries_digest_and_nonce():
    digest = hashlib.sha256(b"paper").digest()
    answer = tsp.TimeStampResp.load(
        TimestampAuthority(pki(), now).respond(stamp_request(digest, nonce=77, cert_req=True))
    )
    info = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    assert answer["status"]["status"].native == "granted"
    assert info["gen_time"].native == now().replace(microsecond=0)
    assert info["message_imprint"]["hashed_message"].native == digest
    assert info["nonce"].native == 77
    assert len(answer["time_stamp_token"]["content"]["certificates"]) == 1


def test_two_timestamps_have_different_serial_numbers():
    authority, request = TimestampAuthority(pki(), now), stamp_request(bytes(32))
    serials = {
        tsp.TimeStampResp.load(authority.respond(request))["time_stamp_token"]["content"]["encap_content_info"][
            "content"
        ]
        .parsed["serial_number"]
        .native
        for _ in range(3)
    }
    assert len(serials) == 3


@pytest.mark.parametrize(
    ("request_der", "reason"),
    [
        (b"junk", "bad_data_format"),
        (b"", "bad_data_format"),
        (stamp_request(bytes(20), "sha1"), "bad_alg"),
        (stamp_request(bytes(31)), "bad_data_format"),
        (stamp_request(bytes(32), req_policy="1.2.3"), "unaccepted_policy"),
    ],
    ids=["junk", "nothing", "SHA-1", "short digest", "other policy"],
)
def test_what_cannot_be_stamped_is_rejected_with_its_reason(request_der, reason):
    answer = core.Sequence.load(TimestampAuthority(pki(), now).respond(request_der))
    status = tsp.PKIStatusInfo.load(answer[0].dump())
    assert len(answer) == 1, "no token"
    assert (status["status"].native, status["fail_info"].native) == ("rejection", {reason})


@pytest.fixture
async def client():
    app = FastAPI()
    problems.install(app)
    app.include_router(pki_router(open_desk(keys(), now, PKI_URL)), prefix="/pki")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pki") as opened:
        yield opened


async def test_routes_serve_what_the_authority_says(client):
    request = ask(pki().seal)
    posted = await client.post("/pki/ocsp", content=request)
    got = await client.get("/pki/ocsp/" + base64.b64encode(request).decode())
    assert posted.headers["content-type"] == "application/ocsp-response"
    assert ocsp.load_der_ocsp_response(posted.content).certificate_status is ocsp.OCSPCertStatus.GOOD
    assert ocsp.load_der_ocsp_response(got.content).certificate_status is ocsp.OCSPCertStatus.GOOD
    assert x509.load_pem_x509_certificate((await client.get("/pki/ca.pem")).content) == pki().root
    assert x509.load_der_x509_crl((await client.get("/pki/crl")).content).issuer == pki().root.subject
    stamped = await client.post("/pki/tsa", content=stamp_request(bytes(32)))
    assert tsp.TimeStampResp.load(stamped.content)["status"]["status"].native == "granted"


async def test_the_routes_follow_the_folder_and_shut_while_it_is_broken(tmp_path):
    room = open_room(tmp_path)
    app = FastAPI()
    problems.install(app)
    app.include_router(pki_router(open_desk(tmp_path, now, PKI_URL)), prefix="/pki")
    former = room.current["seal"]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pki") as client:

        async def state():
            answer = await client.post("/pki/ocsp", content=ask(former))
            return ocsp.load_der_ocsp_response(answer.content).certificate_status

        room.care.rotate(SEAL)
        assert await state() is ocsp.OCSPCertStatus.GOOD, "a former certificate is still known"
        room.care.rotate(OCSP)
        room.care.revoke(former.serial_number, x509.ReasonFlags.superseded)
        assert await state() is ocsp.OCSPCertStatus.REVOKED
        listed = x509.load_der_x509_crl((await client.get("/pki/crl")).content)
        assert [each.serial_number for each in listed] == [former.serial_number]
        (tmp_path / "pki" / "revoked.json").write_text("{")
        for path in ("crl", "ca.pem"):
            answer = await client.get(f"/pki/{path}")
            assert (answer.status_code, answer.json()["code"]) == (503, "pki_down")


async def test_an_oversized_request_is_a_problem(client):
    answer = await client.post("/pki/tsa", content=b"x" * (MAX_REQUEST + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_an_unreadable_get_is_answered_in_the_protocols_words(client):
    answer = await client.get("/pki/ocsp/%21%21")
    assert ocsp.load_der_ocsp_response(answer.content).response_status.name == "MALFORMED_REQUEST"

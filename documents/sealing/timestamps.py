"""The project's own time-stamp authority (RFC 3161, RFC 5816), and pyHanko's way to call it inside the process."""

# mypy: allow-untyped-calls
import secrets
from datetime import UTC
from typing import Any

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.timestamps import TimeStamper

from documents.sealing.key_folder import Pki
from documents.service.clock import Clock

POLICY = "2.25.299131722451283042617193342151372837163"
"""Our time-stamping policy, under the arc that needs no registration (X.667)."""
_DIGEST_LENGTHS = {"sha256": 32, "sha384": 48, "sha512": 64}
_SERIAL_BITS = 64


class TimestampAuthority:
    """Signs that a digest existed now. Time comes from ``clock``, to the second."""

    def __init__(self, pki: Pki, clock: Clock) -> None:
        self._key, self._clock = pki.tsa_key, clock
        der = pki.tsa.public_bytes(serialization.Encoding.DER)
        self._certificate = x509.Certificate.load(der)
        identifier = {"cert_hash": self._certificate.sha256}
        self._signer_attribute = cms.CMSAttribute(
            {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [identifier]})]}
        )

    def respond(self, request: bytes) -> bytes:
        """Answer a request (DER) with a response (DER); what we cannot stamp gets the protocol's rejection."""
        try:
            asked = tsp.TimeStampReq.load(request, strict=True)
            return bytes(self.answer(asked).dump())
        except (ValueError, TypeError, KeyError):
            return bytes(_reject("bad_data_format").dump())

    def answer(self, asked: tsp.TimeStampReq) -> tsp.TimeStampResp:
        imprint = asked["message_imprint"]
        algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
        if algorithm not in _DIGEST_LENGTHS:
            return _reject("bad_alg")
        if len(digest) != _DIGEST_LENGTHS[algorithm]:
            return _reject("bad_data_format")
        if asked["req_policy"].native not in (None, POLICY):
            return _reject("unaccepted_policy")
        token = self._token(self._info(asked), with_certificate=bool(asked["cert_req"].native))
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _info(self, asked: tsp.TimeStampReq) -> bytes:
        fields: dict[str, Any] = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": asked["message_imprint"],
            "serial_number": secrets.randbits(_SERIAL_BITS),
            "gen_time": self._clock().astimezone(UTC).replace(microsecond=0),
            "accuracy": {"seconds": 1},
        }
        if asked["nonce"].native is not None:
            fields["nonce"] = asked["nonce"]
        return bytes(tsp.TSTInfo(fields).dump())

    def _token(self, info: bytes, *, with_certificate: bool) -> cms.ContentInfo:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(info)
        attributes = cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "message_digest", "values": [digest.finalize()]},
                self._signer_attribute,
            ]
        )
        signer = {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {
                    "issuer": self._certificate.issuer,
                    "serial_number": self._certificate.serial_number,
                }
            },
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": self._key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
        }
        signed: dict[str, Any] = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(info)},
            "signer_infos": [signer],
        }
        if with_certificate:
            signed["certificates"] = [self._certificate]
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


class HouseTimeStamper(TimeStamper):
    """Calls the authority without a network; everything else is pyHanko's."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()
        self._authority = authority

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self._authority.answer(req)


def _reject(failure: str) -> tsp.TimeStampResp:
    return tsp.TimeStampResp({"status": {"status": "rejection", "fail_info": {failure}}})

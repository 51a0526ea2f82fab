# mypy: allow-untyped-calls
"""The project's own time-stamp authority (RFC 3161, RFC 5816), and pyHanko's way to call it inside the process."""

import hashlib
import secrets
from datetime import UTC

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.timestamps import TimeStamper

from documents.sealing import der
from documents.sealing.key_folder import Pki
from documents.service.clock import Clock

POLICY = "2.25.299131722451283042617193342151372837163"
"""Our time-stamping policy, under the arc that needs no registration (X.667)."""
_DIGEST_LENGTHS = {"sha256": 32, "sha384": 48, "sha512": 64}
_SERIAL_BITS = 64
_SIGNED_DATA = der.identifier("1.2.840.113549.1.7.2")
_TST_INFO = der.identifier("1.2.840.113549.1.9.16.1.4")
_SHA256 = der.sequence(der.identifier("2.16.840.1.101.3.4.2.1"))
_ECDSA_SHA256 = der.sequence(der.identifier("1.2.840.10045.4.3.2"))
_CONTENT_TYPE = der.sequence(der.identifier("1.2.840.113549.1.9.3"), der.set_of(_TST_INFO))
_MESSAGE_DIGEST = der.identifier("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = der.identifier("1.2.840.113549.1.9.16.2.47")
_GRANTED = der.sequence(der.integer(0))


class TimestampAuthority:
    """Signs that a digest existed now. Time comes from ``clock``, to the second."""

    def __init__(self, pki: Pki, clock: Clock) -> None:
        self._key, self._clock = pki.tsa_key, clock
        self._certificate = pki.tsa.public_bytes(serialization.Encoding.DER)
        self._signer = der.sequence(pki.tsa.issuer.public_bytes(), der.integer(pki.tsa.serial_number))
        self._own = _signing_certificate(pki.tsa)

    def respond(self, request: bytes) -> bytes:
        """Answer a request (DER) with a response (DER); what we cannot stamp gets the protocol's rejection."""
        try:
            return self.answer(tsp.TimeStampReq.load(request, strict=True))
        except (ValueError, TypeError, KeyError):
            return _reject("bad_data_format")

    def answer(self, asked: tsp.TimeStampReq) -> bytes:
        imprint = asked["message_imprint"]
        algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
        if algorithm not in _DIGEST_LENGTHS:
            return _reject("bad_alg")
        if len(digest) != _DIGEST_LENGTHS[algorithm]:
            return _reject("bad_data_format")
        if asked["req_policy"].native not in (None, POLICY):
            return _reject("unaccepted_policy")
        token = self._token(self._info(asked), with_certificate=bool(asked["cert_req"].native))
        return der.sequence(_GRANTED, token)

    def _info(self, asked: tsp.TimeStampReq) -> bytes:
        """Write TSTInfo (RFC 3161 2.4.2), accurate to a second."""
        now = self._clock().astimezone(UTC)
        nonce = asked["nonce"].native
        return der.sequence(
            der.integer(1),
            der.identifier(POLICY),
            asked["message_imprint"].dump(),
            der.integer(secrets.randbits(_SERIAL_BITS)),
            der.tlv(der.TIME, f"{now:%Y%m%d%H%M%SZ}".encode()),
            der.sequence(der.integer(1)),
            asked["nonce"].dump() if nonce is not None else b"",
        )

    def _token(self, info: bytes, *, with_certificate: bool) -> bytes:
        """Wrap TSTInfo in SignedData version 3 (RFC 5652 5.1) with the attributes that RFC 5816 asks for."""
        digest = der.sequence(_MESSAGE_DIGEST, der.set_of(der.tlv(der.OCTETS, hashlib.sha256(info).digest())))
        attributes = der.set_of(_CONTENT_TYPE, digest, self._own)
        signer = der.sequence(
            der.integer(1),
            self._signer,
            _SHA256,
            b"\xa0" + attributes[1:],  # signed as a SET, written with the tag [0] (RFC 5652 5.4)
            _ECDSA_SHA256,
            der.tlv(der.OCTETS, self._key.sign(attributes, ec.ECDSA(hashes.SHA256()))),
        )
        signed = der.sequence(
            der.integer(3),
            der.set_of(_SHA256),
            der.sequence(_TST_INFO, der.explicit(0, der.tlv(der.OCTETS, info))),
            der.explicit(0, self._certificate) if with_certificate else b"",
            der.set_of(signer),
        )
        return der.sequence(_SIGNED_DATA, der.explicit(0, signed))


class HouseTimeStamper(TimeStamper):
    """Calls the authority without a network; everything else is pyHanko's."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()
        self._authority = authority

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        response: tsp.TimeStampResp = tsp.TimeStampResp.load(self._authority.answer(req))
        return response


def _signing_certificate(certificate: x509.Certificate) -> bytes:
    """Write the attribute that binds the token to the certificate; SHA-256 is its default and stays unsaid."""
    digest = der.tlv(der.OCTETS, certificate.fingerprint(hashes.SHA256()))
    return der.sequence(_SIGNING_CERTIFICATE_V2, der.set_of(der.sequence(der.sequence(der.sequence(digest)))))


def _reject(failure: str) -> bytes:
    return der.sequence(bytes(tsp.PKIStatusInfo({"status": "rejection", "fail_info": {failure}}).dump()))

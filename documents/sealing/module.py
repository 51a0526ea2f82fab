"""The seal's key in a hardware module, by PKCS#11: the private key never is in a file, nor in this process."""

import secrets
from dataclasses import dataclass
from typing import Any

import pkcs11
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag

from documents.sealing.keys import RSA_BITS
from documents.sealing.seal_keys import RawSigner
from documents.sealing.token_session import Opened, TokenSession


@dataclass(frozen=True)
class ModuleSigner:
    session: TokenSession
    label: str
    public: rsa.RSAPublicKey

    def sign(self, data: bytes) -> bytes:
        return self.session.use(lambda opened: self._sign(opened, data))

    def _sign(self, opened: Opened, data: bytes) -> bytes:
        key = opened.private_key(self.label, self.public.public_numbers().n)
        signature = bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
        try:
            self.public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as error:  # a handle that names another key since the module was restarted
            raise pkcs11.SignatureInvalid from error
        return signature


@dataclass(frozen=True)
class ModuleSealKeys:
    """Implements ``SealKeys``: pairs of the label ``label`` in a token. Retired ones stay, the operator's to delete."""

    session: TokenSession
    label: str

    def first(self) -> rsa.RSAPublicKey:
        """Give the one pair of that label, or draw it. Raise ValueError when there are several."""
        found = self.session.use(lambda opened: [_public(key) for key in opened.private_keys(self.label)])
        if len(found) > 1:
            raise ValueError("several keys of that label in the token, and no certificate that says which")
        return found[0] if found else self.draw()

    def draw(self) -> rsa.RSAPublicKey:
        return self.session.use(self._draw)

    def find(self, public: rsa.RSAPublicKey) -> RawSigner:
        self.session.use(lambda opened: opened.private_key(self.label, public.public_numbers().n))
        return ModuleSigner(self.session, self.label, public)

    def tidy(self, current: rsa.RSAPublicKey) -> None:
        """Leave the retired pair where it is: nobody gets it out, and deleting in a module is a person's act."""

    def _draw(self, opened: Opened) -> rsa.RSAPublicKey:
        writing = opened.session.token.open(rw=True)
        try:
            _, private = writing.generate_keypair(
                KeyType.RSA,
                RSA_BITS,
                id=secrets.token_bytes(16),
                label=self.label,
                store=True,
                capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
            )
            return _public(private)
        finally:
            writing.close()


def _public(key: Any) -> rsa.RSAPublicKey:
    exponent, modulus = (int.from_bytes(key[each], "big") for each in (Attribute.PUBLIC_EXPONENT, Attribute.MODULUS))
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()

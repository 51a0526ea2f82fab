"""The seal's key in a hardware module, by PKCS#11: the private key never is in a file, nor in this process."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any, TypeVar

import pkcs11
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag, ObjectClass

from documents.domain.errors import Unavailable
from documents.sealing.key_ring import SEAL_DOWN
from documents.sealing.keys import RSA_BITS
from documents.sealing.seal_keys import RawSigner

Result = TypeVar("Result")
_ONE_AT_A_TIME = RLock()
"""Of the whole process, like the library behind it: python-pkcs11 calls C_Initialize without arguments, by which it
promises that no two threads are inside at once (PKCS#11 2.40, 5.4). A second process has a module of its own."""
_WRONG_PIN = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked, pkcs11.PinExpired)


@dataclass
class TokenSession:
    """A logged-in session, opened when needed and again, once, when it was lost."""

    library: Path
    token: str
    pin_file: Path
    _session: pkcs11.Session | None = field(default=None, repr=False)
    _refused_pin: str | None = field(default=None, repr=False)

    def use(self, work: Callable[[pkcs11.Session], Result]) -> Result:
        """Give what ``work`` makes of the session. Raise Unavailable("seal_down") when the token cannot be used now."""
        with _ONE_AT_A_TIME:
            try:
                return self._tried_again(work)
            except (pkcs11.PKCS11Error, OSError, UnicodeDecodeError) as error:
                self._session = None
                raise Unavailable(SEAL_DOWN) from error

    def _tried_again(self, work: Callable[[pkcs11.Session], Result]) -> Result:
        try:
            self._session = self._session or self._open()
            return work(self._session)
        except _WRONG_PIN:
            raise
        except pkcs11.PKCS11Error:  # taken out, restarted, logged out by somebody: once more, from the beginning
            self._session = None
            pkcs11.lib(str(self.library)).reinitialize()  # some libraries see only then that a token is back
            self._session = self._open()
            return work(self._session)

    def _open(self) -> pkcs11.Session:
        token = pkcs11.lib(str(self.library)).get_token(token_label=self.token)
        pin = self.pin_file.read_text("utf-8").strip()
        if pin == self._refused_pin:  # three wrong ones lock a token: this one was refused already
            raise pkcs11.PinIncorrect
        try:
            return token.open(user_pin=pin)
        except pkcs11.UserAlreadyLoggedIn:  # the login is the token's, not the session's
            return token.open()
        except _WRONG_PIN:
            self._refused_pin = pin
            raise


@dataclass(frozen=True)
class ModuleSigner:
    session: TokenSession
    label: str
    public: rsa.RSAPublicKey

    def sign(self, data: bytes) -> bytes:
        def work(session: pkcs11.Session) -> bytes:
            key = _private_key(session, self.label, self.public)
            return bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))

        return self.session.use(work)


@dataclass(frozen=True)
class ModuleSealKeys:
    """Implements ``SealKeys``: pairs of the label ``label`` in a token. Retired ones stay, the operator's to delete."""

    session: TokenSession
    label: str

    def first(self) -> rsa.RSAPublicKey:
        """Give the one pair of that label, or draw it. Raise ValueError when there are several."""
        found = self.session.use(lambda session: [_public(key) for key in _pairs(session, self.label)])
        if len(found) > 1:
            raise ValueError("several keys of that label in the token, and no certificate that says which")
        return found[0] if found else self.draw()

    def draw(self) -> rsa.RSAPublicKey:
        def work(session: pkcs11.Session) -> rsa.RSAPublicKey:
            writing = session.token.open(rw=True)
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

        return self.session.use(work)

    def find(self, public: rsa.RSAPublicKey) -> RawSigner:
        self.session.use(lambda session: _private_key(session, self.label, public))
        return ModuleSigner(self.session, self.label, public)

    def tidy(self, current: rsa.RSAPublicKey) -> None:
        """Leave the retired pair where it is: nobody gets it out, and deleting in a module is a person's act."""


def _private_key(session: pkcs11.Session, label: str, public: rsa.RSAPublicKey) -> Any:
    modulus = public.public_numbers().n
    found = _pairs(session, label, {Attribute.MODULUS: modulus.to_bytes((modulus.bit_length() + 7) // 8, "big")})
    if len(found) != 1:
        raise pkcs11.NoSuchKey
    return found[0]


def _pairs(session: pkcs11.Session, label: str, more: Mapping[Attribute, Any] = MappingProxyType({})) -> list[Any]:
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.KEY_TYPE: KeyType.RSA, Attribute.LABEL: label}
    return list(session.get_objects({**wanted, **more}))


def _public(key: Any) -> rsa.RSAPublicKey:
    exponent, modulus = (int.from_bytes(key[each], "big") for each in (Attribute.PUBLIC_EXPONENT, Attribute.MODULUS))
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()

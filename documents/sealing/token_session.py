"""A logged-in session with a token of a PKCS#11 module: opened when needed and, when it was lost, again."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import pkcs11
from pkcs11 import Attribute, KeyType, ObjectClass

from documents.domain.errors import Unavailable
from documents.sealing.key_ring import SEAL_DOWN

Result = TypeVar("Result")
_ONE_AT_A_TIME = RLock()
"""Of the whole process, like the library behind it: python-pkcs11 calls C_Initialize without arguments, by which it
promises that no two threads are inside at once (PKCS#11 2.40, 5.4). A second process has a module of its own."""
_WRONG_PIN = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked, pkcs11.PinExpired)


@dataclass(frozen=True)
class Opened:
    """One session, and the keys that were found in it; their handles end with it."""

    session: pkcs11.Session
    keys: dict[int, Any] = field(default_factory=dict, repr=False)

    def private_key(self, label: str, modulus: int) -> Any:
        """Find an RSA key by its modulus. Raise NoSuchKey."""
        if modulus not in self.keys:
            number = modulus.to_bytes((modulus.bit_length() + 7) // 8, "big")
            found = self.private_keys(label, {Attribute.MODULUS: number})
            if len(found) != 1:
                raise pkcs11.NoSuchKey
            self.keys[modulus] = found[0]
        return self.keys[modulus]

    def private_keys(self, label: str, more: dict[Attribute, Any] | None = None) -> list[Any]:
        with contextlib.suppress(pkcs11.RandomNoRNG, pkcs11.FunctionNotSupported):
            self.session.generate_random(8)  # a lost session says so here; a search in it would leave a mess behind
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.KEY_TYPE: KeyType.RSA, Attribute.LABEL: label}
        return list(self.session.get_objects({**wanted, **(more or {})}))


@dataclass
class TokenSession:
    """``token`` is a label; ``pin_file`` is read at each login."""

    library: Path
    token: str
    pin_file: Path
    _opened: Opened | None = field(default=None, repr=False)
    _refused_pin: str | None = field(default=None, repr=False)

    def use(self, work: Callable[[Opened], Result]) -> Result:
        """Give what ``work`` makes of the session. Raise Unavailable("seal_down") when the token cannot be used now."""
        with _ONE_AT_A_TIME:
            try:
                return self._tried_again(work)
            except (pkcs11.PKCS11Error, OSError, UnicodeDecodeError) as error:
                self._opened = None
                raise Unavailable(SEAL_DOWN) from error

    def _tried_again(self, work: Callable[[Opened], Result]) -> Result:
        try:
            self._opened = self._opened or self._open()
            return work(self._opened)
        except _WRONG_PIN:
            raise
        except pkcs11.PKCS11Error:  # taken out, restarted, logged out by somebody: once more, from the beginning
            self._opened = None
            pkcs11.lib(str(self.library)).reinitialize()  # some libraries see only then that a token is back
            self._opened = self._open()
            return work(self._opened)

    def _open(self) -> Opened:
        token = pkcs11.lib(str(self.library)).get_token(token_label=self.token)
        pin = self.pin_file.read_text("utf-8").strip()
        if pin == self._refused_pin:  # three wrong ones lock a token: this one was refused already
            raise pkcs11.PinIncorrect
        try:
            return Opened(token.open(user_pin=pin))
        except pkcs11.UserAlreadyLoggedIn:  # the login is the token's, not the session's
            return Opened(token.open())
        except _WRONG_PIN:
            self._refused_pin = pin
            raise

"""One tree of errors with stable codes.

MinwonError
├── InvalidNumber        invalid_number
├── InvalidOptions       invalid_options
├── Unavailable          …_down          temporary: somebody else's system did not answer
├── Refusal              not_entitled, no_record …   final: an answer, not a crash
└── Halt                 subject_mismatch, missing_glyph …   staff must look
"""


class MinwonError(Exception):
    """Base of all errors that cross a port. ``code`` is stable and free of personal data."""

    code = "error"
    permanent = True

    def __init__(self, code: str | None = None) -> None:
        if code is not None:
            self.code = code
        super().__init__(self.code)


class InvalidNumber(MinwonError):
    code = "invalid_number"


class InvalidOptions(MinwonError):
    code = "invalid_options"


class Unavailable(MinwonError):
    """A dependency is down, slow or answered nonsense; the same call may succeed later."""

    code = "unavailable"
    permanent = False


class Refusal(MinwonError):
    """The request is answered with no. The code never says why to the citizen."""

    code = "refused"


class Halt(MinwonError):
    """The paper must not leave; a person has to look."""

    code = "held"

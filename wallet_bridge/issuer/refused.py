"""Refusals in the words of OAuth 2.0 and OpenID4VCI: a code of the standard, nothing about anybody."""


class Refused(Exception):
    """``error`` is the standard's code, ``status`` the HTTP status that it belongs to."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.status = error, status

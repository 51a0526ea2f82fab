"""The login_hint_token of this provider: a JWT by the client with name, birthdate and phone_number."""

from datetime import date, datetime

from joserfc.errors import ExpiredTokenError, JoseError

from actions.identity.sandbox.clients import Client
from actions.identity.sandbox.errors import OAuthError
from actions.identity.sandbox.residents import PhoneHolder, PhoneHolders

_OTHER_HINTS = ("login_hint", "id_token_hint")


def read(
    form: dict[str, str], client: Client, audiences: list[str], holders: PhoneHolders, now: datetime
) -> PhoneHolder:
    """Tell whom ``form`` asks for. Raise OAuthError: invalid_request, expired_login_hint_token or unknown_user_id."""
    token = form.get("login_hint_token")
    if not token or any(form.get(name) for name in _OTHER_HINTS):
        raise OAuthError("invalid_request", "exactly one hint, a login_hint_token, is needed")
    try:
        claims = client.verify(token, audiences, now)
        name, born, phone = claims["name"], date.fromisoformat(claims["birthdate"]), claims["phone_number"]
    except ExpiredTokenError:
        raise OAuthError("expired_login_hint_token", "the login_hint_token is too old") from None
    except (JoseError, KeyError, TypeError, ValueError):
        raise OAuthError("invalid_request", "the login_hint_token cannot be read") from None
    holder = holders.find(name, born, phone)
    if holder is None:
        raise OAuthError("unknown_user_id", "nobody is known by this hint")
    return holder

"""Passwords of people: slow to guess, different for each person."""

import base64
import hashlib
import hmac

from botyard.model.secrets import Secrets

_COST = {"n": 2**14, "r": 8, "p": 1}
_SCHEME = "scrypt"


def hash_password(password: str, secrets: Secrets) -> str:
    salt = secrets.token(32)
    return f"{_SCHEME}${salt}${_digest(password, salt)}"


def is_password(password: str, stored: str) -> bool:
    """False for everybody whose `stored` is empty: they cannot log in with a password."""
    scheme, _, rest = stored.partition("$")
    salt, _, digest = rest.partition("$")
    return scheme == _SCHEME and hmac.compare_digest(_digest(password, salt), digest)


def _digest(password: str, salt: str) -> str:
    return base64.b64encode(
        hashlib.scrypt(password.encode(), salt=salt.encode(), **_COST)
    ).decode()

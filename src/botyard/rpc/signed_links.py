"""Links of a list of files: made without a row for each, and good for as long as the others."""

import hmac
from typing import NamedTuple

from botyard.chat.files import LINK_KEPT_MS
from botyard.model.entities import FileId, Moment, UserId
from botyard.model.secrets import Secrets

_KEY_LENGTH = 64


class Pass(NamedTuple):
    """Whom a link was made for, and what it leads to."""

    file_id: FileId
    user_id: UserId


class SignedLinks:
    """The key is known to this process alone: what it signed ends with it."""

    def __init__(self, secrets: Secrets) -> None:
        self._key = secrets.token(_KEY_LENGTH).encode()

    def token(self, file_id: FileId, user_id: UserId, now: Moment) -> str:
        signed = f"{file_id}-{user_id}-{now + LINK_KEPT_MS}"
        return f"{signed}-{self._signature(signed)}"

    def read(self, token: str, now: Moment) -> Pass | None:
        """None for what was not signed here, or too long ago."""
        signed, _, signature = token.rpartition("-")
        if not hmac.compare_digest(self._signature(signed).encode(), signature.encode()):
            return None
        file_id, user_id, until = map(int, signed.split("-"))
        return Pass(FileId(file_id), UserId(user_id)) if now < until else None

    def _signature(self, signed: str) -> str:
        return hmac.digest(self._key, signed.encode(), "sha256").hex()

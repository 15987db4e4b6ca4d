"""The only place that rolls dice: ids and secrets nobody can guess."""

import secrets
from typing import Protocol


class Secrets(Protocol):
    def token(self, length: int = 32) -> str:
        """`length` lower-case hexadecimal digits."""


class SystemSecrets:
    def token(self, length: int = 32) -> str:
        return secrets.token_hex((length + 1) // 2)[:length]

"""Secrets that exist once in the world, so that wherever one is found, it has leaked."""

import base64
from collections.abc import Iterator
from secrets import token_hex
from urllib.parse import quote

_SHORTEST = 12


class Canaries:
    """Secrets by what they are: made here, or made by the server and noted."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def plant(self, name: str) -> str:
        return self.note(name, f"canary{token_hex(12)}")

    def note(self, name: str, secret: str) -> str:
        assert len(secret) >= _SHORTEST, name
        assert secret not in self._known.values(), name
        self._known[name] = secret
        return secret

    def __getitem__(self, name: str) -> str:
        return self._known[name]

    def found_in(self, content: bytes) -> Iterator[str]:
        """Whose secret stands there, as it is or in another spelling."""
        for name, secret in self._known.items():
            if any(one in content for one in _spellings(secret)):
                yield name

    @property
    def names(self) -> set[str]:
        return set(self._known)


def _spellings(secret: str) -> tuple[bytes, ...]:
    written = secret.encode()
    backwards = secret[::-1].encode()
    return (
        written,
        quote(secret, safe="").encode(),
        written.hex().encode(),
        base64.b64encode(written).rstrip(b"="),
        backwards,
    )

"""Secrets are kept as hashes only."""

import hashlib
from functools import lru_cache


# A bot shows the same two secrets with every call; the bound keeps guesses from filling this.
@lru_cache(maxsize=4096)
def hashed(secret: str) -> str:
    """What is stored of a random secret. For passwords see `passwords`."""
    return hashlib.sha256(secret.encode()).hexdigest()

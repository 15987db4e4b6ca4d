"""Secrets are kept as hashes only."""

import hashlib


def hashed(secret: str) -> str:
    """What is stored of a random secret. For passwords see `passwords`."""
    return hashlib.sha256(secret.encode()).hexdigest()

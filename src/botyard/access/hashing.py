"""Secrets are kept as hashes only."""

import hashlib

from botyard.model.remembered import remembered


# A bot shows the same two secrets with every call.
@remembered(4096)
def hashed(secret: str) -> str:
    """What is stored of a random secret. For passwords see `passwords`."""
    return hashlib.sha256(secret.encode()).hexdigest()

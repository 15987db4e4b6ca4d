"""Text as it is compared: two spellings of the same are one."""

import unicodedata


def folded(text: str) -> str:
    """In no case, with its accents and letters of any width spelled in one way."""
    return unicodedata.normalize("NFKC", text).casefold()

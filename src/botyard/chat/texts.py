"""The rules for a message's text."""

MAX_LENGTH = 20_000
CUT_MARK = " (...)"


def shorten(text: str) -> str:
    """Cut the way the portal does: at the limit, counted in code points, with a mark after it."""
    return text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + CUT_MARK


def is_blank(text: str) -> bool:
    return not text or text.isspace()

"""Text in any spelling as patterns that GLOB of SQLite and `~` of PostgreSQL read alike.

Neither engine's own folding serves: SQLite's knows ASCII alone, PostgreSQL's what its locale does.
"""

import unicodedata
from typing import NewType

Pattern = NewType("Pattern", str)

# The caret has no place in a class where both take it for itself; after a backslash it has one
# that SQLite reads as either of the two.
_ESCAPED = {"^": r"\^", "\\": r"\\"}
# Letters of the width of a Chinese one, as input methods write them, and those of ASCII.
_WIDE = {narrow: chr(ord(narrow) + 0xFEE0) for narrow in map(chr, range(0x21, 0x7F))} | {
    " ": "\u3000"
}
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}


def in_any_spelling(text: str) -> list[Pattern]:
    """What holds `text` in any case and width matches one of them.

    Some systems write a letter and its accent as one character, others as two: that is a pattern
    each, where it makes a difference.
    """
    forms = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    return [*dict.fromkeys(_in_any_case(form) for form in forms)]


def _in_any_case(text: str) -> Pattern:
    """Each character is a class of its spellings."""
    return Pattern("".join(f"[{_spellings(one)}]" for one in text))


def _spellings(character: str) -> str:
    """What ends or negates a class is of ASCII, and stands where it does not."""
    narrow = _NARROW.get(character, character)
    if narrow in _ESCAPED:
        return _ESCAPED[narrow] + _WIDE[narrow]
    forms = (narrow, narrow.lower(), narrow.upper(), narrow.casefold())
    single = [*dict.fromkeys(form for form in forms if len(form) == 1)]
    return "".join([*single, *(_WIDE[form] for form in single if form in _WIDE)])

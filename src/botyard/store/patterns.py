"""Text in any case as a pattern that GLOB of SQLite and `~` of PostgreSQL read alike.

Neither engine's own folding serves: SQLite's knows ASCII alone, PostgreSQL's what its locale does.
"""

from typing import NewType

Pattern = NewType("Pattern", str)

# The caret has no place in a class where both take it for itself; after a backslash it has one
# that SQLite reads as either of the two.
_SPECIAL = {"^": r"[\^]", "\\": r"[\\]"}


def in_any_case(text: str) -> Pattern:
    """Matches what holds `text`; each character is a class of its spellings."""
    return Pattern("".join(_SPECIAL.get(one) or f"[{_spellings(one)}]" for one in text))


def _spellings(character: str) -> str:
    forms = (character, character.lower(), character.upper(), character.casefold())
    return "".join(dict.fromkeys(form for form in forms if len(form) == 1))

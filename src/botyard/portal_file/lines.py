"""Where in a TOML text something is named, which its parser does not tell."""

import tomllib
from typing import Any

# Keys, and places in lists, from the outermost table inwards.
Place = tuple[str | int, ...]


def line_of(text: str, place: Place) -> int:
    """The line where the statement begins that first names `place` in this readable text.

    It is the last line of the shortest beginning of the text that can be read and has the place,
    so strings, comments and quoted keys that only look like it do no harm.
    """
    lines = text.split("\n")
    without, having = 0, len(lines)
    while having - without > 1:
        middle = (without + having) // 2
        # A beginning that ends inside a value of many lines cannot be read: try its neighbours.
        for count in (*range(middle, having), *range(middle - 1, without, -1)):
            has_place = _has_place("\n".join(lines[:count]), place)
            if has_place is not None:
                break
        else:
            break
        if has_place:
            having = count
        else:
            without = count
    return without + 1


def _has_place(text: str, place: Place) -> bool | None:
    """None if the text cannot be read."""
    try:
        inner: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    try:
        for step in place:
            inner = inner[step]
    except (KeyError, IndexError):
        return False
    return True

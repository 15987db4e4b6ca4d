"""Where a text is code, in which nothing means anything but itself."""

import re

_MARK = re.compile(r"\[(/?+)CODE\]", re.ASCII | re.IGNORECASE)


def hide_code(text: str) -> str:
    """`text` with a space for each character between `[CODE]` and `[/CODE]`, in any case.

    A `[CODE]` without its end hides itself and all that follows. Every position stays the same.
    """
    if "[" not in text:
        return text
    shown: list[str] = []
    shown_to, opened_at, code_from = 0, -1, -1
    for mark in _MARK.finditer(text):
        if mark[1] and opened_at >= 0:
            shown += (text[shown_to:code_from], " " * (mark.start() - code_from))
            shown_to, opened_at = mark.start(), -1
        elif not mark[1] and opened_at < 0:
            opened_at, code_from = mark.span()
    if opened_at < 0:
        return "".join((*shown, text[shown_to:]))
    return "".join((*shown, text[shown_to:opened_at], " " * (len(text) - opened_at)))

"""Texts that are chosen to be slow to read, of any length."""

from itertools import count

_PIECES = (
    "[",
    "]",
    "[]",
    "[[",
    "[b]",
    "[/b]",
    "[b][/b]",
    "[b]x[/b]",
    "[b][i][/b]",
    "[b][url][/b]",
    "[x]",
    "[br]",
    "[b ",
    "[b=",
    "[url=",
    "[url]",
    "[url][/url]",
    "[url=/a]x[/url]",
    "[url=javascript:\n",
    "[url=//evil]x[/url]",
    "[user=1]",
    "[user=1 REPLACE",
    "[uSeR=1][/UsEr]",
    "[user=99999999999999999999]x[/user]",
    "[call]1[/call]",
    "[put]a[/put]",
    "[img size=small]/a[/img]",
    "[icon=/a size=1 title=",
    "[timestamp=1 format=A]",
    "[code]",
    "[/code]",
    "[code][/code]",
    "[code]\n>>[/code]\n>>",
    ">>",
    ">>\n",
    ">>\n\n",
    ">>[b]\n\n",
    ">",
    "-",
    "------\n",
    "------\nA [1:1]\n------\n\n",
    "------\n>>\n",
    "------\n[",
    "\n",
    "\r\n",
    "\n/a",
    "/a ",
    "9",
    "a",
    "\u0130",
    "\U0001f600",
)
_NUMBERED = (
    "[user={}]",
    "[user={}]a[/user]",
    "[put={}]a[/put]",
    "[icon=/{}]",
    "[b={}]",
    ">>[b]{}\n\n",
    "------\n{}\n------\n",
    "\n/{}",
)


def hostile_texts(length: int) -> dict[str, str]:
    """Each text, which has `length` characters, by what it is made of."""
    nested = "[b]" * 40 + "x" + "[/b]" * 40
    texts = {piece: piece * length for piece in (*_PIECES, nested)}
    texts |= {piece: _numbered(piece, length) for piece in _NUMBERED}
    texts["[b]... [/b]..."] = "[b]" * (length // 7) + "[/b]" * length
    texts["[user=9...]"] = "[user=" + "9" * (length - 14) + "]x[/user]"
    return {piece: text[:length] for piece, text in texts.items()}


def _numbered(piece: str, length: int) -> str:
    parts: list[str] = []
    size = 0
    for number in count(10_000):
        parts.append(piece.format(number))
        size += len(parts[-1])
        if size >= length:
            break
    return "".join(parts)

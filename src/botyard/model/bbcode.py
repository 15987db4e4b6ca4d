"""Reads a text with BB codes into the tree of what it shows.

The work grows as the text does, whatever the text. Nothing is refused: what is no code as
documented, has no end, or crosses another, is text. Source: docs page "message-formatting" of
Chatbots 2.0.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from botyard.model.bbcode_inline import TAG, read_inline, read_parts
from botyard.model.bbcode_tags import ALL_NAMES, BLOCK_NAMES
from botyard.model.code_spans import hide_code
from botyard.model.formatted_text import Node, Nodes, QuoteNode, TextNode

MAX_DEPTH = 32
# No message is long enough for more tags; a block of an attachment may be.
MAX_TAGS = 10_000
MAX_QUOTES = 1_000

_ARROW_LINES = re.compile(r"^>>[^\n]*+(?:\n>>[^\n]*+)*+", re.MULTILINE)
_ARROW = re.compile(r"^>>", re.MULTILINE)
_RULE = re.compile(r"^------[-]*+$", re.MULTILINE)
# As people see it: Ada [22.11.2026 10:15], and in some clients the message's place behind it.
_HEAD = re.compile(r"([^\[\]\n]*+)\[([^\[\]\n=:]*+:[^\[\]\n=]*+)\](?: #[^\s]++)?+(?:\n|\Z)")


class _Source(NamedTuple):
    """A part of a text. `searched` is as long as `text`, and blank where `text` is code."""

    text: str
    searched: str

    def part(self, start: int, end: int) -> "_Source":
        return _Source(self.text[start:end], self.searched[start:end])

    def between(self, start: int, end: int) -> "_Source":
        """Without the line breaks that belong to a quote before or after this part."""
        if start and self.text.startswith("\n", start):
            start += 1
        if start < end < len(self.text):
            end -= 1
        return self.part(start, end)


def parse_message(text: str) -> Nodes:
    """What the text of a message shows; no nodes for no text.

    Nodes hold each other at most MAX_DEPTH deep. What stands behind MAX_TAGS, and quotes after
    MAX_QUOTES, are text. Codes do not reach across the border of a quote.
    """
    text = text.replace("\r\n", "\n")
    parts, rest = _within_limit(text)
    searched = text[: len(text) - len(rest)]
    nodes: Iterable[Node]
    if ">>" in searched or "------" in searched:
        nodes = _Quotes().read(_Source(searched, hide_code(searched)))
    else:
        nodes = read_parts(parts, ALL_NAMES, MAX_DEPTH)
    return (*nodes, TextNode(rest)) if rest else tuple(nodes)


def parse_block(text: str) -> Nodes:
    """What a text inside an attachment shows: fewer codes, and no quotes."""
    parts, rest = _within_limit(text)
    nodes = read_parts(parts, BLOCK_NAMES, MAX_DEPTH)
    return (*nodes, TextNode(rest)) if rest else tuple(nodes)


def _within_limit(text: str) -> tuple[list[str], str]:
    """The parts that are read, and the rest of the text."""
    if "[" not in text:
        return [text], ""
    parts = TAG.split(text, MAX_TAGS)
    if len(parts) <= 2 * MAX_TAGS:
        return parts, ""
    return [*parts[:-1], ""], parts[-1]


class _Quotes:
    """Lines of dashes make a quote of what is between them; so do lines that begin with >>."""

    def __init__(self) -> None:
        self._left = MAX_QUOTES

    def read(self, source: _Source) -> Iterator[Node]:
        rules = _RULE.finditer(source.searched)
        read_to = 0
        for opening, closing in zip(rules, rules, strict=False):
            if not self._left:
                break
            self._left -= 1
            yield from self._read_arrows(source.between(read_to, opening.start()), MAX_DEPTH)
            yield self._read_ruled(source.between(opening.end(), closing.start()))
            read_to = closing.end()
        yield from self._read_arrows(source.between(read_to, len(source.text)), MAX_DEPTH)

    def _read_ruled(self, source: _Source) -> QuoteNode:
        head = _HEAD.match(source.searched)
        author, date, quoted = "", "", source
        if head is not None:
            author, date = head[1].strip(), head[2].strip()
            quoted = source.part(head.end(), len(source.text))
        return QuoteNode(author, date, tuple(self._read_arrows(quoted, MAX_DEPTH - 1)))

    def _read_arrows(self, source: _Source, room: int) -> Iterator[Node]:
        read_to = 0
        for lines in _ARROW_LINES.finditer(source.searched):
            if not self._left:
                break
            self._left -= 1
            before = source.between(read_to, lines.start())
            yield from read_inline(before.text, ALL_NAMES, room)
            quoted = _without_arrows(source.part(*lines.span()))
            yield QuoteNode("", "", tuple(read_inline(quoted, ALL_NAMES, room - 1)))
            read_to = lines.end()
        yield from read_inline(source.between(read_to, len(source.text)).text, ALL_NAMES, room)


def _without_arrows(source: _Source) -> str:
    """What looks like an arrow inside code stays."""
    if source.text == source.searched:
        return source.text[len(">>") :].replace("\n>>", "\n")
    starts = [arrow.start() for arrow in _ARROW.finditer(source.searched)]
    ends = [*starts[1:], len(source.text)]
    lines = zip(starts, ends, strict=True)
    return "".join([source.text[start + len(">>") : end] for start, end in lines])

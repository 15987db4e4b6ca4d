"""Reads the codes in one stretch of text."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from typing import TypeAlias

from botyard.model.bbcode_tags import Around, Tag, read_literal, read_tag
from botyard.model.formatted_text import CodeNode, Node, TextNode

# Text and tags take turns in what it splits: each second part is a tag.
TAG = re.compile(r"(\[/?+[A-Za-z]++(?:[= ][^\[\]]*+)?+\])")

# For each part of the text: a whole node, the opening or end of one, or nothing but text.
_Meanings: TypeAlias = list[Node | Tag | None]


def read_inline(text: str, names: Container[str], room: int) -> list[Node]:
    """What the codes with these names show. Nodes that would be deeper than `room` are text."""
    if "[" not in text:
        return [TextNode(text)] if text else []
    return read_parts(TAG.split(text), names, room)


def read_parts(parts: list[str], names: Container[str], room: int) -> list[Node]:
    """As `read_inline`, of a text that TAG has split; the parts are used up."""
    return _build(parts, _Pairing(parts, names).pair(), room)


class _Pairing:
    """An end closes the last opening of its name; whatever was opened since then is text."""

    def __init__(self, parts: list[str], names: Container[str]) -> None:
        self._parts = parts
        self._names = names
        self._opened: list[tuple[Tag, int]] = []
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._last_place = 0
        self._meanings: _Meanings = [None] * len(parts)

    def pair(self) -> _Meanings:
        """What each part means. What became the value of a node is emptied in the parts."""
        places = iter(range(1, len(self._parts), 2))
        for place in places:
            tag = read_tag(self._parts[place])
            if tag is None or tag.name not in self._names:
                continue
            if tag.is_end:
                self._close(tag, place)
            elif tag.name == "code":
                self._take_code(place, places)
            elif tag.alone is None:
                self._open(tag, place)
            else:
                self._meanings[place] = tag.alone
                self._last_place = place
        return self._meanings

    def _open(self, tag: Tag, place: int) -> None:
        self._opened.append((tag, place))
        self._counts[tag.name] += 1
        self._last_place = place

    def _close(self, end: Tag, place: int) -> None:
        if not self._counts[end.name]:
            return
        opening, opened_at = self._opened.pop()
        while opening.name != end.name:
            self._counts[opening.name] -= 1
            opening, opened_at = self._opened.pop()
        self._counts[end.name] -= 1
        if opening.around is not None:
            self._meanings[opened_at], self._meanings[place] = opening, end
            self._last_place = place
        elif opened_at == self._last_place:
            self._take(opened_at, place, read_literal(opening, self._between(opened_at, place)))

    def _take_code(self, place: int, places: Iterator[int]) -> None:
        """Nothing inside means anything; without its end, nor does what follows."""
        for end in places:
            if self._parts[end].lower() == "[/code]":
                self._take(place, end, CodeNode(self._between(place, end)))
                return

    def _take(self, opened_at: int, end: int, node: Node | None) -> None:
        if node is not None:
            self._meanings[opened_at] = node
            self._parts[opened_at + 1 : end + 1] = [""] * (end - opened_at)
            self._last_place = end

    def _between(self, opened_at: int, end: int) -> str:
        return _joined(self._parts, opened_at + 1, end)


def _build(parts: list[str], meanings: _Meanings, room: int) -> list[Node]:
    branch = _Branch(parts)
    too_deep = 0
    for place, meaning in enumerate(meanings):
        if meaning is None:
            continue
        if not isinstance(meaning, Tag):
            branch.add(place, meaning)
        elif meaning.around is not None and branch.depth < room:
            branch.open(place, meaning.around)
        elif meaning.around is not None:
            too_deep += 1
        elif too_deep:
            too_deep -= 1
        else:
            branch.close(place)
    return branch.whole()


class _Branch:
    """The nodes that are still open, each with the children that it has so far."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self._shown_to = 0
        self._siblings: list[Node] = []
        self._outer: list[tuple[Around, list[Node]]] = []

    @property
    def depth(self) -> int:
        return len(self._outer)

    def add(self, place: int, node: Node) -> None:
        self._show_text(place)
        self._siblings.append(node)

    def open(self, place: int, around: Around) -> None:
        self._show_text(place)
        self._outer.append((around, self._siblings))
        self._siblings = []

    def close(self, place: int) -> None:
        self._show_text(place)
        around, siblings = self._outer.pop()
        siblings.append(around(tuple(self._siblings)))
        self._siblings = siblings

    def whole(self) -> list[Node]:
        self._show_text(len(self._parts))
        return self._siblings

    def _show_text(self, place: int) -> None:
        """The parts since the last one that was shown, without the one at `place`."""
        if text := _joined(self._parts, self._shown_to, place):
            self._siblings.append(TextNode(text))
        self._shown_to = place + 1


def _joined(parts: list[str], start: int, end: int) -> str:
    """Between neighbours there is one part, which is there already."""
    return parts[start] if end - start == 1 else "".join(parts[start:end])

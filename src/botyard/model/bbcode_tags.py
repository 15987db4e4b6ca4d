"""What single BB codes say. Whatever is not as documented is None, and stays text.

Source: docs page "message-formatting" of Chatbots 2.0.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Literal, TypeAlias

from msgspec import Struct

from botyard.model.formatted_text import (
    BoldNode,
    BreakNode,
    CallNode,
    ChatLinkNode,
    CodeNode,
    ColorNode,
    DiskFileNode,
    IconNode,
    ImageNode,
    ItalicNode,
    LinkNode,
    MentionAllNode,
    MentionNode,
    MessageLinkNode,
    Node,
    Nodes,
    OpenLineNode,
    PutNode,
    SendNode,
    SizeNode,
    StrikeNode,
    TextNode,
    TimestampNode,
    UnderlineNode,
)
from botyard.model.links import safe_link

Around: TypeAlias = Callable[[Nodes], Node]
_ImageSize: TypeAlias = Literal["small", "medium", "large"]

_SHORT = 20
_LONGEST_ID = 19
_LARGEST_ID = 2**63 - 1
_SIZES = range(8, 31)
_LAST_SECOND = 8_640_000_000_000  # the last moment that a browser's Date can hold
_COLOR = re.compile("#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_NUMBER = re.compile(r"[+(]{0,2}[0-9][0-9+\-(). ]{0,40}")
_FORMAT = re.compile("[0-9A-Za-z_]{1,64}")
_ICON_LOOKS = re.compile(r"(?:size=([0-9]++))?+(?: ?+title=(.*+))?+", re.DOTALL | re.IGNORECASE)
_TIMESTAMP = re.compile(r"([0-9]++) format=(.*+)", re.DOTALL | re.IGNORECASE)
_IMAGE_SIZES: Mapping[str, _ImageSize] = {
    " size=small": "small",
    " size=medium": "medium",
    " size=large": "large",
}


class Tag(Struct, frozen=True, gc=False):
    """One code as it is read by itself.

    A node that is `alone`; an opening of one that is `around` others, or whose value is the
    text before its end; or an end.
    """

    name: str
    argument: str = ""
    is_end: bool = False
    alone: Node | None = None
    around: Around | None = None


def read_tag(written: str) -> Tag | None:
    """`written` is a whole tag, `[url=/a]` or `[/url]`."""
    return _read_short(written) if len(written) <= _SHORT else _read(written)


# Most texts use the same few tags again.
@lru_cache(maxsize=4096)
def _read_short(written: str) -> Tag | None:
    return _read(written)


def _read(written: str) -> Tag | None:
    if written[1] == "/":
        name = written[2:-1].lower()
        return Tag(name, is_end=True) if name in _WITH_END else None
    name = written[1:-1].partition("=")[0].partition(" ")[0]
    argument = written[1 + len(name) : -1]
    name = name.lower()
    if (read_alone := _ALONE.get(name)) is not None:
        alone = read_alone(argument)
        return None if alone is None else Tag(name, argument, alone=alone)
    around = _read_around(name, argument)
    if around is None and name != "img" and (argument or name not in _LITERAL):
        return None
    return Tag(name, argument, around=around)


def read_literal(opening: Tag, content: str) -> Node | None:
    """The node of an opening whose value is the text before its end."""
    if opening.name == "img":
        return _image(opening.argument, content)
    return _LITERAL[opening.name](content)


def _read_around(name: str, argument: str) -> Around | None:
    if not argument:
        return _PLAIN.get(name)
    read = _VALUED.get(name) if argument[0] == "=" else None
    return None if read is None else read(argument[1:])


def _id(digits: str) -> int | None:
    """The number, unless nothing can have it as an id."""
    if not (digits.isdigit() and digits.isascii()):
        return None
    significant = digits.lstrip("0") if digits[0] == "0" else digits
    if not significant or len(significant) > _LONGEST_ID:
        return None
    found = int(significant)
    return found if found <= _LARGEST_ID else None


def _size(value: str) -> Around | None:
    size = _id(value)
    return partial(SizeNode, size) if size in _SIZES and size is not None else None


def _color(value: str) -> Around | None:
    return partial(ColorNode, value) if _COLOR.fullmatch(value) else None


def _link(value: str) -> Around | None:
    url = safe_link(value)
    return None if url is None else partial(LinkNode, url)


def _mention(value: str) -> Around | None:
    user_id = _id(value)
    if user_id is None and value.lower() == "all":
        return MentionAllNode
    if user_id is None and value.upper().endswith(" REPLACE"):
        user_id = _id(value[: -len(" REPLACE")])
    return None if user_id is None else partial(MentionNode, user_id)


def _chat(value: str) -> Around | None:
    if value[: len("imol|")].lower() == "imol|":
        line_id = _id(value[len("imol|") :])
        return None if line_id is None else partial(OpenLineNode, line_id)
    chat_id = _id(value)
    return None if chat_id is None else partial(ChatLinkNode, chat_id)


def _context(value: str) -> Around | None:
    dialog, _, message = value.partition("/")
    dialog_id, message_id = _id(dialog.lower().removeprefix("chat")), _id(message)
    if dialog_id is None or message_id is None:
        return None
    prefix = "" if dialog.isdigit() else "chat"
    return partial(MessageLinkNode, f"{prefix}{dialog_id}", message_id)


def _put(value: str) -> Around | None:
    return partial(PutNode, value) if value.strip() else None


def _send(value: str) -> Around | None:
    return partial(SendNode, value) if value.strip() else None


def _call(value: str) -> Around | None:
    number = value.strip(" ")
    return partial(CallNode, number) if _NUMBER.fullmatch(number) else None


def _break(argument: str) -> Node | None:
    return None if argument else BreakNode()


def _icon(argument: str) -> Node | None:
    if argument[:1] != "=":
        return None
    address, _, looks = argument[1:].partition(" ")
    url, read = safe_link(address), _ICON_LOOKS.fullmatch(looks)
    if url is None or read is None:
        return None
    size = None if read[1] is None else _id(read[1])
    if size is None and read[1] is not None:
        return None
    return IconNode(url, size, (read[2] or "").strip())


def _timestamp(argument: str) -> Node | None:
    parts = _TIMESTAMP.fullmatch(argument, 1) if argument[:1] == "=" else None
    at = None if parts is None else _id(parts[1])
    if parts is None or at is None or at > _LAST_SECOND or not _FORMAT.fullmatch(parts[2]):
        return None
    return TimestampNode(at, parts[2])


def _disk_file(argument: str) -> Node | None:
    file_id = _id(argument[1:]) if argument[:1] == "=" else None
    return None if file_id is None else DiskFileNode(file_id)


def _image(argument: str, content: str) -> Node | None:
    size, url = _IMAGE_SIZES.get(argument.lower()), safe_link(content)
    return None if size is None or url is None else ImageNode(url, size)


def _shown_value(read: Callable[[str], Around | None]) -> Callable[[str], Node | None]:
    """The value is also what is shown."""

    def read_content(content: str) -> Node | None:
        around = read(content)
        return None if around is None else around((TextNode(content.strip(" ")),))

    return read_content


_PLAIN: Mapping[str, Around] = {
    "b": BoldNode,
    "i": ItalicNode,
    "u": UnderlineNode,
    "s": StrikeNode,
}
_VALUED: Mapping[str, Callable[[str], Around | None]] = {
    "size": _size,
    "color": _color,
    "url": _link,
    "user": _mention,
    "chat": _chat,
    "context": _context,
    "put": _put,
    "send": _send,
    "call": _call,
}
_ALONE: Mapping[str, Callable[[str], Node | None]] = {
    "br": _break,
    "icon": _icon,
    "timestamp": _timestamp,
    "disk": _disk_file,
}
_LITERAL: Mapping[str, Callable[[str], Node | None]] = {
    "code": CodeNode,
    "url": _shown_value(_link),
    "put": _shown_value(_put),
    "send": _shown_value(_send),
    "call": _shown_value(_call),
}
_WITH_END = frozenset([*_PLAIN, *_VALUED, *_LITERAL, "img"])

ALL_NAMES = _WITH_END | _ALONE.keys()
# Docs pages of the attachment's blocks.
BLOCK_NAMES = frozenset(["user", "chat", "send", "put", "call", "br", "b", "u", "i", "s", "url"])

"""What a text with BB codes shows: a tree of nodes, each of which says its `type`.

Source: docs page "message-formatting" of Chatbots 2.0.
"""

from typing import Literal, TypeAlias

from msgspec import Struct


class _Node(Struct, frozen=True, tag_field="type", rename="camel", gc=False):
    pass


class TextNode(_Node, frozen=True, tag="text"):
    """Shown as it is: `\\n` is a line break, spaces count."""

    text: str


class BreakNode(_Node, frozen=True, tag="break"):
    """A line break, from `[br]`."""


class BoldNode(_Node, frozen=True, tag="bold"):
    children: "Nodes"


class ItalicNode(_Node, frozen=True, tag="italic"):
    children: "Nodes"


class UnderlineNode(_Node, frozen=True, tag="underline"):
    children: "Nodes"


class StrikeNode(_Node, frozen=True, tag="strike"):
    children: "Nodes"


class SizeNode(_Node, frozen=True, tag="size"):
    """`size` is that of the font: 8 to 30 pixels."""

    size: int
    children: "Nodes"


class ColorNode(_Node, frozen=True, tag="color"):
    """`color` is `#rgb` or `#rrggbb`, in any case."""

    color: str
    children: "Nodes"


class LinkNode(_Node, frozen=True, tag="link"):
    """`url` is http, https, or a path of the portal that begins with one slash."""

    url: str
    children: "Nodes"


class MentionNode(_Node, frozen=True, tag="mention"):
    """Without children the user's name is to be shown."""

    user_id: int
    children: "Nodes"


class MentionAllNode(_Node, frozen=True, tag="mentionAll"):
    """Everybody in the chat."""

    children: "Nodes"


class ChatLinkNode(_Node, frozen=True, tag="chat"):
    chat_id: int
    children: "Nodes"


class OpenLineNode(_Node, frozen=True, tag="openLine"):
    """A link to an Open Channel."""

    line_id: int
    children: "Nodes"


class MessageLinkNode(_Node, frozen=True, tag="message"):
    """`dialogId` is `chat5`, or a user id as text."""

    dialog_id: str
    message_id: int
    children: "Nodes"


class QuoteNode(_Node, frozen=True, tag="quote"):
    """`author` and `date` are what the quote's head says, or empty: nobody has checked them."""

    author: str
    date: str
    children: "Nodes"


class CodeNode(_Node, frozen=True, tag="code"):
    """Shown letter by letter: what looks like a BB code inside is none."""

    text: str


class ImageNode(_Node, frozen=True, tag="image"):
    """`url` is as safe as that of a link."""

    url: str
    size: Literal["small", "medium", "large"]


class IconNode(_Node, frozen=True, tag="icon"):
    """A picture in the line; `size` is in pixels. `url` is as safe as that of a link."""

    url: str
    size: int | None
    title: str


class PutNode(_Node, frozen=True, tag="put"):
    """A click puts `command` into the input field."""

    command: str
    children: "Nodes"


class SendNode(_Node, frozen=True, tag="send"):
    """A click sends `command` to this dialog, as a message of who clicks."""

    command: str
    children: "Nodes"


class CallNode(_Node, frozen=True, tag="call"):
    """`number` holds digits, spaces and `+-().` alone."""

    number: str
    children: "Nodes"


class TimestampNode(_Node, frozen=True, tag="timestamp"):
    """`at`, in seconds since 1970, to be shown in the viewer's time zone."""

    at: int
    format: str


class DiskFileNode(_Node, frozen=True, tag="diskFile"):
    file_id: int


Node: TypeAlias = (
    TextNode
    | BreakNode
    | BoldNode
    | ItalicNode
    | UnderlineNode
    | StrikeNode
    | SizeNode
    | ColorNode
    | LinkNode
    | MentionNode
    | MentionAllNode
    | ChatLinkNode
    | OpenLineNode
    | MessageLinkNode
    | QuoteNode
    | CodeNode
    | ImageNode
    | IconNode
    | PutNode
    | SendNode
    | CallNode
    | TimestampNode
    | DiskFileNode
)
Nodes: TypeAlias = tuple[Node, ...]

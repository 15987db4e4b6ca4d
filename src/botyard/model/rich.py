"""Keyboards, menus and attachments as they are stored and returned: upper-case keys, as public."""

from typing import TypeAlias

Button: TypeAlias = dict[str, str | int]
MenuItem: TypeAlias = dict[str, str | int]

BlockFields: TypeAlias = dict[str, str | int]
Block: TypeAlias = dict[str, str | BlockFields | list[BlockFields]]
Attach: TypeAlias = dict[str, str | list[Block]]


class UnreadableRichContent(Exception):
    """A keyboard, menu or attachment is malformed as a whole, or nothing in it is valid."""


class OversizeRichContent(UnreadableRichContent):
    """It is longer than a message may carry."""

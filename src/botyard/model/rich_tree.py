"""All that a message shows, as data: its text, its attachment, its buttons and its menu.

What a message does not say has no key. Source: docs pages "attachments" and "message-keyboards"
of Chatbots 2.0.
"""

from typing import TypeAlias

from msgspec import Struct

from botyard.model.formatted_text import Nodes


class _Part(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    pass


class _Tagged(_Part, frozen=True, kw_only=True, tag_field="type"):
    pass


class LinkPress(_Tagged, frozen=True, kw_only=True, tag="link"):
    """`url` is http, https, or a path of the portal that begins with one slash."""

    url: str


class CommandPress(_Tagged, frozen=True, kw_only=True, tag="command"):
    """The bot `botId` gets the command, which has no slash."""

    command: str
    params: str
    bot_id: int | None = None


class PutPress(_Tagged, frozen=True, kw_only=True, tag="put"):
    """The text comes into the input field."""

    text: str


class SendPress(_Tagged, frozen=True, kw_only=True, tag="send"):
    """The text is sent to this dialog, as a message of who presses."""

    text: str


class CopyPress(_Tagged, frozen=True, kw_only=True, tag="copy"):
    """The text comes into the clipboard."""

    text: str


class CallPress(_Tagged, frozen=True, kw_only=True, tag="call"):
    """`number` is as the bot wrote it."""

    number: str


class DialogPress(_Tagged, frozen=True, kw_only=True, tag="dialog"):
    """`dialogId` is as the bot wrote it: it should be `chat5`, or a user id."""

    dialog_id: str


class AppPress(_Tagged, frozen=True, kw_only=True, tag="app"):
    app_id: int
    params: str = ""


Press: TypeAlias = (
    LinkPress
    | CommandPress
    | PutPress
    | SendPress
    | CopyPress
    | CallPress
    | DialogPress
    | AppPress
)


class ButtonTree(_Part, frozen=True, kw_only=True):
    """`context` is where it is shown: `MOBILE`, `DESKTOP` or `ALL`.

    With `block` it is to be disabled once it was pressed, until the bot changes the message.
    `width` is in pixels, colors are `#rgb` or `#rrggbb`; `bgColor` wins over the token.
    """

    text: str
    press: Press
    context: str
    disabled: bool = False
    block: bool = False
    width: int | None = None
    bg_color_token: str = ""
    bg_color: str = ""
    text_color: str = ""
    off_bg_color: str = ""
    off_text_color: str = ""


class MenuItemTree(_Part, frozen=True, kw_only=True):
    """`context` is where it is shown: `MOBILE`, `DESKTOP` or `ALL`."""

    text: str
    press: Press
    context: str
    disabled: bool = False


class MessageBlock(_Tagged, frozen=True, kw_only=True, tag="message"):
    children: Nodes


class UserBlock(_Tagged, frozen=True, kw_only=True, tag="user"):
    """`avatarType` is `USER`, `CHAT` or `BOT`; `avatar` and `link` are addresses."""

    name: str
    avatar: str = ""
    link: str = ""
    user_id: int | None = None
    chat_id: int | None = None
    bot_id: int | None = None
    network_id: str = ""
    avatar_type: str = ""


class LinkBlock(_Tagged, frozen=True, kw_only=True, tag="link"):
    """`desc` is text, also where the bot wrote HTML; `preview` is the address of an image."""

    link: str
    name: str = ""
    desc: str = ""
    preview: str = ""
    width: int | None = None
    height: int | None = None
    user_id: int | None = None
    chat_id: int | None = None
    network_id: str = ""


class DelimiterBlock(_Tagged, frozen=True, kw_only=True, tag="delimiter"):
    """`size` is its width in pixels."""

    size: int
    color: str = ""


class GridItem(_Part, frozen=True, kw_only=True):
    """`display` is `BLOCK`, `LINE`, `ROW` or `TABLE`; the color is that of the value."""

    display: str
    name: str = ""
    value: Nodes = ()
    width: int | None = None
    height: int | None = None
    color_token: str = ""
    color: str = ""
    link: str = ""
    user_id: int | None = None
    chat_id: int | None = None


class GridBlock(_Tagged, frozen=True, kw_only=True, tag="grid"):
    items: tuple[GridItem, ...]


class ImageItem(_Part, frozen=True, kw_only=True):
    """`preview` is the address of a smaller image."""

    link: str
    name: str = ""
    preview: str = ""
    width: int | None = None
    height: int | None = None


class ImageBlock(_Tagged, frozen=True, kw_only=True, tag="image"):
    items: tuple[ImageItem, ...]


class FileItem(_Part, frozen=True, kw_only=True):
    """`size` is in bytes."""

    link: str
    name: str = ""
    size: int | None = None


class FileBlock(_Tagged, frozen=True, kw_only=True, tag="file"):
    items: tuple[FileItem, ...]


AttachBlock: TypeAlias = (
    MessageBlock | UserBlock | LinkBlock | DelimiterBlock | GridBlock | ImageBlock | FileBlock
)


class AttachTree(_Part, frozen=True, kw_only=True):
    """`colorToken` is `primary`, `secondary`, `alert` or `base`; `color` wins over it."""

    color_token: str
    color: str = ""
    description: str = ""
    blocks: tuple[AttachBlock, ...]


class MessageTree(_Part, frozen=True, kw_only=True):
    """Each list inside `keyboard` is a row of buttons."""

    text: Nodes
    attach: AttachTree | None = None
    keyboard: tuple[tuple[ButtonTree, ...], ...] = ()
    menu: tuple[MenuItemTree, ...] = ()

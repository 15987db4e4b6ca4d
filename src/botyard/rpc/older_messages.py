"""What a bot says through the older API."""

from typing import Annotated

from msgspec import Meta

from botyard.chat.messages import Draft
from botyard.chat.texts import is_blank
from botyard.model.entities import MessageParams, UserId
from botyard.model.errors import MESSAGE_EMPTY, ApiError
from botyard.rpc.method import UpperParams
from botyard.rpc.rich_content import OLDER_BOT_ERRORS, attach_of, keyboard_of, menu_of


class OlderMessageFields(UpperParams, frozen=True):
    message: Annotated[
        str,
        Meta(
            description="Text; past 20,000 characters it is cut.", extra={"error": MESSAGE_EMPTY}
        ),
    ] = ""
    attach: Annotated[object, Meta(description="Blocks, or an object with `BLOCKS`.")] = None
    keyboard: Annotated[object, Meta(description="Buttons, or an object with `BUTTONS`.")] = None
    menu: Annotated[object, Meta(description="Items, or an object with `ITEMS`.")] = None
    system: Annotated[bool, Meta(description="A message of the chat itself.")] = False
    url_preview: Annotated[bool, Meta(description="Show what links lead to.")] = True


def draft_of(fields: OlderMessageFields, bot_id: UserId, *, is_system: bool) -> Draft:
    """Refuses a blank text with MESSAGE_EMPTY, also beside an attachment."""
    if is_blank(fields.message):
        raise ApiError(MESSAGE_EMPTY)
    content = MessageParams(
        attach=attach_of(fields.attach, OLDER_BOT_ERRORS),
        keyboard=keyboard_of(fields.keyboard, bot_id, OLDER_BOT_ERRORS),
        menu=menu_of(fields.menu, bot_id, OLDER_BOT_ERRORS),
        url_preview=fields.url_preview,
    )
    return Draft(text=fields.message.strip(), params=content, is_system=is_system)

"""Items in the context menu of a message, from every form the docs allow."""

from botyard.model.rich import MenuItem, UnreadableRichContent
from botyard.wire.button_actions import read_action
from botyard.wire.rich_forms import (
    CONTEXTS,
    choice,
    flag,
    integer,
    is_oversize,
    listed,
    opened,
    text,
)


def read_menu(value: object, bot_id: int | None) -> list[MenuItem]:
    """Every valid item with its defaults filled in, `bot_id` unless the menu names a bot.

    Raises UnreadableRichContent when there is none, or it is too long.
    """
    menu = opened(value)
    if isinstance(menu, dict) and "ITEMS" in menu:
        bot_id = integer(menu.get("BOT_ID")) or bot_id
        menu = opened(menu["ITEMS"])
    owner: MenuItem = {} if bot_id is None else {"BOT_ID": bot_id}
    read = (_read_item(given) for given in listed(menu) or [])
    items = [owner | item for item in read if item is not None]
    if not items or is_oversize(items):
        raise UnreadableRichContent
    return items


def _read_item(given: object) -> MenuItem | None:
    if not isinstance(given, dict):
        return None
    label, action = text(given.get("TEXT")), read_action(given)
    if label is None or action is None:
        return None
    return {
        "TEXT": label,
        **action,
        "CONTEXT": choice(given.get("CONTEXT"), *CONTEXTS) or "ALL",
        "DISABLED": flag(given.get("DISABLED")),
    }

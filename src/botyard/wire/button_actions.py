"""What buttons and menu items share: whose they are, and what pressing one does."""

from collections.abc import Callable, Mapping

from botyard.model.rich import Button, OversizeRichContent, UnreadableRichContent
from botyard.wire.rich_forms import choice, integer, is_oversize, link, listed, opened, text

_ACTIONS = ("PUT", "SEND", "COPY", "CALL", "DIALOG")


def read_owned(
    value: object,
    bot_id: int | None,
    key: str,
    read_one: Callable[[Mapping[str, object]], Button | None],
) -> list[Button]:
    """What is valid in the list, or below `key`, each with `bot_id` unless another is named.

    Raises UnreadableRichContent when nothing is, OversizeRichContent when it is too long.
    """
    given = opened(value)
    if isinstance(given, dict) and key in given:
        bot_id = integer(given.get("BOT_ID")) or bot_id
        given = opened(given[key])
    owner: Button = {} if bot_id is None else {"BOT_ID": bot_id}
    found = [
        owner | read
        for one in listed(given) or []
        if isinstance(one, dict) and (read := read_one(one)) is not None
    ]
    if not found:
        raise UnreadableRichContent
    if is_oversize(found):
        raise OversizeRichContent
    return found


def read_action(given: Mapping[str, object]) -> dict[str, str | int] | None:
    """The fields of the first valid action in the docs' order; none when there is no such."""
    if address := link(given.get("LINK")):
        return {"LINK": address}
    if command := (text(given.get("COMMAND")) or "").strip().removeprefix("/"):
        return {"COMMAND": command, "COMMAND_PARAMS": text(given.get("COMMAND_PARAMS")) or ""}
    action, action_value = choice(given.get("ACTION"), *_ACTIONS), text(given.get("ACTION_VALUE"))
    if action and action_value:
        return {"ACTION": action, "ACTION_VALUE": action_value}
    if app_id := integer(given.get("APP_ID")):
        parameters = text(given.get("APP_PARAMS"))
        return {"APP_ID": app_id} | ({"APP_PARAMS": parameters} if parameters else {})
    return None

"""Commands of a batch, as clients write them, and what came of them."""

from typing import Any
from urllib.parse import urlencode

from tests.portals import BEN, CLEO, BotUnderTest, PortalUnderTest

SEND = "imbot.v2.Chat.Message.send"


def command(method: str, **parameters: Any) -> str:
    return f"{method}?{urlencode(parameters)}"


def sending(bot: BotUnderTest, text: str, dialog: object = CLEO, **more: Any) -> str:
    named = {"botId": bot.id, "botToken": bot.token, "dialogId": dialog}
    return command(SEND, **named, **{"fields[message]": text}, **more)


async def batch(portal: PortalUnderTest, cmd: Any, user_id: int = BEN, **more: Any) -> Any:
    return await portal.call(user_id, "batch", cmd=cmd, **more)


async def texts(portal: PortalUnderTest, bot: BotUnderTest, reader: int = CLEO) -> list[str]:
    """What the person reads from the bot, oldest first."""
    page = await portal.call(reader, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    return [one["text"] for one in reversed(page["messages"])]

"""imbot.bot.list"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bots
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, UpperParams, user_method
from botyard.wire.views_v1 import Empty


class ListAllBotsParams(UpperParams, frozen=True):
    pass


class ListedOlderBot(Result, frozen=True, rename="upper"):
    id: Annotated[int, Meta(description="Id of the bot, a user's.")]
    name: Annotated[str, Meta(description="What people call it.")]
    code: Annotated[str, Meta(description="Under which it was registered.")]
    openline: Annotated[str, Meta(description="`Y` where it serves open lines.")]


@user_method("imbot.bot.list", scopes=("imbot",), reads=True)
async def list_all_bots(
    call: Call,
    params: ListAllBotsParams,  # noqa: ARG001
) -> dict[str, ListedOlderBot] | Empty:
    """List all bots of the portal by their ids, whoever registered them and how."""
    found = await bots.list_all(call.tx)
    listed = {
        str(bot.id): ListedOlderBot(
            bot.id, user.name, bot.code, "Y" if bot.is_support_openline else "N"
        )
        for bot, user in found
    }
    return listed or []

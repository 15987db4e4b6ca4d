"""imbot.v2.Chat.Manager.delete"""

from botyard.model.errors import ACCESS_DENIED, EMPTY_USER_IDS
from botyard.rpc import managers
from botyard.rpc.admit import BotCall
from botyard.rpc.managers import DismissParams
from botyard.rpc.method import Done, bot_method


@bot_method("imbot.v2.Chat.Manager.delete", errors=[ACCESS_DENIED, EMPTY_USER_IDS])
async def delete_managers(call: BotCall, params: DismissParams) -> Done:
    """Make managers of a group that the bot owns plain members."""
    dialog = await call.dialog(params.dialog_id)
    await managers.dismiss(call, dialog, params)
    return Done()

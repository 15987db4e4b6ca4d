"""imbot.v2.Chat.Manager.add"""

from botyard.model.errors import ACCESS_DENIED, EMPTY_USER_IDS
from botyard.rpc import managers
from botyard.rpc.admit import BotCall
from botyard.rpc.managers import AppointParams
from botyard.rpc.method import Done, bot_method


@bot_method("imbot.v2.Chat.Manager.add", errors=[ACCESS_DENIED, EMPTY_USER_IDS])
async def add_managers(call: BotCall, params: AppointParams) -> Done:
    """Make members of a group that the bot owns its managers."""
    dialog = await call.dialog(params.dialog_id)
    await managers.appoint(call, dialog, params)
    return Done()

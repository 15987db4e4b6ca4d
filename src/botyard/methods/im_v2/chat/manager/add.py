"""im.v2.Chat.Manager.add"""

from botyard.model.errors import ACCESS_DENIED, EMPTY_USER_IDS
from botyard.rpc import managers
from botyard.rpc.admit import Call
from botyard.rpc.managers import AppointParams
from botyard.rpc.method import Done, user_method
from botyard.rpc.named_chats import own_dialog


@user_method("im.v2.Chat.Manager.add", scopes=("im",), errors=[ACCESS_DENIED, EMPTY_USER_IDS])
async def add_own_managers(call: Call, params: AppointParams) -> Done:
    """Make members of a group that the person owns its managers."""
    dialog = await own_dialog(call, params.dialog_id)
    await managers.appoint(call, dialog, params)
    return Done()

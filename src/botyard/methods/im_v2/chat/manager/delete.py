"""im.v2.Chat.Manager.delete"""

from botyard.model.errors import ACCESS_DENIED, EMPTY_USER_IDS
from botyard.rpc import managers
from botyard.rpc.admit import Call
from botyard.rpc.managers import DismissParams
from botyard.rpc.method import Done, user_method
from botyard.rpc.named_chats import own_dialog


@user_method("im.v2.Chat.Manager.delete", scopes=("im",), errors=[ACCESS_DENIED, EMPTY_USER_IDS])
async def delete_own_managers(call: Call, params: DismissParams) -> Done:
    """Make managers of a group that the person owns plain members."""
    dialog = await own_dialog(call, params.dialog_id)
    await managers.dismiss(call, dialog, params)
    return Done()

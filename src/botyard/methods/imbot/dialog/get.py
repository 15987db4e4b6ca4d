"""imbot.dialog.get"""

from botyard.model.errors import DIALOG_ACCESS_ERROR, DIALOG_ID_EMPTY
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_dialog
from botyard.rpc.dialogs_v1 import NamedDialogParams, named_dialog
from botyard.rpc.method import user_method
from botyard.wire.views_v1 import DialogView


@user_method("imbot.dialog.get", scopes=("imbot",), errors=[DIALOG_ID_EMPTY, DIALOG_ACCESS_ERROR])
async def get_dialog_for_bots(call: Call, params: NamedDialogParams) -> DialogView:
    """Show a dialog of the webhook's person; a private one is opened by being asked for."""
    return await view_dialog(call, await named_dialog(call, params))

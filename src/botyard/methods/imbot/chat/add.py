"""imbot.chat.add"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import USERS_NO_LIST
from botyard.rpc import groups_v1
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.groups_v1 import GroupFields
from botyard.rpc.method import Preparation, prepared_by
from botyard.rpc.method_v1 import BotId, ClientId, older_bot_method


class AddBotGroupParams(GroupFields, frozen=True):
    users: Annotated[
        list[int],
        Meta(
            description="People and bots; unknown ones are skipped.",
            extra={"error": USERS_NO_LIST},
        ),
    ] = []
    bot_id: BotId = None
    client_id: ClientId = None


async def read_picture(preparation: Preparation, params: AddBotGroupParams) -> str:
    return await groups_v1.keep_picture(preparation, params)


@older_bot_method("imbot.chat.add", errors=[USERS_NO_LIST])
@prepared_by(read_picture)
async def add_bot_group(call: OlderBotCall, params: AddBotGroupParams, avatar: str) -> int:
    """Create a group chat that the bot owns; the answer is its id."""
    return await groups_v1.create(call, params, params.users, avatar)

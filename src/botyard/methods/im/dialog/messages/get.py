"""im.dialog.messages.get"""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, structs

from botyard.chat import dialogs, history, messages, reactions
from botyard.model.entities import Member, Message, MessageId
from botyard.model.errors import (
    DIALOG_ACCESS_ERROR,
    DIALOG_ID_EMPTY,
    FIRST_ID_STRING,
    LAST_ID_STRING,
    ApiError,
)
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_files, view_people
from botyard.rpc.dialogs_v1 import NamedDialogParams, opened_dialog
from botyard.rpc.method import Result, user_method
from botyard.wire import spelling_v1
from botyard.wire.file_views import PersonFileView
from botyard.wire.tree import message_tree
from botyard.wire.views_v1 import OldMessageView, PersonView

MAX_LIMIT = 50


class ReadDialogParams(NamedDialogParams, frozen=True):
    last_id: Annotated[
        int, Meta(description="Only messages before this one.", extra={"error": LAST_ID_STRING})
    ] = 0
    first_id: Annotated[
        int,
        Meta(
            description="Only messages after this one, unless `LAST_ID` is given.",
            extra={"error": FIRST_ID_STRING},
        ),
    ] = 0
    limit: Annotated[int, Meta(description="Messages to answer, 1 to 50.")] = 20
    with_tree: Annotated[
        bool,
        Meta(description="Answer in `tree` what each message shows, as data. Botyard's own."),
    ] = False


class DialogMessages(Result, frozen=True, rename=None):
    chat_id: Annotated[int, Meta(description="0 while the dialog is not opened.")]
    messages: Annotated[list[OldMessageView], Meta(description="The newest first.")]
    users: Annotated[list[PersonView], Meta(description="Their authors, each once.")]
    files: Annotated[
        list[PersonFileView], Meta(description="Their files, with links for two minutes.")
    ]


@user_method(
    "im.dialog.messages.get",
    scopes=("im",),
    errors=[DIALOG_ID_EMPTY, FIRST_ID_STRING, LAST_ID_STRING, DIALOG_ACCESS_ERROR],
    reads=True,
)
async def read_dialog(call: Call, params: ReadDialogParams) -> DialogMessages:
    """Read what was said in a dialog of the person, a page at a time."""
    dialog = await opened_dialog(call, params)
    if dialog is None:
        if await dialogs.may_open(call.tx, call.caller.user_id, params.dialog_id):
            return DialogMessages(0, [], [], [])
        raise ApiError(DIALOG_ACCESS_ERROR)
    found = await page_of(call, dialog.member, params)
    return DialogMessages(
        dialog.chat.id,
        await _views(call, dialog.member, found, with_tree=params.with_tree),
        await view_people(call, await history.authors(call.tx, found)),
        await view_files(call, found),
    )


async def _views(
    call: Call, viewer: Member, found: Sequence[Message], *, with_tree: bool
) -> list[OldMessageView]:
    likes = await reactions.likes(call.tx, found)
    views = [
        spelling_v1.message(call.views, message, viewer, likes.get(message.id, ()))
        for message in found
    ]
    if not with_tree:
        return views
    return [
        structs.replace(view, tree=message_tree(message))
        for view, message in zip(views, found, strict=True)
    ]


async def page_of(call: Call, member: Member, params: ReadDialogParams) -> list[Message]:
    """A page beside a message that is not there is empty."""
    count = min(max(params.limit, 1), MAX_LIMIT)
    beside = MessageId(params.last_id or params.first_id)
    if not beside:
        return await history.newest(call.tx, member, count)
    if await messages.find_visible(call.tx, member, beside) is None:
        return []
    if params.last_id:
        return await history.older_than(call.tx, member, beside, count)
    return await history.newer_than(call.tx, member, beside, count)

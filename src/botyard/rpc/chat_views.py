"""Chats and messages of a call, as imbot.v2 answers them."""

from collections.abc import Sequence

from botyard.chat import history, reactions
from botyard.chat.dialogs import Dialog
from botyard.model.entities import Member, Message
from botyard.rpc.admit import Call
from botyard.wire.views import ChatFacts, ChatView, MessageFacts, MessageView


async def view_chat(call: Call, dialog: Dialog, *, is_new: bool = False) -> ChatView:
    card = await history.card(call.tx, dialog)
    facts = ChatFacts(
        viewer_id=dialog.member.user_id,
        counterpart=card.counterpart,
        role=dialog.member.role,
        last_read_id=dialog.member.last_read_id,
        unread_id=card.unread_id,
        managers=card.managers,
        muted=card.muted,
        outsiders=card.outsiders,
        user_counter=card.user_counter,
    )
    return call.views.chat(dialog.chat, facts, is_new=is_new)


async def view_messages(call: Call, member: Member, found: Sequence[Message]) -> list[MessageView]:
    viewers = await history.viewer_counts(call.tx, member.chat_id, member.user_id, found)
    likes = await reactions.likes(call.tx, found)
    facts = MessageFacts(member.user_id, member.last_read_id, member.viewed_to, viewers, likes)
    return [call.views.message(message, facts) for message in found]

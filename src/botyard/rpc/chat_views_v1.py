"""Dialogs of a call, as the older `im` methods answer them."""

from botyard.chat import history, users
from botyard.chat.dialogs import Dialog
from botyard.chat.recents import Recent
from botyard.model.entities import MessageId
from botyard.rpc.admit import Call
from botyard.wire import spelling_v1
from botyard.wire.spelling_v1 import ChatFactsV1, DialogFacts, RecentFacts
from botyard.wire.views_v1 import DialogView, RecentView


async def view_dialog(call: Call, dialog: Dialog) -> DialogView:
    card = await history.card(call.tx, dialog)
    known = {user.id: user for user in await users.of_chat(call.tx, dialog.chat.id)}
    others = [one for one in card.members if one.user_id != dialog.member.user_id]
    readers = [(one, known[one.user_id]) for one in others]
    last_id = dialog.chat.last_message_id or MessageId(0)
    last = await history.find_message(call.tx, last_id)
    viewers = [
        (member, user)
        for member, user in readers
        if last is not None and member.last_read_id >= last.id and user.id != last.author_id
    ]
    facts = ChatFactsV1(
        dialog.chat, dialog.member, card.counterpart, len(card.members), card.managers
    )
    unread = card.unread
    return spelling_v1.dialog(
        call.views, DialogFacts(facts, unread.messages, unread.first_id or 0, readers, viewers)
    )


def view_recent(call: Call, found: Recent) -> RecentView:
    about = ChatFactsV1(
        found.chat, found.member, found.counterpart, found.user_counter, found.managers
    )
    facts = RecentFacts(about, found.message, found.author, found.unread)
    return spelling_v1.recent(call.views, facts)

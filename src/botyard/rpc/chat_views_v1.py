"""Dialogs of a call, as the older `im` methods answer them."""

from collections.abc import Mapping, Sequence

from botyard.chat import files, history, users
from botyard.chat.dialogs import Dialog
from botyard.chat.recents import Recent
from botyard.model.entities import File, Message, MessageId, User
from botyard.rpc.admit import Call
from botyard.wire import spelling_v1
from botyard.wire.file_views import PersonFileView, view_persons_file
from botyard.wire.spelling_v1 import ChatFactsV1, DialogFacts, RecentFacts
from botyard.wire.views_v1 import DialogView, PersonView, RecentView


async def view_dialog(call: Call, dialog: Dialog) -> DialogView:
    card = await history.card(call.tx, dialog)
    readers = await history.other_members(call.tx, dialog.member)
    last_id = dialog.chat.last_message_id or MessageId(0)
    last = await history.find_message(call.tx, last_id)
    viewers = [
        (member, user)
        for member, user in readers
        if last is not None and member.has_viewed_to >= last.id and user.id != last.author_id
    ]
    facts = chat_facts(dialog, card)
    counter = await history.count_unread(call.tx, dialog.member)
    return spelling_v1.dialog(
        call.views, DialogFacts(facts, counter, card.unread_id or 0, readers, viewers)
    )


def chat_facts(dialog: Dialog, card: history.ChatCard) -> ChatFactsV1:
    return ChatFactsV1(
        dialog.chat,
        dialog.member,
        card.counterpart,
        card.user_counter,
        card.managers,
        card.muted,
        card.outsiders,
    )


async def view_files(call: Call, found: Sequence[Message]) -> list[PersonFileView]:
    """With links for the caller."""
    return [
        _view_file(call, file, author) for file, author in await files.of_messages(call.tx, found)
    ]


def _view_file(call: Call, file: File, author: User | None) -> PersonFileView:
    token = call.links.token(file.id, call.caller.user_id, call.now)
    link = call.views.download_link("im", token)
    return view_persons_file(call.views, file, author, show=link, download=link)


async def view_people(call: Call, found: Sequence[User]) -> list[PersonView]:
    bots = await users.bots_among(call.tx, found)
    return [spelling_v1.person(call.views, user, bots.get(user.id)) for user in found]


async def view_recents(call: Call, found: Sequence[Recent], *, plain: bool) -> list[RecentView]:
    """With `plain` the messages' texts are spelled without BB codes, on one line."""
    shown = [user for user in map(_shown, found) if user is not None]
    people = {person.id: person for person in await view_people(call, shown)}
    return [
        spelling_v1.recent(call.views, _recent_facts(one, people), plain=plain) for one in found
    ]


def _shown(found: Recent) -> User | None:
    return found.counterpart or found.author


def _recent_facts(found: Recent, people: Mapping[int, PersonView]) -> RecentFacts:
    about = ChatFactsV1(
        found.chat,
        found.member,
        found.counterpart,
        found.user_counter,
        found.managers,
        found.muted,
        found.outsiders,
    )
    shown = _shown(found)
    return RecentFacts(
        about,
        found.message,
        None if shown is None else people[shown.id],
        found.unread,
        found.is_pinned,
        found.is_marked,
        found.listed_at,
    )

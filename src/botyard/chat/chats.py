"""Creating, changing, leaving and deleting group chats."""

from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from botyard.chat import acquaintance, dialogs, messages, reports
from botyard.chat.dialogs import Dialog
from botyard.chat.mentions import named
from botyard.model.colours import assigned_colour, colour_of
from botyard.model.entities import Chat, ChatType, Member, Moment, User, UserId
from botyard.store import bots, chats, counters, members, reading, users
from botyard.store.tx import Tx

# What became of the wish to take somebody out of a chat.
Removal = Literal["removed", "no_member", "owner"]


class ChatDraft(NamedTuple):
    """`owner_id` None means whoever creates it; unknown people among `user_ids` are skipped."""

    title: str = ""
    description: str = ""
    color: str = ""
    avatar: str = ""
    type: ChatType = "chat"
    user_ids: Sequence[int] = ()
    owner_id: int | None = None
    message: str = ""
    entity_type: str = ""
    entity_id: str = ""


class ChatChange(NamedTuple):
    """What is None stays as it is."""

    title: str | None = None
    description: str | None = None
    color: str | None = None
    avatar: str | None = None


async def create(tx: Tx, creator: User, draft: ChatDraft, now: Moment) -> Dialog:
    """A new group chat with `creator` in it; the bots among its members hear that they joined."""
    wanted = {*draft.user_ids, draft.owner_id or creator.id}
    invited = await _invitable(tx, creator, wanted - {creator.id})
    owner_id = next((user.id for user in invited if user.id == draft.owner_id), creator.id)
    chat = await _add_chat(tx, creator, invited, draft, owner_id, now)
    creator_member = _member(chat, creator)
    await members.add(tx, chat.id, [creator_member])
    dialog = Dialog(chat, creator_member)
    await _join(tx, dialog, creator, invited, now)
    if draft.message.strip():
        await messages.send(tx, dialog, messages.Draft(text=draft.message), now)
    return await dialogs.of_chat(tx, creator.id, chat.id) or dialog


async def add_users(
    tx: Tx, dialog: Dialog, actor: User, user_ids: Sequence[int], now: Moment, *, history: bool
) -> None:
    """Who is unknown to the actor, inactive or already there is skipped without a word.

    `history` False hides everything sent so far from the newcomers.
    """
    newcomers = await _invitable(tx, actor, user_ids)
    # Else two who add at once give the same place to different people.
    chat = await chats.hold(tx, dialog.chat.id)
    if chat is None:
        return
    hidden_to = 0 if history else chat.last_message_id or 0
    await _join(tx, dialog, actor, newcomers, now, hidden_to=hidden_to)


async def remove_user(
    tx: Tx, dialog: Dialog, actor: User, user_id: UserId, now: Moment
) -> Removal:
    """The owner cannot be removed."""
    await chats.hold(tx, dialog.chat.id)
    member = await members.get(tx, dialog.chat.id, user_id)
    if member is None:
        return "no_member"
    if member.role == "owner":
        return "owner"
    removed = await users.get(tx, user_id)
    await _take_out(tx, member)
    if removed is not None:
        text = f"{named(actor)} removed {named(removed)} from the chat"
        await messages.announce(tx, dialog, text, "CHAT_LEAVE", now)
    return "removed"


def may_leave(dialog: Dialog) -> bool:
    """A chat that belongs to something outside keeps its owner."""
    is_kept = dialog.chat.is_bound and dialog.member.role == "owner"
    return not dialog.chat.is_private and not is_kept


async def leave(tx: Tx, dialog: Dialog, actor: User, now: Moment) -> bool:
    """Answer whether it could be: nobody leaves a private dialog.

    An owner who leaves hands the chat to a manager, else to whoever joined first.
    """
    if dialog.chat.is_private or not await _depart(tx, dialog.chat, actor.id):
        return False
    await messages.announce(tx, dialog, f"{named(actor)} left the chat", "CHAT_LEAVE", now)
    return True


async def change(tx: Tx, dialog: Dialog, actor: User, wanted: ChatChange, now: Moment) -> None:
    """A colour that has no name and a blank title are ignored; a group is told what changed."""
    chat = await chats.hold(tx, dialog.chat.id)
    if chat is None:
        return
    color = None if wanted.color is None else colour_of(wanted.color)
    changed = msgspec.structs.replace(
        chat,
        title=(wanted.title or "").strip() or chat.title,
        description=chat.description if wanted.description is None else wanted.description,
        color=color or chat.color,
        avatar=chat.avatar if wanted.avatar is None else wanted.avatar,
    )
    await chats.update(tx, changed)
    for text in _told(actor, chat, changed):
        await messages.announce(tx, Dialog(changed, dialog.member), text, "", now)


async def delete(tx: Tx, dialog: Dialog, now: Moment) -> bool:
    """Take a group away from everybody, for good; answer whether `dialog.member` may."""
    chat = await chats.hold(tx, dialog.chat.id)
    if chat is None or chat.is_private or chat.owner_id != dialog.member.user_id:
        return False
    for bot_id, sent_count in (await members.remove_all(tx, chat.id)).items():
        await bots.keep_count(tx, bot_id, sent_count)
    await chats.mark_deleted(tx, chat.id, now)
    return True


def _told(actor: User, before: Chat, after: Chat) -> Iterator[str]:
    """What is said of a change; its description changes in silence."""
    if after.is_private:
        return
    if after.title != before.title:
        yield f'{named(actor)} changed the chat title to "{after.title}"'
    if after.color != before.color:
        yield f"{named(actor)} changed the chat colour"
    if after.avatar != before.avatar:
        yield f"{named(actor)} changed the chat picture"


async def enable_text_field(tx: Tx, chat: Chat, *, enabled: bool) -> None:
    """Whether clients show the field to write in; nobody is refused."""
    await chats.enable_text_field(tx, chat.id, enabled=enabled)


async def _add_chat(
    tx: Tx,
    creator: User,
    invited: Sequence[User],
    draft: ChatDraft,
    owner_id: UserId,
    now: Moment,
) -> Chat:
    chat_id = await counters.next_chat_id(tx)
    names = ", ".join(user.name for user in (creator, *invited[:3]))
    chat = Chat(
        id=chat_id,
        type=draft.type,
        title=draft.title.strip() or f"Chat with {names}",
        description=draft.description,
        color=colour_of(draft.color) or assigned_colour(chat_id),
        avatar=draft.avatar,
        owner_id=owner_id,
        entity_type=draft.entity_type,
        entity_id=draft.entity_id,
        created_at=now,
        last_message_id=None,
        message_count=0,
    )
    await chats.add(tx, chat)
    return chat


async def _invitable(tx: Tx, actor: User, user_ids: Collection[int]) -> list[User]:
    visible = await acquaintance.visible_people(tx, actor, user_ids)
    return [user for user in visible if user.active]


async def _join(
    tx: Tx,
    dialog: Dialog,
    actor: User,
    newcomers: Sequence[User],
    now: Moment,
    *,
    hidden_to: int = 0,
) -> None:
    wanted = [_member(dialog.chat, user, hidden_to=hidden_to) for user in newcomers]
    added = await members.add(tx, dialog.chat.id, wanted)
    joined = [user for user in newcomers if user.id in added]
    if not joined:
        return
    for user in joined:
        await reports.chat_joined(tx, dialog.chat, user.id, actor_id=actor.id, now=now)
    invited = ", ".join(map(named, joined))
    await messages.announce(tx, dialog, f"{named(actor)} invited {invited}", "CHAT_JOIN", now)


def _member(chat: Chat, user: User, *, hidden_to: int = 0) -> Member:
    return Member(
        chat_id=chat.id,
        user_id=user.id,
        role="owner" if user.id == chat.owner_id else "member",
        is_bot=user.is_bot,
        history_hidden_to=hidden_to,
        last_read_id=hidden_to,
    )


async def _depart(tx: Tx, chat: Chat, user_id: UserId) -> bool:
    """Take a member out and hand over what they owned; answer whether they were there."""
    held = await chats.hold(tx, chat.id)
    member = await members.get(tx, chat.id, user_id)
    if held is None or member is None:
        return False
    await _take_out(tx, member)
    if member.role == "owner":
        await _hand_over(tx, held)
    return True


async def _take_out(tx: Tx, member: Member) -> None:
    sent_count = await members.remove(tx, member.chat_id, member.user_id)
    await reading.keep_viewing(tx, member)
    if sent_count and member.is_bot:
        await bots.keep_count(tx, member.user_id, sent_count)


async def _hand_over(tx: Tx, chat: Chat) -> None:
    heir_id = await members.find_heir(tx, chat.id)
    if heir_id is None:
        return
    await members.set_role(tx, chat.id, heir_id, "owner")
    await chats.update(tx, msgspec.structs.replace(chat, owner_id=heir_id))


async def leave_groups(tx: Tx, user_id: UserId) -> None:
    """A private dialog keeps both sides, for whoever is left."""
    for chat in await chats.of_user(tx, user_id):
        if not chat.is_private:
            await _depart(tx, chat, user_id)


async def remove_private(tx: Tx, user_id: UserId, now: Moment) -> None:
    """Take the private dialogs of a user away from both sides."""
    await chats.mark_private_deleted(tx, user_id, now)
    for bot_id, sent_count in (await members.remove_private(tx, user_id)).items():
        await bots.keep_count(tx, bot_id, sent_count)

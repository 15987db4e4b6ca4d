"""Who owns a group, who helps its owner, and who has muted it."""

from collections.abc import Iterable

import msgspec

from botyard.chat import messages
from botyard.chat.dialogs import Dialog
from botyard.chat.mentions import named
from botyard.model.entities import Chat, Moment, Role, User, UserId
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.store import chats, members, users
from botyard.store.tx import Tx


def check_owner(dialog: Dialog) -> None:
    """Refuse with ACCESS_DENIED whoever does not own the group."""
    if dialog.member.role != "owner":
        raise ApiError(ACCESS_DENIED)


async def hand_over(tx: Tx, dialog: Dialog, actor: User, heir_id: UserId, now: Moment) -> bool:
    """Make another member the owner; `actor`, who owns the group, stays as a plain member.

    Answer whether it could be: who was dismissed can no longer own anything. To hand over to
    oneself changes nothing.
    """
    chat = await _held_by_owner(tx, dialog)
    if chat is None or await members.get(tx, chat.id, heir_id) is None:
        return False
    heir = await users.get(tx, heir_id)
    if heir is None or not heir.active:
        return False
    if heir_id == actor.id:
        return True
    await members.set_role(tx, chat.id, actor.id, "member")
    await members.set_role(tx, chat.id, heir_id, "owner")
    changed = msgspec.structs.replace(chat, owner_id=heir_id)
    await chats.update(tx, changed)
    text = f"{named(actor)} made {named(heir)} the owner of the chat"
    await messages.announce(tx, Dialog(changed, dialog.member), text, "", now)
    return True


async def appoint(tx: Tx, dialog: Dialog, user_ids: Iterable[int]) -> None:
    """Make plain members managers; who is no member is skipped. The owner alone may."""
    await _change_roles(tx, dialog, user_ids, "member", "manager")


async def dismiss(tx: Tx, dialog: Dialog, user_ids: Iterable[int]) -> None:
    """Make managers plain members; who is no manager is skipped. The owner alone may."""
    await _change_roles(tx, dialog, user_ids, "manager", "member")


async def mute(tx: Tx, dialog: Dialog, *, muted: bool) -> None:
    """Muting is a mark for the person's clients: everything is delivered as before."""
    await members.set_muted(tx, dialog.chat.id, dialog.member.user_id, muted=muted)


async def _change_roles(
    tx: Tx, dialog: Dialog, user_ids: Iterable[int], former: Role, role: Role
) -> None:
    chat = await _held_by_owner(tx, dialog)
    if chat is None:
        raise ApiError(ACCESS_DENIED)
    await members.change_roles(tx, chat.id, user_ids, former, role)


async def _held_by_owner(tx: Tx, dialog: Dialog) -> Chat | None:
    """The group as it is now, when `dialog.member` owns it."""
    chat = await chats.hold(tx, dialog.chat.id)
    if chat is None or chat.is_private or chat.owner_id != dialog.member.user_id:
        return None
    return chat

"""Finding people, groups, departments and messages, and what was found before."""

from collections.abc import Iterable
from typing import NamedTuple

from botyard.chat import dialogs
from botyard.chat.acquaintance import is_outsider, visible_people
from botyard.chat.dialogs import Dialog
from botyard.model.entities import ChatId, Member, Message, Moment, User, UserId
from botyard.model.errors import FIND_SHORT, ApiError
from botyard.model.folding import folded
from botyard.store import found_dialogs, messages, recents, users
from botyard.store.messages import NEWEST, NOTHING_WANTED, Search
from botyard.store.patterns import Pattern, in_any_spelling
from botyard.store.tx import Tx

# Docs page "Search", where message search asks for one more.
MIN_PHRASE = 2
MIN_MESSAGE_PHRASE = 3
# More than anybody types; what each row costs must not grow with the request.
MAX_PHRASE = 255
MAX_WORDS = 10
MAX_FOUND_BEFORE = 50


class Choice(NamedTuple):
    """Somebody or a group that a person chose before; one of the two is there."""

    user: User | None
    dialog: Dialog | None


class MessageSearch(NamedTuple):
    """`until` is excluded; `last_id` ends the page before, 0 is the first page."""

    phrase: str
    since: Moment
    until: Moment
    last_id: int
    newest_first: bool
    limit: int


async def people(tx: Tx, viewer: User, phrase: str) -> list[UserId]:
    """Whoever has each word at the beginning of one in the name or the position, by id.

    Hidden bots, e-mail users and the dismissed are never found. Personal bots are found by those
    who share a chat with them; so is anybody by an outsider. Refuses with FIND_SHORT.
    """
    return await users.find(tx, _words(phrase), viewer.id, viewer_is_outsider=is_outsider(viewer))


async def groups(tx: Tx, viewer: User, phrase: str) -> list[ChatId]:
    """The viewer's groups by title or by whoever else is in them, the newest first."""
    found = await people(tx, viewer, phrase)
    others = [user_id for user_id in found if user_id != viewer.id]
    return await recents.find_groups(tx, viewer.id, _words(phrase), others)


async def own_groups(tx: Tx, viewer: UserId, chat_ids: Iterable[ChatId]) -> list[Dialog]:
    """In the order of `chat_ids`."""
    found = [await dialogs.of_chat(tx, viewer, chat_id) for chat_id in chat_ids]
    return [dialog for dialog in found if dialog is not None]


async def departments(tx: Tx, phrase: str) -> list[int]:
    """The departments that people are in, by name; a phrase that is too short finds all."""
    wanted = folded(phrase.strip())
    found = await users.departments(tx)
    if len(wanted) < MIN_PHRASE:
        return found
    return [number for number in found if wanted in folded(department_name(number))]


def department_name(number: int) -> str:
    """Departments have numbers alone."""
    return f"Department {number}"


async def said(tx: Tx, member: Member, wanted: MessageSearch) -> list[Message]:
    """Messages that the member may see; a phrase that is too short finds all."""
    text = wanted.phrase.strip()[:MAX_PHRASE]
    newest_first = wanted.newest_first
    patterns = in_any_spelling(text) if len(text) >= MIN_MESSAGE_PHRASE else [NOTHING_WANTED]
    search = Search(
        above=max(0 if newest_first else wanted.last_id, member.history_hidden_to),
        below=wanted.last_id if newest_first and wanted.last_id else NEWEST,
        since=wanted.since,
        until=wanted.until,
        pattern=patterns[0],
        other_pattern=patterns[-1],
        limit=wanted.limit,
    )
    return await messages.search(tx, member.chat_id, search, newest_first=newest_first)


async def remember(tx: Tx, viewer: UserId, dialog_id: str, now: Moment) -> None:
    """The last fifty choices are kept."""
    await found_dialogs.add(tx, viewer, dialog_id, now)
    for old in (await found_dialogs.list_all(tx, viewer))[MAX_FOUND_BEFORE:]:
        await found_dialogs.remove(tx, viewer, old)


async def may_choose(tx: Tx, viewer: User, dialog_id: str) -> bool:
    """Whether it names somebody whom the viewer may see, or a chat of theirs."""
    if dialogs.names_a_user(dialog_id):
        return bool(await visible_people(tx, viewer, [int(dialog_id)]))
    return await dialogs.find_opened(tx, viewer.id, dialog_id) is not None


async def forget(tx: Tx, viewer: UserId, dialog_id: str) -> bool:
    """Answer whether it was remembered."""
    return await found_dialogs.remove(tx, viewer, dialog_id)


async def remembered(tx: Tx, viewer: User) -> list[Choice]:
    """The last one first; who is gone or may not be seen any more is left out."""
    ids = await found_dialogs.list_all(tx, viewer.id)
    wanted = [int(one) for one in ids if dialogs.names_a_user(one)]
    known = {user.id: user for user in await visible_people(tx, viewer, wanted) if user.active}
    found = [await _choice(tx, viewer.id, one, known) for one in ids]
    return [one for one in found if one is not None]


async def is_user(tx: Tx, user_id: int) -> bool:
    return await users.get(tx, UserId(user_id)) is not None


async def _choice(
    tx: Tx, viewer: UserId, dialog_id: str, known: dict[UserId, User]
) -> Choice | None:
    if dialogs.names_a_user(dialog_id):
        user = known.get(UserId(int(dialog_id)))
        return None if user is None else Choice(user, None)
    dialog = await dialogs.find_opened(tx, viewer, dialog_id)
    return None if dialog is None else Choice(None, dialog)


def _words(phrase: str) -> list[list[Pattern]]:
    if len(phrase.strip()) < MIN_PHRASE:
        raise ApiError(FIND_SHORT)
    return [in_any_spelling(word) for word in phrase.strip()[:MAX_PHRASE].split()[:MAX_WORDS]]

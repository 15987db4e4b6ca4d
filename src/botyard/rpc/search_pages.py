"""Pages of what was found, and what was found as the older `im` methods answer it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Generic, NamedTuple, TypeVar

from msgspec import UNSET, Meta, UnsetType

from botyard.chat import history, reactions, searches
from botyard.chat.reactions import Reactions
from botyard.chat.searches import Choice
from botyard.model.entities import ChatId, Member, Message, MessageId
from botyard.model.reactions import LIKE
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import chat_facts, view_people
from botyard.wire import search_spelling
from botyard.wire.search_spelling import FoundChatFacts
from botyard.wire.search_views import (
    ChoiceView,
    FoundChatView,
    FoundMessageView,
    ReactionsView,
    ShortPersonView,
)

T = TypeVar("T")

# Docs page "Search".
MAX_LIMIT = 50
OFFSET = Annotated[int, Meta(description="What was found to pass over.")]
PAGE_LIMIT = Annotated[int, Meta(description="How much to answer, 1 to 50.")]


class Part(NamedTuple, Generic[T]):
    """`next` is the offset of the page that follows, where one does."""

    items: Sequence[T]
    total: int
    next: int | UnsetType


def page_of(found: Sequence[T], offset: int, limit: int) -> Part[T]:
    start = max(offset, 0)
    end = start + min(max(limit, 1), MAX_LIMIT)
    return Part(found[start:end], len(found), end if end < len(found) else UNSET)


async def view_found_chats(call: Call, chat_ids: Sequence[ChatId]) -> list[FoundChatView]:
    found = []
    for dialog in await searches.own_groups(call.tx, call.caller.user_id, chat_ids):
        card = await history.card(call.tx, dialog)
        counter = await history.count_unread(call.tx, dialog.member)
        facts = FoundChatFacts(chat_facts(dialog, card), counter, card.unread_id or 0)
        found.append(search_spelling.found_chat(call.views, facts))
    return found


async def view_choices(call: Call, choices: Sequence[Choice]) -> list[ChoiceView]:
    shown = await view_people(call, [one.user for one in choices if one.user is not None])
    people = {person.id: person for person in shown}
    found = []
    for user, dialog in choices:
        if user is not None:
            found.append(search_spelling.chosen_person(people[user.id]))
        elif dialog is not None:
            about = chat_facts(dialog, await history.card(call.tx, dialog))
            found.append(search_spelling.chosen_chat(call.views, about))
    return found


async def view_found_messages(
    call: Call,
    viewer: Member,
    found: Sequence[Message],
    told: Mapping[MessageId, Reactions],
) -> list[FoundMessageView]:
    """`told` are the reactions to them."""
    counts = await history.viewer_counts(call.tx, viewer.chat_id, viewer.user_id, found)
    return [
        search_spelling.found_message(
            call.views,
            message,
            viewer,
            counts[message.id],
            told.get(message.id, {}).get(LIKE, []),
        )
        for message in found
    ]


def view_reactions(viewer: Member, told: Mapping[MessageId, Reactions]) -> list[ReactionsView]:
    return [
        search_spelling.reactions(message_id, by_code, viewer.user_id)
        for message_id, by_code in told.items()
    ]


async def view_reactors(call: Call, told: Mapping[MessageId, Reactions]) -> list[ShortPersonView]:
    return [
        search_spelling.short_person(call.views, user)
        for user in await reactions.reactors(call.tx, told)
    ]

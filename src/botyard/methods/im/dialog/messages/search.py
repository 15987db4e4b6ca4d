"""im.dialog.messages.search"""

from typing import Annotated, Never

from msgspec import Meta

from botyard.chat import dialogs, history, reactions, searches
from botyard.chat.recents import ALWAYS, EVER
from botyard.chat.searches import MessageSearch
from botyard.model.entities import ChatId, Member, Moment
from botyard.model.errors import SEARCH_ACCESS_ERROR, SEARCH_CHAT_ID_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_files, view_people
from botyard.rpc.dates import date_of
from botyard.rpc.method import Result, UpperParams, user_method
from botyard.rpc.search_pages import view_found_messages, view_reactions, view_reactors
from botyard.wire import search_spelling
from botyard.wire.file_views import PersonFileView
from botyard.wire.search_views import (
    AuthorView,
    FoundMessageView,
    ReactionsView,
    ShortPersonView,
    TariffView,
)

MAX_LIMIT = 200
DAY_MS = 24 * 60 * 60 * 1000


class SearchMessagesParams(UpperParams, frozen=True):
    chat_id: Annotated[
        int, Meta(description="The number of `chat5`.", extra={"error": SEARCH_CHAT_ID_EMPTY})
    ] = 0
    search_message: Annotated[
        str, Meta(description="Text in any case; with less than three characters every message.")
    ] = ""
    date_from: Annotated[str, Meta(description="Only messages since then.")] = ""
    date_to: Annotated[str, Meta(description="Only messages until then, and then.")] = ""
    date: Annotated[str, Meta(description="Only messages of the 24 hours from then.")] = ""
    order: Annotated[
        dict[str, object], Meta(description="`ID`: `ASC`, or `DESC` by default.")
    ] = {}
    limit: Annotated[int, Meta(description="Messages to answer, 1 to 200.")] = 50
    last_id: Annotated[int, Meta(description="The last one of the page before.")] = 0


class SearchedMessages(Result, frozen=True):
    messages: Annotated[list[FoundMessageView], Meta(description="What was found, in order.")]
    users: Annotated[list[AuthorView], Meta(description="Authors, each once.")]
    additional_messages: Annotated[
        list[FoundMessageView], Meta(description="What these are replies to.")
    ]
    files: Annotated[
        list[PersonFileView],
        Meta(description="Files of these messages, with links for two minutes."),
    ] = []
    copilot: Annotated[None, Meta(description="AI chats: there are none.")] = None
    stickers: Annotated[list[Never], Meta(description="None.")] = []
    reactions: Annotated[
        list[ReactionsView], Meta(description="Of each message that anybody reacted to.")
    ] = []
    tariff_restrictions: Annotated[TariffView, Meta(description="None.")] = TariffView()
    users_short: Annotated[list[ShortPersonView], Meta(description="Who reacted.")] = []


@user_method(
    "im.dialog.messages.search",
    scopes=("im",),
    errors=[SEARCH_CHAT_ID_EMPTY, SEARCH_ACCESS_ERROR],
    reads=True,
)
async def search_messages(call: Call, params: SearchMessagesParams) -> SearchedMessages:
    """Find messages of a chat of the person by text and date."""
    if params.chat_id <= 0:
        raise ApiError(SEARCH_CHAT_ID_EMPTY)
    dialog = await dialogs.of_chat(call.tx, call.caller.user_id, ChatId(params.chat_id))
    if dialog is None:
        raise ApiError(SEARCH_ACCESS_ERROR)
    return await _answer(call, dialog.member, search_of(call, params))


async def _answer(call: Call, viewer: Member, search: MessageSearch) -> SearchedMessages:
    found = await searches.said(call.tx, viewer, search)
    originals = await history.originals(call.tx, viewer, found)
    authors = await history.authors(call.tx, [*found, *originals])
    told = await reactions.of_messages(call.tx, [*found, *originals])
    return SearchedMessages(
        messages=await view_found_messages(call, viewer, found, told),
        users=[search_spelling.author(one) for one in await view_people(call, authors)],
        additional_messages=await view_found_messages(call, viewer, originals, told),
        files=await view_files(call, [*found, *originals]),
        reactions=view_reactions(viewer, told),
        users_short=await view_reactors(call, told),
    )


def search_of(call: Call, params: SearchMessagesParams) -> MessageSearch:
    order = {str(key).upper(): str(way).upper() for key, way in params.order.items()}
    since = date_of(call, "DATE_FROM", params.date_from, ALWAYS)
    until = Moment(date_of(call, "DATE_TO", params.date_to, EVER) + 1000)
    if params.date:
        day = date_of(call, "DATE", params.date, ALWAYS)
        since, until = max(since, day), min(until, Moment(day + DAY_MS))
    return MessageSearch(
        phrase=params.search_message,
        since=since,
        until=until,
        last_id=max(params.last_id, 0),
        newest_first=order.get("ID") != "ASC",
        limit=min(max(params.limit, 1), MAX_LIMIT),
    )

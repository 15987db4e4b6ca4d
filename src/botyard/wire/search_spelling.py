"""Entities -> what the searches of the older `im` methods answer."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import structs

from botyard.model.entities import Member, Message, MessageId, User, UserId
from botyard.wire.dates import iso
from botyard.wire.search_views import (
    AuthorView,
    ChoiceView,
    ChosenChatView,
    FoundChatView,
    FoundMessageView,
    FoundPersonView,
    ReactionsView,
    ShortPersonView,
)
from botyard.wire.spelling_v1 import ChatFactsV1, chat_card, looks, message_params
from botyard.wire.views import Views
from botyard.wire.views_v1 import PersonView, PictureView

_PERSON_FIELDS = FoundPersonView.__struct_fields__
_CHAT_FIELDS = ChosenChatView.__struct_fields__


class FoundChatFacts(NamedTuple):
    about: ChatFactsV1
    counter: int
    unread_id: int


def found_person(person: PersonView) -> FoundPersonView:
    told = {name: getattr(person, name) for name in _PERSON_FIELDS}
    return FoundPersonView(**told | {"birthday": person.birthday or False})


def found_chat(views: Views, facts: FoundChatFacts) -> FoundChatView:
    chat, member = facts.about.chat, facts.about.member
    return FoundChatView(
        **chat_card(views, facts.about, member.role),
        description=chat.description,
        counter=facts.counter,
        message_count=chat.message_count,
        unread_id=facts.unread_id,
        last_message_id=chat.last_message_id or 0,
        last_id=member.last_read_id,
    )


def chosen_person(person: PersonView) -> ChoiceView:
    return ChoiceView(
        id=person.id,
        type="user",
        avatar=PictureView(person.avatar, person.color),
        title=person.name,
        user=person,
    )


def chosen_chat(views: Views, about: ChatFactsV1) -> ChoiceView:
    name, color, picture = looks(views, about)
    card = chat_card(views, about, about.member.role)
    return ChoiceView(
        id=f"chat{about.chat.id}",
        type="chat",
        avatar=PictureView(picture, color),
        title=name,
        chat=ChosenChatView(**{name: card[name] for name in _CHAT_FIELDS if name in card}),
    )


def author(person: PersonView) -> AuthorView:
    return AuthorView(**structs.asdict(person))


def found_message(
    views: Views, found: Message, viewer: Member, viewed_count: int, likes: Sequence[int]
) -> FoundMessageView:
    is_own = found.author_id == viewer.user_id
    return FoundMessageView(
        id=found.id,
        chat_id=found.chat_id,
        old_chat_id=found.chat_id,
        author_id=found.author_id,
        old_author_id=found.author_id,
        date=iso(found.created_at, views.zone),
        text=found.text,
        is_system=found.is_system,
        uuid=found.uuid or None,
        forward=None if found.forward is None else views.forward(found.forward),
        params=message_params(found, likes) or [],
        viewed_by_others=viewed_count > 0,
        unread=not is_own and found.id > viewer.last_read_id,
        viewed=is_own or found.id <= viewer.has_viewed_to,
        viewed_count=viewed_count,
    )


def reactions(
    message_id: MessageId, by_code: Mapping[str, list[UserId]], viewer_id: UserId
) -> ReactionsView:
    return ReactionsView(
        message_id=message_id,
        reaction_counters={code: len(user_ids) for code, user_ids in by_code.items()},
        reaction_users={code: [*user_ids] for code, user_ids in by_code.items()},
        own_reactions=[code for code, user_ids in by_code.items() if viewer_id in user_ids],
    )


def short_person(views: Views, user: User) -> ShortPersonView:
    return ShortPersonView(user.id, user.name, views.picture(user.avatar))

"""What was viewed stays viewed, also when whoever did it leaves the chat and comes back."""

import pytest
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest


class Group:
    """A group of Ada's in which a supervisor sees everything, and Ben may come and go."""

    def __init__(self, portal: PortalUnderTest, bot: BotUnderTest, chat_id: int) -> None:
        self.portal = portal
        self.bot = bot
        self.id = chat_id

    async def say(self, text: str = "x", author: int = ADA) -> int:
        said: int = await self.portal.call(
            author, "im.message.add", DIALOG_ID=f"chat{self.id}", MESSAGE=text
        )
        return said

    async def read(self, up_to: int, reader: int = BEN) -> None:
        await self.portal.call(
            reader, "im.dialog.read", DIALOG_ID=f"chat{self.id}", MESSAGE_ID=up_to
        )

    async def take_out(self, user_id: int = BEN) -> None:
        await self.portal.call(ADA, "im.chat.user.delete", CHAT_ID=self.id, USER_ID=user_id)

    async def bring_back(self, user_id: int = BEN, *, history: bool) -> None:
        await self.portal.call(
            ADA, "im.chat.user.add", CHAT_ID=self.id, USERS=[user_id], HIDE_HISTORY=not history
        )

    async def is_viewed(self, message_id: int) -> bool:
        told = await self.bot.call("imbot.v2.Chat.Message.get", messageId=message_id)
        viewed: bool = told["message"]["viewedByOthers"]
        return viewed

    async def viewers(self, message_id: int, viewer: int = ADA) -> int:
        page = await self.portal.call(
            viewer, "im.dialog.messages.search", CHAT_ID=self.id, LIMIT=200
        )
        [count] = [one["viewedCount"] for one in page["messages"] if one["id"] == message_id]
        assert isinstance(count, int)
        return count


@pytest.fixture
async def group(portal: PortalUnderTest) -> Group:
    bot = await portal.register_bot("watcher", type="supervisor")
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, CLEO, bot.id], TYPE="CHAT")
    return Group(portal, bot, chat_id)


async def test_who_viewed_and_left_has_viewed(group: Group) -> None:
    seen, unseen = await group.say(), await group.say()
    await group.read(seen)
    await group.take_out()
    assert [await group.is_viewed(one) for one in (seen, unseen)] == [True, False]


async def test_what_the_author_viewed_does_not_count_when_it_left(group: Group) -> None:
    own = await group.say(author=BEN)
    await group.portal.call(BEN, "im.chat.leave", CHAT_ID=group.id)
    assert not await group.is_viewed(own)
    assert await group.viewers(own) == 0


async def test_nobody_is_counted_twice(group: Group) -> None:
    first, second = await group.say(), await group.say()
    await group.read(first)
    await group.take_out()
    await group.bring_back(history=True)
    assert [await group.viewers(one) for one in (first, second)] == [1, 0]
    await group.read(second)
    assert [await group.viewers(one) for one in (first, second)] == [1, 1]
    await group.take_out()
    assert [await group.viewers(one) for one in (first, second)] == [1, 1]


async def test_who_comes_back_without_the_history_has_viewed_what_it_had(group: Group) -> None:
    first, second = await group.say(), await group.say()
    await group.read(first)
    await group.take_out()
    await group.bring_back(history=False)
    third = await group.say()
    await group.read(third)
    assert [await group.viewers(one) for one in (first, second, third)] == [1, 0, 1]
    await group.take_out()
    assert [await group.viewers(one) for one in (first, second, third)] == [1, 0, 1]
    await group.bring_back(history=True)
    assert [await group.viewers(one) for one in (first, second, third)] == [1, 0, 1]
    await group.read(second)
    assert [await group.viewers(one) for one in (first, second, third)] == [1, 1, 1]


async def test_who_comes_back_has_viewed_what_is_unread_again(group: Group) -> None:
    message_id = await group.say()
    await group.read(message_id)
    await group.take_out()
    await group.bring_back(history=True)
    page = await group.portal.call(BEN, "im.dialog.messages.search", CHAT_ID=group.id)
    [told] = [one for one in page["messages"] if one["id"] == message_id]
    assert (told["unread"], told["viewed"]) == (True, True)


async def test_of_each_who_left_counts_one(group: Group) -> None:
    message_id = await group.say()
    for reader in (BEN, CLEO):
        await group.read(message_id, reader)
        await group.take_out(reader)
    assert await group.viewers(message_id) == 2

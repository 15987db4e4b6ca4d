"""How long a text may be where the docs name no limit."""

from typing import Any

from tests.portals import ADA, BEN, PortalUnderTest

LONG = "x" * 255
TOO_LONG = LONG + "x"


async def test_names_and_titles_end_at_255_characters(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = (await bot.call("imbot.v2.Chat.add"))["chat"]["dialogId"]
    cases: list[tuple[str, str, dict[str, Any]]] = [
        ("imbot.v2.Chat.add", "fields.title", {"title": "?"}),
        ("imbot.v2.Chat.update", "fields.title", {"title": "?"}),
        ("imbot.v2.Bot.update", "fields.properties.name", {"properties": {"name": "?"}}),
        ("imbot.v2.Bot.update", "fields.properties.lastName", {"properties": {"lastName": "?"}}),
        ("imbot.v2.Chat.Message.send", "fields.templateId", {"message": "x", "templateId": "?"}),
    ]
    for method, name, fields in cases:
        await bot.call(method, dialogId=dialog, fields=_filled(fields, LONG))
        refusal = await bot.refusal(method, dialogId=dialog, fields=_filled(fields, TOO_LONG))
        assert refusal == (
            "INVALID_ARGUMENT",
            400,
            f"Parameter {name} must be at most 255 characters",
        )


def _filled(fields: dict[str, Any], text: str) -> dict[str, Any]:
    return {
        name: _filled(value, text) if isinstance(value, dict) else value.replace("?", text)
        for name, value in fields.items()
    }


async def test_a_name_that_is_too_long_is_not_a_missing_one(portal: PortalUnderTest) -> None:
    fields = {"code": "b", "botToken": "t", "properties": {"name": TOO_LONG}}
    assert await portal.refusal(ADA, "imbot.v2.Bot.register", fields=fields) == (
        "INVALID_ARGUMENT",
        400,
        "Parameter fields.properties.name must be at most 255 characters",
    )


async def test_an_announcement_is_cut_like_any_message(portal: PortalUnderTest) -> None:
    for user_id in range(1000, 1090):
        await portal.add_person(user_id, first_name="y" * 250)
    bot = await portal.register_bot(type="supervisor")
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [*range(1000, 1090), BEN]})
    found = await bot.call("imbot.v2.Chat.Message.get", messageId=made["chat"]["lastMessageId"])
    assert len(found["message"]["text"]) == 20_006
    assert found["message"]["text"].endswith(" (...)")


async def test_nobody_has_seen_what_only_its_sender_read(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    for system in ("Y", "N"):
        said = await bot.send("2", "hello", system=system)
        message = (await bot.call("imbot.v2.Chat.Message.get", messageId=said))["message"]
        assert message["viewedByOthers"] is False

"""imbot.v2.Bot.register: a new bot, the same one again, and every refusal of its table."""

from typing import Any

from botyard.chat import bots
from botyard.model.entities import UserId
from botyard.store.tx import Tx
from tests.methods.imbot_v2.shapes import BOT, USER
from tests.pictures import picture
from tests.portals import ADA, BEN, PortalUnderTest

REGISTER = "imbot.v2.Bot.register"


def _fields(**changed: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "code": "helper",
        "botToken": "secret",
        "properties": {"name": "Support Bot", "workPosition": "Assistant"},
    }
    return {name: value for name, value in (fields | changed).items() if value is not ...}


async def test_a_new_bot_is_answered_with_every_documented_key(portal: PortalUnderTest) -> None:
    answer = await portal.call(ADA, REGISTER, fields=_fields())
    assert set(answer) == {"bot", "users"}
    bot, [user] = answer["bot"], answer["users"]
    assert set(bot) == BOT
    assert set(user) == USER
    assert bot == {
        "id": user["id"],
        "code": "helper",
        "type": "bot",
        "isHidden": False,
        "isSupportOpenline": False,
        "isReactionsEnabled": True,
        "backgroundId": None,
        "language": "en",
        "moduleId": "rest",
        "eventMode": "fetch",
        "countMessage": 0,
        "countCommand": 0,
        "countChat": 0,
        "countUser": 0,
    }
    assert user["name"] == "Support Bot"
    assert user["workPosition"] == "Assistant"
    assert (user["bot"], user["type"], user["externalAuthId"]) == (True, "bot", "bot")
    assert user["phones"] is False
    assert user["color"].startswith("#")


async def test_every_field_of_the_page_is_kept(portal: PortalUnderTest) -> None:
    fields = _fields(
        type="supervisor",
        eventMode="webhook",
        webhookUrl="https://example.com/hook?x=1",
        isHidden="Y",
        isReactionsEnabled="N",
        isSupportOpenline=1,
        backgroundId="mint",
        properties={
            "name": "Nora",
            "lastName": "Nightly",
            "workPosition": "Watcher",
            "color": "lightBlue",
            "gender": "F",
            "avatar": picture(),
        },
    )
    answer = await portal.call(ADA, REGISTER, fields=fields)
    bot, [user] = answer["bot"], answer["users"]
    assert (bot["type"], bot["eventMode"], bot["backgroundId"]) == (
        "supervisor",
        "webhook",
        "mint",
    )
    assert (bot["isHidden"], bot["isReactionsEnabled"], bot["isSupportOpenline"]) == (
        True,
        False,
        True,
    )
    assert (user["name"], user["firstName"], user["lastName"]) == (
        "Nora Nightly",
        "Nora",
        "Nightly",
    )
    assert (user["color"], user["gender"]) == ("#4ba5c3", "F")
    assert user["avatar"].startswith(f"http://{portal.portal.domain}/avatar/")


async def test_every_documented_type_is_taken(portal: PortalUnderTest) -> None:
    for bot_type in ("bot", "network", "openline", "supervisor", "personal"):
        fields = _fields(code=bot_type, type=bot_type)
        answer = await portal.call(ADA, REGISTER, fields=fields)
        assert answer["bot"]["type"] == bot_type


async def test_unknown_colours_and_backgrounds_are_no_error(portal: PortalUnderTest) -> None:
    fields = _fields(backgroundId="Azure", properties={"name": "B", "color": "ultraviolet"})
    answer = await portal.call(ADA, REGISTER, fields=fields)
    assert answer["bot"]["backgroundId"] is None
    assert answer["users"][0]["color"].startswith("#")


async def test_the_same_owner_gets_the_same_bot_unchanged(portal: PortalUnderTest) -> None:
    first = await portal.call(ADA, REGISTER, fields=_fields())
    other = _fields(type="personal", properties={"name": "Somebody else"})
    assert await portal.call(BEN, REGISTER, fields=other) == first


async def test_another_token_does_not_get_the_bot(portal: PortalUnderTest) -> None:
    await portal.call(ADA, REGISTER, fields=_fields())
    assert await portal.refusal(ADA, REGISTER, fields=_fields(botToken="other")) == (
        "BOT_CODE_ALREADY_TAKEN",
        400,
        "Bot code is already taken",
    )


async def test_two_bots_may_share_a_token(portal: PortalUnderTest) -> None:
    one = await portal.call(ADA, REGISTER, fields=_fields(code="one"))
    two = await portal.call(ADA, REGISTER, fields=_fields(code="two"))
    assert one["bot"]["id"] < two["bot"]["id"]


async def test_the_token_may_stand_at_the_top_when_the_fields_have_none(
    portal: PortalUnderTest,
) -> None:
    answer = await portal.call(ADA, REGISTER, botToken="top", fields=_fields(botToken=...))
    listed = await portal.call(ADA, "imbot.v2.Bot.list", botToken="top")
    assert listed["bots"] == [answer["bot"]]


async def test_the_token_of_the_fields_wins(portal: PortalUnderTest) -> None:
    await portal.call(ADA, REGISTER, botToken="top", fields=_fields(botToken="inner"))
    assert (await portal.call(ADA, "imbot.v2.Bot.list", botToken="top"))["bots"] == []
    assert len((await portal.call(ADA, "imbot.v2.Bot.list", botToken="inner"))["bots"]) == 1


async def test_a_token_may_have_40_characters_and_no_more(portal: PortalUnderTest) -> None:
    await portal.call(ADA, REGISTER, fields=_fields(botToken="x" * 40))
    refusal = await portal.refusal(ADA, REGISTER, fields=_fields(botToken="x" * 41))
    assert refusal[:2] == ("BOT_TOKEN_INVALID_LENGTH", 400)


async def test_a_long_token_at_the_top_is_refused_too(portal: PortalUnderTest) -> None:
    refusal = await portal.refusal(ADA, REGISTER, botToken="x" * 41, fields=_fields(botToken=...))
    assert refusal.code == "BOT_TOKEN_INVALID_LENGTH"


_REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("BOT_TOKEN_NOT_SPECIFIED", "Bot token is not specified", {"botToken": ...}),
    ("BOT_TOKEN_NOT_SPECIFIED", "Bot token is not specified", {"botToken": "  "}),
    ("BOT_CODE_REQUIRED", "Bot code is required", {"code": ...}),
    ("BOT_CODE_REQUIRED", "Bot code is required", {"code": " "}),
    ("BOT_CODE_REQUIRED", "Bot code is required", {"code": ["x"]}),
    ("BOT_PROPERTIES_REQUIRED", "Bot properties are required", {"properties": ...}),
    ("BOT_PROPERTIES_REQUIRED", "Bot properties are required", {"properties": {}}),
    ("BOT_PROPERTIES_REQUIRED", "Bot properties are required", {"properties": "Bot"}),
    ("BOT_PROPERTIES_REQUIRED", "Bot properties are required", {"properties": {"name": "\t"}}),
    ("BOT_INVALID_TYPE", "Invalid bot type", {"type": "human"}),
    ("BOT_INVALID_TYPE", "Invalid bot type", {"type": ""}),
    ("BOT_INVALID_EVENT_MODE", "Invalid event mode", {"eventMode": "pull"}),
    ("BOT_WEBHOOK_URL_REQUIRED", "Webhook URL is required", {"eventMode": "webhook"}),
    ("BOT_INVALID_CALLBACK", "Invalid callback URL", {"webhookUrl": "ftp://example.com"}),
    (
        "BOT_INVALID_CALLBACK",
        "Invalid callback URL",
        {"eventMode": "webhook", "webhookUrl": "example.com/hook"},
    ),
    (
        "BOT_AVATAR_INCORRECT_TYPE",
        "Avatar must be an image",
        {"properties": {"name": "B", "avatar": "bm8gcGljdHVyZQ=="}},
    ),
    (
        "BOT_AVATAR_INCORRECT_TYPE",
        "Avatar must be an image",
        {"properties": {"name": "B", "avatar": "%%%"}},
    ),
    (
        "BOT_AVATAR_INCORRECT_SIZE",
        "Avatar exceeds maximum size",
        {"properties": {"name": "B", "avatar": picture(5001, 1)}},
    ),
    (
        "BOT_AVATAR_INCORRECT_SIZE",
        "Avatar exceeds maximum size",
        {"properties": {"name": "B", "avatar": picture(14_000, 7_000)}},
    ),
    (
        "INVALID_ARGUMENT",
        "Parameter fields.properties.lastName must be a string",
        {"properties": {"name": "B", "lastName": ["x"]}},
    ),
    (
        "INVALID_ARGUMENT",
        "Parameter fields.isHidden must be a boolean",
        {"isHidden": "perhaps"},
    ),
    (
        "INVALID_ARGUMENT",
        "Parameter fields.code must be at most 255 characters",
        {"code": "x" * 256},
    ),
]


async def test_a_wrong_field_is_refused_by_its_name(portal: PortalUnderTest) -> None:
    for code, description, changed in _REFUSED:
        refusal = await portal.refusal(ADA, REGISTER, fields=_fields(**changed))
        assert refusal == (code, 400, description), changed
    assert (await portal.call(ADA, "imbot.v2.Bot.list", botToken="secret"))["bots"] == []


async def test_a_picture_of_5000_pixels_is_taken(portal: PortalUnderTest) -> None:
    fields = _fields(properties={"name": "B", "avatar": picture(5000, 1)})
    answer = await portal.call(ADA, REGISTER, fields=fields)
    assert answer["users"][0]["avatar"] != ""


async def test_a_token_owns_at_most_100_bots(portal: PortalUnderTest) -> None:
    for number in range(100):
        await portal.call(ADA, REGISTER, fields=_fields(code=f"bot{number}"))
    assert await portal.refusal(ADA, REGISTER, fields=_fields(code="more")) == (
        "BOT_LIMIT_EXCEEDED",
        400,
        "Bot limit exceeded",
    )
    again = await portal.call(ADA, REGISTER, fields=_fields(code="bot99"))
    assert again["bot"]["code"] == "bot99"
    await portal.call(ADA, REGISTER, fields=_fields(code="more", botToken="other"))


async def test_nothing_readable_is_kept_of_a_token(portal: PortalUnderTest) -> None:
    answer = await portal.call(ADA, REGISTER, fields=_fields(botToken="open sesame"))

    async def read_owner(tx: Tx) -> str:
        bot = await bots.find(tx, UserId(answer["bot"]["id"]), "")
        return "" if bot is None else bot.owner

    owner = await portal.store.read(read_owner)
    assert owner.startswith("token:")
    assert "sesame" not in owner


async def test_the_length_of_the_token_that_counts_is_judged(portal: PortalUnderTest) -> None:
    fields = {"code": "helper", "botToken": " ", "properties": {"name": "Helper"}}
    refusal = await portal.refusal(ADA, "imbot.v2.Bot.register", botToken="x" * 41, fields=fields)
    assert refusal.code == "BOT_TOKEN_INVALID_LENGTH"
    longer = fields | {"botToken": "of forty characters at most"}
    await portal.call(ADA, "imbot.v2.Bot.register", botToken="x" * 41, fields=longer)

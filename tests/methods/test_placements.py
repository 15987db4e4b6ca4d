"""placement.list, placement.get, placement.bind and placement.unbind"""

from typing import Any

import pytest

from botyard.access import apps
from tests.applications import AppUnderTest, install_app, now
from tests.portals import ADA, BEN, PortalUnderTest

HANDLER = "https://desk.example/widget"
OF_CHAT = ["IM_TEXTAREA", "IM_SIDEBAR", "IM_CONTEXT_MENU", "IM_NAVIGATION"]


@pytest.fixture
async def app(portal: PortalUnderTest) -> AppUnderTest:
    return await install_app(portal, scopes=("im", "placement"))


async def test_a_page_is_shown_at_a_place_until_it_is_taken_away(app: AppUnderTest) -> None:
    options = {"iconName": "fa-paperclip", "color": "light_blue", "width": "50", "unknown": 1}
    assert await app.call(
        "placement.bind",
        PLACEMENT="IM_TEXTAREA",
        HANDLER=HANDLER,
        TITLE="Help",
        LANG_ALL={"en": {"TITLE": "Help"}, "ru": {"TITLE": "Помощь", "GROUP_NAME": "Desk"}},
        OPTIONS=options,
    )
    assert await app.call("placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=HANDLER)
    assert await app.call("placement.get") == [
        {
            "placement": "IM_CONTEXT_MENU",
            "userId": 0,
            "handler": HANDLER,
            "options": {"extranet": "N", "role": "USER", "context": "ALL"},
            "title": "Support desk",
            "description": "",
            "langAll": {"en": {"TITLE": "Support desk", "DESCRIPTION": "", "GROUP_NAME": ""}},
        },
        {
            "placement": "IM_TEXTAREA",
            "userId": 0,
            "handler": HANDLER,
            "options": {
                "iconName": "fa-paperclip",
                "extranet": "N",
                "role": "USER",
                "context": "ALL",
                "color": "LIGHT_BLUE",
                "width": 50,
                "height": 100,
            },
            "title": "Help",
            "description": "",
            "langAll": {
                "en": {"TITLE": "Help", "DESCRIPTION": "", "GROUP_NAME": ""},
                "ru": {"TITLE": "Помощь", "DESCRIPTION": "", "GROUP_NAME": "Desk"},
            },
        },
    ]
    gone = await app.call("placement.unbind", PLACEMENT="IM_TEXTAREA", HANDLER=HANDLER)
    assert gone == {"count": 2}
    assert await app.call("placement.unbind", PLACEMENT="IM_TEXTAREA") == {"count": 0}
    assert len(await app.call("placement.get")) == 1


async def test_without_a_handler_all_of_a_place_go(app: AppUnderTest) -> None:
    for number in range(3):
        await app.call(
            "placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=f"{HANDLER}/{number}"
        )
    one_person = await app.call("placement.unbind", PLACEMENT="IM_CONTEXT_MENU", USER_ID=BEN)
    assert one_person == {"count": 0}
    assert await app.call("placement.unbind", PLACEMENT="IM_CONTEXT_MENU") == {"count": 6}


async def test_lists_the_places_that_its_scopes_open(portal: PortalUnderTest) -> None:
    both = await install_app(portal, scopes=("im", "placement"))
    plain = await install_app(portal, "local.plain", scopes=("placement",))
    everything = [*OF_CHAT, "IM_SMILES_SELECTOR"]
    assert await both.call("placement.list") == everything
    assert await both.call("placement.list", SCOPE="im") == OF_CHAT
    assert await both.call("placement.list", SCOPE="crm", FULL=True) == []
    assert await plain.call("placement.list") == ["IM_SMILES_SELECTOR"]
    assert await plain.call("placement.list", FULL=True) == everything
    refusal = await plain.refusal("placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=HANDLER)
    assert refusal.code == "ERROR_PLACEMENT_NOT_FOUND"


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        ({"PLACEMENT": ""}, ("ERROR_ARGUMENT", "Argument 'PLACEMENT' is null or empty")),
        (
            {"PLACEMENT": ["IM_SIDEBAR"]},
            ("ERROR_ARGUMENT", "The value of an argument 'PLACEMENT' must be of type string"),
        ),
        ({"HANDLER": ""}, ("ERROR_ARGUMENT", "Argument 'HANDLER' is null or empty")),
        (
            {"HANDLER": "javascript:alert(1)"},
            ("ERROR_ARGUMENT", "Argument 'HANDLER' must be an address of the web"),
        ),
        (
            {"HANDLER": "/path"},
            ("ERROR_ARGUMENT", "Argument 'HANDLER' must be an address of the web"),
        ),
        ({"PLACEMENT": "LEFT_MENU"}, ("ERROR_PLACEMENT_NOT_FOUND", "Placement not found")),
        ({"USER_ID": 1}, ("ERROR_PLACEMENT_USER_MODE", "User mode is not available")),
        ({"OPTIONS": {}}, ("ERROR_ARGUMENT", "Argument 'iconName' is null or empty")),
        ({"OPTIONS": {"iconName": "<b>"}}, ("ERROR_ARGUMENT", "Argument 'iconName' is invalid")),
        (
            {"OPTIONS": {"iconName": "fa-x", "context": "USER;NOBODY"}},
            ("ERROR_ARGUMENT", "Argument 'context' is invalid"),
        ),
        (
            {"OPTIONS": {"iconName": "fa-x", "role": "OWNER"}},
            ("ERROR_ARGUMENT", "Argument 'role' is invalid"),
        ),
        (
            {"OPTIONS": {"iconName": "fa-x", "color": "ULTRAVIOLET"}},
            ("ERROR_ARGUMENT", "Argument 'color' is invalid"),
        ),
        (
            {"OPTIONS": {"iconName": "fa-x", "height": -1}},
            ("ERROR_ARGUMENT", "Argument 'height' is invalid"),
        ),
    ],
)
async def test_what_is_wrong_is_refused_and_nothing_is_bound(
    app: AppUnderTest, arguments: dict[str, Any], refused: tuple[str, str]
) -> None:
    good = {"PLACEMENT": "IM_TEXTAREA", "HANDLER": HANDLER, "OPTIONS": {"iconName": "fa-x"}}
    refusal = await app.refusal("placement.bind", **(good | arguments))
    assert refusal == (refused[0], 400, refused[1])
    assert await app.call("placement.get") == []


async def test_the_same_page_is_shown_once_at_a_place(app: AppUnderTest) -> None:
    await app.call("placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=HANDLER)
    refusal = await app.refusal("placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=HANDLER)
    assert refusal[:2] == ("ERROR_CORE", 400)
    assert "Handler already binded" in refusal.description


async def test_an_application_has_a_hundred_places(app: AppUnderTest) -> None:
    for number in range(100):
        await app.call(
            "placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=f"{HANDLER}/{number}"
        )
    refusal = await app.refusal("placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=HANDLER)
    assert refusal.code == "ERROR_PLACEMENT_MAX_COUNT"


@pytest.mark.parametrize(
    "handler",
    [
        "https://desk.example/ x",
        "https://desk.example:99999/",
        "https://desk.example:port/",
        "https://[desk/",
        "https:///path",
        "ftp://desk.example/",
        "//desk.example/",
    ],
)
async def test_a_page_has_an_address_that_browsers_take(app: AppUnderTest, handler: str) -> None:
    refusal = await app.refusal("placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=handler)
    assert refusal[:2] == ("ERROR_ARGUMENT", 400)


@pytest.mark.parametrize("given", ["USER;ALL", "ALL", "", None])
async def test_all_chats_beside_some_are_all(app: AppUnderTest, given: str | None) -> None:
    await app.call(
        "placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=HANDLER, OPTIONS={"context": given}
    )
    (bound,) = await app.call("placement.get")
    assert bound["options"]["context"] == "ALL"


@pytest.mark.parametrize("verb", ["bind", "get", "unbind"])
async def test_only_administrators_decide_what_everybody_sees(
    app: AppUnderTest, verb: str
) -> None:
    refusal = await app.refusal(f"placement.{verb}", await app.token_of(BEN))
    assert refusal == ("ACCESS_DENIED", 403, "Access denied!")


@pytest.mark.parametrize("verb", ["list", "get", "bind", "unbind"])
async def test_placements_need_an_application_and_its_scope(
    portal: PortalUnderTest, verb: str
) -> None:
    refusal = await portal.refusal(ADA, f"placement.{verb}")
    assert refusal == (
        "WRONG_AUTH_TYPE",
        403,
        "Current authorization type is denied for this method Application context required",
    )
    without = await install_app(portal, scopes=("im",))
    assert (await without.refusal(f"placement.{verb}"))[:2] == ("insufficient_scope", 403)


async def test_placements_end_when_the_application_is_uninstalled(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    await app.call("placement.bind", PLACEMENT="IM_CONTEXT_MENU", HANDLER=HANDLER)
    await portal.store.write(lambda tx: apps.uninstall(tx, app.client_id, now(portal)))
    await portal.store.write(lambda tx: apps.remove(tx, app.client_id, now(portal)))
    again = await install_app(portal, scopes=("im", "placement"))
    assert await again.call("placement.get") == []


async def test_an_application_is_told_whether_it_may_place(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    other = await install_app(portal, "local.other")
    for caller, may in ((app, True), (other, False)):
        state = await caller.call("method.get", name="placement.bind")
        assert state == {"isExisting": True, "isAvailable": may}
        assert ("placement.bind" in await caller.call("methods")) == may
    assert "placement.list" in await app.call("methods", scope="placement")

"""A batch under an access token, which is the token of each of its commands."""

from tests.applications import install_app
from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def test_the_token_of_the_request_is_that_of_each_command(portal: PortalUnderTest) -> None:
    app = await install_app(portal, scopes=("imbot",))
    other = await portal.register_bot("other")
    made = "imbot.v2.Bot.register?fields[code]=desk&fields[properties][name]=Desk"
    said = "imbot.v2.Chat.Message.send?botId=$result[made][bot][id]&fields[message]=Hello"
    cmd = {
        "made": made,
        "said": f"{said}&dialogId={CLEO}",
        "foreign": f"imbot.v2.Chat.add?botId={other.id}&botToken={other.token}",
        "scope": "im.counters.get",
        "inner": "profile?auth=another&access_token=another",
    }
    answers = await app.call("batch", cmd=cmd)
    assert list(answers["result"]) == ["made", "said", "inner"]
    assert answers["result"]["inner"]["ID"] == str(ADA)
    refused = {key: told["error"] for key, told in answers["result_error"].items()}
    assert refused == {"foreign": "BOT_OWNERSHIP_ERROR", "scope": "insufficient_scope"}


async def test_a_token_inside_a_command_is_none(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    inside = f"profile?auth={app.pair.access_token}"
    answers = await portal.call(BEN, "batch", cmd={"a": inside})
    assert answers["result"]["a"]["ID"] == str(BEN)
    refusal = await app.refusal("batch", "no-such-token", cmd={"a": inside})
    assert refusal.code == "NO_AUTH_FOUND"


async def test_an_expired_token_refuses_the_whole_batch(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    portal.clock.seconds += 2 * 3600
    assert (await app.refusal("batch", cmd=["profile"])).code == "expired_token"

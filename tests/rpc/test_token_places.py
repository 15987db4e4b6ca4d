"""Where clients write an access token."""

import msgspec
import pytest

from botyard.rpc.request import LARGE_BODY_BYTES
from tests.applications import install_app
from tests.doors import FORM, DoorUnderTest, Reply, path_of
from tests.portals import ADA, BEN, PortalUnderTest


async def _ask(portal: PortalUnderTest, way: str, token: str) -> Reply:
    door = DoorUnderTest(portal)
    match way:
        case "query":
            return await door.send("profile", query=f"auth={token}".encode(), verb="GET")
        case "query of a POST":
            return await door.send("profile.json", b"{}", query=f"auth={token}".encode())
        case "form":
            return await door.send(
                "profile", f"auth={token}".encode(), headers={"content-type": FORM}
            )
        case "JSON":
            return await door.send("profile", msgspec.json.encode({"auth": token}))
        case "access_token":
            return await door.send("profile", msgspec.json.encode({"access_token": token}))
        case "header":
            return await door.send("profile", headers={"authorization": f"Bearer {token}"})
        case _:
            raise ValueError(way)


@pytest.mark.parametrize(
    "way", ["query", "query of a POST", "form", "JSON", "access_token", "header"]
)
async def test_a_token_is_taken_wherever_it_stands(portal: PortalUnderTest, way: str) -> None:
    app = await install_app(portal, user_id=BEN)
    reply = await _ask(portal, way, app.pair.access_token)
    assert reply.body["result"]["ID"] == str(BEN)
    assert (await _ask(portal, way, "unknown")).refusal == (
        401,
        "NO_AUTH_FOUND",
        "Wrong authorization data",
    )


async def test_nothing_but_one_token_is_taken(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    door, token = DoorUnderTest(portal), app.pair.access_token
    bearer, form = {"authorization": f"Bearer {token}"}, {"content-type": FORM}
    for reply in (
        await door.send("profile"),
        await door.send("profile", b'{"auth": {"a": 1}}'),
        await door.send("profile", b'{"auth": ""}', query=b"auth="),
        await door.send("profile", headers={"authorization": "Bearer "}),
        await door.send("profile", headers={"authorization": f"Basic {token}"}),
        await door.send("profile", b'{"auth": "another"}', headers=bearer),
        await door.send("profile", b'{"auth": "another"}', query=f"auth={token}".encode()),
        await door.send(path_of(ADA, "profile"), headers=bearer),
        await door.send("profile", query=f"auth=another&auth={token}".encode(), verb="GET"),
        await door.send("profile", query=f"access_token=another&auth={token}".encode()),
        await door.send(
            "profile", f"auth={token}&auth=another&auth={token}".encode(), headers=form
        ),
        await door.send("profile", f"auth[]=x&auth=another&auth={token}".encode(), headers=form),
    ):
        assert reply.refusal[:2] == (401, "NO_AUTH_FOUND")
    assert (await door.send("profile", headers=bearer)).status == 200
    same = f"auth={token}&auth={token}".encode()
    assert (await door.send("profile", same, headers=form, query=same)).status == 200


async def test_a_token_is_no_parameter(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    body = msgspec.json.encode({"auth": app.pair.access_token})
    reply = await DoorUnderTest(portal).send("profile", body, headers={"botyard-explain": "1"})
    assert "Botyard-Notice" not in reply.headers


async def test_who_may_not_call_is_not_told_what_is_wrong_with_the_call(
    portal: PortalUnderTest,
) -> None:
    await install_app(portal)
    for reply in (
        await DoorUnderTest(portal).send("no.such.method", b'{"auth": "unknown"}'),
        await DoorUnderTest(portal).send("profile", b'{"auth": "unknown"', query=b"auth=unknown"),
        await DoorUnderTest(portal).send("profile", query=b"auth=%zz&%5B%5B=1"),
    ):
        assert reply.refusal[:2] == (401, "NO_AUTH_FOUND")


async def test_a_token_may_stand_in_a_large_body(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    door, padding = DoorUnderTest(portal), "x" * LARGE_BODY_BYTES
    admitted = await door.send(
        "profile", msgspec.json.encode({"padding": padding, "auth": app.pair.access_token})
    )
    assert admitted.body["result"]["ID"] == str(ADA)
    for reply in (
        await door.send("profile", msgspec.json.encode({"padding": padding, "auth": "unknown"})),
        await door.send("profile", msgspec.json.encode({"padding": padding})),
        await door.send("profile", b"{" * LARGE_BODY_BYTES, query=b"auth=unknown"),
        await door.send(
            "profile",
            msgspec.json.encode({"padding": padding, "auth": "another"}),
            query=f"auth={app.pair.access_token}".encode(),
        ),
    ):
        assert reply.refusal[:2] == (401, "NO_AUTH_FOUND")

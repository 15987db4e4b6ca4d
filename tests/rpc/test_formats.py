"""The same answers as JSON and as XML, and bodies in no form that is read."""

import gzip

import pytest

from tests.doors import DoorUnderTest, path_of
from tests.portals import ADA, PortalUnderTest


@pytest.mark.parametrize("suffix", ["", ".json", ".JSON"])
async def test_json_is_the_default(portal: PortalUnderTest, suffix: str) -> None:
    reply = await DoorUnderTest(portal).call(ADA, f"IMBOT.v2.revision.GET{suffix}")
    assert reply.status == 200
    assert reply.content_type == "application/json; charset=utf-8"
    assert reply.body["result"]["rest"] == 36


@pytest.mark.parametrize("suffix", [".xml", ".XML"])
async def test_xml_has_a_root_and_items(portal: PortalUnderTest, suffix: str) -> None:
    bot = await portal.register_bot()
    door = DoorUnderTest(portal)
    reply = await door.call(ADA, f"imbot.v2.Bot.list{suffix}", {"botToken": bot.token})
    text = reply.raw.decode()
    assert reply.status == 200
    assert reply.content_type == "text/xml; charset=utf-8"
    assert text.startswith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<response><result><bots><item>'
    )
    assert f"<id>{bot.id}</id><code>helper</code>" in text
    assert "<isHidden>0</isHidden>" in text
    assert "<isReactionsEnabled>1</isReactionsEnabled>" in text
    assert "<backgroundId></backgroundId>" in text
    assert "<hasNextPage>0</hasNextPage></result><time><start>" in text


async def test_refusals_are_xml_too(portal: PortalUnderTest) -> None:
    reply = await DoorUnderTest(portal).call(ADA, "no.such.method.xml")
    assert reply.status == 404
    assert reply.raw.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<response><error>ERROR_METHOD_NOT_FOUND</error>"
        "<error_description>Method not found!</error_description></response>"
    )


async def test_a_repeated_answer_is_xml_where_it_is_asked_for(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    arguments = {
        "botId": bot.id,
        "botToken": bot.token,
        "dialogId": "2",
        "fields": {"message": "x"},
    }
    door, headers = DoorUnderTest(portal), {"idempotency-key": "k"}
    method = "imbot.v2.Chat.Message.send"
    first = await door.call(ADA, method, arguments, headers=headers)
    again = await door.call(ADA, f"{method}.xml", arguments, headers=headers)
    message_id = first.body["result"]["id"]
    assert f"<result><id>{message_id}</id><uuidMap></uuidMap></result>" in again.raw.decode()


async def test_xml_is_not_read(portal: PortalUnderTest) -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for content_type in ("text/xml", "application/xml", "application/json"):
        reply = await DoorUnderTest(portal).send(
            path_of(ADA, "profile.xml"), body, headers={"content-type": content_type}
        )
        assert b"root:" not in reply.raw
        assert reply.status == (400 if content_type == "application/json" else 200)


@pytest.mark.parametrize(("coding", "status"), [("gzip", 400), ("GZIP", 400), ("identity", 200)])
async def test_a_compressed_body_is_refused_as_such(
    portal: PortalUnderTest, coding: str, status: int
) -> None:
    body = gzip.compress(b"{}") if status == 400 else b"{}"
    door, headers = DoorUnderTest(portal), {"content-encoding": coding}
    reply = await door.send(path_of(ADA, "profile"), body, headers=headers)
    assert reply.status == status
    if status == 400:
        told = "The body must not be compressed, but its coding is gzip"
        assert reply.refusal == (400, "INVALID_REQUEST", told)
    stranger = await door.send("1/guess/profile", body, headers=headers)
    assert stranger.refusal[1] == "NO_AUTH_FOUND"

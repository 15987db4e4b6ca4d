"""Wrong codes of webhooks: few at once from one source, and no harm to the codes beside them."""

import asyncio
from typing import NamedTuple

import pytest

from tests.doors import DoorUnderTest, Reply
from tests.portals import ADA, BEN, PortalUnderTest, code_of

WRONG = (401, "NO_AUTH_FOUND", "Wrong authorization data")
TOO_MANY = (503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
AT_ONCE = 20
FOR_EACH_MORE_S = 3


class Guesser(NamedTuple):
    door: DoorUnderTest
    source: str = "192.0.2.1"

    async def show(self, code: str, user_id: int = ADA) -> Reply:
        return await self.door.send(f"{user_id}/{code}/profile", source=self.source)

    async def exhaust(self) -> None:
        for number in range(AT_ONCE):
            assert (await self.show(f"wrong-{number}")).refusal == WRONG


@pytest.fixture
def guesser(portal: PortalUnderTest) -> Guesser:
    return Guesser(DoorUnderTest(portal))


async def test_who_guesses_waits_for_each_guess_more(
    portal: PortalUnderTest, guesser: Guesser
) -> None:
    await guesser.exhaust()
    refused = await guesser.show("wrong-one-more")
    assert refused.refusal == TOO_MANY
    portal.clock.seconds += int(refused.headers["Retry-After"])
    assert (await guesser.show("wrong-one-more")).refusal == WRONG
    assert (await guesser.show("wrong-another")).refusal == TOO_MANY


async def test_the_answer_does_not_tell_a_right_guess(
    portal: PortalUnderTest, guesser: Guesser
) -> None:
    await guesser.exhaust()
    refused = await guesser.show(code_of(ADA))
    assert refused.refusal == TOO_MANY
    portal.clock.seconds += int(refused.headers["Retry-After"])
    assert (await guesser.show(code_of(ADA))).status == 200


async def test_a_code_in_use_goes_on_beside_guesses(guesser: Guesser) -> None:
    assert (await guesser.show(code_of(ADA))).status == 200
    await guesser.exhaust()
    for _ in range(3 * AT_ONCE):
        assert (await guesser.show(code_of(ADA))).status == 200


async def test_guesses_of_one_address_cost_another_nothing(guesser: Guesser) -> None:
    await guesser.exhaust()
    other = guesser._replace(source="192.0.2.2")
    assert (await other.show(code_of(BEN), BEN)).status == 200
    assert (await other.show("wrong")).refusal == WRONG


async def test_the_same_wrong_code_again_is_no_guess_more(guesser: Guesser) -> None:
    for _ in range(3 * AT_ONCE):
        assert (await guesser.show("left-behind")).refusal == WRONG
    assert (await guesser.show(code_of(ADA))).status == 200


async def test_many_guesses_at_once_are_waited_for_altogether(guesser: Guesser) -> None:
    guesses = (guesser.show(f"wrong-{number}") for number in range(3 * AT_ONCE))
    answered = [reply.status for reply in await asyncio.gather(*guesses)].count(401)
    refused = await guesser.show("wrong-one-more")
    assert refused.refusal == TOO_MANY
    assert int(refused.headers["Retry-After"]) >= (answered - AT_ONCE) * FOR_EACH_MORE_S


async def test_a_right_code_may_be_refused_much(guesser: Guesser) -> None:
    for _ in range(3 * AT_ONCE):
        reply = await guesser.door.call(ADA, "imbot.v2.Bot.get", {"botToken": "t"})
        assert reply.refusal[1] == "PARAMS_REQUIRED"

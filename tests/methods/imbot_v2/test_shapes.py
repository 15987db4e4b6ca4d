"""The key sets are as long as the docs say."""

from tests.methods.imbot_v2.shapes import BOT, BRIEF_BOT, CHAT, MESSAGE, USER


def test_every_entity_has_the_documented_number_of_keys() -> None:
    assert [len(one) for one in (USER, BOT, BRIEF_BOT, CHAT, MESSAGE)] == [25, 14, 8, 36, 12]

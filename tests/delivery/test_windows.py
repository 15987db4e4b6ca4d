"""How much may be under way: nobody's appetite takes the room of the others."""

from botyard.delivery.windows import MAX_UNDER_WAY, MAX_WINDOW, SCARCE, Windows
from botyard.model.entities import ChatId, UserId

BOT = UserId(1)


def start(windows: Windows, recipient_id: int, count: int, first: int = 0) -> None:
    for chat_id in range(first, first + count):
        windows.start(UserId(recipient_id), ChatId(chat_id))


def end(windows: Windows, recipient_id: int, count: int, *, is_taken: bool | None) -> None:
    for chat_id in range(count):
        windows.end(UserId(recipient_id), ChatId(chat_id), is_taken=is_taken)


def grown(windows: Windows, recipient_id: int) -> None:
    """Let a receiver take all it may be given, until it may get no more than now."""
    while (room := windows.room(UserId(recipient_id))) < MAX_WINDOW:
        start(windows, recipient_id, room)
        end(windows, recipient_id, room, is_taken=True)


def test_who_takes_all_gets_twice_as_many() -> None:
    windows = Windows()
    sizes = []
    for _ in range(8):
        sizes.append(windows.room(BOT))
        start(windows, BOT, sizes[-1])
        assert windows.room(BOT) == 0
        end(windows, BOT, sizes[-1], is_taken=True)
    assert sizes == [1, 2, 4, 8, 16, 32, 40, 40]


def test_who_does_not_use_its_room_gets_no_more_of_it() -> None:
    windows = Windows()
    start(windows, BOT, 1)
    end(windows, BOT, 1, is_taken=True)
    for _ in range(5):
        start(windows, BOT, 1)
        end(windows, BOT, 1, is_taken=True)
    assert windows.room(BOT) == 2


def test_a_failure_ends_the_generosity_and_nothing_sent_changes_nothing() -> None:
    windows = Windows()
    grown(windows, BOT)
    start(windows, BOT, 3)
    end(windows, BOT, 1, is_taken=None)
    assert windows.room(BOT) == MAX_WINDOW - 2
    windows.end(BOT, ChatId(1), is_taken=False)
    assert windows.room(BOT) == 0
    windows.end(BOT, ChatId(2), is_taken=False)
    assert windows.room(BOT) == 1


def test_when_room_is_scarce_each_gets_one() -> None:
    windows = Windows()
    many = range(2, 2 + SCARCE // MAX_WINDOW + 1)
    for recipient_id in (BOT, *many):
        grown(windows, recipient_id)
    for recipient_id in many:
        start(windows, recipient_id, min(windows.room(UserId(recipient_id)), MAX_WINDOW))
    assert windows.under_way >= SCARCE
    assert windows.room(BOT) == 1
    assert windows.room(UserId(999)) == 1


def test_there_is_an_end_to_all_room() -> None:
    windows = Windows()
    for recipient_id in range(1, MAX_UNDER_WAY + 1):
        assert windows.room(UserId(recipient_id)) == 1
        start(windows, recipient_id, 1)
    assert windows.room(UserId(MAX_UNDER_WAY + 1)) == 0
    end(windows, 1, 1, is_taken=False)
    assert windows.room(UserId(MAX_UNDER_WAY + 1)) == 1

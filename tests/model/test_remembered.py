"""What is remembered, and what would fill the memory."""

from botyard.model.remembered import LONGEST, remembered


class _Asked:
    """`texts` are those that were not remembered."""

    def __init__(self, most: int) -> None:
        self.texts: list[str] = []
        self.length = remembered(most)(self._length)

    def _length(self, text: str) -> int:
        self.texts.append(text)
        return len(text)


def test_a_short_text_is_asked_about_once() -> None:
    asked = _Asked(2)
    assert [asked.length("abc"), asked.length("abc")] == [3, 3]
    assert asked.texts == ["abc"]


def test_the_one_that_most_others_came_after_is_forgotten() -> None:
    asked = _Asked(2)
    for text in ("a", "b", "c", "a"):
        asked.length(text)
    assert asked.texts == ["a", "b", "c", "a"]


def test_no_long_text_is_kept() -> None:
    asked = _Asked(2)
    longest, longer = "x" * LONGEST, "x" * (LONGEST + 1)
    for text in (longest, longest, longer, longer):
        assert asked.length(text) == len(text)
    assert asked.texts == [longest, longer, longer]

"""What stands in the data of buttons; custom clients can send anything there."""

from bot.handlers.drafts import MOST_DIGITS


def numbers(words: str) -> list[int]:
    """The numbers of a button's data, such as 12 and 3 of "12:3".

    Raises:
        ValueError: for data that no button of ours carries.
    """
    return [number(word) for word in words.split(":")]


def number(digits: str) -> int:
    """One number of a button's data.

    Raises:
        ValueError: for data that no button of ours carries.
    """
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise ValueError(digits[:20])
    return int(digits)

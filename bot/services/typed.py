"""A line as it was typed, made comparable: one kind of digits, letters and minus."""

import unicodedata

# Dashes that keyboards make of a minus, and the ratio sign that some write between hours and minutes.
ONE_KIND = {0x2212: "-", 0x2013: "-", 0x2014: "-", 0x2236: ":", 0x066B: "."}


def simplified(line: str) -> str:
    """A line lower-cased and trimmed, with full-width and other scripts' digits and signs as ASCII ones."""
    text = unicodedata.normalize("NFKC", line).translate(ONE_KIND)
    return "".join(_digit(sign) for sign in text).casefold().strip()


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdecimal() else sign

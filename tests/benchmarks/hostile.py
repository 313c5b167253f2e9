"""Texts that nobody should send, and somebody will."""

import random
from collections.abc import Callable


def _mixed(count: int) -> str:
    words = ["bridge", "міст", "мост", "橋が", "桥梁", "جسر", "köprü", "สะพาน", "다리", "γέφυρα", "😀"]
    dice = random.Random(1)
    return " ".join(
        f"{' '.join(dice.choice(words) for _ in range(9))}{dice.choice('.!?。؟')}" for _ in range(count)
    )


def _live_blog(entries: int) -> str:
    return "\n\n".join(
        f"{9 + n // 100}:{n % 60:02} {'Just in. ' if n % 5 else ''}The council heard speaker {n} on the "
        f"bridge, who asked for {n * 7 % 90} crowns more and was told to wait until Friday."
        for n in range(entries)
    )


def _numbered(sentence: Callable[[int], str], count: int) -> str:
    return " ".join(map(sentence, range(count)))


TEXTS = {
    "10,000 sentences": _numbered(
        lambda n: f"Speaker {n} told the council that bridge {n % 7} is late by {n % 90} days.", 10_000
    ),
    "10,000 paragraphs": _numbered(lambda n: f"Speaker {n} told the council that all is late.\n\n", 10_000),
    "10,000 sentences of new words": _numbered(lambda n: f"A{n}b c{n}d e{n}f g{n}h i{n}j k{n}l.", 10_000),
    "a line of 1 MB": "word " * 200_000,
    "a word of 1 MB": "x" * 1_000_000,
    "1 MB of new words": " ".join(f"w{n:x}x" for n in range(150_000)),
    "digits": "1234567890 " * 20_000,
    "digits and stops": "12.5. 7.25! 8? " * 20_000,
    "capitals": "THE COUNCIL OF THE TOWN APPROVED THE NEW BRIDGE OVER THE RIVER. " * 5_000,
    "emoji": "😀🎉👩‍👩‍👧 " * 20_000,
    "emoji sentences": "😀 is a smile. 🎉 is a party! " * 5_000,
    "mixed scripts": _mixed(2_000),
    "null bytes": "The mayor\0 opened\0 the bridge. " * 5_000,
    "only null bytes": "\0" * 500_000,
    "a live blog of 1,000 entries": _live_blog(1_000),
    "a menu": "Share\n" * 50_000,
    "dots": ". " * 300_000,
    "quotation marks": '"' * 300_000,
    "open quotations": '"He said, “she said, «they said. ' * 10_000,
    "brackets": "([{<" * 100_000,
    "tags": "<p><div class='x'>Text</div></p>" * 20_000,
    "tabs": "a\tb\tc\t1\t2\t3\n" * 30_000,
    "abbreviations": "Mr. J. R. No. 5 U.S. e.g. etc. " * 10_000,
    "combining marks": "a" + "\u0301" * 300_000,
    "right to left": "\u202eقال العمدة إن الجسر جاهز. " * 5_000,
    "han without stops": "橋" * 300_000,
    "thai without spaces": "สะพาน" * 60_000,
    "blank lines": "\n \n\t\n" * 100_000,
    "byte noise": "".join(chr(33 + n * 7919 % 1_000) for n in range(200_000)),
    "lone surrogates": "The \ud800 mayor \udfff came. " * 5_000,
}

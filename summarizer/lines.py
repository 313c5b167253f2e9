"""Lines of pasted text, and the passages they make when a mail program or an editor has wrapped them."""

from __future__ import annotations

import re
from itertools import pairwise

# NUL and lone surrogates can neither be stored nor sent: they part lines, so no sentence ever holds one.
_LINE_BREAK = re.compile("\r\n|[\n\r\x00\x0b\x0c\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]")
_END_MARK = re.compile(r"""[.!?…。！？｡؟۔।]["'”’»)\]』」›“]*$""")
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 100  # terminals and mail wrap at 60 to 80 columns


def split_lines(text: str) -> list[str]:
    """Give the lines of a text unchanged, without their breaks."""
    return _LINE_BREAK.split(text)


def ends_sentence(line: str) -> bool:
    """Tell whether a line closes with an end mark, quotation marks and brackets after it included."""
    return _END_MARK.search(line.rstrip()[-8:]) is not None


def passages(lines: list[str]) -> list[list[int]]:
    """Group the indices of non-blank lines: a hard-wrapped block is one passage, any other line its own."""
    found: list[list[int]] = []
    for block in _blocks(lines):
        if _is_wrapped([lines[index].strip() for index in block]):
            found.append(block)
        else:
            found.extend([index] for index in block)
    return found


def _blocks(lines: list[str]) -> list[list[int]]:
    blocks: list[list[int]] = [[]]
    for index, line in enumerate(lines):
        if line.strip():
            blocks[-1].append(index)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _is_wrapped(block: list[str]) -> bool:
    width = max(map(len, block))
    if len(block) < 2 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    pairs = list(pairwise(block))
    # A wrapped line has no room for the next one's first word; running prose goes on in lower case somewhere.
    full = all(len(line) + 1 + len(following.split(maxsplit=1)[0]) > width for line, following in pairs)
    return full and any(following[0].islower() and not ends_sentence(line) for line, following in pairs)

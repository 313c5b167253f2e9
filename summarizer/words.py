"""Words: what counts as one, for ranking and for lengths."""

from __future__ import annotations

import re

# Scripts written without spaces: Thai to Khmer, kana, Han.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")
_PIECE = re.compile(rf"[{_UNSPACED}]+|[^\W\d_](?:[^\W\d_{_UNSPACED}]|['’-](?=[^\W\d_]))*")
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_LONGEST_WORD = 40  # longer runs are links or noise; stemmers and memory need not see them whole


def count_words(text: str) -> int:
    """Count words as a reader would: by spaces, and two characters a word in scripts without spaces."""
    return len(text.split()) + count_unspaced(text) // 2


def count_unspaced(text: str) -> int:
    """Count the characters of scripts that are written without spaces."""
    return 0 if text.isascii() else len(_UNSPACED_CHARACTER.findall(text))


def find_words(text: str) -> list[str]:
    """Give the words of a text for comparing sentences; unspaced scripts give pairs of characters."""
    if text.isascii():
        return [piece[:_LONGEST_WORD] for piece in _PIECE.findall(text)]
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if _UNSPACED_RUN.match(piece):
            found.extend(_pairs(piece))
        else:
            found.append(piece[:_LONGEST_WORD])
    return found


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]

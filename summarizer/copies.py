"""Near-identical texts among many: MinHash of word triples, found again through bands of the hashes.

Source: A. Broder, "On the resemblance and containment of documents", 1997. The hashing is rensa's.
"""

from __future__ import annotations

import re
from typing import Any

FEWEST_WORDS = 20  # shorter texts are equal by chance ("Watch the video above.")
ALIKE = 0.6  # share of common word triples: each word that an editor changes costs three
_HASHES, _BANDS = 128, 32  # four hashes a band: texts half alike meet in a band nearly always
_SEED = 1
_WORD = re.compile(r"\w+")
_MOST_WORDS = 1_000  # of one text


class CopyIndex:
    """Texts by number, in which near-identical ones are found at once."""

    def __init__(self) -> None:
        self._hashes: dict[int, Any] = {}
        self._bands: Any = None

    def add(self, number: int, text: str) -> int | None:
        """Add a text under a number of its own; gives the number of the one most like it, if one is alike."""
        words = _WORD.findall(text.casefold())[:_MOST_WORDS]
        if len(words) < FEWEST_WORDS:
            return None
        from rensa import RMinHash, RMinHashLSH

        if self._bands is None:
            self._bands = RMinHashLSH(threshold=ALIKE, num_perm=_HASHES, num_bands=_BANDS)
        hashed = RMinHash(num_perm=_HASHES, seed=_SEED)
        hashed.update([" ".join(triple) for triple in zip(words, words[1:], words[2:], strict=False)])
        alike = {other: hashed.jaccard(self._hashes[other]) for other in sorted(self._bands.query(hashed))}
        self._hashes[number] = hashed
        self._bands.insert(number, hashed)
        best = max(alike, key=alike.__getitem__, default=None)
        return best if best is not None and alike[best] >= ALIKE else None

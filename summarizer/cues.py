"""Cue words for Edmundson's method: English news words that announce facts, and those that announce talk."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BONUS_WORDS = _words(
    "announced approved killed died won record first new arrested charged court ruling election law "
    "deal attack "
    "signed launched found report million billion percent crisis president minister government police"
)
STIGMA_WORDS = _words(
    "perhaps maybe hardly impossible feel think believe hope wish know guess like really actually "
    "story click "
    "photo read subscribe share follow"
)
# The method refuses an empty list; languages without stop words get these.
NULL_WORDS = _words("the a an of in to and for on at by with from is are was were be been")

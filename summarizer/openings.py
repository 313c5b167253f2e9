"""How sentences begin: words that lean on the sentence before, bylines that are no sentence."""

from __future__ import annotations

import re

from summarizer.datelines import split_dateline
from summarizer.words import count_words

_MARKS = "\"'“”„«»‘’,:「『（"
_LEANING = {
    language: frozenset(words.split())
    for language, words in {
        "en": "he she it they his her its their but and so this that these those however yet also then",
        "de": "er sie es ihr sein seine ihre aber doch und dies diese dieser auch dabei dazu damit dann",
        "fr": "il elle ils elles son sa ses leur leurs mais et ce cela cette ces ceci aussi puis",
        "es": "él ella ellos ellas su sus pero y esto esta este estos estas eso esa ese también luego",
        "pt": "ele ela eles elas seu sua mas e isto isso este esta esse essa também depois",
        "it": "lui lei loro suo sua ma e questo questa questi queste ciò anche poi",
        "pl": "on ona ono oni one jego jej ich ale a i to ten ta te też potem",
        "uk": "він вона воно вони його її їх їхній але та а і це цей ця ці також потім однак",
        "ru": "он она оно они его ее её их но а и это этот эта эти также потом однако",
        "nl": "hij zij ze het hun zijn haar maar en dus dit dat deze die ook daarna toch",
        "ar": "هو هي هم هما لكن ولكن لكنه لكنها هذا هذه ذلك تلك وهذا وهذه وذلك كما أيضا ثم",
        "tr": "o onlar onun ama ancak fakat ve bu bunun şu bunlar ayrıca sonra",
    }.items()
}
# In scripts without spaces the words are not parted from what follows.
_LEANING_UNSPACED = {
    "zh": ("他", "她", "它", "但", "然而", "不过", "这", "那", "此外", "而且", "同时", "因此", "所以"),
    "ja": (
        "彼",
        "しかし",
        "だが",
        "また",
        "その",
        "それ",
        "これ",
        "この",
        "そして",
        "一方",
        "さらに",
        "ただ",
    ),
}
_FEWEST_WORDS = 5  # shorter ones are fragments
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por) [^\W\d_a-zà-ÿ]|(?:Reporting|Editing) by |Written by |\(?Photo")


def trim_opening(sentence: str) -> str:
    """Leave out a dateline such as "(Agency)" or "CITY (Agency) -"."""
    return split_dateline(sentence)[1]


def leans_back(sentence: str, language: str) -> bool:
    """Tell whether a sentence opens with a word that needs the one before it: "He said so", "But no"."""
    bare = sentence.lstrip(_MARKS)
    if language in _LEANING_UNSPACED:
        return bare.startswith(_LEANING_UNSPACED[language])
    first = bare.split(maxsplit=1)
    return bool(first) and first[0].strip(_MARKS).lower() in _LEANING.get(language, frozenset())


def is_admissible(sentence: str) -> bool:
    """Tell whether a sentence may stand in a summary: long enough, and no byline, menu or list of links."""
    words = count_words(sentence)
    return (
        words >= _FEWEST_WORDS and sentence.count("|") < 2 and not (words <= 12 and _BYLINE.match(sentence))
    )

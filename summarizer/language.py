"""Which language a text is in, and that language's stop words and stemmer, with a safe fallback each."""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from summarizer.stopwords import hiragana_pairs, own_stop_words

if TYPE_CHECKING:
    from collections.abc import Callable

FALLBACK = "en"


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_CODE = re.compile(r"[a-z]{2}")
_SAMPLE = 1000  # characters: enough for certainty, little enough for speed
_FEWEST_LETTERS = 25  # below this Latin or Cyrillic text is guesswork
_LATIN = _codes("ca cs da de en es et fi fr hr hu id it lt lv ms nl no pl pt ro sk sl sq sv tr vi")
_CYRILLIC = _codes("be bg kk mk ru sr uk")
_ARABIC = _codes("ar fa ur")
_SCRIPTS = {
    "kana": re.compile("[\u3041-\u30fa]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0620-\u06ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "hi": re.compile("[\u0904-\u0939]"),
    "th": re.compile("[\u0e01-\u0e5b]"),
    "ka": re.compile("[\u10d0-\u10ff]"),
    "hy": re.compile("[\u0531-\u0587]"),
}
_CANDIDATES = {"latin": _LATIN, "cyrillic": _CYRILLIC, "arabic": _ARABIC}
# Letters that one of two neighbours writes and the other never does.
_UKRAINIAN_ONLY = re.compile("[іїєґІЇЄҐ]")
_RUSSIAN_ONLY = re.compile("[ыэёъЫЭЁЪ]")
_NAMES = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hu": "hungarian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sv": "swedish",
    "th": "thai",
    "uk": "ukrainian",
    "zh": "chinese",
}
_SUMY_STOP_WORDS = frozenset(_codes("ar cs de el en es fr he it ja ko pl pt sk sv th uk zh"))
# By the names of the Snowball project; sumy stems the rest. French stays with sumy: the project's newer rules
# cost half a point of ROUGE-1 on the French development articles.
_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fa": "persian",
    "fi": "finnish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "czech",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}


def require_language(language: str | None) -> None:
    """Refuse what is neither None nor a two-letter code with ValueError."""
    if language is not None and not (isinstance(language, str) and _CODE.fullmatch(language)):
        raise ValueError("language must be a two-letter code in lower case, such as 'en', or None")


def detect(text: str) -> str | None:
    """Give the two-letter code of a text's language, or None when there is too little to tell."""
    sample = text[:_SAMPLE]
    counts = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    script = max(counts, key=counts.__getitem__)
    if counts["kana"] + counts["han"] >= max(2, counts["latin"]):
        return "ja" if counts["kana"] * 10 >= counts["han"] else "zh"
    if script in _CANDIDATES:
        return _among(sample, script) if counts[script] >= _FEWEST_LETTERS else None
    return script if counts[script] >= 2 and script not in {"kana", "han"} else None


def _among(sample: str, script: str) -> str:
    if script == "cyrillic":
        ukrainian, russian = (len(p.findall(sample)) for p in (_UKRAINIAN_ONLY, _RUSSIAN_ONLY))
        if ukrainian > 3 * russian and "ў" not in sample:
            return "uk"
    return str(_identifier(script).classify(sample)[0])


@cache
def _identifier(script: str) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # Its own instance: the library's module-level one is shared with whoever else uses it.
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_CANDIDATES[script])
    return identifier


@cache
def stop_words(language: str) -> frozenset[str]:
    """Give the lower-case stop words of a language; empty when nobody has a list."""
    from sumy.utils import get_stop_words

    found = own_stop_words(language) | (hiragana_pairs() if language == "ja" else frozenset())
    if language in _SUMY_STOP_WORDS:
        found |= {word.lower() for word in get_stop_words(_NAMES[language])}
    return found


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Give a function from a lower-case word to its stem, remembering what it has stemmed."""
    return _Stems(_plain_stemmer(language)).__getitem__


def _plain_stemmer(language: str) -> Callable[[str], str]:
    import snowballstemmer
    from sumy.nlp.stemmers import Stemmer

    if language in _SNOWBALL:
        return snowballstemmer.stemmer(_SNOWBALL[language]).stemWord  # type: ignore[no-any-return]
    try:
        found: Callable[[str], str] = Stemmer(_NAMES.get(language, ""))
        found("word")  # some of sumy's stemmers miss their package only when called
    except (LookupError, ValueError):
        return str
    return found


class _Stems(dict[str, str]):
    """Stems by word: stemming dominates every method's time, and articles repeat their words."""

    _MOST = 50_000  # words; a worker lives for days, and its memory must not grow with them

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self._stem = stem
        self._lock = Lock()  # a Snowball stemmer works on one word at a time, in itself

    def __missing__(self, word: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        with self._lock:
            stem = self[word] = self._stem(word)
        return stem

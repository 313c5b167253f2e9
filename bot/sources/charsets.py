"""Bytes to text, in whatever encoding they are; runs where foreign bytes are parsed."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# No page is written in these: they hide markup, cost quadratic time, or are no encodings of text.
_REFUSED = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
# Plain bytes decode in these to nonsense, so only the bytes themselves prove them.
_WIDE = ("utf-16", "utf-32")
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE
)
_META_REACH = 4096
_SAMPLE = 30_000
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_GUESSES = [
    "cp1251",
    "koi8_u",
    "cp1252",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
]


class NotTextError(ValueError):
    """The bytes are no text in any encoding."""


def decoded(data: bytes, declared: str = "") -> str:
    """Give the bytes as text: by their mark, the declared or written name, UTF-8, or the likeliest guess.

    ``declared`` is what the sender names; unknown names are passed over. Raises NotTextError for binary data.
    """
    wide = _marked(data) or _unmarked_wide(data)
    if wide:
        return _checked(data.decode(wide, "replace"), one_in=10)
    for name in _names(data, declared):
        text = _fully(data, name) if name else None
        if text is not None:
            return _checked(text, one_in=10)
    return _guessed(data)


def _marked(data: bytes) -> str:
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def _unmarked_wide(data: bytes) -> str:
    """Name UTF-16 by its zero bytes: in Latin text half of the bytes are such, all even or all odd."""
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    if odd > 8 * even and odd * 8 > len(data[:_SAMPLE]):
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd and even * 8 > len(data[:_SAMPLE]) else ""


def _names(data: bytes, declared: str) -> tuple[str, ...]:
    """Give the encodings to try; what is valid UTF-8 is UTF-8, for servers declare another by habit."""
    if not data.isascii() and _is_utf8(data):
        return ("utf-8",)
    return (_known(declared), _known(_written(data)), "utf-8")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _written(data: bytes) -> str:
    found = _META.search(data[:_META_REACH])
    return found[1].decode("ascii", "replace") if found else ""


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    if codec in _REFUSED or codec.startswith(_WIDE):
        return ""
    # What calls itself Latin-1 or ASCII is written in the Windows encoding that contains them.
    return "cp1252" if codec in {"iso8859-1", "ascii"} else codec


def _fully(data: bytes, name: str) -> str | None:
    """Decode if nearly all of it decodes: one broken byte must not turn a page into another alphabet."""
    try:
        text = data.decode(name, "replace")
    except LookupError:  # rot13 and the like have names, but decode no bytes
        return None
    return text if text.count("\ufffd") * 200 <= len(text) else None


def _checked(text: str, *, one_in: int) -> str:
    if len(_NOT_TEXT.findall(text)) * one_in > len(text):
        raise NotTextError("too many control characters")
    return text


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    if b"\0" in data:
        raise NotTextError("zero bytes")
    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_GUESSES), threshold=0.5).best()
    return _checked(data.decode(best.encoding if best else "cp1252", "replace"), one_in=100)

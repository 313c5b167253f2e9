"""Inputs that are no articles, each in a size of the caller's choosing."""

PROSE = "The council of Averton approved a new bridge over the Lime on Friday. It will replace the ferry. "
_UNITS = {
    "blank": " \n\t",
    "no full stop": "the council approved a bridge it will replace the ferry work begins in march ",
    "capitals": PROSE.upper(),
    "a poem": "Roses are red\nViolets are blue\n\nThe river is wide\nAnd so are you\n",
    "a table": "Averton\t12\t3.50\nTarn\t7\t1.25\n",
    "a live blog": f"14:05\nUpdate: {PROSE}\n",
    "a page's source": f"<div class=x><p>{PROSE}</p></div>",
    "bytes read as text": bytes(range(256)).decode("latin-1"),
    "one line": "word ",
    "one word": "x",
    "null bytes": "\0",
    "null bytes between words": PROSE.replace(" ", "\0"),
    "mixed scripts": "Привіт world 你好 مرحبا שלום नमस्ते. ",
    "emoji": "😀🎉👨\u200d👩\u200d👧 ",
    "digits": "1234567890 ",
    "numbered": "12. 34. 5. ",
    "full stops": ". ",
    "quotation marks": '"',
    "open quotations": '"a. ',
    "Chinese": "市议会批准建造新桥。",
    "Japanese without marks": "市議会は橋",
    "right to left marks": "\u202e",
    "accents": "a\u0301\u0302\u0303",
    "lone surrogates": "\ud800a",
    "breaks": "\r\n",
    "bars": "| ",
    "an address": "https://a.example/a/",
    "Thai": "สภาเมืองอนุมัติสะพานใหม่",
    "brackets": "(",
    "labels": "a: ",
    "short lines": "a\n",
    "bylines": "By A\n",
    "dates": "5 March 2027\n",
    "cut teasers": "[…] ",
    "at signs": "@a ",
    "capitals for a dateline": "AB CD ",
    "captions": "photo: ",
    "tags": "<a ",
}
KINDS = sorted(_UNITS)


def hostile(kind: str, characters: int) -> str:
    """Give a text of about so many characters."""
    return _UNITS[kind] * (characters // len(_UNITS[kind]) + 1)

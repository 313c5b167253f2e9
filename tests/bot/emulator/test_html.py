import html as standard
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.errors import ApiError
from bot.emulator.html import parse_html
from bot.emulator.utf16 import cut, units

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
TAGS = st.sampled_from(["b", "i", "u", "s", "code", "blockquote", "tg-spoiler"])


@given(TEXTS)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(standard.escape(text)) == (text, [])


@given(TEXTS, TAGS, TEXTS, TEXTS)
def test_an_entity_covers_exactly_the_marked_text(before: str, tag: str, marked: str, after: str) -> None:
    escaped = [standard.escape(text) for text in (before, marked, after)]
    text, entities = parse_html(f"{escaped[0]}<{tag}>{escaped[1]}</{tag}>{escaped[2]}")
    assert text == before + marked + after
    assert [cut(text, entity["offset"], entity["length"]) for entity in entities] == (
        [marked] if marked else []
    )
    assert all(entity["offset"] == units(before) for entity in entities)


def entities(source: str) -> list[dict[str, Any]]:
    return parse_html(source)[1]


def test_every_tag_has_its_entity() -> None:
    kinds = {
        "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
        "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
        "code": "code", "pre": "pre", "blockquote": "blockquote",
    }  # fmt: skip
    for tag, kind in kinds.items():
        assert entities(f"<{tag}>x</{tag}>") == [{"type": kind, "offset": 0, "length": 1}]
        assert entities(f"<{tag.upper()} >x</{tag.upper()} >") == [{"type": kind, "offset": 0, "length": 1}]


def test_attributes_are_read() -> None:
    assert entities('<a href="https://e.org/?a=1&amp;b=2">x</a>')[0]["url"] == "https://e.org/?a=1&b=2"
    assert entities("<a href='https://e.org/'>x</a>")[0]["url"] == "https://e.org/"
    assert entities("<a>https://e.org/x</a>")[0]["url"] == "https://e.org/x"
    assert entities('<span class="tg-spoiler">x</span>')[0]["type"] == "spoiler"
    assert entities("<blockquote expandable>x</blockquote>")[0]["type"] == "expandable_blockquote"
    assert entities('<pre><code class="language-python">x</code></pre>') == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]
    assert entities('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>')[0]["custom_emoji_id"] == (
        "5368324170671202286"
    )
    assert entities('<tg-time unix="1647531900" format="wDT">x</tg-time>')[0]["unix_time"] == 1647531900


def test_links_that_lead_nowhere_are_plain_text() -> None:
    assert parse_html('<a href="javascript:alert(1)">x</a><a href="">y</a>') == ("xy", [])


def test_nested_styles_stand_in_order_of_offset_then_length() -> None:
    found = entities("<b>ab<i>c</i></b><u>d</u>")
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == [
        ("bold", 0, 3),
        ("italic", 2, 1),
        ("underline", 3, 1),
    ]


def test_only_four_names_and_numbers_are_references() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#33;&#x1F600;&lt")[0] == '<>&"!\U0001f600<'
    assert parse_html("&nbsp;&copy;&#0;&#xD800;&#99999999; AT&T & co")[0] == (
        "&nbsp;&copy;&#0;&#xD800;&#99999999; AT&T & co"
    )


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("é <h1>x</h1>", 'Unsupported start tag "h1" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ('<a "x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=e/x>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_wrong_markup_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"
    assert refused.value.code == 400


@given(st.text("<>/&;abi=\"' #x1", max_size=60))
def test_any_text_is_parsed_or_refused(source: str) -> None:
    try:
        text, found = parse_html(source)
    except ApiError:
        return
    assert all(0 < entity["length"] <= units(text) - entity["offset"] for entity in found)

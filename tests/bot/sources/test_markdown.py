import pytest

from bot.sources.markdown import reduced


@pytest.mark.parametrize(
    ("source", "title", "body"),
    [
        ("# A bridge opens\n\nThe mayor came.", "A bridge opens", "The mayor came."),
        ("\n## A bridge opens ##\n\nThe mayor came.", "A bridge opens", "The mayor came."),
        ("A bridge opens\n===\n\nThe mayor came.", "A bridge opens", "The mayor came."),
        ("The mayor came.\n\n# Later\n\nMore.", "", "The mayor came.\n\nLater\n\nMore."),
        ('---\ntitle: "A bridge"\ndate: x\n---\nThe mayor came.', "A bridge", "The mayor came."),
        ("---\ntitle: A bridge\n---\n# A bridge\nText.", "A bridge", "Text."),
        ("---\ntitle: A bridge\n---\n# Prologue\nText.", "A bridge", "Prologue\nText."),
        ("---\nno end of this", "", "no end of this"),
        ("#hashtag is no heading", "", "#hashtag is no heading"),
        ("Just text.", "", "Just text."),
        ("", "", ""),
    ],
)
def test_the_title_is_the_heading_before_the_text(source: str, title: str, body: str) -> None:
    assert reduced(source) == (title, body)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**Bold** and *light* and _also_ `code`", "Bold and light and also code"),
        ("***both***", "both"),
        ("a snake_case_name and 2*3*4 = 24", "a snake_case_name and 2*3*4 = 24"),
        ("see [the page](https://example.org/a_b_c) now", "see the page now"),
        ("see [the page][1] now", "see the page now"),
        ("[1]: https://example.org/", ""),
        ("an ![image](x.png) here", "an  here"),
        ("<https://example.org/x>", "https://example.org/x"),
        ("a<br/>b <b>bold</b> <!-- note -->", "ab bold"),
        ("> quoted", "quoted"),
        ("> - nested", "nested"),
        ("- [ ] to do", "to do"),
        ("* item", "item"),
        ("3. Oktober ist Feiertag.", "3. Oktober ist Feiertag."),
        ("-5 degrees", "-5 degrees"),
        ("| a | b |", "a b"),
        ("|---|:-:|", ""),
        ("* * *", ""),
        (r"\*kept\* \# 1 < 2", "*kept* # 1 < 2"),
        ("a [bracket] stays", "a [bracket] stays"),
    ],
)
def test_marks_go_and_words_stay(line: str, text: str) -> None:
    assert reduced(f"Before.\n\n{line}\n\nAfter.")[1].split("\n\n")[1:-1] == ([text] if text else [""])


def test_fenced_lines_stay_as_they_are() -> None:
    assert reduced("Text.\n```\n# *not* a heading\n```\nMore.") == ("", "Text.\n# *not* a heading\nMore.")


@pytest.mark.parametrize(
    "unit",
    ["[", "[a", "![](", "<a", "<!--", "*a ", "**", "_a", "`", "\\", " ", "> ", "- ", "a", "|", "#", "---\n"],
)
def test_endless_marks_cost_no_more_than_their_length(unit: str) -> None:
    title, body = reduced("x" + unit * 50_000)
    assert len(title) + len(body) <= 1 + len(unit) * 50_000

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import clean
from summarizer.clean import trim
from tests.summarizer.articles import article

PROSE = "The council of the town approved a new bridge over the river on Friday evening."
MORE = "Work on the bridge begins in March and will keep the harbour busy for two years."


def removed(*lines: str, title: str = "", language: str | None = None) -> list[str]:
    return list(clean("\n".join(lines), title=title, language=language).removed)


@pytest.mark.parametrize(
    "name", ["bridge.en", "bridge.de", "bridge.uk", "bridge.ru", "bridge.tr", "ferry.en"]
)
def test_an_article_without_furniture_stays_whole(name: str) -> None:
    assert clean(article(name)) == clean(article(name), language=name[-2:])
    assert clean(article(name)).text == article(name).strip("\n")
    assert clean(article(name)).removed == ()


def test_what_stands_before_and_after_the_prose_goes() -> None:
    assert removed("Home", "News", "Mayor wins at last", PROSE, MORE, "Share this", "Top stories") == [
        "Home",
        "News",
        "Mayor wins at last",
        "Share this",
        "Top stories",
    ]
    last = "To suggest a correction or clarification, write to us here."
    assert removed(PROSE, MORE, last) == [last]


def test_a_teaser_in_the_middle_goes_with_its_list_of_headlines() -> None:
    teaser = [
        "Harbour Diary: What the Tides Bring This Week",
        "Read also",
        "Harbour Diary: What the Tides Bring This Week",
        "Mayor opens school of music with a march; In Tarn, frost kills all blossom; Ferry crew finds work.",
    ]
    assert removed(PROSE, *teaser, MORE) == teaser


def test_a_list_of_clauses_without_a_teaser_stays() -> None:
    clauses = "Three were honoured: Ann Lee, of Averton; Bo Ray, of Tarn; Cid Oak, who built the first ferry."
    assert removed(PROSE, clauses, MORE) == []


def test_a_subheading_in_the_middle_stays() -> None:
    assert removed(PROSE, "Years of dispute", MORE) == []


def test_a_list_introduced_with_a_colon_stays() -> None:
    parts = ["two pillars", "a path for walkers", "Related"]
    assert removed(PROSE, *parts, MORE) == parts
    assert removed(PROSE[:-1] + " with these parts:", *parts, MORE) == parts[2:]


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee, Our Reporter",
        "Von Anna Lehm",
        "12 March 2027",
        "3 hours ago",
        "***",
        "Related: Ferry crew finds new work in harbour",
        "The mayor at the landing stage on Friday morning. Photo: Ann Lee",
        "Subscribe to our newsletter or follow us for more on the harbour, every single morning!",
        "Mayor at the landing stage (Image: Town Press)",
        "FILE - In this photo of March 2027 the mayor of Averton looks at the model of a new bridge.",
        "Please subscribe.",
    ],
)
def test_single_lines_of_furniture_go(line: str) -> None:
    assert removed(PROSE, line, MORE) == [line]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Lesen Sie auch: Fähre fährt weiter"),
        ("fr", "À lire aussi"),
        ("es", "Te puede interesar"),
        ("pt", "Leia também"),
        ("it", "Leggi anche"),
        ("pl", "Czytaj także"),
        ("ru", "Читайте также"),
        ("uk", "Читайте також"),
        ("tr", "Bunlar da ilginizi çekebilir"),
    ],
)
def test_furniture_is_known_in_ten_languages(language: str, line: str) -> None:
    assert removed(PROSE, line, MORE, language=language) == [line]
    assert removed(PROSE, line, MORE) == [line]
    assert removed(PROSE, line, MORE, language="hu") == [line]


def test_a_known_language_does_not_use_the_words_of_others() -> None:
    assert removed(PROSE, "Inicio", MORE, language="en") == []
    assert removed(PROSE, "Inicio", MORE, language="es") == ["Inicio"]


def test_the_title_repeated_between_paragraphs_goes() -> None:
    assert removed(PROSE, "A bridge for Averton", MORE, title="A bridge for Averton | The Lime") == [
        "A bridge for Averton"
    ]


def test_a_table_goes() -> None:
    table = ["Team", "Won", "12", "Lost", "3", "Drawn", "1", "Points"]
    assert removed(PROSE, *table, MORE) == table


def test_prose_about_photographs_and_sharing_stays() -> None:
    for line in (
        "She took a photo of the new bridge while the mayor cut the ribbon in the rain.",
        "The towns share the cost of the bridge, and they will share what it earns for years.",
        "She went home early on that day.",
        "He went home.",
    ):
        assert removed(PROSE, line, MORE) == []


def test_hard_wrapped_prose_stays_whole() -> None:
    wrapped = [
        "The council of the town has decided on Friday to",
        "build a bridge over the river, which the mayor of",
        "the town had promised to the voters nine years",
        "ago.",
    ]
    assert removed(*wrapped) == []
    assert removed("Menu", "", *wrapped, "", "Share") == ["Menu", "Share"]


def test_without_any_prose_longer_lines_stand_in_and_else_everything_stays() -> None:
    assert clean("Menu\nMayor of Averton opens the bridge\nShare").text == "Mayor of Averton opens the bridge"
    assert clean("Menu\nShare").text == "Menu\nShare"


def test_blank_lines_between_kept_lines_stay_single() -> None:
    assert clean(f"{PROSE}\n\nShare\n\n\n{MORE}\n\n").text == f"{PROSE}\n\n{MORE}"


@given(
    st.lists(
        st.sampled_from([PROSE, MORE, "Share", "Menu", "", " ", "By Ann Lee", "A; B; C", "1"]) | st.text()
    )
)
def test_every_line_is_kept_or_told_unchanged_and_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    cleaned = clean(text)
    kept = [line for line in cleaned.text.split("\n") if line.strip()]
    parts = [line for line in text.replace("\r\n", "\n").splitlines() if line.strip()]
    if "\0" not in text:
        assert sorted([*kept, *cleaned.removed]) == sorted(parts)
        assert [line for line in parts if line in kept and line not in cleaned.removed] == [
            line for line in kept if line not in cleaned.removed
        ]


def test_both_ends_of_a_body_are_trimmed_and_its_middle_is_not() -> None:
    body = f"A bridge for Averton\nBy Ann Lee\n{PROSE}\nShare\n{MORE}\nRead more"
    assert trim(body, "A bridge for Averton") == f"{PROSE}\nShare\n{MORE}"
    assert trim("", "") == ""


@pytest.mark.parametrize("arguments", [{"text": 1}, {"title": None}, {"language": "english"}])
def test_wrong_arguments_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        clean(**{"text": PROSE, **arguments})  # type: ignore[arg-type]

from hypothesis import given
from hypothesis import strategies as st

from summarizer.lines import ends_sentence, passages, split_lines

WRAPPED = [
    "The council of the town has decided on Friday to",
    "build a bridge over the river, which the mayor of",
    "the town had promised to the voters nine years",
    "ago.",
]


def test_all_kinds_of_breaks_part_lines_and_so_do_nul_and_lone_surrogates() -> None:
    assert split_lines("a\r\nb\rc\nd\x0be\u2028f\0g\ud800h") == list("abcdefgh")


def test_a_wrapped_block_is_one_passage() -> None:
    assert passages([*WRAPPED, "", "Alone."]) == [[0, 1, 2, 3], [5]]


def test_headlines_below_each_other_stay_apart() -> None:
    headlines = [
        "Mayor opens the long awaited bridge",
        "Ferry crew finds work in the old harbour",
        "Apples dear",
    ]
    assert passages(headlines) == [[0], [1], [2]]


def test_paragraphs_of_one_line_each_stay_apart() -> None:
    lines = [
        "The council met on Friday and approved the new bridge over the river.",
        "It costs 38 million crowns.",
    ]
    assert passages(lines) == [[0], [1]]


def test_end_marks_may_be_followed_by_quotation_marks_and_brackets() -> None:
    for line in ("Yes.", "“Yes!”", "(yes?)", "はい。」", "نعم؟", "Yes …  "):
        assert ends_sentence(line)
    for line in ("Yes", "Read more:", "1.5 km", ""):
        assert not ends_sentence(line)


@given(st.lists(st.text(alphabet="ab .\t", max_size=60), max_size=12))
def test_every_line_with_text_is_in_one_passage_in_order(lines: list[str]) -> None:
    assert [i for passage in passages(lines) for i in passage] == [
        i for i, line in enumerate(lines) if line.strip()
    ]

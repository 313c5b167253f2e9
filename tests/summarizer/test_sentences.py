import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.lines import split_lines
from summarizer.sentences import Tokenizer, split_paragraphs, split_sentences

pieces = st.text(max_size=8) | st.sampled_from(
    [
        ". ",
        "! ",
        "? ",
        '"',
        "“",
        "”",
        "\n",
        "\n\n",
        " ",
        "…",
        "Dr.",
        "U.S.",
        "3.",
        "。",
        "Yes",
        "no",
        "end.Next",
        'end."Next',
        "»",
        "т. д.",
        "1998 г.",
        "」と",
    ]
)

CASES = [
    ("en", ["Sen. Ann Lee met Gov. Bo Ray at 5 p.m.", "The talks took 3.5 hours."]),
    ("en", ["The U.S. Senate voted on Feb. 15.", "It was close."]),
    ("en", ["J. R. Miller Jr. runs Acme Inc. in Leeds.", "He began there."]),
    ("en", ["No. 5 won the race.", "No. 7 fell."]),
    ("en", ['"We won!" Miller said.', "The crowd cheered."]),
    ("en", ['"Are you sure?" he asked.', "She was."]),
    ("en", ["Wait ... what?", "Nobody knew."]),
    ("en", ["He owns a firm in the U.K.", "The firm sells tea."]),
    ("de", ["Am 3. März kam Dr. Maier z. B. nach Köln.", "Danach fuhr er heim."]),
    ("de", ["Das Haus kostet 2 Mio. Euro.", "Die Stadt zahlt."]),
    ("fr", ["M. Dupin a parlé à Mme. Roux.", "Elle a refusé."]),
    ("es", ["El Sr. Ruiz llegó a las 5.", "¿Quién lo esperaba?", "Nadie."]),
    ("uk", ["У м. Київ 2024 р. виросли ціни.", "На хліб пішло 5 млн грн."]),
    ("uk", ["Про це сказав проф. І. Марш.", "Він не згоден."]),
    ("ru", ["Дом на ул. Мира построили в 1990 г.", "Он стоит до сих пор."]),
    ("pl", ["Dr hab. Nowak i prof. Zając przyszli o godz. 5.", "To koniec."]),
    ("it", ["Il sig. Rossi abita qui.", "Non esce mai."]),
    ("pt", ["O Sr. Lima chegou.", "Ele partiu cedo."]),
    ("tr", ["Dr. Kaya 3. Cadde'de oturuyor.", "Bu doğru."]),
    ("ar", ["وصل الرئيس اليوم.", "هل يعود غدا؟", "لا أحد يعرف."]),
    ("xx", ["One went home.", "Two stayed."]),
]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_news_cases_are_split_where_a_reader_would(language: str, sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "quotation", "rest"),
    [
        ("en", 'He said: "It is late. We must go. Take your coat."', "Then he left."),
        ("en", "“The ice was thin. Who knew?” the warden said.", "He had warned them."),
        ("de", "„Das Eis war dünn. Wir haben gewarnt“, sagte der Wirt.", "Niemand hörte zu."),
        ("fr", "« La glace était mince. Nous l'avions dit », affirme le gardien.", "Il est parti."),
        ("uk", "«Лід був тонкий. Ми попереджали», – каже сторож.", "Його не чули."),
        ("ja", "「氷は薄かった。警告はした」と監視員は話す。", "誰も聞かなかった。"),
        ("zh", "“冰很薄。我们说过了，”守卫说。", "没人听。"),
    ],
)
def test_a_quotation_of_several_sentences_stays_whole_where_asked(
    language: str, quotation: str, rest: str
) -> None:
    text = quotation + ("" if language in {"ja", "zh"} else " ") + rest
    assert split_sentences(text, language, whole_quotations=True) == [quotation, rest]
    assert split_paragraphs(text, language) == [[quotation, rest]]
    assert len(split_sentences(text, language)) > 2


def test_inch_marks_open_no_quotation() -> None:
    text = 'A 5" pipe burst. Nobody saw it. A 6" pipe held.'
    assert len(split_sentences(text, whole_quotations=True)) == 3


def test_a_missing_space_hides_no_sentence() -> None:
    assert split_sentences("The ferry stops.Nobody minds. See limepost.example or U.S.Navy.") == [
        "The ferry stops.",
        "Nobody minds.",
        "See limepost.example or U.S.Navy.",
    ]
    assert split_sentences('The ferry stops."Who minds?" he said. "No one."Then he left.') == [
        "The ferry stops.",
        '"Who minds?" he said.',
        '"No one."',
        "Then he left.",
    ]


def test_unspaced_scripts_end_at_their_marks() -> None:
    assert split_sentences("雨が降る。風も強い！傘は？", "ja") == ["雨が降る。", "風も強い！", "傘は？"]
    assert split_sentences("「行くよ。」と彼は言った。雨だ。", "ja") == [
        "「行くよ。」と彼は言った。",
        "雨だ。",
    ]


def test_a_line_ends_a_sentence_and_a_wrapped_block_does_not() -> None:
    assert split_sentences("Weather today\nRain in the north") == ["Weather today", "Rain in the north"]
    wrapped = (
        "The ferry across the river will stop in the spring\n"
        "of next year, when the bridge opens, said the mayor\n"
        "of the town."
    )
    assert split_sentences(wrapped) == [" ".join(wrapped.split())]


def test_a_long_quotation_is_divided_after_all() -> None:
    speech = " ".join(f"Point {word} is settled now and for good." for word in ["one", "two", "six"] * 5)
    assert len(split_sentences(f'"{speech}"', whole_quotations=True)) == 15


def test_a_run_without_end_marks_is_cut_between_words() -> None:
    pieces = split_sentences("tick tock " * 1000)
    assert max(map(len, pieces)) <= 1200
    assert " ".join(pieces) == ("tick tock " * 1000).strip()


@pytest.mark.parametrize("unit", ["a", " ", ". ", "A. ", '"', "“", "1. ", "(", "\n", "。", "«a ", "- ", "… "])
def test_every_character_but_white_space_survives(unit: str) -> None:
    text = unit * 2000
    assert "".join("".join(split_sentences(text, "de")).split()) == "".join(text.split())


@given(
    text=st.lists(pieces, max_size=80).map("".join),
    language=st.sampled_from(["en", "de", "uk", "ja", "cs", "ar", "xx"]),
    whole=st.booleans(),
)
def test_sentences_are_contiguous_in_the_squashed_text_and_leave_nothing_out(
    text: str, language: str, *, whole: bool
) -> None:
    squashed, place = " ".join(" ".join(split_lines(text)).split()), 0
    for sentence in split_sentences(text, language, whole_quotations=whole):
        assert squashed.startswith(sentence, place)
        place += len(sentence)
        place += squashed.startswith(" ", place)
    assert place == len(squashed)


def test_the_tokenizer_gives_sumy_sentences_and_words() -> None:
    tokenizer = Tokenizer("en")
    assert tokenizer.to_sentences("It rains. We stay.") == ("It rains.", "We stay.")
    assert tokenizer.to_words("The mayor's well-known 3 cats") == ("The", "mayor's", "well-known", "cats")

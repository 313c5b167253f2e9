import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import summarize
from summarizer.datelines import split_dateline, without_datelines

DATELINES = [
    ("(TNA)", "The town voted on Friday."),
    ("(TNA) --", "The town voted on Friday."),
    ("(The Lime Post) -", "The town voted on Friday."),
    ("AVERTON (Agency) —", "The town voted on Friday."),
    ("Averton, Limeland (Agency) -", "The town voted on Friday."),
    ("AVERTON, Limeland, March 5 (Agency) —", "The town voted on Friday."),
    ("AVERTON –", "The town voted on Friday."),
    ("ST. ANNE, Limeland —", "The town voted on Friday."),
    ("AVERTON, March 5 /TNA/.", "The town voted on Friday."),
    ("Averten (dpa) -", "Der Stadtrat hat abgestimmt."),
    ("Averten/Tarn (dpa/lno) –", "Der Stadtrat hat abgestimmt."),
    ("AVERTON, 3 mars (Agence) -", "Le conseil a voté vendredi."),
    ("Averton, 5 mar (EFE).-", "El ayuntamiento votó el viernes."),
    ("(ANSA) - AVERTON, 05 MAR -", "Il consiglio ha votato venerdì."),
    ("Lizbona (PAP) -", "Rada głosowała w piątek."),
    ("São Tarn (Agência) -", "A câmara votou na sexta."),
    ("İZMAR (AA) -", "Meclis cuma günü oy verdi."),
    ("ТАРН, 5 мая (Агентство) —", "Совет проголосовал в пятницу."),
    ("ТАРН, 5 травня –", "Рада проголосувала у п'ятницю."),
    ("ТАРН. 5 березня. УНІАН.", "Рада проголосувала у п'ятницю."),
    ("أفرتون (الوكالة) -", "صوت المجلس يوم الجمعة."),
    ("新闻社阿弗顿3月5日电（记者李明）", "市议会周五投票。"),
    ("【アバートン＝山田】", "市議会は金曜日に投票した。"),
]


@pytest.mark.parametrize(("dateline", "sentence"), DATELINES)
def test_datelines_are_parted_from_their_sentence(dateline: str, sentence: str) -> None:
    assert split_dateline(f"{dateline} {sentence}") == (dateline, sentence)


def test_a_dateline_may_lack_the_space_after_it() -> None:
    assert split_dateline("(TNA)The town voted.") == ("(TNA)", "The town voted.")
    assert split_dateline("Lime City (TNA)The town voted.") == ("Lime City (TNA)", "The town voted.")
    assert split_dateline('(TNA)"No," he said.') == ("(TNA)", '"No," he said.')


@pytest.mark.parametrize(
    "sentence",
    [
        "The town (with its port) voted.",
        "Ruth Calder (61) - the mayor - spoke.",
        "Smith (Labour) - a baker - won.",
        "The Lime Trade Board (LTB) — It pays for the bridge.",
        "The council (LTC) met.",
        "NATO and the EU met.",
        "Averton is small.",
        "On March 5 - a Friday - the town voted.",
        "Well-known people came.",
        "Die Stadt (rund 4.000 Menschen) – Sitz des Rates – wählt.",
        "市議会は3月5日に投票した。",
        "",
    ],
)
def test_other_openings_stay(sentence: str) -> None:
    assert split_dateline(sentence) == ("", sentence)


def test_summaries_leave_the_dateline_out_and_tell_it() -> None:
    text = (
        "AVERTON, Limeland (TNA) — The council of Averton approved a new bridge over the Lime on Friday. "
        "The bridge replaces a ferry that carries 4,000 people a day. Work on the bridge begins in March. "
        "Shops near the landing stage fear for their customers."
    )
    for method in ("news", "lead", "lexrank"):
        summary = summarize(text, sentences=4, method=method)
        assert summary.removed == ("AVERTON, Limeland (TNA) —",)
        assert all(sentence in text for sentence in summary.sentences)
        assert not any("TNA" in sentence for sentence in summary.sentences)


def test_only_the_first_passages_have_datelines_and_one_alone_stays() -> None:
    paragraphs = [["Averton votes."], ["AVERTON –", "It did."], [], ["TARN – It did not."]]
    assert without_datelines(paragraphs) == (
        [["Averton votes."], ["It did."], [], ["TARN – It did not."]],
        ("AVERTON –",),
    )
    spread = [["ТАРН.", "5 березня.", "УНІАН.", "Рада голосує.", "Так."]]
    assert without_datelines(spread) == ([["Рада голосує.", "Так."]], ("ТАРН. 5 березня. УНІАН.",))
    assert without_datelines([["AVERTON –"]]) == ([["AVERTON –"]], ())
    assert without_datelines([]) == ([], ())


@given(st.text(max_size=80) | st.sampled_from([" ".join(pair) for pair in DATELINES]))
def test_both_parts_make_the_sentence(sentence: str) -> None:
    dateline, rest = split_dateline(sentence)
    assert sentence.startswith(dateline)
    assert sentence.endswith(rest)
    assert sentence[len(dateline) : len(sentence) - len(rest)].strip() == ""

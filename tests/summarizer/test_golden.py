"""Articles whose summaries were read and found right: a pair of files each, `name.txt` and `name.summary`."""

import pytest

from summarizer import summarize
from tests.summarizer.articles import FOLDER, article

NAMES = sorted(path.stem for path in FOLDER.glob("*.summary"))


@pytest.mark.parametrize("name", NAMES)
def test_the_summary_is_the_one_that_was_read(name: str) -> None:
    expected = (FOLDER / f"{name}.summary").read_text(encoding="utf-8").splitlines()
    assert list(summarize(article(name)).sentences) == expected


def test_there_are_articles_in_several_languages() -> None:
    assert {name.rpartition(".")[2] for name in NAMES} >= {"en", "de", "uk", "ru", "tr", "ja"}

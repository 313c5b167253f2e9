import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Ranking

texts = st.lists(st.text(max_size=20), max_size=5).map(tuple)
numbers = st.lists(st.integers(0, 500), max_size=5).map(tuple)


@given(
    st.builds(
        Ranking, st.text(max_size=2), st.text(max_size=9), texts, numbers, numbers, st.integers(0), texts
    )
)
def test_a_ranking_survives_json(ranking: Ranking) -> None:
    assert Ranking.from_json(ranking.to_json()) == ranking


def test_json_is_one_plain_line_with_readable_letters() -> None:
    line = Ranking("uk", "news", ("Міст.",), (1,), (0,), 1).to_json()
    assert "Міст." in line
    assert "\n" not in line
    assert json.loads(line)["sentences"] == ["Міст."]


@pytest.mark.parametrize(
    "line", ["", "null", "[]", "{}", '{"language": 1}', '{"language": "en", "method": "news"}']
)
def test_anything_else_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|stored ranking"):
        Ranking.from_json(line)

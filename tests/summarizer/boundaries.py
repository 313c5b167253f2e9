"""The cases beside this file: short texts of our own invention, cut into sentences by hand, `LANGUAGE.txt`.

Cases are parted by blank lines; a line is a sentence. A sentence follows the one before after a space (after
nothing in Chinese and Japanese), a line that begins with "+" after nothing, with "^" on a new line; "#"
begins a comment. A quotation of several sentences is cut inside: what may be shown alone is another question.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_suffix("")
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.txt"))
_UNSPACED = {"zh", "ja"}
_JOINS = {"+": "", "^": "\n"}

Splitter = Callable[[str, str], Iterable[str]]


@dataclass(frozen=True)
class Case:
    """A text and the sentences it consists of."""

    text: str
    sentences: tuple[str, ...]


def cases(language: str) -> Iterator[Case]:
    """Give the cases of a language."""
    for block in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        if lines:
            yield _case(lines, "" if language in _UNSPACED else " ")


def _case(lines: list[str], usual: str) -> Case:
    text, sentences = "", []
    for line in lines:
        sentence = line[1:] if line[0] in _JOINS else line
        text += (_JOINS.get(line[0], usual) if text else "") + sentence
        sentences.append(sentence)
    return Case(text, tuple(sentences))


def boundary_f1(language: str, splitter: Splitter) -> float:
    """Give F1 over the places between sentences; the end of a case, which nobody can miss, does not count."""
    hits = found = wanted = 0
    for case in cases(language):
        ours, gold = _places(splitter(case.text, language)), _places(case.sentences)
        hits, found, wanted = hits + len(ours & gold), found + len(ours), wanted + len(gold)
    return 2 * hits / max(1, found + wanted)


def _places(sentences: Iterable[str]) -> set[int]:
    """Give the inner places, counted in characters that are no white space."""
    places, place = set(), 0
    for sentence in sentences:
        place += len("".join(sentence.split()))
        places.add(place)
    return places - {place}

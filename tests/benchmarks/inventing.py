"""Articles out of dice: sentences with the lengths, stop words and names of news, and no meaning."""

import random
from collections.abc import Sequence

_SOUNDS = {
    "onsets": "b br c ch d dr f fl g gr h j k l m n p pl r s st t tr v w",
    "middles": "a ai e ea i o oo ou u",
    "ends": "ck d l ll m n nd ng r rd s st t th x",
    "links": "the of and to in a for on with that was by at from its as",
}
_ONSETS, _MIDDLES, _ENDS, _LINKS = (sounds.split() for sounds in _SOUNDS.values())


class Inventor:
    """Invents words and texts; the same seed gives the same."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self._common = [self.word() for _ in range(2_000)]

    def word(self) -> str:
        """A word of one to three syllables."""
        parts = [
            self._dice.choice(_ONSETS) + self._dice.choice(_MIDDLES) for _ in range(self._dice.randint(1, 2))
        ]
        return "".join(parts) + self._dice.choice(_ENDS)

    def subject(self) -> list[str]:
        """The telling words of one event: names and things that its articles keep using."""
        return [self.word().capitalize() for _ in range(8)] + [self.word() for _ in range(20)]

    def sentence(self, subject: Sequence[str]) -> str:
        """About twenty words, a third of them links, a quarter of the subject."""
        words = [
            self._dice.choice(
                _LINKS if (at := self._dice.random()) < 0.35 else subject if at < 0.6 else self._common
            )
            for _ in range(self._dice.randint(10, 30))
        ]
        return f"{' '.join(words).capitalize()}."

    def article(self, sentences: int, subject: Sequence[str] | None = None) -> str:
        """An article of so many sentences, three to a paragraph."""
        words = subject or self.subject()
        lines = [self.sentence(words) for _ in range(sentences)]
        return "\n\n".join(" ".join(lines[at : at + 3]) for at in range(0, sentences, 3))

    def stories(self, articles: int, sentences: int = 20) -> tuple[list[str], list[int]]:
        """Articles, every fifth story told by three of them, and the number of each one's story."""
        texts: list[str] = []
        labels: list[int] = []
        story = 0
        while len(texts) < articles:
            subject = self.subject()
            for _ in range(3 if story % 5 == 0 else 1):
                texts.append(self.article(sentences, subject))
                labels.append(story)
            story += 1
        return texts[:articles], labels[:articles]

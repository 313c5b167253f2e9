"""Invented articles for the dialogues: each on another event, so that none joins another's story."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A title, and the first sentence, which every summary of three holds; the rest of the body follows."""

    title: str
    body: str


HARBOUR = Piece(
    "Harbour of Westerby opens again",
    "The harbour of Westerby opened again on Monday after two years of repairs. "
    "The first ship brought oranges and forty passengers from the southern islands. "
    "The harbour master said that the new quay can take vessels of up to 200 metres. "
    "Fishermen hope that the old fish market will return before the autumn.",
)
GLACIER = Piece(
    "Researchers weigh a glacier with drones",
    "Researchers of the polar station have weighed a whole glacier with the help of six drones. "
    "The measuring flights took eleven days and covered 300 square kilometres of ice. "
    "The glacier has lost a tenth of its mass since the first survey in 1994. "
    "The team wants to repeat the flights every spring.",
)
LIBRARY = Piece(
    "Night library lends instruments",
    "The night library of Ostrava Lane now lends violins, drums and accordions for four weeks. "
    "More than ninety people queued on the first evening, most of them beginners. "
    "A workshop in the cellar repairs what comes back broken. "
    "The city pays for the strings and the drumsticks.",
)
TRAMS = Piece(
    "Trams without wires reach the hills",
    "Three trams that carry batteries instead of wires have reached the hill districts for the first time. "
    "They charge for ninety seconds at each end of the line. "
    "Drivers praise the brakes, which give a third of the energy back. "
    "The operator ordered twelve more for next year.",
)
ORCHARD = Piece(
    "Old pear returns to the orchards",
    "A pear that was believed to be extinct grows again in nine orchards of the river valley. "
    "A retired teacher had found the last tree behind a railway shed. "
    "Gardeners grafted two hundred twigs from it within three winters. "
    "The first fruit will be sold at the harvest fair.",
)

"""The articles beside this file: texts of our own invention, named story.language.txt."""

from pathlib import Path

FOLDER = Path(__file__).with_suffix("")


def article(name: str) -> str:
    """Give the text of one, named like "bridge.en"."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")

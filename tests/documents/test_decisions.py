import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LONGEST = 40


def declared() -> list[str]:
    """The libraries that the project names itself, of every group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return sorted({re.split(r"[\[<>=~!; ]", line)[0] for group in groups for line in group})


def test_every_dependency_has_its_reason_and_no_other_is_named() -> None:
    text = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \| \S", text, re.MULTILINE)
    assert sorted(name for row in rows for name in re.findall(r"`(.+?)`", row)) == declared()


def test_no_two_decisions_share_a_number() -> None:
    # Numbers are given before the work begins, so one that comes later may fill a gap.
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_tells_its_four_parts_in_few_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    parts = re.findall(r"^\*\*(.+?)\.\*\*", text, re.MULTILINE)
    assert parts == ["Context", "Decision", "Consequence", "What would change our mind"]
    # A table is looked things up in, not read.
    assert len([line for line in text.splitlines() if not line.startswith("|")]) <= LONGEST

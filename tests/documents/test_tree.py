import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted(path for folder in ("bot", "summarizer", "tests") for path in (ROOT / folder).rglob("*.py"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LONGEST = 300
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "core", "common", "misc", "shared", "base"}
# A worker is given what its Python needs to start, and none of our settings.
READERS_OF_THE_ENVIRONMENT = {"bot/settings.py", "bot/workers/worker.py"}


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_a_long_file_gives_its_reason_first() -> None:
    long = [path for path in CODE if path.read_text(encoding="utf-8").count("\n") > LONGEST]
    assert [told(path) for path in long if f"{LONGEST} lines" not in (_docstring(path) or "")] == []


def test_every_module_is_named_after_a_noun() -> None:
    assert [
        told(path) for path in CODE if NAMES_OF_NOTHING & {path.stem, *path.relative_to(ROOT).parts}
    ] == []


def test_only_the_settings_read_the_environment() -> None:
    reads = re.compile(r"\bos\.environ\b|\bgetenv\b|\bload_dotenv\b")
    readers = {
        told(path)
        for path in CODE
        if path.is_relative_to(ROOT / "bot") and reads.search(path.read_text("utf-8"))
    }
    assert readers == READERS_OF_THE_ENVIRONMENT


@pytest.mark.parametrize("document", DOCUMENTS, ids=told)
def test_every_path_in_a_document_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    paths = re.findall(r"`((?:bot|summarizer|tests|docs|\.ci)/[\w./-]*)`", text)
    assert sorted(path for path in set(paths) if not (ROOT / path).exists()) == []
    assert paths or document.name != "architecture.md"


@pytest.mark.parametrize("folder", ["bot", "summarizer"])
def test_the_architecture_names_everything_at_the_top_of_a_package(folder: str) -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [path for path in CODE if path.parent == ROOT / folder and path.stem != "__init__"]
    packages = {path.parent for path in CODE if path.parent.parent == ROOT / folder}
    names = [told(path) for path in modules] + [f"{told(path)}/" for path in packages]
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_every_link_between_the_documents_leads_somewhere() -> None:
    links = [
        (told(document), target)
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)", document.read_text(encoding="utf-8"))
    ]
    assert links
    assert [link for link in links if not ((ROOT / link[0]).parent / link[1]).exists()] == []


@pytest.mark.parametrize("folder", ["bot", "summarizer"])
def test_every_module_says_what_it_is(folder: str) -> None:
    modules = [path for path in CODE if path.is_relative_to(ROOT / folder)]
    assert [told(path) for path in modules if not _docstring(path)] == []


def _docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

"""Markdown reduced to its title and plain lines: pure.

Not a renderer: it takes away the marks that people write in articles and leaves anything doubtful as it
stands (a line that begins with ``3.`` may be a list, and may be a date). Every repetition is bounded, so that
no input costs more than its length.
"""

import re

_FRONT_MATTER_REACH = 10_000
_NAMED_TITLE = re.compile(r"^title[ \t]{0,9}:(.{1,500})$", re.MULTILINE | re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]{1,9}(\S.*)")
_UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_UNSEEN = re.compile(
    r"[ \t]*[-*_|: \t]+|\[[^\[\]]{1,200}\]:[ \t]{1,9}\S.*"
)  # rules, and the targets of links
_BLOCK_MARKS = re.compile(r"[ \t]{0,12}(?:(?:>|[-*+][ \t])[ \t]{0,4}){1,8}(?:\[[ xX]\][ \t])?")
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\[\]]{0,300}\]\([^()\n]{0,600}\)"), ""),  # an image
    (re.compile(r"\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,600}\)|\[[^\[\]\n]{0,200}\])"), r"\1"),  # a link
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>|<!--[^<>]{0,500}-->"), ""),
    (re.compile(r"(`{1,3})([^`\n]{1,500})\1"), r"\2"),
    (re.compile(r"(?<!\\)(\*\*|__|~~)(?=\S)([^*_~\n]{1,1000})(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*\\])([*_])(?=\S)([^*_\n]{1,1000})(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def reduced(text: str) -> tuple[str, str]:
    """Give title and body; the title is that of the front matter, else a heading before any other text."""
    title, rest = _front_matter(text)
    lines = _lines(rest.split("\n"))
    first = next((at for at, (line, _) in enumerate(lines) if line), None)
    if first is not None and lines[first][1] and (not title or title == lines[first][0]):
        title = lines.pop(first)[0]
    return title, "\n".join(line for line, _ in lines).strip()


def _front_matter(text: str) -> tuple[str, str]:
    end = text.find("\n---\n", 3, _FRONT_MATTER_REACH)
    if not text.startswith("---\n") or end < 0:
        return "", text
    title = _NAMED_TITLE.search(text[:end])
    return (title[1].strip().strip("\"'") if title else ""), text[end + 5 :]


def _lines(source: list[str]) -> list[tuple[str, bool]]:
    """Give each line as people read it, and whether it is a heading."""
    found: list[tuple[str, bool]] = []
    fenced = False
    for line in source:
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            found.append((line.strip(), False))
        elif found and found[-1][0] and _UNDERLINE.fullmatch(line):
            found[-1] = (found[-1][0], True)
        else:
            found.append(_line(line))
    return found


def _line(line: str) -> tuple[str, bool]:
    if _UNSEEN.fullmatch(line):
        return "", False
    heading = _HEADING.match(line)
    if heading:
        return _inline(heading[1].rstrip("# \t")), True
    if line.lstrip().startswith("|"):
        line = " ".join(line.strip("| \t").replace("|", " ").split())
    return _inline(_BLOCK_MARKS.sub("", line, count=1) if _BLOCK_MARKS.match(line) else line), False


def _inline(line: str) -> str:
    for pattern, replacement in _INLINE:
        line = pattern.sub(replacement, line)
    return line.strip()

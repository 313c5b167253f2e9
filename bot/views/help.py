"""The help texts: short, by audience, with examples to tap."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locales import Texts
from bot.models import OutgoingMessage
from bot.views.html import bold, escape


@dataclass(frozen=True, slots=True)
class Entry:
    """One command as the help shows it; ``summary`` is a message of the catalogues."""

    names: tuple[str, ...]
    summary: str
    example: str
    editor: bool


def all_commands(entries: Sequence[Entry], texts: Texts, footer: str) -> OutgoingMessage:
    """Every command in one line each: readers' first, then the desk's."""
    intro = texts.t("I send you one short digest of the news you chose, at your own local time.")
    lines = [intro, "", *(_line(entry, texts) for entry in entries if not entry.editor)]
    desk = [_line(entry, texts) for entry in entries if entry.editor]
    if desk:
        lines += ["", bold(texts.plain("The desk")), *desk]
    return OutgoingMessage("\n".join([*lines, "", footer]))


def one_command(entry: Entry, texts: Texts) -> OutgoingMessage:
    """One command with its short forms and an example."""
    lines = [_line(entry, texts)]
    if entry.names[1:]:
        short = texts.listed(f"/{name}" for name in entry.names[1:])
        lines.append(texts.t("Also: {names}", names=short))
    if entry.example:
        lines.append(texts.t("For example: {example}", example=entry.example))
    return OutgoingMessage("\n".join(lines))


def _line(entry: Entry, texts: Texts) -> str:
    return f"{texts.apart('/' + entry.names[0])} – {escape(texts.plain(entry.summary))}"

"""The shape of the one table of commands and buttons; ``bot.handlers`` collects and registers it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.handlers.context import Context

Handler = Callable[[Context], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: ``summary`` is its line in the menu (a message of the catalogues).

    ``context.words`` holds what follows the command. ``editor`` commands exist for the desk alone, in
    private chats; ``menu`` ones are in Telegram's menu; ``settles`` ones change a reader's settings, so in
    a group only its administrators may use them; ``heavy`` ones may be asked a few times a minute only.
    """

    name: str
    handler: Handler
    summary: str
    aliases: tuple[str, ...] = ()
    editor: bool = False
    menu: bool = False
    settles: bool = False
    heavy: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one module of handlers adds: commands, and buttons by the first word of their data.

    A button's data is ``prefix:rest``; ``context.words`` holds the rest. ``answers`` take the next message of
    a private chat in which a dialog of their kind is open; ``context.dialog`` holds it.
    """

    commands: tuple[Command, ...] = ()
    reader_buttons: dict[str, Handler] = field(default_factory=dict)
    open_buttons: dict[str, Handler] = field(default_factory=dict)
    editor_buttons: dict[str, Handler] = field(default_factory=dict)
    answers: dict[str, Handler] = field(default_factory=dict)

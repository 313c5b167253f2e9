"""From an update to the one handler it is for: commands and buttons are looked up in the table."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from telegram import Message, Update
from telegram.constants import MessageEntityType
from telegram.error import Forbidden, TelegramError

from bot import metrics
from bot.errors import Reason, RejectedError
from bot.handlers import adding, channels, inline, membership, places
from bot.handlers.channel_data import channel_of
from bot.handlers.commands import Command, Handler, Part
from bot.handlers.context import Context
from bot.handlers.hints import Hints
from bot.handlers.rights import may_settle, speaks_as_the_group
from bot.handlers.throttle import Kind, Throttle, Verdict
from bot.locales import nearest_language
from bot.models import OutgoingMessage
from bot.services.callers import Asked
from bot.views.refusals import apology, sentence

log = logging.getLogger(__name__)

T = TypeVar("T")

CANCEL = "cancel"  # answers for itself that something was begun
# Isolates that our own right-to-left sentences put around what people may copy back.
UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))


@dataclass(frozen=True, slots=True)
class Table:
    """Every command by each of its names, and every button by the first word of its data."""

    commands: dict[str, Command]
    open_buttons: dict[str, Handler]
    reader_buttons: dict[str, Handler]
    editor_buttons: dict[str, Handler]
    answers: dict[str, Handler]


def table_of(parts: tuple[Part, ...]) -> Table:
    """The table of all parts; a name given twice is a mistake of ours."""
    table = Table({}, {}, {}, {}, {})
    for part in parts:
        for command in part.commands:
            for name in (command.name, *command.aliases):
                _add(table.commands, name, command)
        for mine, theirs in (
            (table.open_buttons, part.open_buttons),
            (table.reader_buttons, part.reader_buttons),
            (table.editor_buttons, part.editor_buttons),
            (table.answers, part.answers),
        ):
            for prefix, handler in theirs.items():
                _add(mine, prefix, handler)
    return table


def _add(table: dict[str, T], name: str, value: T) -> None:
    if name in table:
        raise ValueError(f"two things are named {name}")
    table[name] = value


class Router:
    """The callbacks that are registered with python-telegram-bot."""

    def __init__(self, table: Table, on_throttled: Callable[[], object] = lambda: None) -> None:
        self._table = table
        self._hints = Hints()
        self.throttle = Throttle(on_throttled)

    async def message(self, _update: Update, context: Context) -> None:
        """A command, a file, a text; anything else gets one friendly line in private chats."""
        await _told(context, self._message)

    async def tap(self, _update: Update, context: Context) -> None:
        """A button: looked up, rights checked again, and always answered."""
        await _told(context, self._tap)

    async def inline(self, _update: Update, context: Context) -> None:
        """Words behind the bot's name in any chat; who asks too fast is left with what they see."""
        person = context.incoming.effective_user
        if person is None or self.throttle.judge(person.id, Kind.INLINE, context.now) is not Verdict.DO:
            return
        await inline.answer(context)

    async def membership(self, _update: Update, context: Context) -> None:
        """The bot's own standing in a chat changed."""
        await _told(context, membership.changed)

    async def _message(self, context: Context) -> None:
        message = context.incoming.message
        if message is None or await membership.told_by(context, message):
            return
        if not is_from_a_person(message, context.bot.id):
            return
        name, words = command_of(message, context.bot.username)
        if name is not None:
            context.words = words
            await self._command(context, name)
        elif context.private:
            await self._private(context, message)

    def _may_ask(self, context: Context, command: Command | None) -> bool:
        kinds = (Kind.COMMAND, Kind.HEAVY) if command is not None and command.heavy else (Kind.COMMAND,)
        return all(self._allows(context, kind, context.message.date) for kind in kinds)

    def _allows(self, context: Context, kind: Kind, at: datetime) -> bool:
        """Whether a person may ask this now; the first time in a minute that they may not, they are told."""
        verdict = self.throttle.judge(context.person.id, kind, at)
        if verdict is Verdict.TELL:
            raise RejectedError(Reason.TOO_FAST)
        return verdict is Verdict.DO

    async def _tap(self, context: Context) -> None:
        if not self._allows(context, Kind.TAP, context.now):
            await context.toast("")
            return
        try:
            handler = await self._button(context, await self._prefix(context))
            if handler is None:
                await context.toast(context.texts.plain("That button is from an older message. Send /start."))
                return
            await handler(context)
        except (ValueError, IndexError):
            # Data that no button of ours carries: custom clients can send anything.
            log.info("odd button data", extra={"prefix": _first_word(context)[:20]})
            await context.toast(context.texts.plain("That button is from an older message. Send /start."))
        # A handler that raises is answered with its reason instead.
        await context.toast("")

    async def _prefix(self, context: Context) -> str:
        """The first word of a button's data; what precedes it may name a channel to act on."""
        data = context.query.data if context.query else None
        prefix, _, context.words = (data or "").partition(":")
        channel_id = channel_of(prefix) if context.private else None
        if channel_id is not None:
            await channels.enter(context, channel_id)
            prefix, _, context.words = context.words.partition(":")
        return prefix

    async def _command(self, context: Context, name: str) -> None:
        command = self._table.commands.get(name)
        if command is None and not context.private:
            return
        if not self._may_ask(context, command):
            return
        if command is None:
            raise RejectedError(Reason.NO_SUCH_COMMAND, word=name[:40])
        if command.editor and not (context.private and context.role.edits):
            if context.private:
                raise RejectedError(Reason.NOT_ALLOWED)
            return
        if command.settles and not await may_settle(context):
            if self._hints.due(context.chat.id, context.person.id, context.now.date()):
                raise RejectedError(Reason.GROUP_ADMINS_ONLY)
            return
        await self._forget_question(context, name)
        await command.handler(context)

    async def _forget_question(self, context: Context, name: str) -> None:
        """Who sends a command answers no question; what an editor began goes on until it is cancelled."""
        if not context.private or name == CANCEL:
            return
        dialog = context.asked
        if dialog is not None and dialog.kind in self._table.answers:
            await context.answered_question()

    async def _button(self, context: Context, prefix: str) -> Handler | None:
        if not context.private and is_out_of_reach(context.incoming.effective_message):
            # Too old: Telegram does not tell any more in which thread it stands.
            return None
        if prefix in self._table.open_buttons:
            return self._table.open_buttons[prefix]
        if prefix in self._table.editor_buttons:
            if not (context.private and context.role.edits):
                raise RejectedError(Reason.NOT_ALLOWED)
            return self._table.editor_buttons[prefix]
        if prefix in self._table.reader_buttons and not await may_settle(context):
            raise RejectedError(Reason.GROUP_ADMINS_ONLY)
        return self._table.reader_buttons.get(prefix)

    async def _private(self, context: Context, message: Message) -> None:
        if message.chat_shared is not None:
            await channels.shared(context, message.chat_shared.chat_id)
            return
        context.dialog = context.asked
        answer = self._table.answers.get(context.dialog.kind) if context.dialog else None
        if answer is not None:
            context.words = (message.text or "").strip()
            await channels.enter_as_begun(context)
            await answer(context)
            return
        if message.location is not None:
            await places.offer_place(context)
            return
        taken = await adding.on_text(context) if message.text else await adding.on_file(context)
        if not taken and self._allows(context, Kind.WORDS, message.date):
            text = context.texts.t("I don’t know what to do with that. /help shows what I can do.")
            await context.say(OutgoingMessage(text))


async def _told(context: Context, work: Handler) -> None:
    """Load the caller and do the work; what goes wrong is told in one sentence, in the reader's language."""
    try:
        if context.incoming.effective_chat is None:
            return
        await _load(context)
        await work(context)
    except RejectedError as error:
        await _say(context, sentence(error, context.texts))
    except Forbidden:
        log.info("the chat does not want an answer")
    except TelegramError as error:
        log.warning("Telegram refused or did not answer", extra={"error": str(error)})
        await _say(context, apology(context.texts))
    except Exception:
        metrics.HANDLER_ERRORS.inc()
        log.exception("handler failed")
        await _say(context, apology(context.texts))


async def _say(context: Context, text: str) -> None:
    try:
        await context.refuse(text)
    except TelegramError as error:
        log.warning("refusal not sent", extra={"error": str(error)})


async def _load(context: Context) -> None:
    """Who is calling. The role is read anew for each update."""
    person, message = context.incoming.effective_user, context.incoming.effective_message
    asked = Asked(
        chat_id=context.chat.id,
        thread_id=_thread(message),
        person_id=person.id if person else 0,
        kind=context.chat.type,
        language=nearest_language(person.language_code if person else None),
    )
    context.caller = await context.services.callers.load(asked)


def command_of(message: Message, username: str) -> tuple[str | None, str]:
    """The name of a message's command and what follows it; None for no command, or another bot's.

    Forwarded commands do not act: they are what somebody else once sent.
    """
    text = (message.text or message.caption or "").translate(UNSEEN)
    entities = message.entities if message.text else message.caption_entities
    begins = any(item.type == MessageEntityType.BOT_COMMAND and item.offset == 0 for item in entities)
    if not begins or message.forward_origin is not None:
        return None, ""
    first, *rest = text.split(maxsplit=1)
    name, _, addressed = first.removeprefix("/").partition("@")
    if addressed and addressed.casefold() != username.casefold():
        return None, ""
    return name.casefold(), rest[0].strip() if rest else ""


def is_from_a_person(message: Message, bot_id: int) -> bool:
    """Whether a person wrote this: no bot, no channel that posts in a group, and no card of our own."""
    if message.via_bot is not None and message.via_bot.id == bot_id:
        return False
    if message.sender_chat is not None:
        return speaks_as_the_group(message)
    return message.from_user is not None and not message.from_user.is_bot


def is_out_of_reach(message: object) -> bool:
    """Whether Telegram tells nothing more of a message but its id: it then dates it 0."""
    return not isinstance(message, Message) or message.date.timestamp() == 0


def _first_word(context: Context) -> str:
    return str(context.query.data or "").partition(":")[0] if context.query else ""


def _thread(message: object) -> int:
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id or 0
    return 0

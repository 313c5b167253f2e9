"""What every handler is given: the reader, the person's rights, the texts, and one way to answer."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
    User,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest
from telegram.ext import Application, CallbackContext, ExtBot

from bot.handlers.channel_data import marked
from bot.locales import Texts, nearest_language, texts
from bot.models import Button, Dialog, Keyboard, OutgoingMessage, Role, Subscriber
from bot.services import Services
from bot.views.html import to_plain

if TYPE_CHECKING:
    from bot.handlers.commands import Command

SERVICES = "services"
COMMANDS = "commands"
TOAST_LIMIT = 200
CHANNEL = "channel"  # in the payload of a question: what the answer is about

_PTB = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent the update: the reader of its chat and thread, and the person's role on the desk."""

    reader: Subscriber
    role: Role


@dataclass(frozen=True, slots=True)
class Channel:
    """The channel that a private chat sets up at the moment."""

    id: int
    title: str


class Context(_PTB):
    """The typed context of python-telegram-bot with what our handlers need; made once per update."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], update: Update | None = None
    ) -> None:
        person = update.effective_user.id if update and update.effective_user else None
        chat = update.effective_chat.id if update and update.effective_chat else None
        super().__init__(application, chat_id=chat, user_id=person)
        self._update = update
        self.caller: Caller | None = None
        self.channel: Channel | None = None
        self.answered = False
        self.words = ""
        self.dialog: Dialog | None = None

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> "Context":
        """Keep the update, so that handlers need nothing but their context."""
        return cls(application, update if isinstance(update, Update) else None)

    @property
    def incoming(self) -> Update:
        """The update in work."""
        if self._update is None:
            raise AssertionError("this context was made without an update")
        return self._update

    @property
    def services(self) -> Services:
        """The use cases, put there by the composition root."""
        return cast("Services", self.bot_data[SERVICES])

    @property
    def commands(self) -> "tuple[Command, ...]":
        """The one table of commands, for the help."""
        return cast("tuple[Command, ...]", self.bot_data[COMMANDS])

    @property
    def person(self) -> User:
        """Who sent the update; present wherever our handlers are registered."""
        person = self.incoming.effective_user
        if person is None:
            raise AssertionError("the update has no sender")
        return person

    @property
    def chat(self) -> Chat:
        """The chat of the update."""
        chat = self.incoming.effective_chat
        if chat is None:
            raise AssertionError("the update has no chat")
        return chat

    @property
    def message(self) -> Message:
        """The message that was sent."""
        message = self.incoming.effective_message
        if message is None:
            raise AssertionError("the update has no message")
        return message

    @property
    def query(self) -> CallbackQuery | None:
        """The tap, if the update is one."""
        return self.incoming.callback_query

    @property
    def private(self) -> bool:
        """Whether the chat is one with the person alone."""
        return self.chat.type == ChatType.PRIVATE

    @property
    def reader(self) -> Subscriber:
        """The reader that this chat (or thread) is, stored or with the defaults of a new one."""
        if self.caller is None:
            raise AssertionError("the caller is loaded before any handler runs")
        return self.caller.reader

    @property
    def role(self) -> Role:
        """The person's role on the desk."""
        return self.caller.role if self.caller else Role.READER

    @property
    def now(self) -> datetime:
        """The present instant of the bot's clock."""
        return self.services.now()

    @property
    def texts(self) -> Texts:
        """The texts in the reader's language, or in the person's before the reader is known."""
        if self.caller:
            return texts(self.caller.reader.language)
        person = self._update.effective_user if self._update else None
        return texts(nearest_language(person.language_code if person else None))

    async def say(
        self, message: OutgoingMessage, *, silent: bool = False, answering: bool = False
    ) -> Message:
        """Send a new message to the chat (and thread) of the update; as its answer if ``answering``."""
        message = self._placed(message)
        topic_message = self.incoming.effective_message
        answered = topic_message.message_id if answering and topic_message else None
        in_thread = bool(topic_message and topic_message.is_topic_message)
        return await self.bot.send_message(
            chat_id=self.chat.id,
            message_thread_id=topic_message.message_thread_id if in_thread and topic_message else None,
            text=message.text,
            parse_mode=ParseMode.HTML,
            reply_markup=markup(message.keyboard),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            disable_notification=silent,
            reply_parameters=(
                ReplyParameters(answered, allow_sending_without_reply=True) if answered else None
            ),
        )

    async def show(self, message: OutgoingMessage) -> None:
        """Answer a tap by editing the message with the button, anything else by a new message."""
        if self.query is None or self.query.message is None:
            await self.say(message)
            return
        placed = self._placed(message)
        try:
            await self.bot.edit_message_text(
                chat_id=self.chat.id,
                message_id=self.query.message.message_id,
                text=placed.text,
                parse_mode=ParseMode.HTML,
                reply_markup=markup(placed.keyboard),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as error:
            # Two quick taps ask for the same text twice; a message too old to edit is answered anew.
            if "message is not modified" not in str(error).lower():
                await self.say(message)

    async def rearrange(self, keyboard: Keyboard) -> None:
        """Put other buttons under the message that was tapped."""
        # Two quick taps ask for the same buttons twice, and a message may be gone.
        with suppress(BadRequest):
            await self.bot.edit_message_reply_markup(
                chat_id=self.chat.id, message_id=self.message.message_id, reply_markup=markup(keyboard)
            )

    async def toast(self, text: str, *, alert: bool = False) -> None:
        """Answer the tap with a short plain text (cut at Telegram's 200); without a tap, do nothing."""
        if self.query is None or self.answered:
            return
        self.answered = True
        try:
            await self.query.answer(text[:TOAST_LIMIT] or None, show_alert=alert)
        except BadRequest:
            # Telegram forgets a tap after a while: the edited message is then the whole answer.
            return

    async def refuse(self, sentence: str, keyboard: Keyboard = ()) -> None:
        """Tell in one HTML sentence why something was not done, where the person is looking."""
        if self.query is not None:
            await self.toast(to_plain(sentence), alert=True)
        else:
            # In a group everybody sees it: without a sound, and to whom it is meant.
            await self.say(
                OutgoingMessage(sentence, keyboard), silent=not self.private, answering=not self.private
            )

    async def ask(self, kind: str, question: OutgoingMessage, **payload: object) -> None:
        """Ask for something in words; the person's next message in this private chat is the answer."""
        await self.expect(kind, **payload)
        await self.say(question)

    async def expect(self, kind: str, **payload: object) -> None:
        """Take the person's next message in this private chat as the answer to a question."""
        if self.channel is not None:
            payload[CHANNEL] = self.channel.id
        await self.services.dialogs.begin(self.chat.id, self.person.id, kind, **payload)

    async def answered_question(self) -> None:
        """Wait no longer for the answer that was just taken."""
        await self.services.dialogs.end(self.chat.id, self.person.id)

    def _placed(self, message: OutgoingMessage) -> OutgoingMessage:
        """A message that sets up a channel names it, and its buttons act on it."""
        if self.channel is None:
            return message
        heading = self.texts.t("Channel: <b>{title}</b>", title=self.channel.title)
        return OutgoingMessage(f"{heading}\n\n{message.text}", marked(message.keyboard, self.channel.id))


def keyboard_of(message: Message) -> Keyboard:
    """Telegram's buttons under a message as ours."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return tuple(
        tuple(Button(button.text, str(button.callback_data or ""), button.url or "") for button in row)
        for row in rows
    )


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """Our buttons as Telegram's."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(button.text, url=button.url)
                if button.url
                else InlineKeyboardButton(button.text, callback_data=button.data)
                for button in row
            ]
            for row in keyboard
        ]
    )

"""What every handler is given: the reader, the person's rights, the texts, and one way to answer."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import Application, CallbackContext, ExtBot

from bot.handlers.channel_data import marked
from bot.locales import Texts, nearest_language, texts
from bot.models import Button, Dialog, Keyboard, OutgoingMessage, Role, Subscriber
from bot.services import Services
from bot.views.bodies import buttons, content
from bot.views.buttons import in_words
from bot.views.html import to_plain

if TYPE_CHECKING:
    from bot.handlers.commands import Command
    from bot.services.callers import Caller

SERVICES = "services"
COMMANDS = "commands"
CALL = "call"
TOAST_LIMIT = 200
CHANNEL = "channel"  # in the payload of a question: what the answer is about

# A call of the Bot API by method and JSON body, which raises PTB's errors; put there by the composition root.
Call = Callable[[str, dict[str, Any]], Awaitable[Any]]

_PTB = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]


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
    def asked(self) -> Dialog | None:
        """What the bot waited for from the person when the update was taken up."""
        return self.caller.dialog if self.caller else None

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

    async def call(self, method: str, **body: Any) -> Any:
        """Call the Bot API without PTB's objects, which cost more than the call; what is None is left out."""
        call = cast("Call", self.bot_data[CALL])
        return await call(method, {name: value for name, value in body.items() if value is not None})

    async def say(self, message: OutgoingMessage, *, silent: bool = False, answering: bool = False) -> int:
        """Send a new message to the chat (and thread) of the update; return its message_id.

        ``answering`` shows the message of the update above it.
        """
        topic_message = self.incoming.effective_message
        answered = topic_message.message_id if answering and topic_message else None
        in_thread = bool(topic_message and topic_message.is_topic_message)
        sent = await self.call(
            "sendMessage",
            chat_id=self.chat.id,
            message_thread_id=topic_message.message_thread_id if in_thread and topic_message else None,
            disable_notification=silent or None,
            reply_parameters=_answering(answered),
            **content(self._placed(message)),
        )
        return int(sent["message_id"])

    async def edit(self, message_id: int, message: OutgoingMessage) -> bool:
        """Give one of our messages a new content; False if it cannot be edited (any more)."""
        try:
            await self.call(
                "editMessageText",
                chat_id=self.chat.id,
                message_id=message_id,
                **content(self._placed(message)),
            )
        except BadRequest as error:
            # Two quick taps ask for the same content twice.
            return "message is not modified" in str(error).lower()
        return True

    async def show(self, message: OutgoingMessage) -> None:
        """Answer a tap by editing the message with the button, anything else by a new message."""
        tapped = self.query.message if self.query else None
        if tapped is None or not await self.edit(tapped.message_id, message):
            await self.say(message)

    async def rearrange(self, keyboard: Keyboard) -> None:
        """Put other buttons under the message that was tapped."""
        # Two quick taps ask for the same buttons twice, and a message may be gone.
        with suppress(BadRequest):
            await self.call(
                "editMessageReplyMarkup",
                chat_id=self.chat.id,
                message_id=self.message.message_id,
                **buttons(keyboard),
            )

    async def toast(self, text: str, *, alert: bool = False) -> None:
        """Answer the tap with a short plain text (cut at Telegram's 200); without a tap, do nothing."""
        if self.query is None or self.answered:
            return
        self.answered = True
        try:
            await self.call(
                "answerCallbackQuery",
                callback_query_id=self.query.id,
                text=text[:TOAST_LIMIT] or None,
                show_alert=alert or None,
            )
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
        if self.caller and self.caller.reader.preferences.plain:
            message = replace(message, keyboard=in_words(message.keyboard, self.texts))
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


def _answering(message_id: int | None) -> dict[str, Any] | None:
    return {"message_id": message_id, "allow_sending_without_reply": True} if message_id else None

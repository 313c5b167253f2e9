"""People who chat with the bot: verbs for tests and demonstrations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.emulator import acts, asking, membership
from bot.emulator.acts import Place
from bot.emulator.chats import Chat, Message
from bot.emulator.entities import Entity
from bot.emulator.errors import ActionError
from bot.emulator.groups import Group
from bot.emulator.waiting import shows, wait_for
from bot.emulator.world import World

T = TypeVar("T")

ANSWER_SECONDS = 10.0


@dataclass(frozen=True)
class CallbackAnswer:
    """What the bot answered to a tap: a toast, or an alert to be closed; often without words."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass
class Person:
    """One person; every verb is what Telegram's client would do, and marks the moment for `sees`."""

    world: World = field(repr=False)
    id: int
    mark: int = 0

    async def sends(
        self,
        text: str,
        *,
        chat: Group | None = None,
        thread: int | None = None,
        entities: Sequence[Entity] = (),
        anonymous: bool = False,
    ) -> Message:
        """Sends one text message."""
        place = self._place(chat, thread, is_anonymous=anonymous)
        return self._acted(acts.write(self.world, place, text, entities))

    async def sends_long(self, text: str, *, chat: Group | None = None) -> list[Message]:
        """Sends a text of any length, in parts of at most 4096 UTF-16 units, as clients do."""
        return self._acted(acts.write_long(self.world, self._place(chat), text))

    async def sends_file(
        self,
        name: str,
        data: bytes,
        caption: str = "",
        mime_type: str | None = None,
        *,
        chat: Group | None = None,
    ) -> Message:
        """Sends a file."""
        place = self._place(chat)
        return self._acted(acts.attach(self.world, place, name, data, caption=caption, mime_type=mime_type))

    async def sends_photo(self, data: bytes, caption: str = "", *, chat: Group | None = None) -> Message:
        """Sends a picture."""
        return self._acted(acts.attach_photo(self.world, self._place(chat), data, caption=caption))

    async def sends_location(self, latitude: float, longitude: float) -> Message:
        """Sends a place on earth."""
        return self._acted(acts.locate(self.world, self._place(), latitude, longitude))

    async def shares_chat(self, chat: Group, request_id: int = 1) -> Message:
        """Answers a "choose chat" button."""
        return self._acted(acts.share_chat(self.world, self._place(), chat.id, request_id))

    async def forwards(
        self, message: Message, comment: str | None = None, *, hidden: bool = False, chat: Group | None = None
    ) -> Message:
        """Forwards a message (or anything shaped like one), after a comment if there is one."""
        if comment:
            acts.write(self.world, self._place(chat), comment)
        origin = asking.origin_of(self.world, message, is_hidden=hidden)
        return self._acted(acts.forward(self.world, self._place(chat), message, origin))

    async def replies(self, message: Message, text: str, *, chat: Group | None = None) -> Message:
        """Answers a message."""
        return self._acted(acts.reply(self.world, self._place(chat), message, text))

    async def edits(self, message: Message, text: str) -> Message:
        """Edits an own message."""
        place = Place(self.id, message["chat"]["id"])
        return self._acted(acts.edit(self.world, place, message["message_id"], text))

    async def taps(
        self,
        text: str,
        *,
        message: Message | None = None,
        within: float = ANSWER_SECONDS,
        chat: Group | None = None,
    ) -> CallbackAnswer:
        """Taps the button with this text (exact, else contained): the newest one, or that under `message`.

        Gives the bot's answer, or the link of a button that opens one; a button of the keyboard below the
        text field sends its text. ActionError if there is no such button or no answer in time.
        """
        candidates = [message] if message is not None else list(reversed(self.messages_in(chat)))
        for candidate in candidates:
            button = asking.find_button(candidate, text)
            if button is not None and "callback_data" in button:
                return await self.taps_data(button["callback_data"], message=candidate, within=within)
            if button is not None:
                return CallbackAnswer(url=str(button.get("url", "")))
        if text in asking.reply_buttons(self._chat(chat)):
            await self.sends(text, chat=chat)
            return CallbackAnswer()
        raise ActionError(f"There is no button {text!r} to tap; {self.view(chat)}")

    async def taps_data(
        self, data: str, *, message: Message, within: float = ANSWER_SECONDS
    ) -> CallbackAnswer:
        """Taps with any callback data, as an old keyboard or a changed client can."""
        query = self._acted(
            asking.tap(self.world, Place(self.id, message["chat"]["id"]), message["message_id"], data)
        )
        answer = await asking.answer_to(query, within)
        return CallbackAnswer(**answer)

    async def asks_inline(
        self, words: str, *, offset: str = "", within: float = ANSWER_SECONDS
    ) -> list[dict[str, Any]]:
        """Types words after the bot's name and gives the results that the bot offers."""
        query = asking.ask_inline(self.world, self._place(), words, offset)
        answer = await asking.answer_to(query, within)
        return list(answer.get("results", []))

    async def picks_inline(self, result: dict[str, Any], *, chat: Group | None = None) -> Message:
        """Sends an inline result into a chat."""
        return self._acted(asking.pick_inline(self.world, self._place(chat), result))

    async def blocks(self) -> None:
        """Blocks the bot: it is told, and its messages are refused."""
        membership.set_blocked(self.world, self.id, is_blocked=True)
        self.mark = self.world.hub.number

    async def unblocks(self) -> None:
        """Lets the bot write again."""
        membership.set_blocked(self.world, self.id, is_blocked=False)
        self.mark = self.world.hub.number

    async def deletes_account(self) -> None:
        """Leaves Telegram for good, without a word to the bot: its messages are refused."""
        self._chat(None).is_deactivated = True

    @property
    def messages(self) -> list[Message]:
        """The messages of the private chat as this person sees them now, oldest first."""
        return self.messages_in(None)

    def messages_in(self, chat: Group | None) -> list[Message]:
        """Lists the messages of a chat as they stand now, oldest first."""
        return list(self._chat(chat).messages.values())

    async def sees(
        self, text: str, *, within: float = 5.0, after: Message | None = None, chat: Group | None = None
    ) -> Message:
        """Waits until a message of somebody else shows this text, in its words or on a button, and gives it.

        Only what was posted or edited since the own last action counts, or what came after the message
        `after`; AssertionError telling what is seen instead.
        """
        found = await wait_for(
            self.world, within, lambda: self._newest(chat, after, lambda one: shows(one, text))
        )
        assert found is not None, f"{text!r} did not come within {within:g} s; {self.view(chat, after)}"
        return found

    async def sees_nothing(self, for_seconds: float = 0.3, *, chat: Group | None = None) -> None:
        """Waits and checks that nothing new comes; AssertionError telling what came."""
        found = await wait_for(self.world, for_seconds, lambda: self._newest(chat, None, lambda _: True))
        assert found is None, f"something came; {self.view(chat)}"

    def view(self, chat: Group | None = None, after: Message | None = None) -> str:
        """Describes in one sentence what this person sees since the own last action."""
        name = self.world.users[self.id].first_name
        seen = [_line(message) for message in self._fresh(chat, after)]
        return f"{name} sees {'; '.join(seen) if seen else 'nothing new'}"

    def _newest(
        self, chat: Group | None, after: Message | None, is_wanted: Callable[[Message], bool]
    ) -> Message | None:
        return next((message for message in self._fresh(chat, after) if is_wanted(message)), None)

    def _fresh(self, chat: Group | None, after: Message | None) -> list[Message]:
        place = self._chat(chat)
        return [
            message
            for message in list(place.messages.values())
            if message.get("from", {}).get("id") != self.id and self._is_after(place, message, after)
        ]

    def _is_after(self, chat: Chat, message: Message, after: Message | None) -> bool:
        if after is not None:
            return bool(message["message_id"] > after["message_id"])
        return chat.touched.get(message["message_id"], 0) > self.mark

    def _chat(self, chat: Group | None) -> Chat:
        return self.world.chats[self.id if chat is None else chat.id]

    def _place(
        self, chat: Group | None = None, thread: int | None = None, *, is_anonymous: bool = False
    ) -> Place:
        return Place(self.id, None if chat is None else chat.id, thread, is_anonymous)

    def _acted(self, result: T) -> T:
        self.mark = self.world.hub.number
        return result


def _line(message: Message) -> str:
    buttons = [button["text"] for button in asking.inline_buttons(message)]
    text = message.get("text") or message.get("caption") or "a message without words"
    return f"{text!r}{f' with the buttons {buttons}' if buttons else ''}"

"""Editors chatting with the desk's handlers through the emulator, without the rest of the application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time

import aiohttp
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.emulator import Emulator, Person
from bot.errors import RejectedError
from bot.gateway.answers import AnswerLimiter, Answers
from bot.gateway.limits import Limiter
from bot.gateway.request import AiohttpRequest
from bot.handlers import adding, catalogue, desk
from bot.handlers.context import CALL, SERVICES, Context
from bot.services import Services
from bot.services.callers import Asked, Callers
from bot.services.desk import DeskReport
from bot.services.dialogs import Dialogs
from bot.services.digests import Digests
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.saved import Saved
from bot.services.search import Search
from bot.services.subscribers import Defaults, Subscribers
from bot.storage.engine import Database
from bot.views.refusals import sentence
from tests.bot.services.newsroom import EDITOR, Newsroom

PARTS = (adding.PART, catalogue.PART, desk.PART)
COMMANDS = {name: cmd for part in PARTS for cmd in part.commands for name in (cmd.name, *cmd.aliases)}
BUTTONS = {prefix: handler for part in PARTS for prefix, handler in part.editor_buttons.items()}


class DeskChat:
    """An editor's private chat with the bot, answered by the desk's handlers alone."""

    def __init__(self, emulator: Emulator, room: Newsroom, app: Application) -> None:  # type: ignore[type-arg]
        self.emulator = emulator
        self.room = room
        self.app = app
        self.editor: Person = emulator.person("Ed", id=EDITOR)
        self.untaken: list[str] = []
        self.offset = 0

    async def answer_all(self) -> None:
        """Answer updates until cancelled."""
        while True:
            for update in await self.app.bot.get_updates(offset=self.offset, timeout=5):
                self.offset = update.update_id + 1
                await self._answer(update)

    async def is_answered(self) -> None:
        """Wait until every update has been answered."""
        async with asyncio.timeout(30):
            while self.emulator.world.updates.pending:  # noqa: ASYNC110 - the emulator confirms without a sign
                await asyncio.sleep(0.02)

    async def _answer(self, update: Update) -> None:
        context = Context.from_update(update, self.app)
        asked = Asked(context.chat.id, 0, context.person.id, kind="private", language="en")
        context.caller = await context.services.callers.load(asked)
        try:
            await self._route(context)
        except RejectedError as error:
            await context.refuse(sentence(error, context.texts))
        await context.toast("")

    async def _route(self, context: Context) -> None:
        if context.query:
            prefix, _, context.words = (context.query.data or "").partition(":")
            await BUTTONS[prefix](context)
            return
        text = context.message.text or ""
        name, _, context.words = text.partition(" ")
        command = COMMANDS.get(name.partition("\n")[0].removeprefix("/"))
        if not context.role.edits:
            self.untaken.append(text)
        elif command and context.message.forward_origin is None:
            await command.handler(context)
        elif not (await adding.on_text(context) if text else await adding.on_file(context)):
            self.untaken.append(text)


@asynccontextmanager
async def open_chat(database: Database) -> AsyncIterator[DeskChat]:
    """A chat whose bot answers until the block ends."""
    emulator = Emulator()
    await emulator.start(port=0)
    room = Newsroom(database)
    room.watch.time = emulator.clock.now()
    async with aiohttp.ClientSession() as session:
        app = _application(emulator, session)
        app.bot_data[SERVICES] = _services(database, room)
        limiter = AnswerLimiter(Limiter(1000))
        answers = Answers(session, limiter, token=emulator.token, base_url=emulator.base_url)
        app.bot_data[CALL] = answers.call
        async with app:
            chat = DeskChat(emulator, room, app)
            answering = asyncio.create_task(chat.answer_all())
            try:
                yield chat
            finally:
                answering.cancel()
                await asyncio.gather(answering, return_exceptions=True)
    await emulator.stop()


def _application(emulator: Emulator, session: aiohttp.ClientSession) -> Application:  # type: ignore[type-arg]
    return (
        ApplicationBuilder()
        .token(emulator.token)
        .base_url(f"{emulator.base_url}/bot")
        .base_file_url(f"{emulator.base_url}/file/bot")
        .request(AiohttpRequest(session))
        .get_updates_request(AiohttpRequest(session))
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .build()
    )


def _services(database: Database, room: Newsroom) -> Services:
    people = People(database, [EDITOR])
    subscribers = Subscribers(database, room.watch, Defaults("UTC", time(8)))
    return Services(
        choices=None,  # type: ignore[arg-type]
        articles=room.articles,
        callers=Callers(database, subscribers, people, room.watch),
        desk=DeskReport(database, room.watch),
        dialogs=Dialogs(database, room.watch),
        digests=Digests(database, room.watch),
        people=people,
        privacy=Privacy(database, room.watch, [EDITOR]),
        saved=Saved(database, room.watch),
        search=Search(database, room.watch),
        subscribers=subscribers,
        topics=room.topics,
        now=room.watch,
    )

"""What Telegram shows of the bot speaks the language of whoever looks, or the one chosen for the chat."""

import pytest

from bot.emulator.methods.commands import shown_commands
from bot.handlers.menus import description, short_description
from bot.locales import languages, texts
from tests.acceptance.stage import Stage, emulated, running_in, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


def summaries(stage: Stage, chat_id: int, person_id: int) -> dict[str, str]:
    world = stage.emulator.world
    shown = shown_commands(world, world.chat(chat_id), person_id)
    return {entry["command"]: entry["description"] for entry in shown}


async def test_a_chosen_language_changes_the_menu_of_that_chat_at_once(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/language de")
    await anna.sees("Deine Einstellungen")
    assert summaries(desk, anna.id, anna.id)["topics"] == texts("de").plain("Choose your topics")
    assert summaries(desk, desk.borys.id, desk.borys.id)["topics"] == "Choose your topics"
    await anna.taps("Sprache", message=anna.messages[-1])
    await anna.taps("العربية")
    await anna.sees("إعداداتك")
    assert summaries(desk, anna.id, anna.id)["topics"] == texts("ar").plain("Choose your topics")
    await anna.sends("/deleteme yes")
    await anna.sees("حذف")
    assert summaries(desk, anna.id, anna.id)["topics"] == "Choose your topics"


async def test_a_group_has_the_menu_of_the_administrator_who_started(desk: Stage) -> None:
    klara = desk.emulator.person("Klara", id=2001, language_code="de")
    group = desk.emulator.group("Watchers", id=-4001, administrators=[klara])
    group.sets_member(desk.borys.id)
    await klara.sends("/start", chat=group)
    await klara.sees("Willkommen!", chat=group)
    assert summaries(desk, group.id, desk.borys.id)["topics"] == texts("de").plain("Choose your topics")


async def test_the_descriptions_are_there_in_every_language(desk: Stage) -> None:
    bot = desk.emulator.world.bot

    async def are_set() -> bool:
        return set(bot.short_descriptions) == {"", *languages()} - {"en"}  # English is what others see

    await until(are_set, within=10)
    for code in languages()[1:]:
        assert bot.descriptions[code] == description(texts(code))
        assert bot.short_descriptions[code] == short_description(texts(code))
    assert bot.descriptions[""] == description(texts("en"))
    assert bot.names == {"": bot.names[""]}  # the name is its owner's


async def test_a_description_of_the_owner_is_left_alone(sqlite_url: str, lent_pool: None) -> None:
    async with emulated() as emulator:
        emulator.world.bot.descriptions[""] = "News of our village"
        async with running_in(emulator, sqlite_url) as stage:

            async def menus_are_set() -> bool:
                return bool(summaries(stage, stage.anna.id, stage.anna.id))

            await until(menus_are_set, within=10)
            await stage.anna.sends("/help")
            await stage.anna.sees("/topics")
        assert emulator.world.bot.descriptions == {"": "News of our village"}
        assert emulator.world.bot.short_descriptions == {}

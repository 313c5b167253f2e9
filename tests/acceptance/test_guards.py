"""Guards over every command: each answers, the menus hold what exists, and no secret is shown."""

from datetime import timedelta

import pytest

from bot.emulator.methods.commands import shown_commands
from bot.handlers import all_commands
from tests.acceptance.stage import Stage
from tests.acceptance.stories import HARBOUR

A_MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_command_and_its_example_answers_a_reader_and_an_editor(desk: Stage) -> None:
    await desk.publishes(HARBOUR)
    secret = desk.emulator.token.partition(":")[2]
    for command in all_commands():
        for line in (*(f"/{name}" for name in (command.name, *command.aliases)), command.example):
            for person in (desk.anna, desk.ed):
                if line:
                    desk.emulator.clock.advance(A_MINUTE)  # nobody may ask so much in one
                    await person.sends(line)
                    answer = await person.sees("")
                    said = answer.get("text") or answer["caption"]
                    is_told_off = "for this desk’s editors" in said
                    assert is_told_off == (command.editor and person is desk.anna), line
                    await person.sends("/language en")
                    await person.sees("Your settings")
    await desk.settles()
    assert not [one for one in desk.emulator.log if secret in one.text]


async def test_the_menus_hold_the_commands_that_exist(desk: Stage) -> None:
    known = {command.name: command for command in all_commands()}
    # An editor's own menu can be set from the first message on: at the latest with the next start.
    world = desk.emulator.world
    reader = [entry["command"] for entry in shown_commands(world, world.chat(desk.anna.id), desk.anna.id)]
    assert reader == [command.name for command in all_commands() if command.menu and not command.editor]
    assert set(reader) <= set(known)
    for name in reader:
        await desk.anna.sends(f"/{name}")
        assert "I don’t know the command" not in (await desk.anna.sees(""))["text"]


async def test_an_editor_who_wrote_once_has_the_desk_in_the_menu(desk: Stage) -> None:
    world = desk.emulator.world
    editor = [entry["command"] for entry in shown_commands(world, world.chat(desk.ed.id), desk.ed.id)]
    assert {"add", "articles", "newtopic", "status"} <= set(editor)
    assert set(editor) <= {command.name for command in all_commands()}

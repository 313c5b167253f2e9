from bot.emulator.html import parse_html
from bot.locales import texts
from bot.views.help import Entry, all_commands, one_command

EN = texts("en")
READERS = Entry(("topics", "sub", "list"), "Choose your <topics>", "/topics", editor=False)
DESK = Entry(("add",), "Add an article", "", editor=True)


def test_readers_commands_stand_first_and_the_footer_last() -> None:
    text, _ = parse_html(all_commands([DESK, READERS], EN, "The footer").text)
    lines = text.split("\n")
    assert lines.index("/topics – Choose your <topics>") < lines.index("The desk")
    assert lines.index("The desk") < lines.index("/add – Add an article")
    assert lines[-1] == "The footer"


def test_who_has_no_desk_sees_no_heading_for_it() -> None:
    assert "The desk" not in all_commands([READERS], EN, "").text


def test_one_command_tells_its_short_forms_and_an_example() -> None:
    assert parse_html(one_command(READERS, EN).text)[0].split("\n") == [
        "/topics – Choose your <topics>",
        "Also: /sub, /list",
        "For example: /topics",
    ]
    assert one_command(DESK, EN).text == "/add – Add an article"

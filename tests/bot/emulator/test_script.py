import json
import re
from pathlib import Path

import pytest

from bot.emulator import Emulator, Limits, Script, ScriptError
from bot.emulator.faults import FIELDS, KINDS
from bot.emulator.limits import LIMITS
from bot.emulator.script import parse

from .test_control import Page, page

__all__ = ["page"]

DOCUMENT = Path(__file__).parents[3] / "docs" / "emulator.md"
EXAMPLE = {
    "seed": 7,
    "limits": {"per_second": 30, "per_chat_per_second": 1, "freeze": 5},
    "faults": [
        {"kind": "502", "method": "sendMessage", "share": 0.1, "times": None},
        {"kind": "freeze", "retry_after": 7, "after": 60},
    ],
}


def mistakes(script: object) -> list[str]:
    with pytest.raises(ScriptError) as caught:
        parse(json.dumps(script))
    return list(caught.value.mistakes)


def test_a_script_is_put_into_force_instead_of_the_lines_before() -> None:
    emulator = Emulator()
    emulator.faults.add(kind="500")
    parse(json.dumps(EXAMPLE)).put_into(emulator.world)
    assert [line.kind for line in emulator.faults.lines] == ["502", "freeze"]
    assert emulator.world.gate.limits == Limits(per_second=30, per_chat_per_second=1, freeze=5)


def test_a_script_without_limits_leaves_them_as_they_are() -> None:
    emulator = Emulator(limits=Limits(per_second=3))
    assert parse("{}") == Script()
    parse("{}").put_into(emulator.world)
    assert emulator.world.gate.limits == Limits(per_second=3)


@pytest.mark.parametrize("text", ['{"faults": [}', "", "\xff", "[" * 100_000])
def test_what_is_no_json_is_told_in_one_sentence(text: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse(text)
    assert len(caught.value.mistakes) == 1
    assert str(caught.value).startswith("The script is ")


def test_every_mistake_is_told_with_its_place() -> None:
    lines = [
        {"kind": "fire"},
        {"kind": "500", "share": 2, "times": 0, "chat_id": "anna"},
        {"kind": "500", "colour": "red"},
        {"kind": "500", "after": 9, "until": 3},
        7,
    ]
    found = mistakes({"faults": lines, "limits": {"per_minute": 3, "per_second": 0}, "seed": "x", "more": 1})
    assert found == [
        "A script has no field 'more'; it has seed, limits, faults.",
        "'seed' must be a whole number.",
        f"Fault 1: There is no fault 'fire'; there are {', '.join(KINDS)}.",
        "Fault 2: 'chat_id' must be a whole number, or null.",
        "Fault 2: 'times' must be a whole number above 0, or null for ever.",
        "Fault 2: 'share' must be a number from 0 to 1.",
        f"Fault 3: A fault has no field 'colour'; it has {', '.join(FIELDS)}.",
        "Fault 4: 'until' must be later than 'after'.",
        "Fault 5: A line must be an object.",
        f"There is no limit 'per_minute'; there are {', '.join(LIMITS)}.",
        "The limit 'per_second' must be a whole number from 1 to 1000000.",
    ]


WRONG: tuple[object, ...] = (
    [],
    3,
    {"faults": {}},
    {"faults": [], "limits": []},
    {"limits": {"freeze": None}},
)


@pytest.mark.parametrize("script", WRONG)
def test_what_is_shaped_otherwise_is_refused(script: object) -> None:
    assert len(mistakes(script)) == 1


async def test_a_script_comes_over_http_too(page: Page) -> None:
    answer = await page.post("script", **EXAMPLE)
    assert [line["kind"] for line in answer["faults"]] == ["502", "freeze"]
    assert answer["limits"]["per_second"] == 30
    assert await page.refusal("script", faults=[{"kind": "fire"}]) == (
        "Fault 1: " + (await page.refusal("faults", kind="fire"))
    )
    assert len((await page.get("faults"))["faults"]) == 2


def test_the_example_in_the_documentation_is_a_script() -> None:
    [example] = re.findall(r"```json\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert len(parse(example).lines) == 5


def test_every_fault_and_field_is_documented() -> None:
    words = DOCUMENT.read_text(encoding="utf-8")
    told = {name for name in (*KINDS, *FIELDS) if f"`{name}`" in words}
    # "`501`-`504`" stands for all four.
    assert {*KINDS, *FIELDS} - told <= {"502", "503", "kind"}

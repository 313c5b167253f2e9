"""The bot's name and descriptions, by language."""

from bot.emulator.errors import bad_request
from bot.emulator.methods.commands import language_of
from bot.emulator.params import Params
from bot.emulator.world import World

_NAME, _DESCRIPTION, _SHORT = 64, 512, 120


def set_my_name(world: World, params: Params) -> bool:
    """Sets the name that people see."""
    name = params.text("name")
    if not name and not language_of(params):
        raise bad_request("name must be non-empty")
    return _set(world.bot.names, params, "name", _NAME)


def get_my_name(world: World, params: Params) -> dict[str, str]:
    """Gives the name in a language, or the default one."""
    return {"name": _get(world.bot.names, params)}


def set_my_description(world: World, params: Params) -> bool:
    """Sets what stands in the empty chat."""
    return _set(world.bot.descriptions, params, "description", _DESCRIPTION)


def get_my_description(world: World, params: Params) -> dict[str, str]:
    """Gives the description in a language, or the default one."""
    return {"description": _get(world.bot.descriptions, params)}


def set_my_short_description(world: World, params: Params) -> bool:
    """Sets what stands on the bot's profile."""
    return _set(world.bot.short_descriptions, params, "short_description", _SHORT)


def get_my_short_description(world: World, params: Params) -> dict[str, str]:
    """Gives the short description in a language, or the default one."""
    return {"short_description": _get(world.bot.short_descriptions, params)}


def _set(texts: dict[str, str], params: Params, name: str, limit: int) -> bool:
    text, language = params.text(name), language_of(params)
    if len(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return True


def _get(texts: dict[str, str], params: Params) -> str:
    return texts.get(language_of(params)) or texts.get("", "")


METHODS = {
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
}

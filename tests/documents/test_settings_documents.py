import re
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
FIELDS = {name.upper(): field for name, field in Settings.model_fields.items()}


def documented() -> dict[str, str]:
    """The settings in the table of the document, with their defaults as it tells them."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", text, re.MULTILINE))


def exemplified() -> dict[str, str]:
    """The settings in the example file, commented out or not, with their values."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_every_setting_is_in_the_document_and_in_the_example() -> None:
    assert sorted(documented()) == sorted(exemplified()) == sorted(FIELDS)


def test_every_setting_says_what_to_write() -> None:
    assert [name for name, field in FIELDS.items() if "write" not in (field.description or "")] == []


@pytest.mark.parametrize("name", FIELDS)
def test_the_default_is_told_as_it_is(name: str) -> None:
    default = _shown(name, FIELDS[name])
    assert documented()[name] == (f"`{default}`" if default else _no_default(name))
    assert exemplified()[name] == default


def _shown(name: str, field: FieldInfo) -> str:
    if name == "PORT":
        return "8080"
    value = None if field.default_factory else field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if name == "DEFAULT_DIGEST_TIME":
        return f"{value:%H:%M}"
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def _no_default(name: str) -> str:
    return "from the token" if name == "WEBHOOK_SECRET" else "none"

import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
import pytest_asyncio

from bot.errors import Reason, RejectedError
from bot.sources.document import LARGEST_FILE, Sources
from bot.sources.sandbox import Sandbox
from bot.sources.web import WebFetcher
from tests.bot.sources.conftest import Site

SENTENCE = "Міський голова відкрив у понеділок новий міст через річку після чотирьох років будівництва. "
BODY = f"{(SENTENCE * 3).strip()}\n{(SENTENCE * 2).strip()}"
PAGE = f"""<!DOCTYPE html><html lang="uk"><head><title>Міст відкрито</title>
<meta property="og:site_name" content="Міська газета"><meta charset="windows-1251">
<meta property="article:published_time" content="2026-03-04"></head>
<body><article><h1>Міст відкрито</h1><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p></article></body></html>"""


@pytest_asyncio.fixture
async def sources() -> AsyncIterator[Sources]:
    fetcher = WebFetcher(allowed_networks=(ip_network("127.0.0.1/32"),))
    sandbox = Sandbox()
    yield Sources(fetcher, sandbox)
    await fetcher.aclose()
    await sandbox.aclose()


async def test_a_page_comes_in(site: Site, sources: Sources) -> None:
    last = site.serves("/bridge", PAGE.encode("cp1251"))
    found = await sources.read_page(site.redirects("/old", "/bridge?utm_source=chat"))
    assert (found.title, found.language, found.site) == ("Міст відкрито", "uk", "Міська газета")
    assert found.text.endswith(BODY)
    assert (found.url, found.canonical_url) == (last + "?utm_source=chat", last)
    assert found.published == datetime(2026, 3, 4, tzinfo=UTC)


async def test_a_plain_page_comes_in(site: Site, sources: Sources) -> None:
    url = site.serves("/a.txt", "Перший рядок.\nДругий.".encode(), Content_Type="text/plain; charset=bogus-8")
    assert (await sources.read_page(url)).text == "Перший рядок.\nДругий."


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.NO_TEXT),
        (b"<html><body><script>x</script></body></html>", Reason.NO_TEXT),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), Reason.NOT_A_PAGE),
    ],
)
async def test_a_page_without_text_is_told(site: Site, sources: Sources, body: bytes, reason: Reason) -> None:
    with pytest.raises(RejectedError) as refusal:
        await sources.read_page(site.serves("/a", body))
    assert refusal.value.reason is reason


@pytest.mark.parametrize(
    ("name", "data", "title", "text"),
    [
        ("a.txt", b"Text of an article. Two sentences.", "", "Text of an article. Two sentences."),
        ("../../../root/.ssh/authorized_keys.txt", b"Text.", "", "Text."),
        ("a.md", b"# Title\n\n*Text*.", "Title", "Text."),
        ("a.htm", PAGE.encode("cp1251"), "Міст відкрито", BODY),
    ],
)
async def test_a_file_comes_in(sources: Sources, name: str, data: bytes, title: str, text: str) -> None:
    found = await sources.read_file(name, "", data)
    assert (found.title, found.url, found.canonical_url) == (title, "", "")
    assert found.text.endswith(text)


@pytest.mark.parametrize(
    ("name", "data", "reason", "details"),
    [
        ("a.pdf", b"%PDF-1.4\n%EOF", Reason.WRONG_FILE_KIND, {"name": "a.pdf"}),
        ("a.docx", b"not a zip at all", Reason.WRONG_FILE_KIND, {"name": "a.docx"}),
        ("a.txt", b"PK\x03\x04 and so on", Reason.UNREADABLE_FILE, {"name": "a.txt"}),
        ("a.txt", bytes(100), Reason.UNREADABLE_FILE, {"name": "a.txt"}),
        ("a.txt", b"x" * (LARGEST_FILE + 1), Reason.TOO_LARGE, {"limit": "5 MB"}),
        ("a.txt", b"", Reason.NO_TEXT, {}),
        ("a.md", "\u200b\u3164".encode(), Reason.NO_TEXT, {}),
    ],
)
async def test_a_file_that_cannot_be_read_is_told(
    sources: Sources, name: str, data: bytes, reason: Reason, details: dict[str, str]
) -> None:
    with pytest.raises(RejectedError) as refusal:
        await sources.read_file(name, "text/plain", data)
    assert (refusal.value.reason, refusal.value.details) == (reason, details)


def test_the_bot_itself_loads_no_parser_and_no_arithmetic() -> None:
    code = """
import sys
import bot.summaries, bot.sources.document
heavy = ("sumy", "numpy", "trafilatura", "lxml", "py3langid", "charset_normalizer")
print([name for name in heavy if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"

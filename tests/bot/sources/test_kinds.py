import pytest

from bot.errors import Reason, RejectedError
from bot.sources.kinds import Kind, kind_of, shown_name


@pytest.mark.parametrize(
    ("name", "mime", "head", "kind"),
    [
        ("story.txt", "", b"Text.", Kind.TEXT),
        ("STORY.TXT ", "application/octet-stream", b"Text.", Kind.TEXT),
        ("story.md", "text/plain", b"# Title", Kind.MARKDOWN),
        ("story.HTM", "", b"<p>x", Kind.HTML),
        ("story.txt", "text/plain", b"\n <!DOCTYPE html><html>", Kind.HTML),
        ("story.md", "text/plain", b"<html>", Kind.MARKDOWN),
        ("story", "text/html; charset=utf-8", b"x", Kind.HTML),
        ("", "text/plain", b"x", Kind.TEXT),
        ("../../../root/.ssh/authorized_keys.txt", "", b"Text.", Kind.TEXT),
        ("a\0.txt", "", b"Text.", Kind.TEXT),
    ],
)
def test_the_ending_tells_the_kind(name: str, mime: str, head: bytes, kind: Kind) -> None:
    assert kind_of(name, mime, head) is kind


@pytest.mark.parametrize(
    ("name", "mime", "shown"),
    [
        ("story.pdf", "text/plain", "story.pdf"),
        ("story.docx", "", "story.docx"),
        ("story.txt.exe", "text/plain", "story.txt.exe"),
        ("story\u202etxt.exe", "text/plain", "storytxt.exe"),
        ("story", "image/png", "story"),
        ("..", "", ".."),
        ("", "", "?"),
        ("C:\\Temp\\x.exe", "", "x.exe"),
    ],
)
def test_other_kinds_are_refused_by_name(name: str, mime: str, shown: str) -> None:
    with pytest.raises(RejectedError) as refusal:
        kind_of(name, mime, b"Text.")
    assert (refusal.value.reason, refusal.value.details) == (Reason.WRONG_FILE_KIND, {"name": shown})


@pytest.mark.parametrize("head", [b"%PDF-1.4", b"PK\x03\x04", b"\x89PNG\r\n", b"\x7fELF"])
def test_bytes_that_belie_the_name_are_refused(head: bytes) -> None:
    with pytest.raises(RejectedError) as refusal:
        kind_of("story.txt", "text/plain", head)
    assert (refusal.value.reason, refusal.value.details) == (Reason.UNREADABLE_FILE, {"name": "story.txt"})


def test_a_long_name_is_shown_by_its_end() -> None:
    assert shown_name("x" * 300 + ".txt") == "x" * 56 + ".txt"

import pytest

from bot.emulator.links import link_problem

GOOD = (
    "https://example.org/a?b=c#d", "HTTP://EXAMPLE.ORG", "example.org", "http://127.0.0.1:8642/x", "tg://user?id=1",
)  # fmt: skip


@pytest.mark.parametrize("url", GOOD)
def test_links_that_lead_somewhere_are_taken(url: str) -> None:
    assert not link_problem(url)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://localhost/x", "Wrong HTTP URL"),
        ("javascript:alert(1)", "Wrong HTTP URL"),
        ("http://example.org:99999/", "Wrong HTTP URL"),
        ("http://[::", "Wrong HTTP URL"),
        ("file://example.org/etc", "Unsupported URL protocol"),
        ("http:///x", "URL host is empty"),
        ("", "URL host is empty"),
    ],
)
def test_others_are_refused(url: str, problem: str) -> None:
    assert link_problem(url) == problem

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.errors import Reason, RejectedError
from bot.sources.addresses import is_public, may_connect, parsed_url, unwrapped, web_address

PRIVATE = [
    "0.0.0.0",
    "10.0.0.7",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "168.63.129.16",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2606:4700::1111%eth0",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "172.32.0.1",
    "192.0.1.1",
    "2606:4700::1111",
    "2a00:1450:4001::5",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]
NO_URL = [
    "",
    "example.org",
    "//example.org/x",
    "ftp://example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "gopher://example.org:80/",
    "http://",
    "http:///x",
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://127.1/",
    "http://0177.0.0.1/",
    "http://127.0.0.1./",
    "http://1.2.3.256/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1\0.example.org/",
    "http://example.org\r\nX-Evil: 1/",
    "http://exa mple.org/",
    "http://example.org\\@127.0.0.1/",
    "http://a..b/",
    "http://-a.org/",
    "http://[::1/",
    "http://example.org:99999/",
    "http://example.org:80:80/",
    "http://a\ud800b/",
    "http://a／b.org/",
    "http://" + "a" * 64 + ".org/",
    "http://example.org/" + "x" * 2048,
]


@pytest.mark.parametrize("text", PRIVATE)
def test_nobody_may_fetch_from_an_address_that_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(ip_address(text))


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_judged_as_the_address_it_stands_for(address: IPv4Address) -> None:
    mapped = IPv6Address(f"::ffff:{address}")
    translated = IPv6Address(int(IPv6Address("64:ff9b::")) + int(address))
    assert unwrapped(mapped) == unwrapped(translated) == address
    assert is_public(mapped) == is_public(translated) == is_public(address)


@given(st.ip_addresses())
def test_no_address_is_public_that_python_calls_private(address: IPv4Address | IPv6Address) -> None:
    if is_public(address):
        assert unwrapped(address).is_global
        assert not unwrapped(address).is_multicast


@pytest.mark.parametrize(
    ("address", "port", "may"),
    [
        ("8.8.8.8", 80, True),
        ("8.8.8.8", 443, True),
        ("8.8.8.8", 8080, False),
        ("8.8.8.8", 22, False),
        ("10.1.2.3", 80, True),
        ("10.1.2.3", 9999, True),
        ("::ffff:10.1.2.3", 9999, True),
        ("10.2.0.1", 80, False),
        ("fd00::7", 8080, True),
    ],
)
def test_allowed_networks_are_open_on_any_port_and_the_rest_on_web_ports(
    address: str,
    port: int,
    may: bool,  # noqa: FBT001 a column of the table
) -> None:
    allowed = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))
    assert may_connect(ip_address(address), port, allowed) is may


@pytest.mark.parametrize("text", NO_URL)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(RejectedError) as refusal:
        web_address(text)
    assert refusal.value.reason is Reason.BAD_URL
    assert refusal.value.details == {}


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.2/",
        "http://[0:0:0:0:0:0:0:1]:80/",
        "http://[::ffff:10.0.0.1]/",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://１２７.０.０.１/",
        "http://[fe80::1%25eth0]/",
        "http://8.8.8.8:8080/",
    ],
)
def test_an_address_out_of_bounds_is_refused_without_a_look_up(text: str) -> None:
    with pytest.raises(RejectedError) as refusal:
        web_address(text)
    assert refusal.value.reason is Reason.ADDRESS_NOT_ALLOWED


@pytest.mark.parametrize(
    ("text", "requested"),
    [
        ("  HTTP://Example.ORG/News?q=1#top ", "http://example.org/News?q=1"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700::1111]/x", "http://[2606:4700::1111]/x"),
        ("http://intranet/", "http://intranet/"),
        ("http://a_b.example.org:443/", "http://a_b.example.org:443/"),
        (
            "http://example.org/?next=http://user@127.0.0.1/",
            "http://example.org/?next=http://user@127.0.0.1/",
        ),
    ],
)
def test_a_web_address_is_given_as_it_will_be_requested(text: str, requested: str) -> None:
    assert str(web_address(text)) == requested


def test_an_allowed_address_may_be_named_with_any_port() -> None:
    url = web_address("http://127.0.0.1:8642/x", allowed=(ip_network("127.0.0.0/8"),))
    assert (url.raw_host, url.port) == ("127.0.0.1", 8642)


@given(st.text(max_size=40))
def test_any_text_is_a_web_address_or_one_refusal(text: str) -> None:
    for candidate in (text, f"http://{text}/"):
        found = outcome(candidate)
        assert found is Reason.BAD_URL or (isinstance(found, URL) and (found.raw_host or "?").isascii())


def outcome(text: str) -> URL | Reason:
    try:
        return parsed_url(text)
    except RejectedError as refusal:
        return refusal.reason

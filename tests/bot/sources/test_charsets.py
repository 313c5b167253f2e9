import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.charsets import NotTextError, decoded

UKRAINIAN = "Міська рада відкрила новий міст через річку. Будівництво тривало чотири роки."
GERMAN = "Die Bürgermeisterin eröffnete am Montag die Brücke über den Fluß – nach vier Jahren."
POLISH = "Burmistrz otworzyła w poniedziałek most przez rzekę, którego budowa trwała cztery lata."
GREEK = "Η δήμαρχος εγκαινίασε τη Δευτέρα τη νέα γέφυρα πάνω από το ποτάμι."
JAPANESE = "市長は月曜日に川にかかる新しい橋を開通させた。工事には四年かかった。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [UKRAINIAN, GERMAN, JAPANESE])
def test_unicode_needs_no_declaration(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_zero_bytes(encoding: str) -> None:
    assert decoded(GERMAN.encode(encoding)) == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8_u"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
    ],
)
def test_older_encodings_are_guessed(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


def test_the_senders_name_counts_before_the_pages_own() -> None:
    page = f'<meta charset="koi8-u"><p>{UKRAINIAN}'
    assert decoded(page.encode("cp1251"), "windows-1251") == page
    assert decoded(page.encode("koi8_u")) == page


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<META CHARSET=windows-1251>",
        "<?xml version='1.0' encoding='windows-1251'?>",
    ],
)
def test_a_page_names_its_encoding(head: str) -> None:
    assert decoded((head + "Їжак").encode("cp1251")) == head + "Їжак"


@pytest.mark.parametrize("declared", ["bogus-8", "", "hex", "rot13", "utf-16", "idna", "a\0b", "x" * 1000])
def test_a_useless_name_is_passed_over(declared: str) -> None:
    assert decoded(b"plain text", declared) == "plain text"


def test_utf_8_is_known_whatever_the_server_claims() -> None:
    assert decoded(UKRAINIAN.encode(), "iso-8859-1") == UKRAINIAN


def test_latin_1_is_read_as_the_windows_encoding_that_contains_it() -> None:
    assert decoded("“quoted” – naïve".encode("cp1252"), "iso-8859-1") == "“quoted” – naïve"


def test_one_broken_byte_does_not_change_the_alphabet() -> None:
    text = UKRAINIAN * 10
    assert decoded(text.encode() + b"\xff") == text + "\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(5000),
        random.Random(2).randbytes(60),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50),
        b"\0" * 100,
        b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)),
    ],
    ids=["random", "short random", "png", "zeros", "jpeg"],
)
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decoded(data)


def test_a_stray_zero_byte_is_no_reason_to_refuse() -> None:
    assert (
        decoded(b"A long enough line of text with \0 in it.") == "A long enough line of text with \0 in it."
    )


@given(st.binary(max_size=400), st.text(max_size=20))
def test_any_bytes_are_text_or_one_error(data: bytes, declared: str) -> None:
    try:
        text = decoded(data, declared)
    except NotTextError:
        return
    assert len(text) <= len(data)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_text_in_utf_8_comes_back(text: str) -> None:
    assert decoded(text.encode()) == text.removeprefix("\ufeff")

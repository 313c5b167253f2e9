import hashlib
import hmac
from datetime import time
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from bot.errors import SettingsError
from bot.settings import EPHEMERAL_HOSTS, Settings, load_settings, salvaged_settings

TOKEN = "123456789:an-invented_token-of-the-usual-length"


@pytest.fixture(autouse=True)
def _clean_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*Settings.names(), *EPHEMERAL_HOSTS, "TZ", "BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def load(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in ({"TELEGRAM_BOT_TOKEN": TOKEN} | environment).items():
        monkeypatch.setenv(name, value)
    return load_settings(require_token=True)[0]


def problems(monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, **environment)
    return caught.value.problems


def dotenv(text: str, *, mode: int = 0o600) -> None:
    Path(".env").write_text(text, encoding="utf-8")
    Path(".env").chmod(mode)


def test_the_defaults_are_those_of_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(monkeypatch)
    assert found.token == TOKEN
    assert found.admin_ids == ()
    assert found.database == "sqlite:///digestbot.db"
    assert found.telegram_api_base_url == "https://api.telegram.org"
    assert (found.webhook_url, found.port) == (None, None)
    assert (found.default_timezone, found.default_digest_time) == ("UTC", time(8))
    assert (found.send_rate, found.paid_broadcast, found.summary_workers) == (25, False, 1)
    assert (found.log_level, found.log_format) == ("INFO", "text")


def test_the_webhook_secret_comes_from_the_token_unless_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    derived = hmac.new(TOKEN.encode(), b"webhook", hashlib.sha256).hexdigest()
    assert load(monkeypatch).webhook_secret.get_secret_value() == derived
    assert (
        load(monkeypatch, WEBHOOK_SECRET="own_secret-1").webhook_secret.get_secret_value() == "own_secret-1"
    )


def test_every_value_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(
        monkeypatch,
        ADMIN_IDS=" 7, 8,7 ",
        DATABASE_URL="postgres://u:p%40ss@db.example.org/news?sslmode=require",
        TELEGRAM_API_BASE_URL="http://127.0.0.1:8081/",
        WEBHOOK_URL="https://example.org/hook",
        PORT="0",
        FETCH_ALLOWED_NETWORKS="127.0.0.1, 10.0.0.0/8,::1",
        DEFAULT_TIMEZONE="europe/kyiv",
        DEFAULT_DIGEST_TIME="7:30",
        SEND_RATE="900",
        PAID_BROADCAST="yes",
        SUMMARY_WORKERS="8",
        LOG_LEVEL="debug",
        LOG_FORMAT="JSON",
    )
    assert found.admin_ids == (7, 8)
    assert found.database == "postgres://u:p%40ss@db.example.org/news?sslmode=require"
    assert found.telegram_api_base_url == "http://127.0.0.1:8081"
    assert found.port == 0
    assert found.fetch_allowed_networks == tuple(map(ip_network, ("127.0.0.1", "10.0.0.0/8", "::1")))
    assert (found.default_timezone, found.default_digest_time) == ("Europe/Kyiv", time(7, 30))
    assert (found.send_rate, found.paid_broadcast, found.summary_workers) == (900, True, 8)
    assert (found.log_level, found.log_format) == ("DEBUG", "json")


def test_the_file_is_read_behind_a_byte_order_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv(f"\ufeffTELEGRAM_BOT_TOKEN={TOKEN}\nADMIN_IDS=5\nUNRELATED=1\n")
    found, warnings = load_settings(require_token=True)
    assert (found.token, found.admin_ids, warnings) == (TOKEN, (5,), [])


def test_the_environment_wins_and_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv("ADMIN_IDS=5\nSEND_RATE=20\nPORT=\n")
    found = load(monkeypatch, ADMIN_IDS="6", SEND_RATE="", PORT="")
    assert (found.admin_ids, found.send_rate, found.port) == ((6,), 20, None)


def test_every_mistake_is_named_at_once_and_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems(
        monkeypatch,
        TELEGRAM_BOT_TOKEN="hidden token",
        ADMIN_IDS="bob",
        DATABASE_URL="mysql://u:hidden@h/db",
        DEFAULT_TIMEZONE="Mars",
        WEBHOOK_SECRET="hidden!",
        SEND_RATE="31",
    )
    named = {
        "TELEGRAM_BOT_TOKEN",
        "ADMIN_IDS",
        "DATABASE_URL",
        "DEFAULT_TIMEZONE",
        "WEBHOOK_SECRET",
        "SEND_RATE",
    }
    assert {problem.partition(":")[0] for problem in found} == named
    assert not any("hidden" in problem or "\n" in problem for problem in found)
    assert all("write" in problem for problem in found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "12:"),
        ("TELEGRAM_BOT_TOKEN", "\u0661\u0662:abc"),
        ("ADMIN_IDS", "-100"),
        ("ADMIN_IDS", "0"),
        ("ADMIN_IDS", "1 2"),
        ("ADMIN_IDS", "9" * 5000),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///x.db?mode=ro"),
        ("DATABASE_URL", "sqlite:///folder/"),
        ("DATABASE_URL", "digestbot.db"),
        ("DATABASE_URL", "postgres://host"),
        ("DATABASE_URL", "postgres://host/"),
        ("DATABASE_URL", "postgres://u:p@host:99999/db"),
        ("DATABASE_URL", "postgres://u:p@[bad/db"),
        ("TELEGRAM_API_BASE_URL", "api.telegram.org"),
        ("TELEGRAM_API_BASE_URL", "ftp://example.org"),
        ("TELEGRAM_API_BASE_URL", "https://api.telegram.org/bot"),
        ("TELEGRAM_API_BASE_URL", "http://host:port"),
        ("TELEGRAM_API_BASE_URL", "http://[::1"),
        ("WEBHOOK_URL", "http://example.org/hook"),
        ("WEBHOOK_URL", "https://"),
        ("WEBHOOK_URL", "https://example.org/healthz"),
        ("WEBHOOK_URL", "https://user@example.org/hook"),
        ("WEBHOOK_SECRET", "two words"),
        ("WEBHOOK_SECRET", "a" * 257),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "http"),
        ("FETCH_ALLOWED_NETWORKS", "10.0.0.1/8"),
        ("FETCH_ALLOWED_NETWORKS", "intranet"),
        ("ALLOW_EPHEMERAL_SQLITE", "maybe"),
        ("DEFAULT_TIMEZONE", "localtime"),
        ("DEFAULT_TIMEZONE", "Factory"),
        ("DEFAULT_TIMEZONE", "right/UTC"),
        ("DEFAULT_TIMEZONE", "Europe"),
        ("DEFAULT_TIMEZONE", "../UTC"),
        ("DEFAULT_DIGEST_TIME", "24:00"),
        ("DEFAULT_DIGEST_TIME", "8"),
        ("SEND_RATE", "0"),
        ("SEND_RATE", "1001"),
        ("SEND_RATE", "2.5"),
        ("PAID_BROADCAST", "2"),
        ("SUMMARY_WORKERS", "9"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert [problem.partition(":")[0] for problem in problems(monkeypatch, **{name: value})] == [name]


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///x.db",
        "sqlite:////var/lib/x.db",
        "postgres://u:p@h/db",
        "postgresql://u@h:5433/db",
        "postgresql+psycopg://h/db",
        "postgresql://u:@/db?host=/run/pg",
        "postgresql://u:p@[::1]:5432/db",
    ],
)
def test_the_forms_of_a_database_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert load(monkeypatch, DATABASE_URL=address).database == address


@pytest.mark.parametrize("host", ["127.0.0.1:8443", "localhost:80", "10.1.2.3", "[::1]:9000"])
def test_a_webhook_may_be_plain_on_the_own_network(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert load(monkeypatch, WEBHOOK_URL=f"http://{host}/hook").webhook_url == f"http://{host}/hook"


@pytest.mark.parametrize("rate", ["31", "1000"])
def test_a_high_rate_needs_paid_broadcast(monkeypatch: pytest.MonkeyPatch, rate: str) -> None:
    assert load(monkeypatch, SEND_RATE=rate, PAID_BROADCAST="true").send_rate == int(rate)
    assert "PAID_BROADCAST" in problems(monkeypatch, SEND_RATE=rate, PAID_BROADCAST="false")[0]


def test_a_missing_token_is_told_with_the_name_that_was_written_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    [problem] = problems(monkeypatch, TELEGRAM_BOT_TOKEN="")
    assert problem.startswith("TELEGRAM_BOT_TOKEN: missing (BOT_TOKEN is set")
    assert TOKEN not in problem
    assert load_settings(require_token=False)[0].token == ""


def test_near_misses_are_warned_of_and_strangers_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv("SEND_RATES=3\nADMIN_ID=4\nCOLOUR=blue\n")
    load(monkeypatch, TZ="Europe/Kyiv", LOGNAME="me", SUPPORT="1")
    _, warnings = load_settings(require_token=True)
    assert [warning.partition(":")[0] for warning in warnings] == ["ADMIN_ID", "SEND_RATES", "TZ"]
    assert warnings[0].endswith("did you mean ADMIN_IDS?")


def test_a_near_miss_beside_the_right_name_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "x")
    load(monkeypatch)
    assert load_settings(require_token=True)[1] == []


def test_a_file_that_others_can_read_is_warned_of() -> None:
    dotenv(f"TELEGRAM_BOT_TOKEN={TOKEN}\n", mode=0o644)
    [warning] = load_settings(require_token=True)[1]
    assert "chmod 600" in warning


def test_a_line_that_is_no_setting_is_told_by_its_number() -> None:
    dotenv(f"TELEGRAM_BOT_TOKEN={TOKEN}\n!! hidden\n")
    [warning] = load_settings(require_token=True)[1]
    assert warning.startswith(".env: line 2")
    assert "hidden" not in warning


def test_a_file_that_is_no_text_is_refused_in_one_sentence() -> None:
    Path(".env").write_bytes(b"TELEGRAM_BOT_TOKEN=\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"^\.env: cannot be read"):
        load_settings(require_token=True)


@pytest.mark.parametrize("host", EPHEMERAL_HOSTS)
def test_sqlite_is_refused_where_the_disk_does_not_last(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv(host, "production")
    [problem] = problems(monkeypatch)
    assert problem.startswith("DATABASE_URL: ")
    assert host in problem
    assert load(monkeypatch, ALLOW_EPHEMERAL_SQLITE="true").database.startswith("sqlite")
    assert (
        load(
            monkeypatch, ALLOW_EPHEMERAL_SQLITE="", DATABASE_URL="postgres://u:p@h/db"
        ).allow_ephemeral_sqlite
        is False
    )


def test_nothing_that_is_printed_holds_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(monkeypatch, WEBHOOK_SECRET="hook-secret", DATABASE_URL="postgres://u:pass%2Fword@h/db")
    shown = f"{found!r} {found} {found.model_dump_json()}"
    assert not any(secret in shown for secret in found.secrets)
    assert found.secrets == (TOKEN, "hook-secret", "pass%2Fword", "pass/word")


def test_fixed_values_need_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEND_RATE", "never read")
    assert Settings.model_construct(admin_ids=(1,)).send_rate == 25


def test_the_good_settings_can_be_salvaged_from_among_the_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNO", "web.1")
    problems(monkeypatch, ADMIN_IDS="bob", WEBHOOK_SECRET="two words", DEFAULT_TIMEZONE="Asia/Tokyo")
    found = salvaged_settings()
    assert found is not None
    assert (found.admin_ids, found.default_timezone, found.token) == ((), "Asia/Tokyo", TOKEN)


def test_nothing_is_salvaged_from_an_unreadable_file() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    assert salvaged_settings() is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(name=strategies.sampled_from(Settings.names()), value=strategies.text(max_size=40))
def test_any_value_is_taken_or_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    value = value.replace("\0", "").encode("utf-8", "ignore").decode()
    refused = []
    with monkeypatch.context() as place:
        try:
            load(place, **{name: value})
        except SettingsError as error:
            refused = [problem.partition(":")[0] for problem in error.problems]
    assert refused in ([], [name])

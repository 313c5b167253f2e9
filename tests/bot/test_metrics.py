import json
import re
from pathlib import Path

import pytest

from bot import metrics

DEPLOY = Path(__file__).parents[2] / "deploy"
# The names and types are a contract with those who watch the bot: a change here breaks their rules.
PROMISED = {
    "bot_outbox_rows": "gauge",
    "bot_outbox_oldest_seconds": "gauge",
    "bot_send_total": "counter",
    "bot_send_uncertain_total": "counter",
    "bot_send_seconds": "histogram",
    "bot_digest_lateness_seconds": "histogram",
    "bot_flood_wait_seconds_total": "counter",
    "bot_updates_total": "counter",
    "bot_handler_errors_total": "counter",
    "bot_fetch_total": "counter",
    "bot_parser_killed_total": "counter",
    "bot_throttled_total": "counter",
    "bot_feed_failures": "gauge",
    "bot_loop_stall_seconds": "gauge",
    "bot_db_busy_total": "counter",
    "bot_backup_age_seconds": "gauge",
    "bot_build_info": "gauge",
}
WATCHED = ["alerts.yml", "dashboard.json"]


def test_the_page_has_the_promised_names_and_types() -> None:
    types = re.findall(r"^# TYPE (\S+) (\S+)$", metrics.page().decode(), re.MULTILINE)
    # The library adds the instant at which each counter was made.
    assert {name: kind for name, kind in types if not name.endswith("_created")} == PROMISED


@pytest.mark.parametrize("file", WATCHED)
def test_what_watches_the_bot_asks_for_metrics_that_there_are(file: str) -> None:
    asked = set(re.findall(r"\bbot_[a-z_]+", (DEPLOY / file).read_text(encoding="utf-8")))
    told = {re.sub(r"_(bucket|count|sum)$", "", name) for name in asked}
    assert len(told) > 5
    assert told - set(PROMISED) == set()


def test_the_dashboard_is_json_with_a_question_in_every_panel() -> None:
    board = json.loads((DEPLOY / "dashboard.json").read_text(encoding="utf-8"))
    panels = [panel for panel in board["panels"] if panel["type"] != "row"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 5
    assert [panel["title"] for panel in panels if not panel["targets"]] == []


def test_every_alert_says_what_to_do() -> None:
    text = (DEPLOY / "alerts.yml").read_text(encoding="utf-8")
    alerts = re.findall(r"- alert: (\w+)\n(.*?)(?=- alert:|\Z)", text, re.DOTALL)
    assert len(alerts) > 5
    for name, rule in alerts:
        assert re.search(r"expr: \S", rule), name
        assert re.search(r"summary: \S.*\n\s+description: \S", rule), name

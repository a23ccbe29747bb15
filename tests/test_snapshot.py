"""The snapshot as a file: what it holds, what its policy lets it do, and the command."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline import search
from dateline.__main__ import main
from dateline.address import KEYS
from dateline.figures.palette import category_colours
from dateline.known import as_known
from dateline.selection import LANES, Selection
from dateline.snapshot import write
from dateline.snapshot.content import ELSEWHERE
from dateline.tables import build
from tests.conftest import Small, hostile, sample
from tests.shipped import shipped_tables

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 26)


def unpacked(page: bytes) -> dict[str, Any]:
    """What a page holds."""
    found = re.search(rb'id="sn-data">([A-Za-z0-9+/=]*)</script>', page)
    assert found is not None
    first, *lines = gzip.decompress(base64.b64decode(found[1])).decode().split("\n")
    data: dict[str, Any] = json.loads(first)
    *others, search_index = (json.loads(line) for line in lines[: len(LANES) + 1])
    told = [json.loads(line) for line in lines[len(LANES) + 1 :]]
    data["events"] = [at_once | rest for at_once, rest in zip(data["events"], told, strict=True)]
    return data | {"charts": dict(zip(LANES, others, strict=True)), "search": search_index}


def test_the_same_record_gives_the_same_page() -> None:
    assert write(sample(), on=DAY) == write(sample(), on=DAY)


def test_every_event_is_in_it_with_its_facts(small: Small) -> None:
    made = small.tables()
    data = unpacked(write(made, on=DAY))
    assert [event["id"] for event in data["events"]] == list(made.events["id"])
    visit, drill, claim, denial = data["events"]
    assert visit["title"] == small.visit["title"]
    assert drill["conflicts"] == [["One page says ten days", [1]]]
    assert [source["url"] for source in claim["sources"]] == [source["url"] for source in small.claim["sources"]]
    assert claim["figures"][0][0].startswith("over 1,000")
    assert denial["sources"][0]["weak"] is True
    assert (claim["status"], denial["status"]) == ("disputed", "self-reported")
    assert [link[:4] for link in data["links"]] == [[2, 0, "refers-to", "documented"], [3, 2, "denies", "documented"]]


def test_it_says_its_version_day_and_view(small: Small) -> None:
    made = small.tables()
    data = unpacked(write(made, Selection(q="plants", event=small.visit["id"]), on=DAY))
    assert data["about"]["version"].startswith(made.fingerprint[:8])
    assert data["about"]["made"] == "26 November 2026"
    assert data["view"] == f"q=plants&event={small.visit['id']}"


def test_a_record_without_events_gives_a_page(small: Small) -> None:
    small.events.clear()
    assert unpacked(write(build(small.check()), on=DAY))["events"] == []


def test_nothing_of_the_record_stands_in_the_markup(small: Small) -> None:
    bad = "</script><script>alert(1)</script>"
    page = write(hostile(small, bad), on=DAY)
    assert bad.encode() not in page
    assert unpacked(page)["events"][0]["title"] == f"Title {bad}"


def test_the_policy_names_every_script_and_style_by_its_hash_and_lets_nothing_be_loaded() -> None:
    page = write(sample(), on=DAY).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="(.*?)"', page)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#x27;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    assert not {"connect-src", "font-src", "frame-src", "worker-src", "media-src"} & set(rules)
    assert rules["img-src"] == "data:"
    for kind, tag in (
        ("script-src", r"<script type=\"(?:module|text/plain)\"(?: id=\"sn-library\")?>(.*?)</script>"),
        ("style-src", r"<style(?: id=\"[\w.-]+\")?>(.*?)</style>"),
    ):
        written = re.findall(tag, page if kind == "script-src" else page.split("<body")[0], re.S)
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in written]
        assert len(written) == 2
        assert rules[kind].split() == hashes
    assert page.index("Content-Security-Policy") < page.index("<style")
    assert not re.search(r"<(link|iframe|img|object|embed|base)\b", page.split("<script")[0])


def test_every_key_of_a_view_is_understood_or_named_as_missing() -> None:
    address = (ROOT / "dateline/snapshot/address.js").read_text(encoding="utf-8")
    nothing = re.search(r"const NOTHING = \{(.*?)\};", address)
    assert nothing is not None
    own = set(re.findall(r"(\w+):", nothing[1]))
    assert own | set(ELSEWHERE) == set(KEYS)
    assert not own & set(ELSEWHERE)


def test_it_has_the_dashboards_colours() -> None:
    rules = (ROOT / "dateline/snapshot/snapshot.css").read_text(encoding="utf-8")
    themes = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    light, dark = rules.split("@media (prefers-color-scheme: dark)")[:2]
    for theme, part in (("light", light), ("dark", dark)):
        for name, value in themes[theme].items():
            assert f"--st-{re.sub('([A-Z])', lambda m: '-' + m[1].lower(), name)}: {value.lower()};" in part


def test_the_standing_on_any_day_is_the_one_that_the_tables_of_that_day_have() -> None:
    made = sample()
    events = unpacked(write(made, on=DAY))["events"]
    for day in ("2023-03-01", "2024-06-15", "2025-12-31"):
        known = as_known(made, date.fromisoformat(day))
        then = {
            event["id"]: next((status for first, status in reversed(event.get("history", [])) if first <= day), event["status"])
            for event in events
            if event["public"] <= day
        }
        assert then == dict(known.status)


def test_the_index_is_the_one_of_the_search(small: Small) -> None:
    made = small.tables()
    found = unpacked(write(made, on=DAY))["search"]
    postings: dict[str, dict[str, float]] = {}
    ids = list(made.events["id"])
    for word, rows in zip(found["words"], found["rows"], strict=True):
        for weight, steps in zip(found["weights"], rows, strict=True):
            place = 0
            for step in steps:
                place += step
                postings.setdefault(word, {})[ids[place]] = weight
    assert postings == search.index(made).table()


@pytest.fixture(scope="module")
def shipped() -> bytes:
    return write(shipped_tables(), on=DAY)


def test_the_shipped_record_stays_under_six_megabytes(shipped: bytes) -> None:
    assert len(shipped) < 6_000_000


def test_the_command_writes_a_file_and_names_what_the_view_lost(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.html"
    assert main(["snapshot", "-o", str(file), "--view", "?actor=nobody&q=plants", "--record", str(small.write())]) == 0
    assert capsys.readouterr().err == "No actor is called “nobody”.\n"
    assert unpacked(file.read_bytes())["view"] == "q=plants"


def test_the_command_fails_with_a_sentence(small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshot", "-o", str(tmp_path / "out.html"), "--record", str(tmp_path / "none")]) == 1
    assert main(["snapshot", "-o", str(tmp_path / "none" / "out.html"), "--record", str(small.write())]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_it_needs_no_streamlit() -> None:
    code = "import sys; sys.modules['streamlit'] = None; import dateline.snapshot"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_mark_has_the_colour_of_its_lane_whichever_category_the_record_begins_with(shipped: bytes) -> None:
    tables = shipped_tables()
    assert tables.events["category"].iloc[0] != next(iter(tables.registers.categories))
    colours = category_colours(tables.registers.categories)
    for category, styles in unpacked(shipped)["drawn"]["styles"].items():
        assert styles["corroborated"][1] == colours[category][0]

"""The Claims page as documents: the ledger, a claim's thread, the strip of stances, and the event's page that leads there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import dateline
from dateline.figures.palette import HUES, PAPER, contrast
from dateline.known import as_known
from dateline.selection import Selection, apply
from dateline.tables import Tables, build
from dateline.ui import claimed, claims, dossier, parts, plot, stances
from dateline.ui.claims import page
from dateline.ui.nodes import Node, text_of
from dateline.ui.stances import STANCES
from dateline.ui.views import View
from tests.conftest import Small, source
from tests.shipped import shipped_tables

CLAIM_EVENT = "2023-10-13-containers"
UI = Path(dateline.__file__).parent / "ui"
SHELLS = Selection(claim="shells")


def said(small: Small, *voices: tuple[str, str, str], claim: str = "shells") -> None:
    """Let these days, actors (joined by + in one event) and stances be all that is said of a claim."""
    for _, event in small.events:
        if claim == "shells":
            event.pop("stances", None)
            event.pop("quantities", None)
    for number, (day, who, stance) in enumerate(voices):
        stances = [{"claim": claim, "stance": stance, "by": by, "source": 1} for by in who.split("+")]
        small.add(
            "arms", f"{day}-{claim}-{number}", title=f"Words {number} of {who}", claimed_by=who.split("+"), stances=stances,
            actors=[{"who": by, "role": "accuser"} for by in who.split("+")],
        )  # fmt: skip


def tables_of(small: Small) -> Tables:
    """Tables of what can be read, whatever the checks of the whole record say of its twins and lone sources."""
    record = small.read()
    assert not record.problems, "\n".join(map(str, record.problems))
    return build(record)


def view(tables: Tables, selection: Selection | None = None) -> View:
    chosen = selection or Selection()
    return View(tables, chosen, apply(chosen, tables), tables)


def elements(root: Node, css: str = "") -> Iterator[list[Any]]:
    """Every element of a document, or those of a class, in order."""
    if isinstance(root, list):
        if not css or css in root[1].get("class", "").split():
            yield root
        for child in root[2]:
            yield from elements(child, css)


def words(root: Node) -> str:
    return " ".join(text_of(root).split())


def hrefs(root: Node) -> list[str]:
    return [one[1]["href"] for one in elements(root) if "href" in one[1]]


def ledger_names(root: Node) -> list[str]:
    return [one[1]["aria-label"] for one in elements(root, "dl-claim")]


def rows(root: Node) -> list[list[Any]]:
    """Rows of strips that stand for parties: (name, drawing)."""
    return [one for one in elements(root, "dl-strip-row") if "aria-hidden" not in one[1]]


def places(row: list[Any]) -> list[tuple[str, float]]:
    """Stance and place of each mark of a row."""
    return [(one[1]["data-colour"], float(one[1]["x"].rstrip("%"))) for one in elements(row) if "data-colour" in one[1]]


def test_those_with_most_voices_come_first_and_those_without_are_only_named(small: Small) -> None:
    small.registers["claims"] += [
        {"id": "few", "name": "Few", "proposition": "Few spoke", "accused": ["russia"]},
        {"id": "many", "name": "Many", "proposition": "Many spoke", "accused": ["russia"]},
        {"id": "none", "name": "Nobody's", "proposition": "Nobody spoke of this", "accused": ["russia"]},
    ]
    said(small, ("2023-09-01", "white-house", "affirms"), ("2023-09-02", "jcs", "affirms"))
    said(small, ("2023-09-01", "jcs", "affirms"), claim="few")
    said(small, *((f"2023-09-0{n}", "jcs", "affirms") for n in (1, 2, 3)), claim="many")
    tables = tables_of(small)
    ledger = page(view(tables))
    assert ledger_names(ledger) == ["Many", "Shells", "Few"]
    assert "Nobody spoke of this" not in words(ledger)
    assert "No voices on record: Nobody's." in words(ledger)


def test_the_firsts_stand_in_order_of_day_with_the_days_between(small: Small) -> None:
    said(
        small,
        ("2023-09-01", "white-house", "affirms"),
        ("2023-09-10", "white-house", "affirms"),
        ("2023-09-19", "kremlin", "denies"),
        ("2023-10-01", "jcs", "corroborates"),
        ("2024-09-01", "russia", "acknowledges"),
        ("2024-09-02", "kcna", "acknowledges"),
    )
    text = words(page(view(tables_of(small))))
    firsts = re.findall(r"First (\w+) (\d+ \w+ \d+)(?:, ([^:]+))?: Words (\d)", text)
    assert firsts == [
        ("allegation", "1 September 2023", "", "0"),
        ("denial", "19 September 2023", "18 days after the first allegation", "2"),
        ("corroboration", "1 October 2023", "30 days after the first allegation", "3"),
        ("acknowledgement", "1 September 2024", "366 days after the first allegation", "4"),
    ]
    assert "Acknowledge Russia and North Korea 2 independent origins, latest 2 September 2024" in text
    assert "Affirms United States 1 independent origin, latest 10 September 2023" in text


def test_on_one_day_the_allegation_comes_before_its_denial(small: Small) -> None:
    said(small, ("2023-09-01", "kremlin", "denies"), ("2023-09-01", "white-house", "affirms"))
    text = words(page(view(tables_of(small))))
    assert "First allegation 1 September 2023: Words 1 of white-house" in text
    assert "First denial 1 September 2023, the same day as the first allegation: Words 0 of kremlin" in text


def test_where_a_denial_came_first_days_are_counted_from_it(small: Small) -> None:
    said(small, ("2023-09-01", "kremlin", "denies"), ("2023-09-02", "white-house", "affirms"))
    text = words(page(view(tables_of(small))))
    assert "First denial 1 September 2023: Words 0 of kremlin" in text
    assert "First allegation 2 September 2023, 1 day after the first denial: Words 1 of white-house" in text


def test_a_claim_that_was_only_denied_says_so_and_alleges_nothing(small: Small) -> None:
    said(small, ("2023-09-01", "kremlin", "denies"))
    tables = tables_of(small)
    for selection in (Selection(), SHELLS):
        text = words(page(view(tables, selection)))
        assert "Denied only" in text
        assert "First denial 1 September 2023: Words 0 of kremlin" in text
        assert "First allegation" not in text
        assert "Affirm" not in text


@pytest.mark.parametrize("selection", [Selection(), SHELLS])
def test_before_anybody_spoke_that_is_said(selection: Selection, small: Small) -> None:
    said(small, ("2023-09-10", "white-house", "affirms"))
    tables = as_known(tables_of(small), date(2023, 9, 9))
    text = words(page(view(tables, selection)))
    assert "by 9 September 2023" in text
    assert "Nobody" in text
    assert "Alleged" not in text
    assert "Words 0" not in text


def test_a_thread_holds_every_voice_in_order_with_a_divider_where_the_standing_changes(small: Small) -> None:
    said(
        small,
        ("2023-09-19", "kremlin", "denies"),
        ("2023-09-01", "white-house", "affirms"),
        ("2023-09-25", "united-states", "affirms"),
        ("2023-10-01", "jcs", "corroborates"),
        ("2023-10-01", "russia", "acknowledges"),
        ("2023-10-02", "white-house", "affirms"),
    )
    opened = page(view(tables_of(small), SHELLS))
    steps = [
        (words(one[2][0]), [words(item) for item in elements(one) if item[0] == "li"]) for one in elements(opened, "dl-step")
    ]
    assert [(title, [item.split(" Words ")[0] for item in items]) for title, items in steps] == [
        ("From 1 September 2023: Alleged", ["1 September 2023 White House (United States) affirms"]),
        ("From 19 September 2023: Disputed",
         ["19 September 2023 Kremlin (Russia) denies", "25 September 2023 United States affirms"]),
        ("From 1 October 2023: Acknowledged",
         ["1 October 2023 Joint Chiefs (South Korea) bears it out", "1 October 2023 Russia acknowledges",
          "2 October 2023 White House (United States) affirms"]),
    ]  # fmt: skip


def test_who_moved_is_told_with_both_days(small: Small) -> None:
    said(
        small,
        ("2023-09-01", "kremlin", "denies"),
        ("2023-09-03", "white-house", "affirms"),
        ("2023-09-05", "kremlin", "denies"),
        ("2023-10-01", "russia", "acknowledges"),
        ("2023-10-02", "russia", "acknowledges"),
    )
    tables = tables_of(small)
    told = "Russia denied it on 5 September 2023, acknowledged it on 1 October 2023"
    assert words(page(view(tables))).count(told) == 1
    items = [words(one) for one in elements(page(view(tables, SHELLS)), "dl-thread") for one in elements(one) if one[0] == "li"]
    assert [told in item for item in items] == [False, False, False, True, False]


def test_who_only_says_more_has_not_moved(small: Small) -> None:
    said(small, ("2023-09-01", "kremlin", "denies"), ("2023-09-03", "jcs", "affirms"), ("2023-09-04", "jcs", "corroborates"))
    assert "Moved" not in words(page(view(tables_of(small))))


def test_an_event_of_several_voices_stands_once_with_its_sources_and_its_figures_on_this_claim(small: Small) -> None:
    small.registers["claims"].append({"id": "other", "name": "Other", "proposition": "Other", "accused": ["russia"]})
    said(small, ("2023-09-01", "white-house+jcs", "affirms"))
    event = small.events[-1][1]
    event["stances"] += [
        {"claim": "shells", "stance": "denies", "by": "kremlin", "source": 3},
        {"claim": "other", "stance": "affirms", "by": "jcs", "source": 2},
    ]
    event["sources"] = [
        source("2023-09-01", url="https://en.yna.co.kr/1"),
        source("2023-09-01", url="https://gazette.example/2", publisher="gazette"),
        source("2023-09-01", url="https://farm.example/3", publisher="farm", weak=True),
    ]
    event["quantities"] = [
        {"value": 3000, "bound": "over", "unit": "container", "claim": "shells", "by": "white-house", "source": 1},
        {"value": 77, "unit": "container", "claim": "other", "by": "jcs", "source": 1},
    ]
    opened = page(view(tables_of(small), SHELLS))
    (thread,) = elements(opened, "dl-thread")
    text = words(thread)
    assert text.count("Words 0 of white-house+jcs") == 1
    assert "Joint Chiefs and White House affirm" in text
    assert "Kremlin (Russia) denies" in text
    assert "over 3,000 containers — White House" in text
    assert "77" not in text
    assert [link for link in hrefs(thread) if link.startswith("http")] == ["https://en.yna.co.kr/1", "https://farm.example/3"]


def test_links_keep_the_readers_filters_and_day(small: Small) -> None:
    selection = Selection(actor=("russia",), q="shells", known=date(2024, 1, 1), period=(date(2023, 1, 1), date(2023, 12, 31)))
    tables = tables_of(small)
    kept = {("actor", "russia"), ("q", "shells"), ("known", "2024-01-01"), ("period", "2023-01-01"), ("period", "2023-12-31")}
    ours = [urlsplit(link) for link in hrefs(page(view(tables, selection)))]
    assert {link.path for link in ours} == {"claims", "event", "actors"}
    for link in ours:
        pairs = set(parse_qsl(link.query))
        assert kept < pairs
        opened = pairs - kept
        assert opened in ({("claim", "shells")}, {("event", small.claim["id"])}) or {key for key, _ in opened} == {"who"}
    back = urlsplit(parts.claim_address(selection, ""))
    assert back.path == "claims"
    assert set(parse_qsl(back.query)) == kept


def test_links_within_the_dashboard_stay_in_its_tab(small: Small) -> None:
    for selection in (Selection(), SHELLS):
        for one in elements(page(view(tables_of(small), selection))):
            if one[0] == "a" and not one[1]["href"].startswith("http"):
                assert one[1]["target"] == "_self"


def test_a_strip_has_a_row_a_party_the_accused_first_and_the_rest_together(small: Small) -> None:
    states = [f"state-{n}" for n in range(7)]
    small.registers["actors"] += [{"id": one, "name": one.upper(), "type": "state"} for one in states]
    said(
        small,
        *((f"2023-09-{10 + n}", one, "affirms") for n, one in enumerate(states)),
        ("2023-09-20", "jcs", "affirms"),
        ("2023-09-21", "south-korea", "affirms"),
        ("2023-09-22", "state-6", "corroborates"),
        ("2023-09-30", "kremlin", "denies"),
    )
    strip = rows(page(view(tables_of(small))))
    assert [words(one[2][0]) for one in strip] == [
        "Russia accused", "STATE-6", "South Korea", "STATE-0", "STATE-1", "STATE-2", "and 3 others",
    ]  # fmt: skip
    assert [stance for stance, _ in places(strip[1])] == ["affirms", "corroborates"]
    assert len(places(strip[-1])) == 3


def test_marks_stand_in_order_of_day_within_the_strip_one_for_a_day_and_stance(small: Small) -> None:
    said(
        small,
        ("2023-01-01", "white-house", "affirms"),
        ("2023-01-01", "united-states", "affirms"),
        ("2023-07-02", "white-house", "affirms"),
        ("2023-12-31", "white-house", "denies"),
    )
    (row,) = rows(page(view(tables_of(small))))
    (first, one), (second, two), (third, three) = places(row)
    assert (first, second, third) == ("affirms", "affirms", "denies")
    assert 0 < one < two < three < 100
    assert two == pytest.approx(50, abs=0.2)
    titles = [words(one) for one in elements(row) if one[0] == "title"]
    assert titles[0] == "1 January 2023: White House and United States affirm"
    drawing = row[2][1]
    assert drawing[1]["aria-label"] == ("United States: affirms 3 times, 1 January – 2 July 2023; denies once, 31 December 2023")


@pytest.mark.parametrize(("days", "ticks"), [
    (("2023-09-01", "2023-09-01"), ["Aug 2023", "Sep", "Oct"]),
    (("2022-09-01", "2026-03-01"), ["2023", "2024", "2025", "2026"]),
    (("1953-07-27", "2026-03-01"), ["1973", "1993", "2013"]),
])  # fmt: skip
def test_the_axis_names_as_many_days_as_have_room(days: tuple[str, str], ticks: list[str], small: Small) -> None:
    said(small, *((day, "jcs", "affirms") for day in days))
    (axis,) = elements(page(view(tables_of(small))), "dl-axis")
    assert [text_of(one) for one in axis[2]] == ticks


def test_a_long_thread_lists_its_latest_occasions_and_offers_the_earlier_ones(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(small, *((f"2023-10-{day:02}", "jcs", "affirms") for day in range(1, 8)), ("2023-11-02", "russia", "denies"))
    tables = tables_of(small)
    monkeypatch.setattr(claims, "THREAD", 3)
    for many, listed, offered in ((3, 3, "Show 3 earlier of 5"), (6, 6, "Show 2 earlier of 2"), (9, 8, "")):
        (thread,) = json.loads(claims._packed(tables, SHELLS, many)[1].json)
        titles = [words(one) for one in elements(thread, "dl-thread") for one in elements(one) if one[0] == "li"]
        assert len(titles) == listed
        assert "russia" in titles[-1].lower()
        assert ("earlier of" in words(thread)) == bool(offered)
        assert offered in words(thread)


def test_marks_that_would_cover_each_other_are_one_in_a_crowded_row(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    said(small, *((f"2023-{month:02}-{day:02}", "jcs", "affirms") for month in (1, 2, 11) for day in range(1, 9)))
    tables = tables_of(small)
    (row,) = rows(page(view(tables)))
    assert words(row).count("affirms") == 24
    monkeypatch.setattr(stances, "MOST_MARKS", 10)
    (row,) = rows(page(view(tables)))
    shown = [words(one) for one in elements(row) if one[0] == "title"]
    assert 1 < len(shown) < 8
    assert sum(int(number) for one in shown for number in re.findall(r"(\d+) times", one)) == 24


def test_hostile_text_stays_text(small: Small) -> None:
    bad = "<img src=x onerror=alert(1)>"
    tables = tables_of(small)
    registers, located = tables.registers, tables.records[small.claim["id"]]
    # The reader refuses such text; should it ever get through, it is still only text.
    claim = registers.claims["shells"].model_copy(update={"name": f"Name {bad}", "proposition": f"Proposition {bad}"})
    house = registers.actors["white-house"].model_copy(update={"name": f"House {bad}"})
    event = located.event.model_copy(update={"title": f"Title {bad}"})
    tables = replace(
        tables,
        registers=replace(registers, claims={"shells": claim}, actors={**registers.actors, "white-house": house}),
        records={**tables.records, event.id: replace(located, event=event)},
    )
    for selection in (Selection(), SHELLS):
        document = page(view(tables, selection))
        assert all(f"{what} {bad}" in words(document) for what in ("Name", "Proposition", "Title"))
        for tag, attributes, _ in elements(document):
            assert bad not in tag
            assert all(bad not in value for name, value in attributes.items() if name not in ("aria-label", "title"))


def test_everything_drawn_is_something_that_the_browser_is_allowed_to_make() -> None:
    script = (UI / "elements.js").read_text(encoding="utf-8")
    lists = re.findall(r"const (TAGS|SVG_TAGS|NAMES) = new Set\((.*?)\);\n", script, re.S)
    allowed = {name: set(re.findall(r"[\w-]+", body)) for name, body in lists}
    tables = shipped_tables()
    for selection in (Selection(), Selection(claim="troops-to-russia")):
        for tag, attributes, _ in elements(page(view(tables, selection))):
            assert tag in allowed["TAGS"] | allowed["SVG_TAGS"]
            for name in attributes:
                assert name in allowed["NAMES"] | {"href"} or name.startswith(("aria-", "data-"))


def test_nothing_that_runs_or_loads_can_be_made_by_the_browser() -> None:
    script = (UI / "elements.js").read_text(encoding="utf-8")
    names = set(re.findall(r"[\w-]+", script.split("const SAFE_LINK")[0]))
    assert not names & {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "img",
        "image",
        "use",
        "foreignObject",
        "onclick",
        "src",
        "srcdoc",
    }


def test_stances_differ_in_shape_and_stand_out_in_both_themes() -> None:
    css = (UI / "nodes.css").read_text(encoding="utf-8")
    shapes = {str(stances.mark(stance)[2]) for stance in STANCES}
    colours = {stance: HUES[re.findall(rf"--dl-{stance}: var\(--dl-([a-z-]+)\);", css)[0]] for stance in STANCES}
    assert len(shapes) == len(set(colours.values())) == len(STANCES)
    for pair in colours.values():
        for colour, paper in zip(pair, PAPER, strict=True):
            assert contrast(colour, paper) >= 3


def test_an_events_page_leads_to_the_claim_and_tells_its_standing_then_and_today(small: Small) -> None:
    said(
        small,
        ("2023-09-01", "white-house+jcs", "affirms"),
        ("2023-10-01", "kremlin", "denies"),
        ("2024-01-01", "russia", "acknowledges"),
    )
    tables = tables_of(small)
    first, last = "2023-09-01-shells-0", "2024-01-01-shells-2"
    selection = Selection(actor=("russia",), event=first)
    document = dossier.page(first, tables, selection, yaml="", line_link=None)
    text = words(document)
    assert "White House and Joint Chiefs affirm: One sent shells to the other · then: alleged; today: acknowledged" in text
    assert parts.claim_address(selection, "shells") in hrefs(document)
    assert "then and today: acknowledged" in words(dossier.page(last, tables, selection, yaml="", line_link=None))
    known = as_known(tables, date(2023, 12, 1))
    assert "then: alleged; on 1 December 2023: disputed" in words(dossier.page(first, known, selection, yaml="", line_link=None))


def test_every_claim_of_the_record_has_its_page_and_every_voice_its_event_on_it() -> None:
    tables = shipped_tables()
    for claim, thread in tables.threads.items():
        document = page(view(tables, Selection(claim=claim)))
        text = text_of(document)
        titles = [tables.records[voice.event].event.title for voice in thread.voices]
        assert all(title in text for title in titles)
        for link in hrefs(document):
            assert link.startswith(("https://", "http://", "event?", "claims?", "actors?"))


@pytest.mark.parametrize(
    ("kept", "event"),
    [
        (("shells", CLAIM_EVENT), CLAIM_EVENT),
        (("troops", CLAIM_EVENT), ""),
        (("shells", "gone"), ""),
        (("shells", ["x"]), ""),
        (("shells",), ""),
        ("shells", ""),
        (None, ""),
    ],
)
def test_a_mark_of_the_chart_leads_to_its_event_while_its_claim_is_open(kept: object, event: str, small: Small) -> None:
    assert claimed.chosen_event(kept, "shells", small.tables()) == event


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"v": CLAIM_EVENT, "n": 1}, CLAIM_EVENT),
        ({"v": "x" * 121}, ""),
        ({"v": ["x"]}, ""),
        ({"v": None}, ""),
        ({}, ""),
        ("x", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_what_a_chart_reports_is_one_short_text_or_nothing(sent: object, told: str) -> None:
    assert plot.read_pick(sent) == told

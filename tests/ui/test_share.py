"""Citations, reports of mistakes, the history of records, embedding, and what is printed: in which words."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dateline import described
from dateline.export import citation
from dateline.known import as_known
from dateline.selection import Selection, apply
from dateline.tables import Tables
from dateline.ui import cite, data, dossier, embed, lately, paper, record, report
from dateline.ui.nodes import node, text_of
from dateline.ui.views import View
from tests.conftest import Small
from tests.export.hostile import hostile_record
from tests.ui.test_documents import links

TITLES = [
    "Alpha",
    "Bravo",
    "Charlie",
    "Delta",
    "Echo",
    "Foxtrot",
    "Golf",
    "Hotel",
    "India",
    "Juliett",
    "Kilo",
    "Lima",
    "Mike",
    "November",
]
VISIT, DRILL, CLAIM = "2023-08-11-plants", "2023-08-21-summer-drill", "2023-10-13-containers"
BASE = "https://dateline.example/sub"


def view(tables: Tables, selection: Selection | None = None) -> View:
    selection = selection or Selection()
    known = as_known(tables, selection.known)
    return View(known, selection, apply(selection, known), tables)


def attributes(root: Any, name: str) -> list[str]:
    if isinstance(root, str):
        return []
    own = [root[1][name]] if name in root[1] else []
    return own + [found for child in root[2] for found in attributes(child, name)]


def plain(root: Any) -> str:
    return " ".join(text_of(root).split())


def test_each_style_of_citation_has_a_button_that_copies_exactly_that_text(small: Small) -> None:
    tables = small.tables()
    made = cite.event(VISIT, tables, BASE)
    assert attributes(made, "data-copy") == [citation.of_event(VISIT, tables, style, BASE) for style in citation.STYLES]
    assert all(f"{BASE}/event?event={VISIT}" in text for text in attributes(made, "data-copy"))
    ids = tuple(tables.records)
    whole = attributes(cite.view(tables, ids, "category=visits", BASE), "data-copy")
    assert whole == [citation.of_view(tables, ids, "category=visits", style, BASE) for style in citation.STYLES]


def test_a_report_names_record_version_link_and_line_and_copies_whole(small: Small) -> None:
    tables = small.tables()
    made = report.document(VISIT, tables, BASE, "")
    told = report.text(VISIT, tables, BASE)
    located = tables.records[VISIT]
    for piece in (
        VISIT,
        located.event.title,
        citation.version(tables),
        f"{BASE}/event?event={VISIT}",
        f"{located.path}, line {located.line}",
    ):
        assert piece in told
    assert attributes(made, "data-copy") == [told]
    assert told in text_of(made)


def test_a_report_goes_to_nobody_by_itself_and_by_mail_has_no_address(small: Small) -> None:
    link, form = links(report.document(VISIT, small.tables(), "", ""))
    assert form == f"contribute?event={VISIT}"
    assert link.startswith("mailto:?subject=")
    assert "+" not in link
    assert parse_qs(urlsplit(link).query)["body"] == [report.text(VISIT, small.tables())]


@pytest.mark.parametrize(
    ("repository", "begins", "names"),
    [
        ("https://github.com/o/r/blob/main", "https://github.com/o/r/issues/new?", ("title", "body")),
        ("https://gitlab.com/o/r/-/blob/main/", "https://gitlab.com/o/r/-/issues/new?", ("issue[title]", "issue[description]")),
    ],
)
def test_where_the_repository_is_known_a_report_opens_an_issue(
    small: Small, monkeypatch: pytest.MonkeyPatch, repository: str, begins: str, names: tuple[str, str]
) -> None:
    monkeypatch.setenv("DATELINE_REPOSITORY", repository)
    small.visit["title"] = "A & B #1, 100% + more"
    tables = small.tables()
    link, _ = links(report.document(VISIT, tables, BASE, record.issues()))
    asked = parse_qs(urlsplit(link).query)
    assert link.startswith(begins)
    assert asked[names[0]] == [f"Mistake in {VISIT}"]
    assert "A & B #1, 100% + more" in asked[names[1]][0]


@pytest.mark.parametrize(
    "repository", ["", "http://plain.example/blob/main", "javascript:alert(1)//blob/", "https://files.example/x"]
)
def test_no_issue_is_offered_where_none_is_known(monkeypatch: pytest.MonkeyPatch, repository: str) -> None:
    monkeypatch.setenv("DATELINE_REPOSITORY", repository)
    assert record.issues() == ""


def test_an_events_page_tells_its_own_history_or_that_none_was_noted(small: Small) -> None:
    small.visit["changes"] = [
        {"on": "2026-11-20", "kind": "added"},
        {"on": "2026-11-22", "kind": "corrected", "about": "The day was one too late"},
    ]
    tables = small.tables()
    page = plain(dossier.page(VISIT, tables, Selection(), yaml="", line_link=None))
    assert "Added on 20 November 2026" in page
    assert "Corrected on 22 November 2026 : The day was one too late" in page
    assert "No history was noted" not in page
    assert "No history was noted for this record." in plain(dossier.page(CLAIM, tables, Selection(), yaml="", line_link=None))


def test_what_changed_lately_stands_by_day_the_newest_first_corrections_before_additions(small: Small) -> None:
    small.visit["changes"] = [
        {"on": "2026-11-20", "kind": "added"},
        {"on": "2026-11-22", "kind": "corrected", "about": "Its day"},
    ]
    small.drill["changes"] = [{"on": "2026-11-22", "kind": "added"}]
    tables = small.tables()
    assert [(day, [event for _, event in noted]) for day, noted in lately.by_day(tables)] == [
        (date(2026, 11, 22), [VISIT, DRILL]),
        (date(2026, 11, 20), [VISIT]),
    ]
    told = lately.document(tables, Selection()).json.decode()
    assert told.index("22 November 2026") < told.index("Its day") < told.index("20 November 2026")
    assert f"event?event={VISIT}" in told
    assert "No change was noted" not in told
    assert (
        "No change was noted in any record."
        in lately.document(Small(small.folder.parent / "other" / "events").tables(), Selection()).json.decode()
    )


def test_of_many_additions_some_are_named_and_all_when_asked(small: Small) -> None:
    day = date(2026, 11, 20)
    for n in range(lately.ADDED + 3):
        small.add(
            "visits",
            f"2023-09-{n + 1:02}-more",
            title=f"{TITLES[n]} {TITLES[-n]} {TITLES[n] * 3}",
            changes=[{"on": day.isoformat(), "kind": "added"}],
        )
    tables = small.tables()
    some, every = (
        lately.document(tables, Selection()).json.decode(),
        lately.document(tables, Selection(), whole=day).json.decode(),
    )
    assert some.count("event?event=") == lately.ADDED
    assert f"Name all {lately.ADDED + 3}" in some
    assert every.count("event?event=") == lately.ADDED + 3


def test_only_so_many_days_are_shown_until_more_are_asked_for(small: Small) -> None:
    for n in range(lately.DAYS + 2):
        small.add(
            "visits",
            f"2023-09-{n + 1:02}-more",
            title=f"{TITLES[n]} {TITLES[-n]} {TITLES[n] * 3}",
            changes=[{"on": f"2026-10-{n + 1:02}", "kind": "added"}],
        )
    tables = small.tables()
    assert lately.document(tables, Selection()).json.decode().count("October 2026") == lately.DAYS
    assert "Show 2 more of 2 days" in lately.document(tables, Selection()).json.decode()
    assert lately.document(tables, Selection(), lately.DAYS * 2).json.decode().count("October 2026") == lately.DAYS + 2


def test_a_snippet_embeds_exactly_the_view_and_is_safe_html() -> None:
    selection = Selection(q='"><script>', category=("visits",), event=VISIT)
    made = embed.snippet(selection, BASE)
    found = re.search(r'src="([^"]*)"', made)
    assert found
    assert "<script" not in made
    asked = parse_qs(urlsplit(unescape(found[1])).query)
    assert asked == {"embed": ["true"], "q": ['"><script>'], "category": ["visits"], "event": [VISIT]}
    assert unescape(found[1]).startswith(f"{BASE}/?embed=true&")
    assert embed.snippet(Selection(), "") == ""


def test_an_embedded_page_links_to_the_whole_page_with_its_view(small: Small) -> None:
    made = embed.document(view(small.tables(), Selection(category=("visits",))), "")
    assert links(made) == ["./?category=visits"]
    assert "1 event" in plain(made)


def test_paper_says_filters_counts_the_chosen_event_version_and_link(small: Small) -> None:
    tables = small.tables()
    selection = Selection(category=("visits",), period=(date(2023, 8, 1), date(2023, 8, 31)), event=VISIT)
    told = plain(paper.heading(view(tables, selection), BASE))
    for piece in (
        "Period: 1–31 August 2023",
        "Category: Visits",
        "1 of",
        tables.records[VISIT].event.title,
        citation.version(tables),
        f"{BASE}/?category=visits&period=2023-08-01&period=2023-08-31&event={VISIT}",
    ):
        assert piece in told
    assert "The whole record" in plain(paper.heading(view(tables), ""))


def test_a_view_in_words_names_every_filter_and_nothing_that_is_none(small: Small) -> None:
    tables = small.tables()
    assert described.in_words(Selection(lanes="actor", event=VISIT, since=date(2023, 1, 1)), tables) == described.WHOLE
    actors = tuple(list(tables.registers.actors)[:3])
    names = [tables.registers.actors[one].name for one in actors]
    told = described.in_words(Selection(actor=actors, q="plant", known=date(2023, 9, 1), status=("alleged",)), tables)
    assert (
        told
        == f"Search: “plant” · As known on: 1 September 2023 · Actor: {names[0]}, {names[1]} or {names[2]} · Standing: Alleged"
    )


def test_a_file_is_named_by_version_and_number_and_depends_on_filters_alone(small: Small) -> None:
    tables = small.tables()
    name = data.file_name(view(tables), "csv")
    assert re.fullmatch(r"dateline-[0-9a-f-]+-\d+-events\.csv", name)
    assert f"-{len(tables.records)}-events" in name
    assert data.file_name(view(tables, Selection(category=("visits",))), "zip").endswith("-1-event.zip")
    full = Selection(category=("visits",), known=date(2024, 1, 1), lanes="actor", event=VISIT, claim="shells")
    assert data.of_files(full) == Selection(category=("visits",), known=date(2024, 1, 1))


def test_the_command_quotes_a_view_for_the_shell() -> None:
    assert data.command("", "a.csv") == "python -m dateline export --format csv -o a.csv"
    assert "--view 'actor=a&q=it%27s'" in data.command("actor=a&q=it%27s", "a.csv")


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("http://localhost:8501", "http://localhost:8501"),
        ("http://localhost:8501/", "http://localhost:8501"),
        ("http://localhost:8501/data", "http://localhost:8501"),
        ("https://x.example/dateline/before_after/", "https://x.example/dateline"),
        ("https://x.example/dateline", "https://x.example/dateline"),
        ("", ""),
    ],
)
def test_the_address_of_the_dashboard_is_found_from_that_of_a_page(url: str, whole: str) -> None:
    assert record.without_page(url) == whole


def test_a_report_of_a_hostile_title_is_one_text(small: Small) -> None:
    tables = hostile_record(small)
    for event_id in tables.records:
        made = report.document(event_id, tables, BASE, "https://github.com/o/r/issues/new")
        assert node("pre", report.text(event_id, tables, BASE)) in made[2]
        assert links(made)[0].isascii()

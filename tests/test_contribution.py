"""What is sent to the editors: the whole record of a correction, the text of an issue, the tracker's address."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from dateline.contribution import MOST_ADDRESS, as_draft, changed, corrected, issue, tracker
from dateline.drafting import Checked, checked
from dateline.record import Problem
from tests.conftest import Small

ISSUES = "https://github.com/someone/record/issues/new"


def test_what_the_form_does_not_name_stays_and_what_is_empty_there_goes(small: Small) -> None:
    old = as_draft(small.check().events[0].data)
    made = corrected(old, {"title": "Another title of the visit", "weapons": [], "sole_source": old["sole_source"]})
    assert made["quotes"] == old["quotes"]
    assert "weapons" not in made
    assert changed(old, made) == ["title", "weapons"]


def test_one_origin_alone_is_the_same_as_a_list_of_it() -> None:
    old = {"sources": [{"url": "u", "origin": "kcna"}]}
    assert changed(old, {"sources": [{"url": "u", "origin": ["kcna"]}]}) == []
    assert changed(old, {"sources": [{"url": "u", "origin": ["kcna", "yonhap"]}]}) == ["sources"]


def test_an_issue_says_what_is_wrong_where_it_goes_and_what_check_says(small: Small) -> None:
    record = small.check()
    small.visit["reported"] = "2023-08-10"
    found = checked(small.visit, "visits", record, replaces="2023-08-11-plants")
    text = issue(
        found, "events/visits/2023.yaml", reason="It was told of later.", corrects="2023-08-11-plants", fields=["reported"]
    )
    assert text.startswith(
        "It was told of later.\n\nRecord: `2023-08-11-plants`, in `events/visits/2023.yaml`. Fields that change: reported."
    )
    assert "* reported: 2023-08-10 is before the event" in text
    assert f"```yaml\n{found.text}```" in text


def test_backticks_in_a_record_do_not_end_its_block() -> None:
    text = issue(Checked("- id: a\n  note: '````'\n", (), (Problem("p", 1, 1, "", "m"),)), "events/a/2023.yaml")
    assert "`````yaml\n- id: a\n  note: '````'\n`````\n" in text


@pytest.mark.parametrize(
    ("issues", "body"),
    [("https://github.com/someone/record/issues/new", "body"), ("https://gitlab.com/a/b/c/-/issues/new", "issue[description]")],
)
def test_the_issue_is_filled_in_as_the_tracker_takes_it(issues: str, body: str) -> None:
    link = tracker(issues, "New & old", "line one\nline two")
    assert link.startswith(f"{issues}?")
    assert parse_qs(urlsplit(link).query)[body] == ["line one\nline two"]


def test_no_tracker_is_made_up_and_a_long_text_is_left_out() -> None:
    assert tracker("", "t", "b") == ""
    assert tracker(ISSUES, "title", "x" * MOST_ADDRESS) == f"{ISSUES}?title=title"

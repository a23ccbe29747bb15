"""A record being written: what is missing and wrong, ids and names that are suggested."""

from __future__ import annotations

import pytest

from dateline.drafting import checked, event_named, found, goes_into, publisher_of, suggested_id
from dateline.record import Record
from tests.conftest import Small


@pytest.fixture
def record(small: Small) -> Record:
    return small.check()


@pytest.mark.parametrize("category", ["visits", "drills", "arms"])
def test_nothing_written_is_missing_and_nothing_is_wrong(record: Record, category: str) -> None:
    made = checked({}, category, record)
    assert {one.field for one in made.missing} == {
        "id", "title", "kind", "date", "claimed_by", "actors", "place", "summary", "sources",
    }  # fmt: skip
    assert made.problems == ()
    assert not made.healthy


def test_a_part_is_checked_by_all_rules_before_the_rest_is_written(record: Record) -> None:
    made = checked({"date": "2023-08-11", "reported": "2023-08-10", "place": "pyongyan"}, "visits", record)
    assert {one.field for one in made.problems} == {"reported", "place"}
    made = checked({"sources": [{"url": "https://elsewhere.example/", "publisher": "yonhap"}]}, "visits", record)
    assert {one.field for one in made.problems} == {"sources[1].url", "sources"}
    assert checked({"sources": [{"url": "https://elsewhere.example/"}]}, "visits", record).problems[0].field == "sources"
    assert checked({"sources": [{"url": "elsewhere"}]}, "visits", record).problems[0].field == "sources[1].url"


def test_a_mistake_in_one_field_hides_none_in_another(record: Record) -> None:
    made = checked(
        {"title": "With a full stop.", "date": "2023-08-11", "reported": "2023-08-10", "weapons": ["tactical"]}, "visits", record
    )
    assert {one.field for one in made.problems} == {"title", "reported", "weapons[1]"}
    made = checked({"date": "11 August", "reported": "2023-08-10", "sources": [{"url": "nowhere"}]}, "visits", record)
    assert {one.field for one in made.problems} == {"date", "sources[1].url"}


def test_a_whole_event_is_healthy(record: Record, small: Small) -> None:
    for category, event in small.events:
        assert checked(event, category, record, replaces=event["id"]).healthy
    assert [one.field for one in checked(small.visit, "visits", record).problems] == ["id"]


def test_ids_are_the_first_day_as_far_as_it_is_written_and_the_words_that_say_most() -> None:
    assert (
        suggested_id("2023-10-13", "White House says 1,000 containers went to Russia")
        == "2023-10-13-white-house-1000-containers-went-russia"
    )
    assert suggested_id("2023-10~", "Élysée's note") == "2023-10-elysees-note"
    assert suggested_id("[2023-08-01..2023-08-05]", "A B") == "2023-08-01-b"
    assert suggested_id("2023-10-13", "The", {"2023-10-13-the"}) == "2023-10-13-the-2"
    assert suggested_id("13 October", "White House") == ""
    assert suggested_id("2023-10-13", "김정은") == ""
    assert len(suggested_id("2023-10-13", "word " * 50)) < 90


def test_names_are_found_in_any_script_and_with_mistakes(record: Record) -> None:
    actors = record.registers.actors
    assert found("КНДР", actors)[0] == "north-korea"
    assert found("김정은", actors)[0] == "kim-jong-un"
    assert found("kim jong-n", actors)[0] == "kim-jong-un"
    assert found("white hose", actors)[0] == "white-house"
    assert found("", actors) == []


def test_a_publisher_is_known_by_its_host(record: Record) -> None:
    assert publisher_of("https://en.yna.co.kr/view/1", record.registers) == "yonhap"
    assert publisher_of("https://notyna.co.kr/", record.registers) == ""
    assert publisher_of("nonsense", record.registers) == ""


def test_an_event_goes_into_the_file_of_its_year() -> None:
    assert goes_into("arms", "2023-10-13-x") == "events/arms/2023.yaml"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (" 2023-08-11-x ", "2023-08-11-x"),
        ("https://x.example/event?q=a&event=2023-08-11-x", "2023-08-11-x"),
        ("event?event=a&event=b", "b"),
        ("what is event=", "what is event="),
        ("", ""),
        ("?" + "&" * 5000, "?" + "&" * 5000),
    ],
)
def test_an_event_is_named_by_its_id_or_by_a_link_to_it(text: str, named: str) -> None:
    assert event_named(text) == named

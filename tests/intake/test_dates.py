"""Dates in the styles in which people write them: read as they are meant, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dates import DateError, parse
from dateline.intake.when import Order, joined, read


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-08-14", "2023-08-14"),
        ("[2023-08-01..2023-08-05]", "[2023-08-01..2023-08-05]"),
        ("2023-08-11/2023-08-12", "2023-08-11/2023-08-12"),
        ("2023-08~", "2023-08~"),
        ("2023", "2023"),
        ("14 August 2023", "2023-08-14"),
        ("14th of August, 2023", "2023-08-14"),
        ("14-Aug-2023", "2023-08-14"),
        ("Aug 14, 2023", "2023-08-14"),
        ("Sept. 1st 2023", "2023-09-01"),
        ("Monday, 14 August 2023", "2023-08-14"),
        ("11–12 August 2023", "2023-08-11/2023-08-12"),
        ("August 11-12, 2023", "2023-08-11/2023-08-12"),
        ("August 2023", "2023-08"),
        ("about 8 August 2023", "2023-08-08~"),
        ("2023년 8월 14일", "2023-08-14"),
        ("2023년 8월", "2023-08"),
        ("2023年8月14日", "2023-08-14"),
        ("2023. 8. 14.", "2023-08-14"),
        ("20230814", "2023-08-14"),
        ("2023/8/14", "2023-08-14"),
        ("2023-8-4", "2023-08-04"),
        ("14/08/2023", "2023-08-14"),
        ("08/14/2023", "2023-08-14"),
        ("04/04/2023", "2023-04-04"),
        ("14.08.2023", "2023-08-14"),
        ("  14   August 2023 ", "2023-08-14"),
    ],
)
def test_a_date_is_read_as_it_is_meant(text: str, date: str) -> None:
    assert read(text) == (date, "")


@pytest.mark.parametrize(
    "text", ["2023-08-14T09:30:00Z", "20230814T093000Z", "14 August 2023 9:30 pm", "2023-08-14 09:30:00+09:00"]
)
def test_a_time_of_day_is_left_out_and_told(text: str) -> None:
    date, note = read(text)
    assert date == "2023-08-14"
    assert note.startswith("time ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/04/2023", "can be 2023-04-03 or 2023-03-04"),
        ("3.4.2023", "can be 2023-04-03 or 2023-03-04"),
        ("03-04-2023", "--dates day-first"),
        ("14/08/23", "two digits"),
        ("45152", "spreadsheet's number"),
        ("31 February 2023", "February 2023 has 28 days"),
        ("2023-13-01", "no month 13"),
        ("99/99/2023", "no month 99"),
        ("soon", "is not a date"),
        ("", "is not a date"),
        ("12 August 2023 - 11 August 2023", "is not a date"),
        ("12-11 August 2023", "ends before it starts"),
        ("0000-01-01", "no year 0000"),
        ("1" * 5000, "too long"),
    ],
)
def test_a_date_that_is_none_or_two_is_refused_with_advice(text: str, why: str) -> None:
    with pytest.raises(DateError, match=why.replace("[", r"\[")):
        read(text)


@pytest.mark.parametrize(("order", "date"), [("day-first", "2023-04-03"), ("month-first", "2023-03-04")])
def test_who_says_how_dates_are_meant_is_believed(order: Order, date: str) -> None:
    assert read("03/04/2023", order) == (date, "")
    assert read("25/12/2023", order)[0] == "2023-12-25"


def test_two_dates_are_joined_once() -> None:
    assert joined("2023-08-11", "2023-08-12") == "2023-08-11/2023-08-12"
    assert joined("2023-08", "2023-08") == "2023-08"
    with pytest.raises(DateError, match="ends before"):
        joined("2023-08-12", "2023-08-11")


@given(st.dates().filter(lambda day: day.year >= 1000))
def test_every_style_of_one_day_means_that_day(day: object) -> None:
    iso = f"{day}"
    year, month, number = (int(part) for part in iso.split("-"))
    name = day.strftime("%B")  # type: ignore[attr-defined]
    for text in (
        f"{number} {name} {year}",
        f"{name[:3]} {number}, {year}",
        f"{year}년 {month}월 {number}일",
        iso.replace("-", ""),
        f"{year}/{month}/{number}",
    ):
        assert read(text)[0] == iso


@given(st.text(max_size=60) | st.from_regex(r"[0-9/. -]{1,14}", fullmatch=True))
def test_any_text_is_a_date_of_the_profile_or_refused(text: str) -> None:
    try:
        date, _ = read(text)
    except DateError:
        return
    parse(date)

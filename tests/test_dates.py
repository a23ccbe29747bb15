"""Dates of the profile: every form, every message, and what holds for any text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import assume, example, given
from hypothesis import strategies as st
from undate import Undate

from dateline.dates import MARGIN_DAYS, DateError, Edtf, Precision, day_label, days_between, label, parse, parse_day, span

Days = tuple[date | None, date | None]


def day(text: str) -> date:
    return date.fromisoformat(text)


def maybe(text: str | None) -> date | None:
    return day(text) if text else None


FORMS: list[tuple[str, tuple[str | None, str | None], tuple[str, str | None], Precision, bool, str]] = [
    # text, (earliest, latest), (start, end), precision, lasted, label
    ("2023-08-11", ("2023-08-11", "2023-08-11"), ("2023-08-11", "2023-08-11"), "day", False, "11 August 2023"),
    ("2023-08", ("2023-08-01", "2023-08-31"), ("2023-08-01", "2023-08-31"), "month", False, "August 2023"),
    ("2024-02", ("2024-02-01", "2024-02-29"), ("2024-02-01", "2024-02-29"), "month", False, "February 2024"),
    ("2023", ("2023-01-01", "2023-12-31"), ("2023-01-01", "2023-12-31"), "year", False, "2023"),
    ("2023-08-11/2023-08-12", ("2023-08-11", "2023-08-12"), ("2023-08-11", "2023-08-12"), "day", True, "11–12 August 2023"),
    ("2023-08-11/2023-08-11", ("2023-08-11", "2023-08-11"), ("2023-08-11", "2023-08-11"), "day", True, "11 August 2023"),
    ("2023-08-30/2023-09-02", ("2023-08-30", "2023-09-02"), ("2023-08-30", "2023-09-02"), "day", True, "30 August – 2 September 2023"),
    ("2022-12-30/2023-01-02", ("2022-12-30", "2023-01-02"), ("2022-12-30", "2023-01-02"), "day", True, "30 December 2022 – 2 January 2023"),
    ("2023-08/2023-09", ("2023-08-01", "2023-09-30"), ("2023-08-01", "2023-09-30"), "month", True, "August 2023 – September 2023"),
    ("2023-08/2023-09-03", ("2023-08-01", "2023-09-03"), ("2023-08-01", "2023-09-03"), "month", True, "August 2023 – September 2023"),
    ("2019/2021", ("2019-01-01", "2021-12-31"), ("2019-01-01", "2021-12-31"), "year", True, "2019–2021"),
    ("2023-10/..", ("2023-10-01", None), ("2023-10-01", None), "month", True, "since October 2023"),
    ("2023-10-05/..", ("2023-10-05", None), ("2023-10-05", None), "day", True, "since 5 October 2023"),
    ("[2023-08-01..2023-08-05]", ("2023-08-01", "2023-08-05"), ("2023-08-01", "2023-08-05"), "day", False, "one day, 1–5 August 2023"),
    ("[2023-08..2023-09]", ("2023-08-01", "2023-09-30"), ("2023-08-01", "2023-09-30"), "month", False, "August 2023 – September 2023"),
    ("[2017..2018]", ("2017-01-01", "2018-12-31"), ("2017-01-01", "2018-12-31"), "year", False, "2017–2018"),
    ("[..2022-12-31]", (None, "2022-12-31"), ("2022-12-31", "2022-12-31"), "day", False, "not later than 31 December 2022"),
    ("2023-08-08~", ("2023-08-05", "2023-08-11"), ("2023-08-08", "2023-08-08"), "day", False, "about 8 August 2023"),
    ("2023-03~", ("2023-02-01", "2023-04-30"), ("2023-03-01", "2023-03-31"), "month", False, "about March 2023"),
    ("2024-01~", ("2023-12-01", "2024-02-29"), ("2024-01-01", "2024-01-31"), "month", False, "about January 2024"),
    ("1968~", ("1967-01-01", "1969-12-31"), ("1968-01-01", "1968-12-31"), "year", False, "about 1968"),
    ("2023-08-08?", ("2023-08-08", "2023-08-08"), ("2023-08-08", "2023-08-08"), "day", False, "8 August 2023 (uncertain)"),
    ("2023-08-08%", ("2023-08-05", "2023-08-11"), ("2023-08-08", "2023-08-08"), "day", False, "about 8 August 2023 (uncertain)"),
    ("2023-08-08~/2023-08-20", ("2023-08-05", "2023-08-20"), ("2023-08-08", "2023-08-20"), "day", True, "about 8–20 August 2023"),
    ("2023-08-08/2023-08-20~", ("2023-08-08", "2023-08-23"), ("2023-08-08", "2023-08-20"), "day", True, "about 8–20 August 2023"),
    ("0001-01-01~", ("0001-01-01", "0001-01-04"), ("0001-01-01", "0001-01-01"), "day", False, "about 1 January 1"),
    ("9999~", ("9998-01-01", "9999-12-31"), ("9999-01-01", "9999-12-31"), "year", False, "about 9999"),
    ("9999-12~", ("9999-11-01", "9999-12-31"), ("9999-12-01", "9999-12-31"), "month", False, "about December 9999"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "bounds", "drawn", "precision", "lasted", "words"), FORMS)
def test_each_form_has_its_bounds_ends_precision_and_label(
    text: str, bounds: tuple[str | None, str | None], drawn: tuple[str, str | None], precision: str, lasted: bool, words: str
) -> None:
    found = parse(text)
    assert (found.earliest, found.latest) == (maybe(bounds[0]), maybe(bounds[1]))
    assert (found.start, found.end) == (day(drawn[0]), maybe(drawn[1]))
    assert (found.precision, found.lasted) == (precision, lasted)
    assert found.approximate == ("~" in text or "%" in text)
    assert found.uncertain == ("?" in text or "%" in text)
    assert label(found) == words


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2023-08-11", True),
        ("2023-08-11/2023-08-12", True),
        ("2023-08-11/..", True),
        ("2023-08-11?", False),
        ("2023-08-11~", False),
        ("2023-08", False),
        ("[2023-08-01..2023-08-05]", False),
        ("[2023-08-01..2023-08-01]", True),
        ("[..2023-08-01]", False),
    ],
)
def test_a_date_is_exact_when_every_day_of_it_is_known(text: str, exact: bool) -> None:
    assert parse(text).exact is exact


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2023-08-11", "2023-08-11"),
        ("2023-08", "2023-08"),
        ("1976~", "1976"),
        ("2023-08-11?/2023-08-12", "2023-08-11"),
        ("2023-10/..", "2023-10"),
        ("[2023-08-01..2023-08-05]", "2023-08-01"),
        ("[..2022-12-31~]", "2022-12-31"),
    ],
)
def test_the_first_date_as_written_is_what_an_id_begins_with(text: str, first: str) -> None:
    assert parse(text).first_written == first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2023-02-30", "2023-02-30 is not a date. February 2023 has 28 days."),
        ("2024-02-30", "2024-02-30 is not a date. February 2024 has 29 days."),
        ("2023-08-00", "2023-08-00 is not a date. August 2023 has 31 days."),
        ("2023-13-01", "2023-13-01 is not a date. There is no month 13."),
        ("2023-00", "2023-00 is not a date. There is no month 00."),
        ("0000-01-01", "0000-01-01 is not a date. There is no year 0000."),
        ("2023-08-12/2023-08-11", "2023-08-12/2023-08-11 ends before it starts. Put the earlier date first."),
        ("[2023-08-05..2023-08-01]", "[2023-08-05..2023-08-01] ends before it starts. Put the earlier date first."),
        ("2023-08-11/2023-02-30", "2023-02-30 is not a date. February 2023 has 28 days."),
        ("11 August 2023", "11 August 2023 is not a date. Write 2023-08-11, 2023-08,"),
        ("2023-8-1", "2023-8-1 is not a date. Write 2023-08-11"),
        ("2023-08-11/", "2023-08-11/ is not a date. Write 2023-08-11"),
        ("../2023-08-11", "../2023-08-11 is not a date. Write 2023-08-11"),
        ("2023/2024/2025", "2023/2024/2025 is not a date. Write 2023-08-11"),
        ("[2023-08-01]", "[2023-08-01] is not a date. For one day in a span write [2023-08-01..2023-08-05]."),
        ("[2023-08-01..]", "[2023-08-01..] is not a date. For one day in a span write"),
        ("[..]", "[..] is not a date. For one day in a span write"),
        ("[2023..2024", "[2023..2024 is not a date. Write 2023-08-11"),
        ("", " is not a date. Write 2023-08-11"),
        ("٢٠٢٣-08-11", "٢٠٢٣-08-11 is not a date. Write 2023-08-11"),
        ("2023-08-11T00:00", "2023-08-11T00:00 is not a date. Write"),
        ("2023-08-11\n", "2023-08-11\n is not a date. Write"),
        ("2" * 41, "is too long for a date (41 characters). Write 2023-08-11"),
    ],
)
def test_what_is_no_date_is_refused_with_what_is_wrong_and_how_to_write_it(text: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    assert str(caught.value).startswith(message)
    assert str(caught.value).endswith((".", "~."))


plain_days = st.dates()
marks = st.sampled_from(["", "~", "?", "%"])


@st.composite
def parts(draw: st.DrawFn, mark: bool = True) -> str:
    one = draw(plain_days)
    length = draw(st.sampled_from([4, 7, 10]))
    return one.isoformat()[:length] + (draw(marks) if mark else "")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts of the profile's shapes; ends may be the wrong way round."""
    one, two = draw(parts()), draw(parts())
    return draw(st.sampled_from([one, f"{one}/{two}", f"{one}/..", f"[{one}..{two}]", f"[..{two}]"]))


def parsed(text: str) -> Edtf:
    try:
        return parse(text)
    except DateError:
        assume(False)
        raise


@given(texts())
def test_the_bounds_enclose_what_is_drawn(text: str) -> None:
    found = parsed(text)
    assert found.earliest is None or found.earliest <= found.start
    if found.end is None:
        assert found.latest is None
    else:
        assert found.start <= found.end
        assert found.latest is not None
        assert found.end <= found.latest


@given(texts())
def test_a_date_keeps_the_text_it_was_read_from(text: str) -> None:
    found = parsed(text)
    assert str(found) == found.text == text
    assert parse(str(found)) == found


@given(texts())
def test_every_date_has_a_label_of_one_line_that_tells_its_doubt(text: str) -> None:
    found = parsed(text)
    words = label(found)
    assert words == words.strip() != ""
    assert words.isprintable()
    assert ("about" in words) == found.approximate
    assert ("uncertain" in words) == found.uncertain


@given(texts())
def test_the_first_written_part_is_a_date_within_the_date(text: str) -> None:
    found = parsed(text)
    first = parse(found.first_written)
    assert found.text.lstrip("[.").startswith(found.first_written)
    assert first.start <= found.start <= first.latest if first.latest and not text.startswith("[..") else True


@given(parts(mark=False), st.sampled_from("~%"))
def test_widening_only_widens_and_leaves_what_is_drawn(text: str, mark: str) -> None:
    plain, wide = parse(text), parse(text + mark)
    assert (wide.start, wide.end, wide.precision) == (plain.start, plain.end, plain.precision)
    assert plain.earliest is not None
    assert plain.latest is not None
    assert wide.earliest is not None
    assert wide.latest is not None
    assert wide.earliest <= plain.earliest
    assert wide.latest >= plain.latest
    assert wide.earliest < plain.earliest or plain.earliest == date.min or plain.earliest.year == 1
    if plain.precision == "day":
        assert plain.earliest - wide.earliest <= timedelta(days=MARGIN_DAYS)


@given(parts(mark=False))
def test_a_doubtful_source_does_not_move_the_bounds(text: str) -> None:
    plain, doubtful = parse(text), parse(f"{text}?")
    assert (doubtful.earliest, doubtful.latest) == (plain.earliest, plain.latest)


@given(st.one_of(st.text(max_size=200), st.text(alphabet="0123456789-/.[]~?% ", max_size=200), texts()))
@example("[../..]")
@example("2023-08-11/..~")
@example("[[2023..2024]..2025]")
@example("２０２３-08-11")
@example("\ud800")
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        words = label(parse(text))
    except DateError as error:
        words = str(error)
    assert words


@given(parts())
def test_single_dates_agree_with_two_other_readers(text: str) -> None:
    # The other two leave the bounds of "~" and "%" as they are or widen them by other amounts, so those are compared by what is drawn.
    found = parse(text)
    other = parse_edtf(text)
    assert (tuple(other.lower_strict()[:3]), tuple(other.upper_strict()[:3])) == (_ymd(found.start), _ymd(found.end))
    third = Undate.parse(text, "EDTF")
    assert (str(third.earliest), str(third.latest)) == (str(found.start), str(found.end))


@given(parts(mark=False), parts(mark=False), st.booleans())
def test_spans_and_sets_agree_with_another_reader(one: str, two: str, lasted: bool) -> None:
    # edtf reads a span that ends before it starts without a word, and gives the ends of open spans as infinities that cannot be compared;
    # undate knows no sets at all. So: closed spans and sets in order, against edtf, which reads sets of one precision only.
    assume(lasted or len(one) == len(two))
    found = parsed(f"{one}/{two}" if lasted else f"[{one}..{two}]")
    other = parse_edtf(found.text)
    assert (tuple(other.lower_strict()[:3]), tuple(other.upper_strict()[:3])) == (_ymd(found.start), _ymd(found.end))


def _ymd(value: date | None) -> tuple[int, int, int] | None:
    return (value.year, value.month, value.day) if value else None


@given(plain_days)
def test_a_plain_day_is_read_from_its_iso_form_only(value: date) -> None:
    assert parse_day(value.isoformat()) == value
    assert parse_day(value.strftime("%Y%m%d").zfill(8)) is None
    assert parse_day(f"{value.isoformat()} ") is None


@given(st.text(max_size=40))
@example("2023-W01-1")
@example("２０２３-０１-０１")
def test_any_text_is_a_plain_day_or_none(text: str) -> None:
    found = parse_day(text)
    assert found is None or found.isoformat() == text


@given(plain_days, plain_days)
def test_a_span_names_both_its_ends(one: date, two: date) -> None:
    first, last = sorted((one, two))
    words = span(first, last)
    assert words.endswith(day_label(last))
    assert words.startswith(str(first.day))
    assert days_between(first, last) == -days_between(last, first) >= 0

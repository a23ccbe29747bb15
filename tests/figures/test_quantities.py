"""What the chart of figures as claimed holds, its table and the headlines."""

from __future__ import annotations

import ast
import json
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dateline import quantities
from dateline.figures import palette
from dateline.figures import quantities as drawing
from dateline.figures.quantities import figure
from dateline.known import as_known
from dateline.model import Bound, Quantity
from dateline.quantities import Claimed, headline, table, words
from dateline.tables import Tables, build
from tests.conftest import Small
from tests.figures.test_timeline import HOSTILE

Entry = dict[str, Any]
Trace = dict[str, Any]
CLAIM = "shells"


def read(small: Small) -> Tables:
    """Tables of the record as it is; its many figures have titles that the checks find too much alike."""
    record = small.read()
    assert not record.problems
    return build(record)


def made(small: Small, *figures: Entry) -> Tables:
    """The small record with just these figures, each through an event of its own: by the White House on one day after another."""
    small.claim["quantities"] = []
    if all(unit["id"] != "troop" for unit in small.registers["units"]):
        small.registers["units"] += [
            {"id": "troop", "name": "soldier", "plural": "soldiers"},
            {"id": "ship", "name": "ship", "plural": "ships"},
        ]
    for n, one in enumerate(figures, 1):
        whole = {"value": 1000, "unit": "container", "claim": CLAIM, "by": "white-house", **one}
        small.add("arms", f"2023-11-{n:02}-figure", title=f"Figure number {n} is named somewhere", quantities=[whole])
    return read(small)


def drawn(tables: Tables, claim: str = CLAIM, theme: palette.Theme | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(figure(tables, claim, theme).to_json())
    return found


def parts(made: dict[str, Any], part: str) -> list[Trace]:
    return [trace for trace in made["data"] if trace["meta"]["part"] == part]


def marks(made: dict[str, Any]) -> list[dict[str, Any]]:
    """Every mark that lies somewhere: x, y, event, words, symbol, angle, fill, edge, unit, party, axis."""
    found = []
    for trace in parts(made, "marks"):
        look = trace["marker"]
        columns = (trace["x"], trace["y"], trace["customdata"], trace["text"], look["symbol"], look["angle"], look["standoff"])
        for n, (x, y, event, text, symbol, angle, standoff) in enumerate(zip(*columns, strict=True)):
            mark = {"x": x, "y": y, "event": event, "words": text, "symbol": symbol, "angle": angle, "away": standoff}
            mark |= {"fill": look["color"][n], "edge": look["line"]["color"][n], "axis": trace["yaxis"], **trace["meta"]}
            if x is not None:
                found.append(mark)
    return found


def points(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The marks that stand for a value, without the arrows."""
    return [mark for mark in marks(made) if mark["away"] == 0]


def arrows(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [mark for mark in marks(made) if mark["symbol"].startswith("triangle")]


def headings(made: dict[str, Any]) -> list[str]:
    return [note["text"] for note in made["layout"]["annotations"]]


@pytest.mark.parametrize("theme", [None, "light", "dark"])
def test_a_mark_stands_on_its_value_and_the_day_it_became_public_and_opens_its_event(
    small: Small, theme: palette.Theme | None
) -> None:
    small.claim["quantities"] = [{"value": 1000, "unit": "container", "claim": CLAIM, "by": "white-house", "as_of": "2023-09"}]
    small.claim["reported"] = "2023-10-15"
    (mark,) = points(drawn(read(small), theme=theme))
    assert (mark["x"], mark["y"], mark["event"]) == ("2023-10-15", 1000, "2023-10-13-containers")
    assert mark["words"].split("<br>") == [
        "<b>1,000 containers</b>",
        "— White House (United States), 15\u00a0October\u00a02023",
        "as of September 2023",
    ]


@pytest.mark.parametrize(
    ("bound", "turned", "spoken"),
    [
        ("over", 180, "over 1,000 containers"),
        ("at-least", 180, "at least 1,000 containers"),
        ("up-to", 0, "up to 1,000 containers"),
        ("under", 0, "under 1,000 containers"),
    ],
)
def test_a_bound_is_an_arrow_up_or_down_on_a_full_mark(small: Small, bound: str, turned: int, spoken: str) -> None:
    made_ = drawn(made(small, {"bound": bound}))
    (arrow,) = arrows(made_)
    (point,) = points(made_)
    # A triangle that points down and is moved away downwards, turned round or not.
    assert (arrow["symbol"], abs(arrow["angle"]), arrow["y"]) == ("triangle-down", turned, 1000)
    assert arrow["event"] == point["event"]
    assert point["fill"] == point["edge"]
    assert spoken in point["words"]


def test_about_is_an_open_mark_and_a_plain_figure_a_full_one_and_neither_has_an_arrow(small: Small) -> None:
    made_ = drawn(made(small, {"bound": "about"}, {"bound": "exactly"}))
    about, plain = points(made_)
    assert (about["fill"], about["edge"] == plain["edge"], plain["fill"]) == (palette.PAPER[0], True, plain["edge"])
    assert arrows(made_) == []
    assert "about 1,000" in about["words"]


def test_a_range_is_a_bar_between_its_two_values_and_its_middle_is_nowhere(small: Small) -> None:
    made_ = drawn(made(small, {"value": 8000, "value_to": 10000, "bound": "about"}, {"value": 9500}))
    (bar,) = parts(made_, "ranges")
    assert (bar["x"], bar["y"]) == (["2023-11-01", "2023-11-01", None], [8000, 10000, None])
    assert [mark["y"] for mark in points(made_)] == [8000, 10000, 9500]
    assert {mark["event"] for mark in points(made_)[:2]} == {"2023-11-01-figure"}
    assert "about 8,000–10,000 containers" in points(made_)[0]["words"]


def test_units_are_kept_apart_on_one_time_axis_and_the_one_with_most_figures_comes_first(small: Small) -> None:
    rows: list[Entry] = [{"unit": "troop", "value": 3}, {}, {"unit": "troop", "value": 4}, {"value": 1200}, {"value": 900}]
    made_ = drawn(made(small, *rows))
    axes = {mark["unit"]: mark["axis"] for mark in marks(made_)}
    assert axes == {"container": "y", "troop": "y2"}
    assert {trace["xaxis"] for trace in parts(made_, "marks")} == {"x"}
    assert [text.split("</b>")[0] for text in headings(made_)] == ["<b>Containers", "<b>Soldiers"]
    high, low = made_["layout"]["yaxis"]["domain"], made_["layout"]["yaxis2"]["domain"]
    assert 0 <= low[0] < low[1] < high[0] < high[1] <= 1


def test_a_unit_with_one_figure_stands_in_the_table_only_unless_there_is_no_other(small: Small) -> None:
    tables = made(small, {}, {}, {"unit": "ship", "value": 5})
    made_ = drawn(tables)
    assert {mark["unit"] for mark in marks(made_)} == {"container"}
    assert made_["layout"]["meta"] == {"units": ["container"], "left_out": ["ship"], "thinned": False}
    assert "5 ships" in set(table(tables, CLAIM)["figure"])


def test_where_every_unit_has_one_figure_each_has_a_panel(small: Small) -> None:
    made_ = drawn(made(small, {}, {"unit": "ship", "value": 5}))
    assert made_["layout"]["meta"] == {"units": ["container", "ship"], "left_out": [], "thinned": False}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((1000, 20000), "linear"),
        ((1000, 20001), "log"),
        ((7,), "linear"),
    ],
)
def test_a_log_scale_from_a_factor_of_20_on_is_said(small: Small, values: tuple[int, ...], kind: str) -> None:
    made_ = drawn(made(small, *({"value": value} for value in values)))
    axis = made_["layout"]["yaxis"]
    assert axis["type"] == kind
    assert ["log scale" in text for text in headings(made_)] == [kind == "log"]
    low, high = (10**end for end in axis["range"]) if kind == "log" else axis["range"]
    assert low <= min(values)
    assert max(values) < high
    assert len(axis["tickvals"]) == len(axis["ticktext"]) >= 2
    assert all(low <= tick <= high for tick in axis["tickvals"])


def test_the_upper_end_of_a_range_counts_for_the_scale(small: Small) -> None:
    assert drawn(made(small, {"value": 10, "value_to": 300}, {"value": 20}))["layout"]["yaxis"]["type"] == "log"


def test_a_party_has_one_colour_and_symbol_in_all_panels_and_one_place_in_the_legend(small: Small) -> None:
    tables = made(
        small,
        {},
        {"by": "united-states"},
        {"by": "jcs", "unit": "ship"},
        {"by": "white-house", "unit": "ship"},
        {"by": "gazette"},
    )
    made_ = drawn(tables)
    looks: dict[str, set[tuple[str, str]]] = {}
    for mark in points(made_):
        looks.setdefault(mark["party"], set()).add((mark["edge"], mark["symbol"]))
    assert set(looks) == {"united-states", "south-korea", "gazette"}
    assert all(len(one) == 1 for one in looks.values())
    assert len({one for found in looks.values() for one in found}) == 3
    assert sorted(trace["name"] for trace in parts(made_, "marks") if trace["showlegend"]) == [
        "Gazette",
        "South Korea",
        "United States",
    ]


def test_a_state_looks_the_same_whoever_else_speaks_and_no_two_of_many_look_alike(small: Small) -> None:
    (alone,) = points(drawn(made(small, {})))
    for n in range(30):
        small.registers["publishers"].append(
            {**small.entry("publishers", "gazette"), "id": f"paper-{n}", "hosts": [f"p{n}.example"]}
        )
    small.events = [(category, event) for category, event in small.events if not event["id"].endswith("-figure")]
    found = points(drawn(made(small, {}, *({"by": f"paper-{n}"} for n in range(28)))))
    looks = {mark["party"]: (mark["edge"], mark["symbol"]) for mark in found}
    assert looks["united-states"] == (alone["edge"], alone["symbol"])
    assert len(set(looks.values())) == len(looks) == 29


def test_two_figures_stay_two_and_nothing_is_summed_or_averaged(small: Small) -> None:
    values = [1000, 1000, 3000, 2500]
    rows = [{"value": value, "by": by} for value, by in zip(values, ["white-house", "jcs", "white-house", "jcs"], strict=True)]
    tables = made(small, *rows)
    made_ = drawn(tables)
    assert sorted(mark["y"] for mark in points(made_)) == sorted(values)
    assert len({mark["event"] for mark in points(made_)}) == 4
    assert {trace["mode"] for trace in made_["data"]} == {"markers"}, "no line joins two figures"
    assert len(table(tables, CLAIM)) == 4
    trees = [ast.parse(Path(str(one.__file__)).read_text(encoding="utf-8")) for one in (quantities, drawing)]
    called = [node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.id if isinstance(call, ast.Name) else call.attr if isinstance(call, ast.Attribute) else "" for call in called}
    assert names.isdisjoint({"mean", "median", "average", "cumsum", "groupby", "agg"})


def test_figures_of_other_claims_and_of_none_are_not_drawn(small: Small) -> None:
    tables = made(small, {"value": 77})
    small.add("arms", "2023-12-01-none", quantities=[{"value": 99, "unit": "container", "by": "jcs"}])
    assert [mark["y"] for mark in points(drawn(read(small)))] == [77]
    assert [mark["y"] for mark in points(drawn(tables))] == [77]


def test_a_claim_without_figures_gives_a_sentence_and_an_empty_table(small: Small) -> None:
    tables = made(small)
    for claim in (CLAIM, "no-such-claim", ""):
        made_ = drawn(tables, claim)
        assert made_["data"] == []
        assert headings(made_) == ["Nobody in this record puts a figure<br>to this claim."]
        assert list(table(tables, claim).columns) == ["day", "claimant", "figure", "as_of", "title", "event"]
        assert table(tables, claim).empty
        assert headline(tables, [(claim, "container")]) == []


def test_as_known_on_a_day_only_what_was_told_by_then_is_drawn(small: Small) -> None:
    tables = made(small, {"value": 1}, {"value": 2}, {"value": 3})
    assert [mark["y"] for mark in points(drawn(as_known(tables, date(2023, 11, 2))))] == [1, 2]
    assert "to this claim by 31 October 2023" in headings(drawn(as_known(tables, date(2023, 10, 31))))[0]


def test_the_table_is_in_order_of_the_day_and_words_every_figure(small: Small) -> None:
    small.registers["units"].append({"id": "gun", "name": "gun", "plural": "guns"})
    late = {"value": 1, "unit": "gun", "by": "gazette", "of": "old ones", "as_of": "2023-09"}
    tables = made(small, late, {"bound": "over", "of": "munitions"}, {"value": 2.5, "by": "united-states"})
    small["2023-11-01-figure"]["reported"] = "2023-12-24"
    found = table(read(small), CLAIM)
    assert list(found["figure"]) == ["over 1,000 containers (munitions)", "2.5 containers", "1 gun (old ones)"]
    assert list(found["claimant"]) == ["White House (United States)", "United States", "Gazette"]
    assert list(found["as_of"]) == ["", "", "September 2023"]
    assert list(found["event"]) == ["2023-11-02-figure", "2023-11-03-figure", "2023-11-01-figure"]
    assert list(found["title"])[2] == "Figure number 1 is named somewhere"
    assert found["day"].is_monotonic_increasing
    assert str(found["day"].dtype) == "datetime64[s]"
    assert len(table(tables, CLAIM)) == 3


def test_hostile_words_stay_words(small: Small) -> None:
    tables = made(small, {"of": "x" * 50}, {"by": "gazette"})
    located = tables.records["2023-11-01-figure"]
    nasty = located.event.quantities[0].model_copy(update={"of": HOSTILE})
    object.__setattr__(located.event, "quantities", (nasty,))
    for register, entry in (("units", "container"), ("publishers", "gazette")):
        held = getattr(tables.registers, register)[entry]
        object.__setattr__(held, "name", HOSTILE)
        object.__setattr__(held, "plural", HOSTILE)
    made_ = drawn(tables)
    shown = [mark["words"] for mark in points(made_)] + [trace["name"] for trace in parts(made_, "marks")] + headings(made_)
    assert any("&lt;b&gt;bold" in text for text in shown)
    for text in shown:
        for own in ("<b>", "</b>", "<br>", "</span>", f"<span style='color:{palette.MUTE[0]}'>"):
            text = text.replace(own, "")
        assert "<" not in text
    assert HOSTILE in table(tables, CLAIM)["figure"][0], "a table shows text as it is"


def test_the_headlines_are_the_latest_figures_of_the_two_who_gave_most(small: Small) -> None:
    rows = [
        {"value": 9, "by": "gazette"},
        {"value": 1, "by": "white-house"},
        {"value": 2, "by": "jcs", "bound": "about"},
        {"value": 3, "by": "united-states", "bound": "over", "of": "munitions"},
        {"value": 4, "by": "south-korea", "unit": "ship"},
        {"value": 5, "by": "jcs", "bound": "at-least"},
        {"value": 6, "by": "united-states", "unit": "ship"},
    ]
    tables = made(small, *rows)
    second = {"value": 500, "unit": "container", "claim": CLAIM, "by": "jcs"}
    small["2023-11-06-figure"]["quantities"].append(second)
    small["2023-11-02-figure"]["quantities"].append({**second, "by": "white-house"})
    first, other = headline(read(small), [(CLAIM, "container")])
    assert (first.party, first.claimant, first.figure) == ("south-korea", "Joint Chiefs (South Korea)", "at least 5 containers")
    assert (first.day, first.event, first.of) == (date(2023, 11, 6), "2023-11-06-figure", "")
    assert (other.party, other.claimant, other.figure, other.of) == (
        "united-states",
        "United States",
        "over 3 containers",
        "munitions",
    )
    both = headline(tables, [(CLAIM, "ship"), ("no-such-claim", "ship"), (CLAIM, "container")])
    assert [(one.unit, one.party) for one in both] == [
        ("ship", "united-states"),
        ("ship", "south-korea"),
        ("container", "south-korea"),
        ("container", "united-states"),
    ]
    assert len(headline(tables, [(CLAIM, "container")], each=3)) == 3


def test_every_bound_is_worded(small: Small) -> None:
    registers = made(small).registers
    told = {
        bound: words(Quantity.model_validate({"value": 1, "bound": bound, "unit": "container", "by": "jcs"}), registers)
        for bound in quantities.BOUND_WORDS
    }
    assert told["exactly"] == "1 container"
    assert told["at-least"] == "at least 1 container"
    assert set(told) == {"exactly", "about", "over", "at-least", "up-to", "under"}


def test_the_key_explains_just_what_is_drawn(small: Small) -> None:
    def kinds(*rows: Entry) -> list[str]:
        small.events = [(category, event) for category, event in small.events if not event["id"].endswith("-figure")]
        return [trace["meta"]["kind"] for trace in parts(drawn(made(small, *rows)), "key")]

    assert kinds({}) == ["exactly"]
    assert kinds({"bound": "at-least"}) == ["exactly", "over"]
    assert kinds({"bound": "under"}, {"bound": "about"}) == ["about", "exactly", "up-to"]
    assert kinds({"bound": "about", "value_to": 2000}) == ["about", "range"]


def test_every_colour_has_a_dark_one_and_the_dark_figure_uses_it(small: Small) -> None:
    rows: list[Entry] = [
        {"bound": "about", "value_to": 2000},
        {"by": "gazette", "bound": "over"},
        {"by": "jcs", "bound": "up-to"},
    ]
    tables = made(small, *rows)
    pairs = dict(palette.theme_pairs())
    light, dark = (json.dumps(drawn(tables, theme=theme)) for theme in (None, "dark"))
    for colour in {word for word in light.replace("'", '"').replace("color:", '"').split('"') if word.startswith("#")}:
        light = light.replace(colour, pairs[colour])
    assert light == dark


def test_there_are_few_traces_however_many_figures(small: Small) -> None:
    rows = [{"by": by, "value": n} for n in range(1, 10) for by in ("jcs", "white-house", "gazette")]
    assert len(drawn(made(small, *rows[:27]))["data"]) <= 6


def test_ticks_are_round_and_rise(small: Small) -> None:
    axis = drawn(made(small, {"value": 1_000_000}, {"value": 12_000_000}))["layout"]["yaxis"]
    assert axis["ticktext"] == ["0", "5 million", "10 million"]
    assert all(a < b for a, b in pairwise(axis["tickvals"]))


def many(monkeypatch: pytest.MonkeyPatch, count: int) -> list[Claimed]:
    """So many figures of the United States, one a day and each a little larger than the one before, and a single one of North Korea."""
    bounds: tuple[Bound, ...] = ("about", "over", "about")
    rows = [
        Claimed(
            date(2023, 1, 1) + timedelta(days=n),
            f"event-{n}",
            "united-states",
            Quantity(value=1000 + 7 * n, unit="container", claim=CLAIM, by="white-house", bound=bounds[n % 3]),
        )
        for n in range(count - 1)
    ]
    said = Quantity(value=90_000, unit="container", claim=CLAIM, by="kcna")
    rows.append(Claimed(date(2024, 1, 1), "denial", "north-korea", said))
    monkeypatch.setattr(drawing, "claimed", lambda *_: rows)
    return rows


def test_of_many_figures_those_that_would_cover_each_other_are_one_mark_on_the_latest_that_says_how_many(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many(monkeypatch, 400)
    made = drawn(read(small))
    found = points(made)
    assert len(found) <= drawing.MOST_MARKS
    stands_for: dict[str, int] = {}
    for mark in found:
        told = re.search(r"And (\d+) more close by: ([\d,]+) to ([\d,]+)", mark["words"].replace("<br>", " "))
        stands_for[mark["event"]] = 1 + (int(told[1]) if told else 0)
        values = [int(value.replace(",", "")) for value in told.groups()[1:]] if told else [mark["y"]]
        assert values[0] <= mark["y"] == values[-1]
    assert sum(stands_for.values()) == 400
    # Nothing between two figures is drawn: each mark is where one of them is.
    assert {(mark["event"], mark["y"]) for mark in found} <= {(one.event, one.quantity.value) for one in rows}
    # Other parties and other bounds are not made one with it.
    assert stands_for["denial"] == 1
    assert {mark["fill"] for mark in found if mark["party"] == "united-states"} == {palette.PAPER[0], found[0]["edge"]}
    assert f"400 figures in {len(found)} marks" in headings(made)[0]
    assert made["layout"]["meta"]["thinned"]
    assert "several" in {trace["meta"]["kind"] for trace in parts(made, "key")}


def test_a_claim_with_few_figures_has_a_mark_for_each_wherever_they_lie(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    many(monkeypatch, drawing.MOST_MARKS)
    made = drawn(read(small))
    assert len(points(made)) == drawing.MOST_MARKS
    assert " marks" not in headings(made)[0]
    assert not made["layout"]["meta"]["thinned"]


def test_the_chart_of_however_many_figures_stays_small(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    many(monkeypatch, 834)
    assert len(figure(read(small), CLAIM).to_json()) < 150_000

"""Before & after in words: the answer, its warnings, its chips, and the code that its description gives to reproduce it."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dateline import coincidence as analysis
from dateline.coincidence import Count, Pair
from dateline.dates import parse
from dateline.described import set_name
from dateline.export import as_csv
from dateline.samples import Days, day_of, days, number, sample
from dateline.selection import NULLS, Null, Selection
from dateline.tables import Tables
from dateline.ui import asked, coincidence_pairs, coincidence_words
from dateline.ui.nodes import text_of
from tests.conftest import Small
from tests.shipped import shipped_tables

ROOT = Path(__file__).resolve().parents[2]
VISITS, DRILLS = ("category:visits",), ("series:summer-drill",)
VISIT, DRILL = "2023-08-11-plants", "2023-08-21-summer-drill"
QUESTION = Selection(anchor=DRILLS, other=VISITS)


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return shipped_tables()


def count(**changes: float) -> Count:
    usual = {
        "observed": 3.0, "low": 3.0, "high": 3.0, "of": 8, "expected": 1.5, "chance_low": 0.0, "chance_high": 4.0, "p_more": 0.2, "p_fewer": 0.9,
    }  # fmt: skip
    return Count(**(usual | changes))  # type: ignore[arg-type]


def test_the_answer_names_numbers_window_chance_p_and_interval(small: Small) -> None:
    tables = small.tables()
    result = analysis.run(tables, QUESTION)
    assert result
    before, after = (" ".join(text_of(one).split()) for one in coincidence_words.sentences(result))
    assert before.startswith(
        "Before: 1 of 1 anchor (100 %) had at least one of the 1 other event on their first day or in the 14 days before it."
    )
    assert "of 10,000 draws (p = " in before
    assert "95 % interval" in before
    assert after.startswith("After: 0 of 1 anchor (0 %)")
    lagged = analysis.run(tables, Selection(anchor=DRILLS, other=VISITS, lag=3))
    assert lagged
    assert "3 to 17 days before their first day" in text_of(next(coincidence_words.sentences(lagged)))


def test_a_verdict_shares_five_percent_among_the_four_looks_and_is_never_of_cause() -> None:
    assert coincidence_words.verdict(count()) == coincidence_words.verdict(count(p_more=0.051)) == "Not to be told from chance."
    assert coincidence_words.verdict(count(p_more=0.05)).startswith("At most a hint of more:")
    assert coincidence_words.verdict(count(p_more=0.0126)).startswith("At most a hint")
    assert coincidence_words.verdict(count(p_more=0.0125)).startswith(
        "More than usual for this model of chance, if nothing else was asked"
    )
    assert coincidence_words.verdict(count(p_more=1, p_fewer=0.03)).startswith("At most a hint of fewer (p = 0.030")
    fewer = count(p_more=1, p_fewer=0.01)
    assert coincidence_words.verdict(fewer).startswith("Fewer than usual")
    assert "clusters" not in coincidence_words.verdict(fewer)
    assert "Events in clusters meet fewer anchors" in coincidence_words.verdict(fewer, "season")


@pytest.mark.parametrize("null", ["season", "poisson"])
def test_events_in_clusters_meet_fewer_anchors_than_models_that_break_clusters_give(null: Null) -> None:
    # Ten clusters of six with no connection to the anchors: the shift keeps them, the others take them apart.
    rng = np.random.default_rng(7)
    begins, span = number(date(2022, 1, 1)), (date(2022, 1, 1), date(2026, 3, 31))

    def on(offsets: np.ndarray) -> Days:
        return days([str(n) for n in range(len(offsets))], [parse(str(day_of(begins + int(one)))) for one in offsets])

    p: dict[Null, list[float]] = {"shift": [], null: []}
    for _ in range(30):
        anchors, others = (
            on(rng.integers(1551, size=20)),
            on(np.repeat(rng.integers(5, 1545, size=10), 6) + rng.integers(-5, 6, size=60)),
        )
        for model, found in p.items():
            found.append(analysis.analyse(anchors, others, span, window=14, null=model, draws=199).before.anchors.p_fewer)
    assert np.mean(np.array(p["shift"]) <= 0.05) <= 0.15
    assert np.mean(np.array(p[null]) <= 0.05) >= 0.5


def test_the_opening_example_claims_nothing_in_either_direction(shipped: Tables) -> None:
    question = asked.asked(Selection(), shipped)
    for null in NULLS:
        result = analysis.run(shipped, replace(question, null=null))
        assert result
        for side in (result.before, result.after):
            assert "than usual" not in coincidence_words.verdict(side.anchors, null)


def test_events_that_are_about_an_anchor_and_a_search_in_part_are_told(shipped: Tables) -> None:
    one = next(one for one in shipped.registers.questions if one.words.startswith("Denunciations"))
    question = Selection(anchor=one.anchor, other=one.other)
    result = analysis.run(shipped, question)
    assert result
    searched, tied = coincidence_pairs.ties(shipped, question, result)
    assert searched.startswith("Searched only in part: Military drills and Statements")
    number_tied, near = (int(number) for number in re.findall(r"\d+", tied)[:2])
    assert near / 2 < number_tied <= near
    assert "within 14 days of an anchor are linked to it on record" in tied


def test_where_windows_cover_most_of_the_span_it_is_told_and_an_event_counts_for_its_nearest_anchor(shipped: Tables) -> None:
    question = Selection(anchor=("category:weapons-tests",), other=("category:munitions-visits",))
    found, result = sample(shipped, question.anchor, question.other), analysis.run(shipped, question)
    assert result
    assert result.before.events.observed < result.before.others.observed
    assert "lie in the window of their nearest anchor" in text_of(next(coincidence_words.sentences(result)))
    assert "The windows together cover so much of the span" in " ".join(coincidence_words.warnings(found, result, 1))


def test_small_numbers_what_was_left_out_and_the_number_of_tries_are_told(small: Small) -> None:
    small.add("visits", "2023-08-15-some-time", date="[..2023-08-15]")
    tables = small.tables()
    found, result = sample(tables, DRILLS, VISITS), analysis.run(tables, QUESTION)
    assert result
    text = " ".join(coincidence_words.warnings(found, result, 5))
    assert "Small numbers: only 1 anchor and 1 other event" in text
    assert "Left out – other events: 1 of any time, of which the days have no bounds" in text
    assert "shorter than two years" in text
    assert "5 combinations looked at in this sitting" in text
    assert "after 20, take only p ≤ 0.0025 for unlikely" in text


def test_the_shipped_example_has_enough_other_events_and_says_what_was_searched(shipped: Tables) -> None:
    question = asked.asked(Selection(), shipped)
    result = analysis.run(shipped, question)
    assert result
    found = sample(shipped, question.anchor, question.other)
    text = " ".join(coincidence_words.warnings(found, result, 1))
    assert "other events and" not in text
    assert "shorter than" not in text
    assert found.gaps == ()
    how = dict(coincidence_words.method_of(found, result, shipped))
    assert "Military drills 1 January 2022 – 31 March 2026 (in part within the span)" in how["Searched"]
    assert "29 June 2026 (in part" not in how["Searched"]
    assert result.span[1] <= date(2026, 3, 31)


def test_a_distance_is_told_as_it_is_known(small: Small) -> None:
    tables = small.tables()

    def told(low: int, high: int, anchor: str = DRILL) -> str:
        return coincidence_pairs.distance(Pair(anchor, VISIT, low, high, True), tables)

    assert told(-10, -10) == "10 days before"
    assert told(1, 1) == "1 day after"
    assert told(-5, -3) == "3 to 5 days before"
    assert told(-2, 3) == "between 2 days before and 3 days after"
    assert told(0, 0) == "during"
    assert told(0, 0, "2023-10-13-containers") == "on the day of"


def test_every_question_on_offer_holds_events_that_can_be_compared(shipped: Tables) -> None:
    for one in shipped.registers.questions:
        found = sample(shipped, one.anchor, one.other)
        assert found.span, one.words
        assert len(found.anchors), one.words
        assert len(found.others), one.words


def test_the_example_is_shown_only_while_both_sets_are_empty_and_known(small: Small, shipped: Tables) -> None:
    assert asked.asked(Selection(), shipped).anchor == shipped.registers.questions[0].anchor
    assert asked.asked(Selection(other=("kind:denial",)), shipped).anchor == ()
    assert asked.asked(Selection(), small.tables()).anchor == ()


def test_sets_are_named_and_a_chip_leads_to_the_timeline_where_it_can(small: Small) -> None:
    tables = small.tables()
    assert (
        set_name(("series:summer-drill", "kind:exercise", "series:old-drill"), tables) == "Summer Drill or Old Drill (exercise)"
    )
    question = Selection(anchor=("category:visits", "kind:plant"), known=date(2023, 12, 1))
    text = str(asked._chips(tables, "anchor", question.anchor, question))
    assert "./?category=visits&known=2023-12-01" in text
    assert text.count("./?") == 1
    assert "Remove plant" in text


def test_what_can_be_added_holds_events_most_first(small: Small) -> None:
    small.add("visits", "2023-09-01-more")
    tables = small.tables()
    assert next(iter(asked.offered(tables, "category").items())) == ("category:arms", "Arms (2)")
    assert asked.offered(tables, "series") == {"series:summer-drill": "Summer Drill (1)"}
    assert asked.offered(tables, "actor")["actor:north-korea"] == "North Korea (3)"


def test_the_code_of_the_description_finds_what_the_page_finds(
    shipped: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "docs" / "before-and-after.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "events.csv").write_bytes(as_csv.write(shipped, list(shipped.events["id"])))
    monkeypatch.chdir(tmp_path)
    with redirect_stdout(io.StringIO()) as printed:
        exec(code[0], {})
    result = analysis.run(shipped, asked.asked(Selection(), shipped))
    assert result
    number = re.match(r"(\d+) of (\d+) drills, (\d+) visits, chance ([\d.]+), p = ([\d.]+)", printed.getvalue())
    assert number
    side = result.before.anchors
    assert [int(one) for one in number.groups()[:3]] == [side.observed, side.of, result.others]
    assert float(number[4]) == pytest.approx(side.expected, abs=0.05)
    assert float(number[5]) == pytest.approx(side.p_more, abs=0.02)


@pytest.mark.parametrize(
    ("kept", "anchor", "side"),
    [
        ("anchor", ("kind:a",), "anchor"),
        (None, ("kind:a",), "other"),
        (None, (), "anchor"),
        ([], ("kind:a",), "other"),
        ("<b>", (), "anchor"),
    ],
)
def test_one_adds_to_the_set_that_was_chosen_else_to_the_one_that_is_empty(
    kept: object, anchor: tuple[str, ...], side: str
) -> None:
    assert asked.adding(kept, Selection(anchor=anchor)) == side

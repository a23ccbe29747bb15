"""What changed between two days: new events, late disclosures, standings that moved, what was said of a claim."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dateline import changes
from dateline.changes import Moved, Restated
from dateline.known import as_known
from tests.conftest import Small, sample, source

VISIT, DRILL = "2023-08-11-plants", "2023-08-21-summer-drill"
CLAIM, DENIAL = "2023-10-13-containers", "2023-10-20-denial"
AUGUST, OCTOBER, TODAY = date(2023, 8, 31), date(2023, 10, 14), date(2024, 6, 1)


def test_it_tells_what_became_public_after_the_one_day_and_up_to_the_other(small: Small) -> None:
    found = changes.between(small.tables(), AUGUST, OCTOBER)
    assert found.events == (CLAIM,)
    assert changes.between(small.tables(), AUGUST, TODAY).events == (CLAIM, DENIAL)
    assert changes.between(small.tables(), date(2023, 10, 13), date(2023, 10, 20)).events == (DENIAL,)


def test_what_was_over_before_and_told_later_is_a_late_disclosure(small: Small) -> None:
    small.visit.update(reported="2023-12-01", sources=[source("2023-12-01")])
    found = changes.between(small.tables(), AUGUST, TODAY)
    assert found.late == (VISIT,)
    assert VISIT in found.events
    assert changes.between(small.tables(), date(2023, 8, 11), TODAY).late == ()


def test_a_claim_moves_from_no_word_to_the_word_of_the_day(small: Small) -> None:
    small.claim["stances"] = [{"claim": "shells", "stance": "affirms", "by": "white-house"}]
    small.denial["stances"] = [{"claim": "shells", "stance": "denies", "by": "kremlin"}]
    tables = small.tables()
    assert changes.between(tables, AUGUST, OCTOBER).moved == (Moved("shells", None, "alleged"),)
    assert changes.between(tables, OCTOBER, TODAY).moved == (Moved("shells", "alleged", "disputed"),)
    assert changes.between(tables, date(2023, 11, 1), TODAY).moved == ()


def test_an_event_that_was_known_can_be_judged_otherwise_later(small: Small) -> None:
    assert changes.between(small.tables(), OCTOBER, TODAY).restated == (Restated(CLAIM, "alleged", "disputed"),)
    assert changes.between(small.tables(), AUGUST, TODAY).restated == ()


def test_only_the_events_that_are_shown_count(small: Small) -> None:
    found = changes.between(small.tables(), OCTOBER, TODAY, (VISIT,))
    assert (found.events, found.restated) == ((), ())


def test_of_a_claim_it_tells_new_voices_first_stances_and_who_had_not_spoken(small: Small) -> None:
    small.claim["stances"] = [{"claim": "shells", "stance": "affirms", "by": one} for one in ("white-house", "jcs")]
    small.denial["stances"] = [{"claim": "shells", "stance": "denies", "by": "kremlin"}]
    tables = small.tables()
    said = changes.of_claim(tables, "shells", AUGUST, TODAY)
    assert (said.before, said.after) == (None, "disputed")
    assert (said.count("affirms"), said.count("denies"), said.count("corroborates")) == (1, 1, 0)
    assert said.first == ("affirms", "denies")
    assert said.parties == ("south-korea", "united-states", "russia")
    later = changes.of_claim(tables, "shells", OCTOBER, TODAY)
    assert later.first == ("denies",)
    assert later.parties == ("russia",)


DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31))


@given(DAYS, DAYS, DAYS)
def test_changes_of_two_spans_that_follow_each_other_are_those_of_the_whole(one: date, two: date, three: date) -> None:
    tables = sample()
    a, b, c = sorted((one, two, three))
    first, second, whole = changes.between(tables, a, b), changes.between(tables, b, c), changes.between(tables, a, c)
    assert (*first.events, *second.events) == whole.events
    assert set(whole.events) == set(as_known(tables, c).records) - set(as_known(tables, a).records)
    before = {moved.claim: moved.before for moved in (*second.moved, *first.moved)}
    after = {moved.claim: moved.after for moved in (*first.moved, *second.moved)}
    assert {m.claim: (m.before, m.after) for m in whole.moved} == {
        k: (before[k], after[k]) for k in after if before[k] != after[k]
    }

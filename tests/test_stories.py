"""The steps of stories as views: how they open, what a reader lays over them, which mistakes are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dateline import stories
from dateline.record import Problem
from dateline.registers import StoryStep
from dateline.selection import Selection
from dateline.stories import laid_over, not_laid_over, opened
from tests.conftest import Small

AUGUST = (date(2023, 8, 1), date(2023, 8, 31))


def step(**changes: Any) -> StoryStep:
    return StoryStep(
        **{"title": "A step", "text": "It is so.", "view": "period=2023-08-01&period=2023-08-31", "event": "2023-08-11-plants"}
        | changes
    )


def test_a_step_opens_as_its_view_with_its_event_chosen(small: Small) -> None:
    selection, lost = opened(small.tables(), step(view="period=2023-08-01&period=2023-08-31&category=visits&known=2023-08-20"))
    assert selection == Selection(category=("visits",), period=AUGUST, known=date(2023, 8, 20), event="2023-08-11-plants")
    assert lost == ()


def test_what_a_step_names_and_the_record_does_not_hold_is_told_and_the_rest_opens(small: Small) -> None:
    selection, lost = opened(
        small.tables(), step(view="period=2023-08-01&period=2023-08-31&actor=nobody", event="2023-08-12-gone")
    )
    assert selection == Selection(period=AUGUST)
    assert len(lost) == 2
    assert "“nobody”" in lost[0]
    assert "“2023-08-12-gone”" in lost[1]


def test_a_step_needs_neither_view_nor_event(small: Small) -> None:
    assert opened(small.tables(), step(view="", event=None)) == (Selection(), ())


def test_what_the_reader_chose_replaces_the_steps_own_key_by_key() -> None:
    own = Selection(category=("visits",), period=AUGUST, event="2023-08-11-plants")
    chosen = Selection(actor=("kcna",), event="2023-10-13-containers", story="first-story", step=2, claim="shells")
    seen, changed = laid_over(own, chosen)
    assert seen == Selection(actor=("kcna",), category=("visits",), period=AUGUST, event="2023-10-13-containers")
    assert changed == ("actor", "event")


def test_who_chose_nothing_or_the_same_changed_nothing() -> None:
    own = Selection(period=AUGUST, known=date(2023, 8, 20))
    assert laid_over(own, Selection(story="first-story")) == (own, ())
    assert laid_over(own, Selection(period=AUGUST)) == (own, ())


def test_back_to_a_steps_own_view_keeps_what_was_never_laid_over_it() -> None:
    kept: dict[str, Any] = {
        "since": date(2023, 8, 1),
        "anchor": ("category:visits",),
        "window": 30,
        "who": "kcna",
        "story": "first-story",
        "step": 2,
    }
    chosen = Selection(
        actor=("kcna",), status=("alleged",), known=date(2023, 9, 1), q="plants", lanes="actor", link=("denies",), **kept
    )
    assert not_laid_over(chosen) == Selection(**kept)


def found(small: Small) -> list[Problem]:
    return list(stories.problems(small.check()))


def test_a_healthy_story_has_no_problems(small: Small) -> None:
    small.tell()
    assert found(small) == []


BROKEN = {
    "an actor nobody knows": ("actor=nobody", "No actor is called “nobody”."),
    "a day that is none": ("known=2023-02-30", "“2023-02-30” is not a day"),
    "one day of a period": ("period=2023-08-01", "one day of a period only"),
    "a key of no view": ("categories=visits", "categories is not a key of a view. Did you mean category?"),
    "an event in the view": ("event=2023-08-11-plants", "event is not for a step's view. Name the event in 'event'."),
    "a place in a story": ("story=first-story", "story is not for a step's view."),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_view_that_would_not_open_is_named_with_its_place(name: str, small: Small) -> None:
    view, message = BROKEN[name]
    small.tell()["steps"][1]["view"] = view
    (problem,) = found(small)
    assert message in problem.message
    assert problem.field == "steps[2].view"
    assert problem.path == "events/stories/first-story.yaml"
    assert small.at(problem).startswith(f'"view": "{view}"')


MENDED_FIRST: dict[str, Callable[[Small], object]] = {
    "an event": lambda s: s.visit.pop("title"),
    "a register's entry": lambda s: s.entry("actors", "kcna").pop("name"),
}


@pytest.mark.parametrize("name", MENDED_FIRST)
def test_nothing_is_said_of_views_while_an_entry_is_broken(name: str, small: Small) -> None:
    small.tell()["steps"][1]["view"] = "actor=kcna&actor=nobody"
    MENDED_FIRST[name](small)
    assert found(small) == []

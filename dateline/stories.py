"""The steps of the record's stories as views of it.

A step names its view as the query string of a link, and its event in a field of its own. What a step names may be gone from the record
when somebody opens it: the rest opens, and what was lost is told, as with any link.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl

from dateline.address import KEYS, decode
from dateline.reader import did_you_mean, problem_at
from dateline.record import Problem, Record
from dateline.registers import StoryStep
from dateline.selection import Selection
from dateline.tables import Tables, build, remembered
from dateline.words import _

OF_THE_READER = ("event", "story", "step")
"""Keys that a step's view does not hold: its event stands in a field of its own, and where the reader is, the reader knows."""
LAID_OVER = ("actor", "category", "status", "period", "known", "q", "lanes", "link", "basis", "event")
"""Keys by which a reader changes a step's view."""


@remembered
def opened(tables: Tables, step: StoryStep) -> tuple[Selection, tuple[str, ...]]:
    """A step's view with its event chosen, and a sentence for each thing that it names and that is not in the record. Never raises."""
    own, lost = decode(step.view, tables)
    event = tables.present_id(step.event or "")
    if event and event not in tables.records:
        words = _("The event of this step, “{event}”, is not in the record; it may have been merged or be held back.")
        lost = (*lost, words.format(event=event))
        event = ""
    return replace(own, event=event, story="", step=1), lost


def laid_over(own: Selection, chosen: Selection) -> tuple[Selection, tuple[str, ...]]:
    """A step's view with what the reader chose in place of its own, key by key, and the keys that differ by it."""
    usual = Selection()
    changed = {key: getattr(chosen, key) for key in LAID_OVER if getattr(chosen, key) != getattr(usual, key)}
    differing = tuple(key for key, value in changed.items() if value != getattr(own, key))
    return replace(own, **changed), differing


def not_laid_over(chosen: Selection) -> Selection:
    """A reader's view without what it lays over a step: the rest of it, as a question on another page, stays."""
    usual = Selection()
    return replace(chosen, **{key: getattr(usual, key) for key in LAID_OVER})


def problems(record: Record) -> Iterator[Problem]:
    """Every step whose view would not open as it is written, with its file, line and column.

    Nothing while a register or an entry is broken: what a view names may be there once that is mended.
    """
    if record.unreadable or record.broken_entries:
        return
    tables = build(record)
    for story in record.registers.stories.values():
        place = record.entries["stories", story.id]
        for n, step in enumerate(story.steps):
            for message in _faults(step.view, tables):
                yield problem_at(place.path, place.data, place.index, ("steps", n, "view"), message)


def _faults(view: str, tables: Tables) -> Iterator[str]:
    keys = dict.fromkeys(key for key, _value in parse_qsl(view.lstrip("?"), keep_blank_values=True))
    for key in keys:
        if key not in KEYS:
            yield f"{key} is not a key of a view.{did_you_mean(key, KEYS)}"
        elif key in OF_THE_READER:
            hint = " Name the event in 'event'." if key == "event" else ""
            yield f"{key} is not for a step's view.{hint}"
    # Of what is named above, the rest would be said twice.
    kept = {
        key: [value for name, value in parse_qsl(view.lstrip("?")) if name == key] for key in keys if key not in OF_THE_READER
    }
    yield from decode(kept, tables)[1]

"""TimelineJS3 JSON (timeline.knightlab.com/docs/json-format.html): a slide an event.

Headlines and texts are HTML there, so ours are escaped. A day that is not known is drawn over all the days it may have been, a month or a
year as such, and the date is given in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dateline.dates import Edtf, label
from dateline.export import citation, said
from dateline.export.rows import pages
from dateline.export.text import attribute, dumped, line, xml
from dateline.model import Event
from dateline.tables import Tables


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """The JSON that TimelineJS takes; its title slide cites the view, and ``dateline`` says where it is from."""
    about = citation.about(tables, ids, view)
    title = {"headline": xml(citation.record_name(tables)), "text": f"<p>{xml(about['citation'])}</p>"}
    slides = [_slide(tables.records[one].event, tables) for one in ids]
    return dumped({"title": {"text": title}, "scale": "human", "events": slides, "dateline": about})


def _slide(event: Event, tables: Tables) -> dict[str, Any]:
    when = event.date
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "group": xml(line(said.category(tables.records[event.id].category, tables))),
        "display_date": xml(label(when)),
        "text": {"headline": xml(line(event.title)), "text": _text(event, tables)},
    }
    return slide | _dates(when)


def _dates(when: Edtf) -> dict[str, Any]:
    if when.earliest is None or when.end is None or when.latest is None:
        return {"start_date": _date(when.start, when)}
    if when.precision != "day" and not when.lasted and not when.approximate and len(when.text.rstrip("?%~")) <= 7:
        return {"start_date": _date(when.start, when)}
    days = {"start_date": _day(when.earliest)}
    return days if when.earliest == when.latest else days | {"end_date": _day(when.latest)}


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _date(day: date, when: Edtf) -> dict[str, int]:
    """As far as it is known: a year, a month or a day."""
    known = {"year": 1, "month": 2, "day": 3}[when.precision]
    return dict(list(_day(day).items())[:known])


def _text(event: Event, tables: Tables) -> str:
    paragraphs = [f"<b>{xml(said.who(event, tables))}</b>", xml(said.dated(event)), xml(event.summary)]
    paragraphs += [f"Sources differ: {xml(text)}" for text, _ in said.conflicts(event, tables)]
    sources = [f"<a href={attribute(source.url)}>{xml(said.page(source, tables))}</a>" for _, source in pages(event, tables)] or [
        "No page on it was out by then."
    ]
    paragraphs.append("Sources: " + "; ".join(sources))
    paragraphs.append(xml(citation.of_event(event.id, tables, "chicago")))
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)

"""JSON: a timeline of TimelineJS, and events of timemap."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.intake.row import RefusedError, Row

MAX_DEPTH = 20
"""Deepest nesting read. A timeline needs 4."""
_TIMEMAP: Mapping[str, str] = {
    "id": "key", "date": "date", "location": "place", "latitude": "lat", "longitude": "lon", "description": "summary", "title": "title",
    "category": "kind",
}  # fmt: skip


def read(text: str, form: str | None) -> tuple[str, list[Row]]:
    """The format, and its entries, counted from 1."""
    data = _parsed(text)
    if isinstance(data, dict) and isinstance(data.get("events"), list):
        events, around = data["events"], {key: value for key, value in data.items() if key != "events"}
    elif isinstance(data, list):
        events, around = data, {}
    else:
        raise RefusedError("is JSON without a list of events. TimelineJS has one under 'events'; timemap's file is one.")
    form = form or ("timelinejs-json" if any(isinstance(one, dict) and "start_date" in one for one in events) else "timemap")
    make = _timeline if form == "timelinejs-json" else _timemap
    found = [
        make(n, one)
        if isinstance(one, dict)
        else Row(n, rest={"entry": _text(one)}, refused="is no event: a mapping of names and values.")
        for n, one in enumerate(events, 1)
    ]
    others = ((key, one) for key, value in around.items() for one in (value if isinstance(value, list) else [value]))
    found += [
        Row(n, rest={key: _text(one)}, refused=f"is the file's {key!r}, no event.")
        for n, (key, one) in enumerate(others, len(found) + 1)
        if _text(one)
    ]
    return form, found


def _parsed(text: str) -> Any:
    depth, quoted = 0, False
    # The parser stops at Python's own limit with an error that says nothing; what needs so much is no list of events anyway.
    for sign in re.finditer(r'\\.|["\[\]{}]', text, re.DOTALL):
        if sign[0] == '"':
            quoted = not quoted
        elif not quoted and sign[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise RefusedError(
                    f"is nested more than {MAX_DEPTH} levels deep in line {text.count(chr(10), 0, sign.start()) + 1}."
                )
        elif not quoted and sign[0] in "]}":
            depth -= 1
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise RefusedError(f"is no JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RefusedError(f"holds the name {key[:80]!r} twice in one mapping. Keep one.")
        found[key] = value
    return found


def _text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(one.strip() for one in value if one.strip())
    return "" if value in ({}, []) else json.dumps(value, ensure_ascii=False)


def _flat(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else key)
    elif text := _text(value):
        yield name, text


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _timeline(number: int, one: dict[str, Any]) -> Row:
    start, end, words, media = (_mapping(one.get(key)) for key in ("start_date", "end_date", "text", "media"))
    parts = [{key: _text(side.get(key)) for key in ("year", "month", "day", "time")} for side in (start, end)]
    for side, part in zip((start, end), parts, strict=True):
        clock = [_text(side.get(key)) for key in ("hour", "minute", "second")]
        part["time"] = part["time"] or ":".join(piece for piece in clock if piece)
    told = [_text(side.get(key)) for side, key in ((words, "headline"), (words, "text"), (media, "url"))]
    row = from_timeline(number, parts[0], parts[1], told[0], told[1], told[2])
    used = {
        *(f"{side}_date.{key}" for side in ("start", "end") for key in ("year", "month", "day", "hour", "minute", "second", "time")),
        "text.headline", "text.text", "media.url", "unique_id", "group",
    }  # fmt: skip
    fields = dict(row.fields)
    for theirs, ours in (("unique_id", "key"), ("group", "category")):
        if text := _text(one.get(theirs)):
            fields[ours] = text
    rest = {name: text for name, text in _flat(one, "") if name not in used}
    return Row(number, fields, {**row.rest, **rest}, row.notes, row.refused)


def from_timeline(number: int, start: Mapping[str, str], end: Mapping[str, str], headline: str, text: str, media: str) -> Row:
    """An event of TimelineJS: dates in parts, a headline, a text, and the address of a picture or page."""
    fields = {"date": _date(start), "end": _date(end), "title": headline, "summary": text}
    rest = {}
    if media.startswith(("https://", "http://")):
        fields["url"] = media
    elif media:
        rest["media"] = media
    notes = [f"{name} time {side['time']} left out" for name, side in (("start", start), ("end", end)) if side.get("time")]
    return Row(number, {name: value for name, value in fields.items() if value}, rest, notes)


def _date(parts: Mapping[str, str]) -> str:
    year, month, day = (parts.get(key, "") for key in ("year", "month", "day"))
    padded = [year, *(part.zfill(2) for part in (month, day) if part)]
    # A day without its month is handed on as it is, so that it is refused.
    return "-".join(padded) if month or not day else f"{year}, day {day} of no month"


def _timemap(number: int, one: dict[str, Any]) -> Row:
    fields: dict[str, str] = {}
    rest: dict[str, str] = {}
    notes: list[str] = []
    links: list[str] = []
    for name, text in _flat(one, ""):
        if name in _TIMEMAP:
            fields[_TIMEMAP[name]] = text
        elif name == "time":
            notes.append(f"time {text} left out")
        elif name.startswith("source"):
            found = [part for part in text.split("; ") if part.startswith(("https://", "http://"))]
            links += found
            if len(found) < len(text.split("; ")):
                rest[name] = text
        else:
            rest[name] = text
    if links:
        fields["url"] = "; ".join(links)
    return Row(number, fields, rest, notes)

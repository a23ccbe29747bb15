"""How to cite an event or a view of the record, in four styles, and what every file says of where it is from.

Chicago: notes and bibliography, 17th edition, 14.257 (scientific databases) as near as an entry allows; APA: 7th edition, 10.9 (data sets);
BibTeX: ``@misc``; CSL-JSON: citation-style-language/schema 1.0.2. Links are made with ``base``, where the dashboard is served, else with
``DATELINE_ADDRESS``; where neither is given the view's query string stands for the link.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args
from urllib.parse import quote

from dateline.dates import Edtf, day_label, label
from dateline.export import said
from dateline.export.text import line
from dateline.tables import Tables
from dateline.words import ENGLISH, speaking

Style = Literal["chicago", "apa", "bibtex", "csl-json"]
STYLES: tuple[Style, ...] = get_args(Style)
LICENCE, LICENCE_ADDRESS = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"
LICENCE_WORDS = "CC BY 4.0"


@dataclass(frozen=True, slots=True)
class _Cited:
    """What is cited. ``said`` tells when and by whom, ``what`` is its place in the record; ``link`` is "" where no address is known."""

    record: str
    key: str
    title: str
    said: str
    what: str
    link: str
    version: str
    changed: date | None
    event: Edtf | None = None

    @property
    def author(self) -> str:
        return _author(self.record)


def record_name(tables: Tables) -> str:
    """The name under which the record is cited."""
    home = tables.registers.home
    return home.cited_as or home.name


def author(tables: Tables) -> str:
    """Who made the record, as far as a citation says."""
    return _author(record_name(tables))


def _author(record: str) -> str:
    return f"{record} contributors"


def version(tables: Tables) -> str:
    """The version of the record: 8 hex digits of its fingerprint and the last day it was changed, "72c55fc3 of 2026-11-26".

    Only the digits where no record says when it was changed. The same whichever day's knowledge the tables hold.
    """
    digits = tables.fingerprint[:8]
    return f"{digits} of {tables.changed.isoformat()}" if tables.changed else digits


def address(page: str, query: str, base: str = "") -> str:
    """Link of a page of the dashboard ("" for the first one) with a query string; "" where it is not known where the dashboard is served."""
    base = (base or os.environ.get("DATELINE_ADDRESS", "")).rstrip("/")
    if not base.startswith(("https://", "http://")):
        return ""
    asked = _query(query)
    return f"{base}/{page}{'?' + asked if asked else ''}"


def _query(view: str) -> str:
    return quote(line(view.encode("utf-8", "replace").decode()).lstrip("?"), safe="=&+%-._~:/,;@")


def event_address(event_id: str, base: str = "") -> str:
    """Link of an event's page; "" where it is not known where the dashboard is served."""
    return address("event", f"event={event_id}", base)


@speaking(ENGLISH)
def of_event(event_id: str, tables: Tables, style: Style, base: str = "") -> str:
    """Cite one event: title, when, who tells it, id and version of the record, link. Raises KeyError for an event that is not there."""
    event = tables.event(event_id)
    return _styled(
        _Cited(
            record=record_name(tables),
            key=f"dateline-{event.id}",
            title=line(event.title),
            said=f"{label(event.date)}, as told by {line(said.names(event.claimed_by, tables))}",
            what=f"record {event.id}",
            link=event_address(event.id, base),
            version=version(tables),
            changed=tables.changed,
            event=event.date,
        ),
        style,
    )


@speaking(ENGLISH)
def of_view(tables: Tables, ids: Sequence[str], view: str, style: Style, base: str = "") -> str:
    """Cite the events of a view. ``view`` is what stands after "?" in its link, "" the whole record."""
    query = _query(view)
    link = address("", query, base)
    counted = f"{len(ids):,} event{'' if len(ids) == 1 else 's'}"
    known = f", as known on {day_label(tables.on)}" if tables.on else ""
    return _styled(
        _Cited(
            record=record_name(tables),
            key=f"dateline-{hashlib.blake2b(query.encode(), digest_size=4).hexdigest()}" if query else "dateline",
            title=f"{record_name(tables)}, a sourced record of events",
            said=f"{counted}{known}",
            what="the whole record" if not query else "view" if link else f"view ?{query}",
            link=link,
            version=version(tables),
            changed=tables.changed,
        ),
        style,
    )


def about(tables: Tables, ids: Sequence[str], view: str) -> dict[str, Any]:
    """What a file says of itself: record, version, fingerprint, licence, view, link (where it is known), known (of a past day), citation."""
    found: dict[str, Any] = {
        "record": record_name(tables),
        "version": version(tables),
        "fingerprint": tables.fingerprint,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "view": _query(view),
    }
    if link := address("", view):
        found["link"] = link
    if tables.on:
        found["known"] = tables.on.isoformat()
    return found | {"citation": of_view(tables, ids, view, "chicago")}


def in_words(tables: Tables, ids: Sequence[str], view: str) -> str:
    """The same in one line, for files that have no place for more."""
    return f"{of_view(tables, ids, view, 'chicago')} {LICENCE_ADDRESS}"


def _styled(cited: _Cited, style: Style) -> str:
    return {"chicago": _chicago, "apa": _apa, "bibtex": _bibtex, "csl-json": _csl}[style](cited)


def _chicago(cited: _Cited) -> str:
    title = cited.title.translate(str.maketrans("“”", "‘’")).replace('"', "'")
    stop = "" if title.endswith(("?", "!")) else "."
    link = f" {cited.link}" if cited.link else ""
    return f"{cited.author}. “{title}{stop}” {_capital(cited.said)}. {cited.record}, {cited.what}, version {cited.version}. {LICENCE_WORDS}.{link}"


def _apa(cited: _Cited) -> str:
    day = cited.changed
    issued = f"{day.year}, {day_label(day).split()[1]} {day.day}" if day else "n.d."
    link = f" {cited.link}" if cited.link else ""
    return f"{cited.author}. ({issued}). {cited.title} ({cited.said}; {cited.what}; Version {cited.version}) [Data set]. {cited.record}.{link}"


def _bibtex(cited: _Cited) -> str:
    fields = {
        "author": f"{{{_tex(cited.author)}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "year": str(cited.changed.year) if cited.changed else "",
        "month": _MONTHS[cited.changed.month - 1] if cited.changed else "",
        "howpublished": _tex(f"{cited.record}, {cited.what}"),
        "version": _tex(cited.version),
        "note": _tex(f"{_capital(cited.said)}. Version {cited.version}. {LICENCE_WORDS}"),
        "url": cited.link.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
    }
    written = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *written, "}"])


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}", '"': r"{\textquotedbl}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")


def _tex(text: str) -> str:
    """Text for a field in braces: BibTeX counts every brace, also one behind a backslash, so none stands alone."""
    return _SPECIAL.sub(lambda found: _TEX[found[0]], text)


def _csl(cited: _Cited) -> str:
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "publisher": cited.record,
        "version": cited.version,
        "number": cited.what,
        "note": f"{_capital(cited.said)}. {LICENCE_WORDS}.",
    }
    if cited.changed:
        item["issued"] = {"date-parts": [[cited.changed.year, cited.changed.month, cited.changed.day]]}
    if cited.event:
        item["event-date"] = _csl_date(cited.event)
    if cited.link:
        item["URL"] = cited.link
    return json.dumps([item], ensure_ascii=False, indent=1)


def _csl_date(when: Edtf) -> dict[str, Any]:
    """Days only where they are known; else the date in words."""
    if not when.exact or when.end is None:
        return {"literal": label(when)}
    ends = [when.start] if when.start == when.end else [when.start, when.end]
    return {"date-parts": [[day.year, day.month, day.day] for day in ends]}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""A report in Markdown (CommonMark): each event with who says so, what it rests on and where its sources differ. Texts are escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.dates import label
from dateline.export import citation, said
from dateline.export.rows import grounded, links, pages
from dateline.export.text import encoded, line
from dateline.model import Event
from dateline.tables import Tables

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")
_BLOCK = re.compile(r"^(\d*)([#+\-=.)])")


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """The report. It reads as it is, and turns into HTML without any of the record's text becoming markup."""
    about = citation.about(tables, ids, view)
    known = [said.KNOWN.format(about["known"])] if "known" in about else []
    shown = about.get("link") or f"?{about['view']}"
    head = [
        f"# {safe(citation.record_name(tables))}: {len(ids):,} event{'' if len(ids) == 1 else 's'}",
        *known,
        f"Version {safe(about['version'])} of the record. Licence: [{citation.LICENCE_WORDS}]({citation.LICENCE_ADDRESS}).",
        f"View: {'<' + shown + '>' if 'link' in about else safe(shown) if about['view'] else 'the whole record'}",
        f"Cite as: {safe(about['citation'])}",
    ]
    return encoded("\n\n".join([*head, *(part for one in ids for part in _event(tables.records[one].event, tables))]) + "\n")


def safe(text: str) -> str:
    """Text on one line in which no sign means anything but itself (CommonMark, 2.4)."""
    return _BLOCK.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line(text)))


def _event(event: Event, tables: Tables) -> Iterator[str]:
    registers = tables.registers
    yield f"## {safe(event.title)}"
    yield f"**{safe(said.dated(event))}** {safe(said.who(event, tables))} Place: {safe(said.place(event, tables))}"
    yield safe(event.summary)
    for quote in grounded(event.quotes, event, tables):
        yield f"> “{safe(quote.text)}” ({safe(said.names([quote.speaker], tables))}, source {quote.source})"
    if told := said.figures(event, tables):
        yield "Figures as claimed:\n\n" + "\n".join(f"* {safe(one)}" for one in told)
    for stance in grounded(event.stances, event, tables):
        claim = registers.claims.get(stance.claim)
        yield f"{safe(said.names([stance.by], tables))} {stance.stance}: {safe(claim.proposition if claim else stance.claim)}"
    for text, numbers in said.conflicts(event, tables):
        at = f" (sources {', '.join(map(str, numbers))})" if numbers else ""
        yield f"**Sources differ:** {safe(text)}{at}"
    if drawn := [_link(event, n, tables) for n in range(len(links(event, tables)))]:
        yield "Links:\n\n" + "\n".join(drawn)
    found = [
        # Not a list by number: renderers count on from the first, also where a number is missing.
        f"* \\[{number}\\] {safe(said.page(source, tables))}: {safe(source.supports)}. <{source.url}>"
        for number, source in pages(event, tables)
    ]
    yield "Sources:\n\n" + "\n".join(found) if found else "No page on it was out by then."
    yield f"Record `{event.id}`."


def _link(event: Event, n: int, tables: Tables) -> str:
    link = links(event, tables)[n]
    kinds = tables.registers.link_kinds
    other = tables.records[link.to].event
    name = kinds[link.kind].name if link.kind in kinds else link.kind
    ground = {
        "documented": "in the event's own words",
        "asserted": f"so {said.names([link.by or ''], tables)}",
        "temporal": f"close in time only: {link.note or ''}",
    }[link.basis]
    return f"* {safe(name)} ({safe(ground)}): {safe(other.title)}, {safe(label(other.date))}, `{other.id}`"

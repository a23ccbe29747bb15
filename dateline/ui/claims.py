"""The Claims page's parts: a ledger of what is said to be so, and the whole thread of one claim.

Everything comes from ``Tables.threads``, so a page of an earlier day tells what was known on that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from dateline.dates import day_label, days_between, span
from dateline.model import Claim, Event, Quantity, Stance
from dateline.selection import Selection, encode
from dateline.standing import CLAIM_MEANING, CLAIM_WORDS, ClaimWord, Standing, Thread, Voice, party
from dateline.tables import Tables, remembered
from dateline.ui import claimed, nodes, parts, wording
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View

MOST_ROWS = 6
"""Parties that have a row of their own in a strip."""
MOST_TICKS = 5
SHORTEST = 90
"""Days that a strip shows at least."""
_EDGE = 1.5
"""Percent of a strip that is kept free at either end, so that no mark is cut."""
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
"""Months from one tick to the next."""


class _Words(NamedTuple):
    one: str
    many: str
    past: str
    noun: str
    meaning: str


STANCES: Mapping[Stance, _Words] = {
    "affirms": _Words("affirms", "affirm", "affirmed it", "allegation", "says that it is so"),
    "denies": _Words("denies", "deny", "denied it", "denial", "says that it is not so"),
    "corroborates": _Words("bears it out", "bear it out", "bore it out", "corroboration", "knows of it on grounds of its own"),
    "acknowledges": _Words("acknowledges", "acknowledge", "acknowledged it", "acknowledgement", "is accused and says so itself"),
}
_SHAPES: Mapping[Stance, str] = {
    "affirms": "M0-4a4 4 0 1 1 0 8a4 4 0 1 1 0-8z",
    "denies": "M-4-4l8 8M4-4l-8 8",
    "corroborates": "M0-5.8l5.8 5.8l-5.8 5.8l-5.8-5.8z",
    "acknowledges": "M-4.6-4.6h9.2v9.2h-9.2z",
}


def show(view: View) -> None:
    """The chosen claim with its figures and its thread, or all claims."""
    first, *rest = _packed(view.tables, view.selection)
    nodes.show("dl-claims", first)
    if rest:
        claimed.show(view, view.selection.claim)
        nodes.show("dl-claim-thread", rest[0])


@remembered
def _packed(tables: Tables, selection: Selection) -> tuple[Packed, ...]:
    """The ledger, or what stands above and below the figures of the chosen claim."""
    claim = tables.registers.claims.get(selection.claim)
    pieces = [_head(claim, tables, selection), _steps(claim, tables, selection)] if claim else [_ledger(tables, selection)]
    return tuple(nodes.pack(piece) for piece in pieces)


def page(view: View) -> Node:
    """The document: one claim when it is chosen, else the ledger."""
    tables, selection = view.tables, view.selection
    claim = tables.registers.claims.get(selection.claim)
    return node("div", _head(claim, tables, selection), _steps(claim, tables, selection)) if claim else _ledger(tables, selection)


def address(selection: Selection, claim: str) -> str:
    """Where a claim's thread is, "" for all claims; filters, day and event travel along."""
    return f"claims?{encode(replace(selection, claim=claim))}"


def link(selection: Selection, claim: str, text: Node | list[Node], *, css: str = "dl-open") -> Node:
    """A link that opens a claim's thread, with "" all claims."""
    return node("a", text, css=css, href=address(selection, claim), target="_self")


def verb(stance: Stance, speakers: int = 1) -> str:
    """The stance in words for one speaker or several: "denies", "deny"."""
    return STANCES[stance].one if speakers == 1 else STANCES[stance].many


def standing_badge(word: ClaimWord) -> Node:
    """The word for a claim's standing, with its meaning."""
    return node("span", CLAIM_WORDS[word], css=f"dl-status dl-status-{word}", title=CLAIM_MEANING[word])


def _ledger(tables: Tables, selection: Selection) -> Node:
    claims = tables.registers.claims
    spoken = [claim for claim in claims.values() if tables.threads[claim.id].voices]
    spoken.sort(key=lambda claim: -len(tables.threads[claim.id].voices))
    silent = [claim.name for claim in claims.values() if not tables.threads[claim.id].voices]
    days = [voice.day for claim in spoken for voice in tables.threads[claim.id].voices]
    axis = _axis(days) if days else None
    return node(
        "article",
        node("h1", "Claims"),
        node(
            "p",
            "What is said to be so, who says it, who denies it, and how that changed. A standing is derived from who says what; "
            "it is never our verdict.",
            css="dl-lead",
        ),
        node("p", _tally(spoken, tables), css="dl-tally") if spoken else None,
        _legend() if spoken else node("p", f"Nobody has spoken on a claim{_by_then(tables)}.", css="dl-quiet"),
        *(_entry(claim, tables, selection, axis) for claim in spoken if axis),
        node("p", f"No voices on record{_by_then(tables)}: {wording.listed(silent)}.", css="dl-quiet dl-unspoken")
        if silent
        else None,
        css="dl-page dl-claims",
    )


def _by_then(tables: Tables) -> str:
    return f" by {day_label(tables.on)}" if tables.on else ""


def _tally(claims: Sequence[Claim], tables: Tables) -> Node:
    words = [tables.threads[claim.id].on().word for claim in claims]
    numbers = [f"{words.count(word)} {name.lower()}" for word, name in CLAIM_WORDS.items() if word in words]
    when = f"As known on {day_label(tables.on)}" if tables.on else "Today"
    return node(
        "span",
        node("b", f"{when}, {wording.counted(len(claims), 'claim')}: "),
        f"{wording.listed(numbers)}. ",
        node("span", "Most voices first. Filters do not cut claims.", css="dl-quiet"),
    )


def _legend() -> Node:
    return node(
        "ul",
        *(node("li", mark(stance), node("b", words.one), f" {words.meaning}") for stance, words in STANCES.items()),
        css="dl-stances",
        aria_label="What the marks mean",
    )


def _entry(claim: Claim, tables: Tables, selection: Selection, axis: _Axis) -> Node:
    thread = tables.threads[claim.id]
    return node(
        "section",
        node(
            "div",
            node("h2", link(selection, claim.id, claim.name)),
            _standing(thread),
            css="dl-claim-head",
        ),
        node("p", f"{claim.proposition}.", css="dl-proposition"),
        *_picture_and_facts(claim, thread, tables, selection, axis),
        node(
            "p",
            link(selection, claim.id, _whole(thread), css="dl-button dl-small"),
        ),
        css="dl-claim",
        aria_label=claim.name,
    )


def _whole(thread: Thread) -> str:
    number = len(_occasions(thread.voices))
    return "Open its one statement" if number == 1 else f"The whole thread, {number} statements"


def _standing(thread: Thread) -> Node | None:
    word = thread.on().word
    if word is None:
        return None
    return node("p", standing_badge(word), node("span", f" since {day_label(thread.days[-1])}", css="dl-quiet"))


def _picture_and_facts(claim: Claim, thread: Thread, tables: Tables, selection: Selection, axis: _Axis) -> Iterable[Node]:
    yield strip(claim, thread.voices, tables, axis)
    yield _facts(thread, tables, selection)


def _facts(thread: Thread, tables: Tables, selection: Selection) -> Node:
    """Who takes which stance, since when, and how long after the first word on it; stances in order of their first day."""
    standing = thread.on()
    firsts = [first for stance in STANCES if (first := standing.first(stance))]
    firsts.sort(key=lambda first: first.day)
    moves = _moves(thread.voices)
    return node(
        "dl",
        *(_fact(standing, first, firsts[0], tables, selection) for first in firsts),
        node(
            "div",
            node("dt", "Moved"),
            node("dd", *(node("p", f"{_move(before, after, tables)}.") for before, after in moves)),
        )
        if moves
        else None,
        css="dl-stance-facts",
    )


def _fact(standing: Standing, first: Voice, very_first: Voice, tables: Tables, selection: Selection) -> Node:
    stance = first.stance
    parties = standing.parties(stance)
    latest = standing.latest(stance) or first
    event = _event(first, tables)
    origins = wording.counted(standing.origins(stance), "independent origin")
    return node(
        "div",
        node("dt", mark(stance), verb(stance, len(parties)).capitalize()),
        node(
            "dd",
            node("p", wording.names(parties, tables)),
            node(
                "p",
                origins if latest.day == first.day else f"{origins}, latest {day_label(latest.day)}",
                css="dl-quiet",
            ),
            node(
                "p",
                f"First {STANCES[stance].noun} {day_label(first.day)}{_days_after(first, very_first)}: ",
                parts.link_to_page(event, selection, event.title),
                css="dl-first",
            ),
        ),
    )


def _days_after(first: Voice, very_first: Voice) -> str:
    if first is very_first:
        return ""
    days = days_between(very_first.day, first.day)
    reference = f"the first {STANCES[very_first.stance].noun}"
    return f", {wording.counted(days, 'day')} after {reference}" if days else f", the same day as {reference}"


def _event(voice: Voice, tables: Tables) -> Event:
    return tables.records[voice.event].event


def _moves(voices: Iterable[Voice]) -> list[tuple[Voice, Voice]]:
    """Where a party stopped denying or began to: its last voice on the one side, its first on the other."""
    latest: dict[str, Voice] = {}
    moves = []
    for voice in voices:
        before = latest.get(voice.party)
        if before and (before.stance == "denies") != (voice.stance == "denies"):
            moves.append((before, voice))
        latest[voice.party] = voice
    return moves


def _move(before: Voice, after: Voice, tables: Tables) -> str:
    return (
        f"{wording.name(after.party, tables)} {STANCES[before.stance].past} on {day_label(before.day)}, "
        f"{STANCES[after.stance].past} on {day_label(after.day)}"
    )


def _head(claim: Claim, tables: Tables, selection: Selection) -> Node:
    thread = tables.threads[claim.id]
    facts = (
        [_legend(), *_picture_and_facts(claim, thread, tables, selection, _axis([voice.day for voice in thread.voices]))]
        if thread.voices
        else [_nobody(tables)]
    )
    return node(
        "article",
        node("p", link(selection, "", "← All claims", css="dl-back")),
        node("div", node("h1", claim.name), _standing(thread), css="dl-claim-head"),
        node("p", f"{claim.proposition}.", css="dl-lead"),
        node("p", node("span", "Accused: ", css="dl-quiet"), wording.names(claim.accused, tables)) if claim.accused else None,
        *facts,
        css="dl-page dl-claims",
        data_top=claim.id,
    )


def _nobody(tables: Tables) -> Node:
    return node("p", f"Nobody is on record with a word on it{_by_then(tables)}.", css="dl-quiet")


def _steps(claim: Claim, tables: Tables, selection: Selection) -> Node:
    thread = tables.threads[claim.id]
    return node("article", *(_thread(claim, thread, tables, selection) if thread.voices else ()), css="dl-page dl-claims")


def _thread(claim: Claim, thread: Thread, tables: Tables, selection: Selection) -> Iterable[Node]:
    moved = {after: before for before, after in _moves(thread.voices)}
    ends = (*thread.days[1:], date.max)
    for begins, ends_before, word in zip(thread.days, ends, thread.words, strict=True):
        voices = [
            voice for voice in thread.voices if begins <= voice.day and (voice.day < ends_before or ends_before == date.max)
        ]
        yield node(
            "section",
            node(
                "h2",
                node("span", f"From {day_label(begins)}: ", css="dl-from"),
                node("span", CLAIM_WORDS[word], css=f"dl-status dl-status-{word}"),
            ),
            node("p", CLAIM_MEANING[word], css="dl-quiet"),
            node("ol", *(_item(said, claim, tables, selection, moved) for said in _occasions(voices)), css="dl-thread"),
            css="dl-step",
        )


def _occasions(voices: Iterable[Voice]) -> list[list[Voice]]:
    """Voices of one event together, in order of day."""
    return [list(said) for _, said in groupby(voices, key=lambda voice: voice.event)]


def _item(voices: Sequence[Voice], claim: Claim, tables: Tables, selection: Selection, moved: Mapping[Voice, Voice]) -> Node:
    """One event of the thread: who takes which stance in it, its title and pages, its figures on the claim."""
    event = _event(voices[0], tables)
    figures = [figure for figure in event.quantities if figure.claim == claim.id]
    return node(
        "li",
        node("time", day_label(voices[0].day), css="dl-day", datetime=voices[0].day.isoformat()),
        node(
            "div",
            *(_who(stance, said, tables) for stance, said in _by_stance(voices).items()),
            node(
                "p",
                parts.link_to_page(event, selection, event.title),
                node("span", " · ", _sources(voices, event, tables), css="dl-quiet"),
            ),
            node("ul", *(_figure(figure, tables) for figure in figures), css="dl-figures") if figures else None,
            *(node("p", f"Moved: {_move(moved[voice], voice, tables)}", css="dl-moved") for voice in voices if voice in moved),
        ),
    )


def _by_stance(voices: Iterable[Voice]) -> dict[Stance, list[Voice]]:
    found: dict[Stance, list[Voice]] = {}
    for voice in voices:
        found.setdefault(voice.stance, []).append(voice)
    return found


def _who(stance: Stance, voices: Sequence[Voice], tables: Tables) -> Node:
    whose = voices[0].party
    # The strip names the state of a body that speaks, so a body that speaks alone is told with it.
    body = len(voices) == 1 and whose != voices[0].by
    return node(
        "p",
        mark(stance),
        node("b", wording.names((voice.by for voice in voices), tables)),
        node("span", f" ({wording.name(whose, tables)})", css="dl-quiet") if body else None,
        f" {verb(stance, len(voices))}",
        css="dl-who",
    )


def _sources(voices: Sequence[Voice], event: Event, tables: Tables) -> list[Node]:
    """The pages on which these voices rest; all of the event's where one names none."""
    numbers = {voice.source for voice in voices}
    wanted = range(1, len(event.sources) + 1) if None in numbers else sorted(number for number in numbers if number)
    linked: list[Node] = []
    for number in wanted:
        linked += [", ", parts.source_ref(event, number, tables)] if linked else [parts.source_ref(event, number, tables)]
    return linked


def _figure(figure: Quantity, tables: Tables) -> Node:
    return node(
        "li",
        node("b", wording.quantity(figure, tables)),
        node("span", f" — {wording.name(figure.by, tables)}", css="dl-quiet"),
    )


def mark(stance: Stance) -> Node:
    """A stance's mark among words, as decoration."""
    return node(
        "svg", _shape(stance), css=f"dl-stance dl-stance-{stance}", viewBox="-8 -8 16 16", data_colour=stance, aria_hidden="true"
    )


def _shape(stance: Stance) -> Node:
    return node("path", d=_SHAPES[stance])


@dataclass(frozen=True)
class _Axis:
    """The days that a strip shows, both included."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day stands, in percent of the width."""
        share = days_between(self.first, day) / days_between(self.first, self.last)
        return _EDGE + share * (100 - 2 * _EDGE)

    @cached_property
    def ticks(self) -> list[tuple[date, str]]:
        """Firsts of months or years on the axis with their names, as many as have room."""
        for step in _STEPS:
            months = range(self.first.year * 12, self.last.year * 12 + 12, step)
            days = [date(month // 12, month % 12 + 1, 1) for month in months if month >= 12]
            inside = [day for day in days if self.first <= day <= self.last and self.place(day) < 100 - 2 * _EDGE]
            if len(inside) <= MOST_TICKS:
                return [(day, _tick_name(day, step, first=day == inside[0])) for day in inside]
        return []


def _tick_name(day: date, step: int, *, first: bool) -> str:
    if step >= 12:
        return str(day.year)
    month = day_label(day).split()[1][:3]
    return f"{month} {day.year}" if first or day.month == 1 else month


def _axis(days: Sequence[date]) -> _Axis:
    first, last = min(days), max(days)
    missing = max(SHORTEST - days_between(first, last), 0)
    before = min(missing // 2, first.toordinal() - 1)
    after = min(missing - missing // 2, date.max.toordinal() - last.toordinal())
    return _Axis(first - timedelta(days=before), last + timedelta(days=after))


def strip(claim: Claim, voices: Sequence[Voice], tables: Tables, axis: _Axis) -> Node:
    """Stances over time: a row a party, the accused first, a mark a day. What it shows stands in words in the thread."""
    accused = {party(one, tables.registers.actors) for one in claim.accused}
    rows: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        rows[voice.party].append(voice)
    order = sorted(rows, key=lambda one: (one not in accused, -len(rows[one])))
    shown, rest = order[:MOST_ROWS], order[MOST_ROWS:]
    lines = [_row(wording.name(one, tables), rows[one], tables, axis, accused=one in accused) for one in shown]
    if rest:
        others = [voice for voice in voices if voice.party in rest]
        lines.append(_row(f"and {wording.counted(len(rest), 'other')}", others, tables, axis, css="dl-quiet"))
    return node(
        "div",
        *lines,
        node(
            "div",
            node("span"),
            node(
                "svg",
                *(node("text", name, x=f"{axis.place(day):.2f}%", y="11") for day, name in axis.ticks),
                css="dl-axis",
            ),
            css="dl-strip-row",
            aria_hidden="true",
        ),
        css="dl-strip",
        role="group",
        aria_label="Stances over time",
    )


def _row(name: str, voices: Sequence[Voice], tables: Tables, axis: _Axis, *, accused: bool = False, css: str = "") -> Node:
    marks: dict[tuple[date, Stance], list[Voice]] = {}
    for voice in voices:
        marks.setdefault((voice.day, voice.stance), []).append(voice)
    ticks = (
        node("line", x1=f"{axis.place(day):.2f}%", x2=f"{axis.place(day):.2f}%", y1="-30%", y2="130%", css="dl-tick-line")
        for day, _ in axis.ticks
    )
    return node(
        "div",
        node(
            "span",
            name,
            node("span", " accused", css="dl-accused") if accused else None,
            css=f"dl-party {css}".strip(),
        ),
        node(
            "svg",
            *ticks,
            node("line", x1="0", x2="100%", y1="50%", y2="50%", css="dl-base-line"),
            *(
                node(
                    "svg",
                    node("title", _mark_title(day, stance, said, tables)),
                    _shape(stance),
                    x=f"{axis.place(day):.2f}%",
                    y="50%",
                    css=f"dl-stance-{stance}",
                    data_colour=stance,
                )
                for (day, stance), said in marks.items()
            ),
            role="img",
            aria_label=f"{name}: {_in_short(voices)}",
        ),
        css="dl-strip-row",
    )


def _mark_title(day: date, stance: Stance, said: Sequence[Voice], tables: Tables) -> str:
    who = list(dict.fromkeys(voice.by for voice in said))
    return f"{day_label(day)}: {wording.names(who, tables)} {verb(stance, len(who))}"


def _in_short(voices: Sequence[Voice]) -> str:
    """How often and when, as "affirms 3 times, 6 September 2022 – 2 November 2023"."""
    found = []
    for stance in STANCES:
        days = [voice.day for voice in voices if voice.stance == stance]
        if days:
            times = "once" if len(days) == 1 else f"{len(days)} times"
            found.append(f"{verb(stance)} {times}, {span(days[0], days[-1])}")
    return "; ".join(found)

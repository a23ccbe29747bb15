"""The About & method page's parts."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.dates import label
from dateline.selection import Selection
from dateline.standing import STATUS_MEANING, STATUS_WORDS, STATUSES
from dateline.tables import Tables
from dateline.ui import nodes, parts, tour, wording
from dateline.ui.nodes import Node, node
from dateline.ui.views import View

THOROUGHNESS = {
    "thorough": "Thorough: every event that the pages within reach tell of was looked for.",
    "partial": "Partial: the well-known events, and what was found beside them.",
    "selected": "Selected: only what bears on another event of the record.",
}


def show(view: View) -> None:
    """What this is and is not, how it is coded, licence, mistakes."""
    nodes.show("dl-about", node("article", *_sections(view), css="dl-page dl-about"))


def _sections(view: View) -> list[Node]:
    tables = view.tables
    registers, home = tables.registers, tables.registers.home
    return [
        node("h1", "About & method"),
        _part(
            "What this is",
            f"{home.name} is a curated record of events that were made public: {home.about.rstrip('.')}. Every event has a date when it happened, a date when "
            "it was reported, and a byline for who says so.",
            f"It holds {wording.counted(len(tables.events), 'event')} with {wording.counted(len(tables.sources), 'source')} and "
            f"{wording.counted(len(tables.links), 'link')} between events. It is kept by hand: each record was written from pages that an editor saw.",
        ),
        node("p", tour.again(view.selection)),
        _part(
            "What this is not",
            "It is not a list of everything that happened. A day without an event is a day without a record.",
            "It does not say what caused what. A link says that one event's words refer to another, that a named source draws the connection, or that "
            "two events are close in time. Nearness in time is only that.",
            "It does not settle what is disputed. An allegation stands as an allegation, a denial weighs the same, and where sources differ the record "
            "says who says what.",
        ),
        _section_list("How sure: standing", [(STATUS_WORDS[one], STATUS_MEANING[one]) for one in STATUSES]),
        node(
            "p",
            "Nobody types a standing. It is derived from who says what, by the rules of the codebook, in the order above.",
            css="dl-quiet",
        ),
        _section_list(
            "Two clocks, and how exact",
            [
                ("11–12 August 2023", "It lasted from the one day to the other, both included."),
                ("one day, 1–5 August 2023", "It happened on one day in there; which one is not known. Drawn as a whisker."),
                ("about 8 August 2023", "The source says about; three days are allowed on each side."),
                ("reported", "The day it first became public. State media often tell of a visit a day or more later."),
                (
                    "As known on",
                    "The second clock: only what had been reported by the end of that day, with the standings and links of that day. The texts are today's.",
                ),
                (
                    "What changed since",
                    "The difference between two such days: what became public, what was told of only later, which claims and events stand otherwise.",
                ),
            ],
        ),
        node(
            "p",
            "Dates are local dates at the place; a statement keeps the date of the place where it is made. No time zone moves a date.",
            css="dl-quiet",
        ),
        _section_list(
            "Grounds of a link", [(wording.BASIS_WORDS[one], meaning) for one, meaning in wording.BASIS_MEANING.items()]
        ),
        _part(
            "Chains",
            "An event's page follows links to what led to it and what followed, never back in time. That one event leads to another in a chain says that the "
            "record links them, on the ground told with each step; where that is nearness in time, no source connects them.",
        ),
        _section_list("Categories", [(entry.name, entry.about) for entry in registers.categories.values()]),
        *_coverage(tables, view.selection),
        _part(
            "Stories",
            "A story is one way through the record, chosen by its editors: each sentence rests on events that stand in the view beside it, and it holds nothing of its own.",
        ),
        _part(
            "Origins, not pages",
            f"{(home.origins or 'Forty papers that carry one dispatch are one origin').rstrip('.')}. Each source names who its information comes from, and what it is good for.",
        ),
        _part(
            "Links that last",
            "The address bar always holds the view: filters, period, days, search, lanes, links and the chosen event or claim. “Copy link” gives it in one order. "
            "A link to something that is no longer there opens the rest and says what it lost.",
        ),
        _part(
            "Privacy",
            "The page sends nothing to anybody but the machine that serves it: no trackers, fonts, map tiles or libraries from elsewhere.",
        ),
        _part(
            "Licence",
            "The record is licensed CC BY 4.0: use it and say where it is from. The code is licensed Apache 2.0. Data & downloads and each event's page say how to cite.",
        ),
        _part(
            "A mistake?",
            "A wrong date, a source that does not say it, a claim shown as a fact: “Report a mistake” on its card and page writes a text to send, "
            "with the id, the version and the line of the record. Corrections stand in the history on the event's page and under Data & downloads.",
        ),
    ]


def _coverage(tables: Tables, selection: Selection) -> Iterator[Node]:
    """How thorough the search was, by category and period, and how much of the record was read twice."""
    rows = [
        (
            f"{wording.category_name(entry.category, tables)}, {label(entry.start)} to {label(entry.to)}",
            f"{THOROUGHNESS[entry.thoroughness]} {entry.about}",
        )
        for entry in tables.registers.coverage.values()
    ]
    if rows:
        yield _section_list("How thorough the search was", rows)
    reviewed = sum(located.event.reviewed is not None for located in tables.records.values())
    yield node(
        "p",
        f"{reviewed:,} of {wording.counted(len(tables.records), 'event')} were compared with their sources by a second reader.",
        css="dl-quiet",
    )
    yield node(
        "p",
        "Month by month, with who the record rests on and how late events became public: ",
        parts.link_to_view("sources", selection, "Sources & coverage"),
        ".",
    )


def _part(title: str, *paragraphs: str) -> Node:
    return node("section", node("h2", title), *(node("p", text) for text in paragraphs))


def _section_list(title: str, rows: list[tuple[str, str]]) -> Node:
    return node(
        "section", node("h2", title), node("dl", *(part for term, text in rows for part in (node("dt", term), node("dd", text))))
    )

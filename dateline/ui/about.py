"""The About & method page's parts."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.dates import label, parse
from dateline.selection import Selection
from dateline.standing import STATUS_MEANING, STATUS_WORDS, STATUSES
from dateline.tables import Tables
from dateline.ui import nodes, parts, tour, wording
from dateline.ui.nodes import Node, filled, node
from dateline.ui.views import View
from dateline.words import ENGLISH, N_, _, about, counted, language, name

THOROUGHNESS = {
    "thorough": N_("Thorough: every event that the pages within reach tell of was looked for."),
    "partial": N_("Partial: the well-known events, and what was found beside them."),
    "selected": N_("Selected: only what bears on another event of the record."),
}


_DATES = ("2023-08-11/2023-08-12", "[2023-08-01..2023-08-05]", "2023-08-08~")
"""Examples of what is known of a day: lasted, one day in there, about."""


def show(view: View) -> None:
    """What this is and is not, how it is coded, licence, mistakes."""
    nodes.show("dl-about", node("article", *_sections(view), css="dl-page dl-about"))


def _sections(view: View) -> list[Node]:
    tables = view.tables
    registers, home = tables.registers, tables.registers.home
    return [
        node("h1", _("About & method")),
        _part(
            _("What this is"),
            _(
                "{record} is a curated record of events that were made public: {about}. Every event has a date when it happened, a date when "
                "it was reported, and a byline for who says so."
            ).format(record=name(home), about=about(home).rstrip(".")),
            _(
                "It holds {events} with {sources} and {links} between events. It is kept by hand: each record was written from pages that an editor saw."
            ).format(
                events=counted(len(tables.events), "{n} event", "{n} events"),
                sources=counted(len(tables.sources), "{n} source", "{n} sources"),
                links=counted(len(tables.links), "{n} link", "{n} links"),
            ),
            *([_(wording.IN_ENGLISH)] if language() != ENGLISH else []),
        ),
        node("p", tour.again(view.selection)),
        _part(
            _("What this is not"),
            _("It is not a list of everything that happened. A day without an event is a day without a record."),
            _(
                "It does not say what caused what. A link says that one event's words refer to another, that a named source draws the connection, or "
                "that two events are close in time. Nearness in time is only that."
            ),
            _(
                "It does not settle what is disputed. An allegation stands as an allegation, a denial weighs the same, and where sources differ the "
                "record says who says what."
            ),
        ),
        _section_list(_("How sure: standing"), [(_(STATUS_WORDS[one]), _(STATUS_MEANING[one])) for one in STATUSES]),
        node(
            "p",
            _("Nobody types a standing. It is derived from who says what, by the rules of the codebook, in the order above."),
            css="dl-quiet",
        ),
        _section_list(
            _("Two clocks, and how exact"),
            [
                (label(parse(_DATES[0])), _("It lasted from the one day to the other, both included.")),
                (label(parse(_DATES[1])), _("It happened on one day in there; which one is not known. Drawn as a whisker.")),
                (label(parse(_DATES[2])), _("The source says about; three days are allowed on each side.")),
                (_("reported"), _("The day it first became public. State media often tell of a visit a day or more later.")),
                (
                    _("As known on"),
                    _(
                        "The second clock: only what had been reported by the end of that day, with the standings and links of that day. The texts are today's."
                    ),
                ),
                (
                    _("What changed since"),
                    _(
                        "The difference between two such days: what became public, what was told of only later, which claims and events stand otherwise."
                    ),
                ),
            ],
        ),
        node(
            "p",
            _(
                "Dates are local dates at the place; a statement keeps the date of the place where it is made. No time zone moves a date."
            ),
            css="dl-quiet",
        ),
        _section_list(
            _("Grounds of a link"), [(_(wording.BASIS_WORDS[one]), _(meaning)) for one, meaning in wording.BASIS_MEANING.items()]
        ),
        _part(
            _("Chains"),
            _(
                "An event's page follows links to what led to it and what followed, never back in time. That one event leads to another in a chain "
                "says that the record links them, on the ground told with each step; where that is nearness in time, no source connects them."
            ),
        ),
        _section_list(_("Categories"), [(name(entry), about(entry)) for entry in registers.categories.values()]),
        *_coverage(tables, view.selection),
        _part(
            _("Stories"),
            _(
                "A story is one way through the record, chosen by its editors: each sentence rests on events that stand in the view beside it, and it holds nothing of its own."
            ),
        ),
        _part(
            _("Origins, not pages"),
            _("{example}. Each source names who its information comes from, and what it is good for.").format(
                example=(home.origins or _("Forty papers that carry one dispatch are one origin")).rstrip(".")
            ),
        ),
        _part(
            _("Links that last"),
            _(
                "The address bar always holds the view: filters, period, days, search, lanes, links and the chosen event or claim. “Copy link” gives "
                "it in one order. A link to something that is no longer there opens the rest and says what it lost."
            ),
        ),
        _part(
            _("Privacy"),
            _(
                "The page sends nothing to anybody but the machine that serves it: no trackers, fonts, map tiles or libraries from elsewhere."
            ),
        ),
        _part(
            _("Licence"),
            _(
                "The record is licensed CC BY 4.0: use it and say where it is from. The code is licensed Apache 2.0. Data & downloads and each event's page say how to cite."
            ),
        ),
        _part(
            _("A mistake?"),
            _(
                "A wrong date, a source that does not say it, a claim shown as a fact: “Report a mistake” on its card and page writes a text to send, "
                "with the id, the version and the line of the record. Corrections stand in the history on the event's page and under Data & downloads."
            ),
        ),
    ]


def _coverage(tables: Tables, selection: Selection) -> Iterator[Node]:
    """How thorough the search was, by category and period, and how much of the record was read twice."""
    rows = [
        (
            _("{category}, {first} to {last}").format(
                category=wording.category_name(entry.category, tables), first=label(entry.start), last=label(entry.to)
            ),
            f"{_(THOROUGHNESS[entry.thoroughness])} {entry.about}",
        )
        for entry in tables.registers.coverage.values()
    ]
    if rows:
        yield _section_list(_("How thorough the search was"), rows)
    reviewed = sum(located.event.reviewed is not None for located in tables.records.values())
    yield node(
        "p",
        counted(
            len(tables.records),
            "{read} of {n} event were compared with their sources by a second reader.",
            "{read} of {n} events were compared with their sources by a second reader.",
            read=f"{reviewed:,}",
        ),
        css="dl-quiet",
    )
    yield node(
        "p",
        *filled(
            _("Month by month, with who the record rests on and how late events became public: {link}."),
            link=parts.link_to_view("sources", selection, _("Sources & coverage")),
        ),
    )


def _part(title: str, *paragraphs: str) -> Node:
    return node("section", node("h2", title), *(node("p", text) for text in paragraphs))


def _section_list(title: str, rows: list[tuple[str, str]]) -> Node:
    return node(
        "section", node("h2", title), node("dl", *(part for term, text in rows for part in (node("dt", term), node("dd", text))))
    )

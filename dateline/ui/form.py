"""The form of the Contribute page, and what it holds. What is filled in stays in the session; nothing of it is in the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from dateline import contribution, drafting
from dateline.dates import DateError, label, parse
from dateline.drafting import Checked
from dateline.model import Source
from dateline.record import Located, Record
from dateline.registers import Registers
from dateline.tables import Tables, remembered
from dateline.ui import form_parts
from dateline.ui.form_fields import PAIR, Fields, Kept, many, offered
from dateline.ui.nodes import Node, node
from dateline.ui.views import View
from dateline.words import N_, _
from dateline.words import name as name_of

STANCES = {
    "affirms": N_("gives the account of who says so"),
    "corroborates": N_("knows of it on its own: saw it, detected it, examined it"),
    "denies": N_("says that it did not happen so"),
    "acknowledges": N_("is accused, and says that it is so"),
    "context": N_("background only"),
}
EDTF_EXAMPLES = (
    ("2023-08-11", N_("that day")),
    ("2023-08", N_("some time in that month")),
    ("2023-08-11/2023-08-12", N_("lasted from the one day to the other")),
    ("2023-10/..", N_("began then and goes on")),
    ("[2023-08-01..2023-08-05]", N_("on one day in there; which one is not known")),
    ("2023-08-08~", N_("about that day")),
    ("2023-08-08?", N_("the source itself is not sure")),
)
_DATES = N_("Year-month-day, as 2023-08-11. Only 2023-08 or 2023 where no more is known; see “How to write a date”.")


@dataclass(frozen=True)
class Written:
    """What the form holds: the draft, what ``check`` says of it, and what is told of it besides."""

    draft: Mapping[str, Any]
    checked: Checked
    category: str
    old: Mapping[str, Any]
    reason: str
    typed: Mapping[str, str]


def written(view: View, kept: Kept) -> tuple[Written, Node]:
    """What the form holds, and the form."""
    tables, target = view.everything, view.selection.event
    located = tables.records.get(target)
    old = contribution.as_draft(located.data) if located and located.data else {}
    asked = Fields(kept, tables, old)
    registers = tables.registers
    reason = ""
    if old:
        with_reason = _("Which field, what it should say, and which page says so.")
        reason = asked.text("reason", _("What is wrong"), max_chars=1000, help=with_reason, lines=3)
    category, draft = _what(asked, located.category if located else "", registers)
    _who(asked, draft, registers)
    _words(asked, draft)
    _sources(asked, draft, registers)
    form_parts.show(asked, draft, registers)
    _more(asked, draft, category, registers)
    whole = contribution.corrected(old, draft) if old else draft
    whole["id"] = _id(whole, target, tables)
    if target and whole["id"] != target:
        whole["former_ids"] = [one for one in (*many(old.get("former_ids")), target) if one != whole["id"]]
    record = Record(events=tuple(tables.records.values()), registers=registers)
    found = drafting.checked(whole, category, record, replaces=target, bearing=partial(bearing, tables))
    asked.tell(found.problems)
    return Written(whole, found, category, old, reason, asked.typed), node("div", asked.into, css="dl-form")


def bearing(tables: Tables, candidate: Located) -> list[Located]:
    """Those of a record's events that a rule about one more may look at, by columns: going through every event takes time.

    They are those of the days about its first one, those that it names or takes the id of, and those that name it.
    """
    event = candidate.event
    starts = tables.events["start"].to_numpy()
    day = np.datetime64(event.date.start, "D")
    named = {*event.ids, *(link.to for link in event.links)}
    near = [
        *(tables.ids[n] for n in np.flatnonzero((starts >= day - 1) & (starts <= day + 1))),
        *named,
        *(tables.former_ids[one] for one in named if one in tables.former_ids),
        *tables.links["event"][tables.links["to"] == event.id],
    ]
    return [tables.records[one] for one in dict.fromkeys(near) if one in tables.records]


def _id(draft: Mapping[str, Any], target: str, tables: Tables) -> str:
    """The id as it is, or as it must be: an event whose first day was wrong gets another, which keeps the words of the old one."""
    made = drafting.suggested_id(str(draft.get("date", "")), str(draft.get("title", "")), {*tables.records, *tables.former_ids})
    if not target:
        return made
    begin = tables.records[target].event.date.first_written
    moved = drafting.begins(str(draft.get("date", "")))
    return target if not moved or moved == begin else f"{moved}{target.removeprefix(begin)}"


def _what(asked: Fields, category: str, registers: Registers) -> tuple[str, dict[str, Any]]:
    """What happened, when and where."""
    asked.put(node("h2", _("What happened")))
    old = asked.old
    draft: dict[str, Any] = {}
    with asked.within(PAIR):
        if old:
            chosen = category
            asked.fixed("category", _("Category"), name_of(registers.categories[category]))
        else:
            names = {one: name_of(entry) for one, entry in registers.categories.items()}
            chosen = asked.choice("category", _("Category"), names, none=False)
        kinds = {kind.id: kind for kind in registers.categories[chosen].kinds}
        draft["kind"] = asked.entry(f"kind-{chosen}", _("Kind"), kinds, old.get("kind"))
    about = _("One line, no full stop. Say who says so when it is a claim: “White House says …”.")
    draft["title"] = asked.text("title", _("Title"), old.get("title", ""), max_chars=110, help=about)
    with asked.within(PAIR):
        about = _("When it happened, local date at the place. {how}").format(how=_(_DATES))
        with asked.within(""):
            draft["date"] = asked.text("date", _("Date"), _date(old, "date"), placeholder="2023-08-11", help=about)
            _read_as(asked, draft["date"])
        about = _("When it first became public. State media often report a day later. {how}").format(how=_(_DATES))
        with asked.within(""):
            draft["reported"] = asked.text(
                "reported", _("Reported"), _date(old, "reported"), placeholder="2023-08-12", help=about
            )
            _read_as(asked, draft["reported"])
    with asked.fold(_("How to write a date")):
        head = node("tr", node("th", _("Written"), scope="col"), node("th", _("Means"), scope="col"))
        rows = (node("tr", node("td", node("code", text)), node("td", _(meaning))) for text, meaning in EDTF_EXAMPLES)
        asked.put(node("table", node("thead", head), node("tbody", *rows), css="dl-dates"))
    draft["place"] = asked.one(
        "place",
        _("Place"),
        registers.places,
        old.get("place"),
        offered=offered("places"),
        help=_("Where it happened, or where it was said. “Undisclosed” is a place too."),
    )
    return chosen, draft


def _date(old: Mapping[str, Any], name: str) -> str:
    value = old.get(name, "")
    # Without quotes a file holds [a..b] as a list.
    return f"[{value[0]}]" if isinstance(value, list) and value else str(value)


def _read_as(asked: Fields, text: str) -> None:
    """How a date was understood, in words."""
    try:
        read = label(parse(text)) if text else ""
    except DateError:
        read = ""
    if read:
        asked.put(node("p", read, css="dl-quiet"))


def _who(asked: Fields, draft: dict[str, Any], registers: Registers) -> None:
    """Who says so, and who took part."""
    asked.put(node("h2", _("Who")))
    old = asked.old
    draft["claimed_by"] = asked.several(
        "claimed_by",
        _("Who says so"),
        registers.actors,
        many(old.get("claimed_by")),
        offered=offered("actors"),
        help=_("Who says that this happened. Not the newspaper that carries it."),
    )
    parts = old.get("actors", [])
    count = asked.count("actors", max(len(parts), 1))
    made = []
    for n in range(count):
        was = parts[n] if n < len(parts) else {}
        with asked.within(PAIR):
            who = asked.one(
                f"actors.who-{n}",
                _("Who took part") if n == 0 else _("Who took part, {n}").format(n=n + 1),
                registers.actors,
                was.get("who"),
                offered=offered("actors"),
                help=_("The most specific: the person, not the state."),
            )
            role = asked.entry(
                f"actors.role-{n}",
                _("In what part") if n == 0 else _("In what part, {n}").format(n=n + 1),
                registers.roles,
                was.get("role"),
            )
        if who or role:
            made.append({key: value for key, value in (("who", who), ("role", role)) if value})
    asked.another("actors", count, _("Another actor"))
    draft["actors"] = made


def _words(asked: Fields, draft: dict[str, Any]) -> None:
    """The summary."""
    asked.put(node("h2", _("In your own words")))
    about = _("Two to four sentences. Say who says what, and keep a denial or a caveat of the same report.")
    usual = asked.old.get("summary", "")
    draft["summary"] = asked.text("summary", _("Summary"), usual, max_chars=900, help=about, lines=6)


def _sources(asked: Fields, draft: dict[str, Any], registers: Registers) -> None:
    """The pages, one by one."""
    asked.put(
        node("h2", _("Sources")), node("p", _("Pages that you opened yourself, from two publishers or more."), css="dl-quiet")
    )
    parts = asked.old.get("sources", [])
    count = asked.count("sources", max(len(parts), 1))
    made = [_source(asked, n, parts[n] if n < len(parts) else {}, registers) for n in range(count)]
    asked.another("sources", count, _("Another source"))
    draft["sources"] = [one for one in made if one.get("url") or one.get("supports")]
    publishers = {one.get("publisher") for one in draft["sources"] if one.get("stance") != "context"}
    draft["sole_source"] = ""
    if draft["sources"] and len(publishers) < 2:
        draft["sole_source"] = asked.text(
            "sole_source", _("Only one publisher: why is there no second one?"), asked.old.get("sole_source", ""), max_chars=240
        )


def _source(asked: Fields, n: int, was: Mapping[str, Any], registers: Registers) -> dict[str, Any]:
    with asked.within("dl-one-of"):
        made: dict[str, Any] = dict(was)
        made["url"] = asked.text(
            f"sources.url-{n}", _("Source {n}: web address").format(n=n + 1), was.get("url", ""), placeholder="https://…"
        )
        known = drafting.publisher_of(made["url"], registers)
        with asked.within(PAIR):
            name = f"sources.publisher-{n}"
            if known:
                made["publisher"] = known
                asked.fixed(name, _("Whose site it is"), name_of(registers.publishers[known]))
            else:
                made["publisher"] = asked.one(
                    name, _("Whose site it is"), registers.publishers, was.get("publisher"), offered=offered("publishers")
                )
            made["published"] = asked.text(
                f"sources.published-{n}",
                _("Day on the page"),
                _date(was, "published"),
                placeholder=_("leave empty if it has none"),
            )
        origins = {**registers.actors, **({known: registers.publishers[known]} if known else {})}
        made["origin"] = asked.several(
            f"sources.origin-{n}", _("Who the information comes from"), origins, many(was.get("origin")), offered=offered("actors"),
            help=_("A wire text that retells a state agency comes from that agency. “A government source” is the paper's own reporting: name the paper."),
            also=[known] if known else [],
        )  # fmt: skip
        made["supports"] = asked.text(
            f"sources.supports-{n}", _("What the page is good for, in a few words"), was.get("supports", ""), max_chars=240
        )
        says = {one: _(words) for one, words in STANCES.items()}
        stance = asked.choice(f"sources.stance-{n}", _("Whoever it comes from …"), says, was.get("stance", "affirms"), none=False)
        made["stance"] = "" if stance == Source.model_fields["stance"].default else stance
        publisher = registers.publishers.get(made["publisher"])
        weak = was.get("weak") == "true" or bool(publisher and publisher.type == "content farm")
        made["weak"] = "true" if weak else ""
        if weak:
            about = _("A weak source: a mirror or content farm, kept until something better is found.")
            asked.put(node("p", about, css="dl-quiet"))
    return {key: value for key, value in made.items() if value not in ("", [], None)}


@remembered
def _with_series(tables: Tables) -> frozenset[str]:
    """Categories of which an event is one of a series."""
    return frozenset(tables.events["category"][tables.events["series"] != ""])


def _more(asked: Fields, draft: dict[str, Any], category: str, registers: Registers) -> None:
    """What few records need."""
    old = asked.old
    used = category in _with_series(asked.tables)
    with asked.fold(_("More: weapons, series, a claimed date, a note")):
        draft["weapons"] = asked.several(
            "weapons",
            _("Weapons"),
            registers.weapons,
            many(old.get("weapons")),
            offered=offered("weapons"),
            help=_("The system if the source names it, else the class."),
        )
        draft["series"] = (
            asked.one("series", _("Series of drills"), registers.series, old.get("series"), offered=offered("series"))
            if used or old.get("series")
            else ""
        )
        draft["claimed_date"] = asked.text(
            "claimed_date",
            _("Claimed date"),
            _date(old, "claimed_date"),
            help=_("When the thing that is claimed is said to have happened. {how}").format(how=_(_DATES)),
        )
        draft["note"] = asked.text(
            "note", _("Note"), old.get("note", ""), help=_("Why a date was chosen, what was left out. Readers see it.")
        )

"""The fields of the Contribute page. What is filled in stays in the session; nothing of it is in the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dateline import contribution, drafting
from dateline.dates import DateError, label, parse
from dateline.drafting import Checked
from dateline.model import Record, Registers, Source
from dateline.tables import Tables
from dateline.ui import form_parts
from dateline.ui.form_fields import Fields, many
from dateline.ui.views import View
from dateline.words import N_, _
from dateline.words import name as name_of

_KEPT = "_contribute"
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


def show(view: View) -> Written:
    """Draw the fields; what they hold, and what ``check`` says of it."""
    tables, target = view.everything, view.selection.event
    located = tables.records.get(target)
    old = contribution.as_draft(located.data) if located and located.data else {}
    kept = st.session_state.setdefault(_KEPT, {}).setdefault(target, {})
    asked = Fields(target, kept, tables, old)
    registers = tables.registers
    with st.container(key="dl-contribute-form"):
        reason = ""
        if old:
            with_reason = _("Which field, what it should say, and which page says so.")
            reason = asked.ask(
                "reason", "", lambda key: st.text_area(_("What is wrong"), key=key, max_chars=1000, help=with_reason, height=90)
            )
        category, draft = _what(asked, located.category if located else "", registers)
        _who(asked, draft, registers)
        _words(asked, draft)
        _sources(asked, draft, registers)
        form_parts.show(asked, draft, registers)
        _more(asked, draft, category, registers)
    whole = contribution.corrected(old, draft) if old else draft
    whole["id"] = _id(whole, target, tables)
    record = Record(events=tuple(tables.records.values()), registers=registers)
    found = drafting.checked(whole, category, record, replaces=target)
    asked.tell(found.problems)
    return Written(whole, found, category, old, str(reason or ""), asked.typed)


def _id(draft: Mapping[str, Any], target: str, tables: Tables) -> str:
    """The id as it is, or as it must be: an event whose first day was wrong gets another, which keeps the words of the old one."""
    made = drafting.suggested_id(str(draft.get("date", "")), str(draft.get("title", "")), tables.records.keys())
    if not target:
        return made
    begin = _written(tables, target)
    moved = drafting.begins(str(draft.get("date", "")))
    return target if not moved or moved == begin else f"{moved}{target.removeprefix(begin)}"


def _written(tables: Tables, target: str) -> str:
    return tables.records[target].event.date.first_written


def _what(asked: Fields, category: str, registers: Registers) -> tuple[str, dict[str, Any]]:
    """What happened, when and where."""
    st.header(_("What happened"), anchor=False)
    old = asked.old
    draft: dict[str, Any] = {}
    one, two = st.columns(2)
    with one:
        if old:
            chosen = category
            st.text_input(_("Category"), name_of(registers.categories[category]), disabled=True, key="dl-form-category")
        else:
            ids = [*registers.categories]
            name = lambda one: name_of(registers.categories[one])  # noqa: E731
            chosen = (
                asked.ask("category", ids[0], lambda key: st.selectbox(_("Category"), ids, key=key, format_func=name)) or ids[0]
            )
    kinds = {kind.id: kind for kind in registers.categories[chosen].kinds}
    with two:
        draft["kind"] = asked.one(
            f"kind-{chosen}", _("Kind"), kinds, old.get("kind"), accept_new_options=False, placeholder=_("Choose one")
        )
    draft["title"] = asked.text(
        "title",
        _("Title"),
        old.get("title", ""),
        max_chars=110,
        help=_("One line, no full stop. Say who says so when it is a claim: “White House says …”."),
    )
    one, two = st.columns(2)
    with one:
        draft["date"] = asked.text(
            "date",
            _("Date"),
            _date(old, "date"),
            placeholder="2023-08-11",
            help=_("When it happened, local date at the place. {how}").format(how=_(_DATES)),
        )
        _read_as(draft["date"])
    with two:
        draft["reported"] = asked.text(
            "reported",
            _("Reported"),
            _date(old, "reported"),
            placeholder="2023-08-12",
            help=_("When it first became public. State media often report a day later. {how}").format(how=_(_DATES)),
        )
        _read_as(draft["reported"])
    with st.expander(_("How to write a date")):
        st.table([{_("Written"): text, _("Means"): _(meaning)} for text, meaning in EDTF_EXAMPLES], border="horizontal")
    draft["place"] = asked.one(
        "place",
        _("Place"),
        registers.places,
        old.get("place"),
        help=_("Where it happened, or where it was said. “Undisclosed” is a place too."),
    )
    return chosen, draft


def _date(old: Mapping[str, Any], name: str) -> str:
    value = old.get(name, "")
    # Without quotes a file holds [a..b] as a list.
    return f"[{value[0]}]" if isinstance(value, list) and value else str(value)


def _read_as(text: str) -> None:
    """How a date was understood, in words."""
    try:
        read = label(parse(text)) if text else ""
    except DateError:
        read = ""
    if read:
        st.caption(read)


def _who(asked: Fields, draft: dict[str, Any], registers: Registers) -> None:
    """Who says so, and who took part."""
    st.header(_("Who"), anchor=False)
    old = asked.old
    draft["claimed_by"] = asked.several(
        "claimed_by",
        _("Who says so"),
        registers.actors,
        many(old.get("claimed_by")),
        help=_("Who says that this happened. Not the newspaper that carries it."),
    )
    parts = old.get("actors", [])
    count = asked.count("actors", max(len(parts), 1))
    made = []
    for n in range(count):
        was = parts[n] if n < len(parts) else {}
        one, two = st.columns(2)
        with one:
            who = asked.one(
                f"actors.who-{n}",
                _("Who took part") if n == 0 else _("Who took part, {n}").format(n=n + 1),
                registers.actors,
                was.get("who"),
                help=_("The most specific: the person, not the state."),
            )
        with two:
            role = asked.one(
                f"actors.role-{n}",
                _("In what part") if n == 0 else _("In what part, {n}").format(n=n + 1),
                registers.roles,
                was.get("role"),
                accept_new_options=False,
                placeholder=_("Choose one"),
            )
        if who or role:
            made.append({key: value for key, value in (("who", who), ("role", role)) if value})
    asked.another("actors", count, _("Another actor"))
    draft["actors"] = made


def _words(asked: Fields, draft: dict[str, Any]) -> None:
    """The summary."""
    st.header(_("In your own words"), anchor=False)
    about = _("Two to four sentences. Say who says what, and keep a denial or a caveat of the same report.")
    draft["summary"] = str(
        asked.ask(
            "summary",
            asked.old.get("summary", ""),
            lambda key: st.text_area(_("Summary"), key=key, max_chars=900, height=140, help=about),
        )
        or ""
    ).strip()


def _sources(asked: Fields, draft: dict[str, Any], registers: Registers) -> None:
    """The pages, one by one."""
    st.header(_("Sources"), anchor=False)
    st.caption(_("Pages that you opened yourself, from two publishers or more."))
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
    with st.container(border=True):
        made: dict[str, Any] = dict(was)
        made["url"] = asked.text(
            f"sources.url-{n}", _("Source {n}: web address").format(n=n + 1), was.get("url", ""), placeholder="https://…"
        )
        known = drafting.publisher_of(made["url"], registers)
        one, two = st.columns(2)
        with one:
            if known:
                made["publisher"] = known
                st.text_input(
                    _("Whose site it is"),
                    name_of(registers.publishers[known]),
                    disabled=True,
                    key=f"dl-form-{asked.target}-site-{n}-{known}",
                )
            else:
                made["publisher"] = asked.one(
                    f"sources.publisher-{n}", _("Whose site it is"), registers.publishers, was.get("publisher")
                )
        with two:
            made["published"] = asked.text(
                f"sources.published-{n}",
                _("Day on the page"),
                _date(was, "published"),
                placeholder=_("leave empty if it has none"),
            )
        origins = {**registers.actors, **({known: registers.publishers[known]} if known else {})}
        made["origin"] = asked.several(
            f"sources.origin-{n}", _("Who the information comes from"), origins, many(was.get("origin")),
            help=_("A wire text that retells a state agency comes from that agency. “A government source” is the paper's own reporting: name the paper."),
        )  # fmt: skip
        made["supports"] = asked.text(
            f"sources.supports-{n}", _("What the page is good for, in a few words"), was.get("supports", ""), max_chars=240
        )
        says = lambda one: _(STANCES[one])  # noqa: E731
        stance = asked.ask(
            f"sources.stance-{n}",
            was.get("stance", "affirms"),
            lambda key: st.selectbox(_("Whoever it comes from …"), [*STANCES], key=key, format_func=says),
        )
        made["stance"] = "" if stance == Source.model_fields["stance"].default else stance
        publisher = registers.publishers.get(made["publisher"])
        weak = was.get("weak") == "true" or bool(publisher and publisher.type == "content farm")
        made["weak"] = "true" if weak else ""
        if weak:
            st.caption(_("A weak source: a mirror or content farm, kept until something better is found."))
    return {key: value for key, value in made.items() if value not in ("", [], None)}


def _more(asked: Fields, draft: dict[str, Any], category: str, registers: Registers) -> None:
    """What few records need."""
    old = asked.old
    used = any(one.category == category and one.event.series for one in asked.tables.records.values())
    with st.expander(_("More: weapons, series, a claimed date, a note")):
        draft["weapons"] = asked.several(
            "weapons",
            _("Weapons"),
            registers.weapons,
            many(old.get("weapons")),
            help=_("The system if the source names it, else the class."),
        )
        draft["series"] = (
            asked.one("series", _("Series of drills"), registers.series, old.get("series")) if used or old.get("series") else ""
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

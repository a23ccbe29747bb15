"""The Contribute page: a form that yields a record, what ``check`` says of it, and how to send it. Nothing is written on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import streamlit as st

from dateline import contribution, drafting
from dateline.dates import label
from dateline.tables import Tables
from dateline.ui import form, form_fields, nodes, record, state
from dateline.ui.form import Written
from dateline.ui.form_fields import Kept
from dateline.ui.nodes import Node, Packed, filled, node
from dateline.ui.views import View
from dateline.words import N_, _, language, title

_KEPT, _MADE = "_contribute", "_contribute_made"

_WORDS = {
    "id": N_("id"), "title": N_("Title"), "titles": N_("Title in other languages"), "kind": N_("Kind"), "date": N_("Date"), "reported": N_("Reported"),
    "claimed_date": N_("Claimed date"),
    "claimed_by": N_("Who says so"), "actors": N_("Who took part"), "place": N_("Place"), "series": N_("Series of drills"), "weapons": N_("Weapons"),
    "summary": N_("Summary"), "sources": N_("Sources"), "sole_source": N_("Why only one publisher"), "note": N_("Note"), "who": N_("who"), "role": N_("in what part"),
    "url": N_("web address"), "publisher": N_("whose site it is"), "published": N_("day on the page"), "origin": N_("who it comes from"),
    "supports": N_("what it is good for"), "stance": N_("what it says"), "weak": N_("weak source"), "value": N_("figure"), "value_to": N_("to"), "bound": N_("how it is meant"),
    "unit": N_("unit"), "of": N_("what was counted"), "claim": N_("claim"), "by": N_("who says it"), "source": N_("in which source"), "text": N_("text"), "speaker": N_("who said it"),
    "to": N_("the other event"), "basis": N_("on what ground"),
}  # fmt: skip
"""Field of a record -> what the form calls it."""
_PARTS = {
    "sources": N_("Source {n}"), "actors": N_("Actor {n}"), "stances": N_("Stance {n}"), "quantities": N_("Figure {n}"), "quotes": N_("Quotation {n}"), "conflicts": N_("Conflict {n}"), "links": N_("Link {n}"),
}  # fmt: skip
"""Field that holds a list -> what the form calls one of its parts."""


def show(view: View) -> None:
    """The page: one document of the form and of what is said of it, and the names that its fields offer."""
    if not view.everything.registers.categories:
        none = node("p", _("The record has no categories yet, so no event can be written."), css="dl-quiet")
        nodes.show("dl-contribute", node("article", *_head(view), none, css="dl-contribute"))
        return
    kept = form_fields.kept_for(st.session_state.setdefault(_KEPT, {}), view.selection.event)

    def take(sent: object) -> None:
        kept.take(sent)
        st.session_state.pop(_MADE, None)

    nodes.show("dl-contribute-names", form_fields.lists(view.everything))
    nodes.show("dl-contribute", _document(view, kept), {"form": take, "new": lambda _value: state.choose("", view.everything)})


def _document(view: View, kept: Kept) -> Packed:
    """The page's document, made anew when something was filled in or the record is another: checking costs more than all else in a run."""
    of = (view.everything.fingerprint, language(), view.selection.event, record.issues(), record.address())
    made: tuple[object, Packed] | None = st.session_state.get(_MADE)
    if made is None or made[0] != of:
        written, fields = form.written(view, kept)
        says = node("div", *_says(view, written), css="dl-contribute dl-contribute-says")
        # Who corrects another record begins with another form.
        form_and_says = node(
            "div", fields, says, css="dl-contribute-page", data_form=view.selection.event, data_seen=str(kept.seen)
        )
        page = node("article", node("div", *_head(view), css="dl-contribute"), form_and_says)
        made = st.session_state[_MADE] = of, nodes.pack(page)
    return made[1]


def _head(view: View) -> Iterator[Node]:
    """What the page is for, and which record is corrected."""
    chosen = view.selection.event
    located = view.everything.records.get(chosen)
    yield node("h1", _("Correct a record") if located else _("Contribute a record"))
    yield node(
        "p",
        _(
            "Fill in what you know. Each answer is checked as you go, and at the end there is a text to send to the editors. "
            "Nothing is saved on the server."
        ),
    )
    if located:
        yield node(
            "p",
            node("b", title(located.event)),
            node("span", f" · {label(located.event.date)} · {chosen} ", css="dl-quiet"),
            node("button", _("Write a new record instead"), css="dl-button dl-small", data_action="new", type="button"),
        )
    else:
        yield node(
            "p",
            _(
                "One act by one side, made public, with pages that you have seen yourself. To correct an event, open it and choose “Report a "
                "mistake”, or choose it in the timeline and come back here."
            ),
            css="dl-quiet",
        )


def _says(view: View, written: Written) -> list[Node]:
    """What ``check`` says, and how to send it."""
    begin = str(written.draft["id"]) or drafting.begins(str(written.draft.get("date", "")))
    path = drafting.goes_into(written.category, begin, _root(view.everything))
    target = view.selection.event
    fields = contribution.changed(written.old, written.draft) if target else []
    body = contribution.issue(written.checked, path, reason=written.reason, corrects=target, fields=fields)
    title = f"Correction: {target}" if target else f"New record: {written.draft.get('title') or 'untitled'}"
    link = contribution.tracker(record.issues(), title, body)
    return [*_standing(written, fields, target), *_sending(written, path, body, link, target)]


def _root(tables: Tables) -> str:
    return next((one.path.split("/")[0] for one in tables.records.values()), "events")


def _standing(written: Written, fields: Sequence[str], target: str) -> Iterable[Node]:
    """What is still missing, what is wrong, which names are new."""
    yield node("h2", _("Checked as you write"))
    wrong = [one for one in written.checked.problems if not _new_name(one.message, written.typed)]
    if target and not fields:
        yield node("p", _("Nothing is changed yet. Change a field, or say above what is wrong."), css="dl-quiet")
    elif written.checked.healthy:
        yield node(
            "p",
            node("b", _("Nothing to correct.")),
            _(" The record would pass every check."),
            css="dl-notice dl-notice-good",
            role="status",
        )
    if written.checked.missing:
        # The id is made of the date and the title.
        fields_ = [one.field for one in written.checked.missing if one.field != "id"]
        yield node(
            "p",
            node("b", _("Still to fill in: ")),
            _(", ").join(_listed(fields_)) + "." if fields_ else _("the date and the title."),
            css="dl-quiet",
        )
    if wrong:
        yield node(
            "div",
            node("p", node("b", _("To correct"))),
            node("ul", *(node("li", node("b", f"{_words_of(one.field)}: "), one.message) for one in wrong)),
            css="dl-notice dl-notice-bad",
            role="status",
        )
    if new := [name for made, name in written.typed.items() if any(made in one.message for one in written.checked.problems)]:
        yield node(
            "p",
            node("b", _("New to the record: ")),
            _("{names}. The editors will add the name.").format(names=_(", ").join(new)),
            css="dl-quiet",
        )
    if target and written.draft["id"] != target:
        yield node(
            "p",
            *filled(_("The first day changes, so the record gets a new id: {id}."), id=node("code", str(written.draft["id"]))),
            css="dl-quiet",
        )


def _new_name(message: str, typed: Mapping[str, str]) -> bool:
    return any(message.startswith(f"{made} is not in registers/") for made in typed)


def _words_of(name: str) -> str:
    """What the form calls a field, as "Source 2, what it is good for"."""
    outer, _dot, inner = name.partition(".")
    stem, _bracket, number = outer.partition("[")
    words = _(_WORDS[stem]) if stem in _WORDS else stem
    if number and stem in _PARTS:
        words = _(_PARTS[stem]).format(n=number.rstrip("]"))
    field = inner.partition("[")[0]
    return f"{words}, {_(_WORDS[field]) if field in _WORDS else inner}" if inner else words


def _listed(names: Iterable[str]) -> Iterator[str]:
    """Fields for a sentence; those of one source or actor together, as "source 1 (day on the page, who it comes from)"."""
    inner: dict[str, list[str]] = {}
    for name in names:
        outer, _comma, rest = _words_of(name).partition(", ")
        inner.setdefault(outer.lower(), []).extend([rest] if rest else [])
    return (f"{outer} ({', '.join(rest)})" if rest else outer for outer, rest in inner.items())


def _sending(written: Written, path: str, body: str, link: str, target: str) -> Iterable[Node]:
    """Where it goes and how it gets there."""
    yield node("h2", _("Send it"))
    ready = _("It can be sent as it is; what is missing is then asked for.") if not written.checked.healthy else ""
    how = _("The link opens an issue with everything filled in.") if link else _("Send the text to those who gave you this page.")
    yield node(
        "p",
        f"{how} ",
        *filled(_("An editor compares it with its sources and adds it to {file}. "), file=node("code", path)),
        ready,
    )
    yield node(
        "p",
        node("a", _("Open an issue"), css="dl-button dl-button-first", href=link) if link else None,
        node(
            "button", _("Copy the text"), css="dl-button" if link else "dl-button dl-button-first", data_copy=body, type="button"
        ),
        node("button", _("Copy the YAML"), css="dl-button", data_copy=written.checked.text, type="button"),
        css="dl-actions",
    )
    if link and "body=" not in link and "description" not in link:
        yield node("p", _("The text is too long for a link: copy it first, and paste it there."), css="dl-quiet")
    if not any(written.draft.values()):
        return
    yield node(
        "details", node("summary", _("The record as YAML")), node("pre", node("code", written.checked.text)), open=not target
    )
    yield node("details", node("summary", _("The text to send")), node("pre", node("code", body)))

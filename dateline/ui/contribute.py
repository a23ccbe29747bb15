"""The Contribute page: a form that yields a record, what ``check`` says of it, and how to send it. Nothing is written on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import streamlit as st

from dateline import contribution, drafting
from dateline.dates import label
from dateline.tables import Tables
from dateline.ui import form, nodes, record, state
from dateline.ui.form import Written
from dateline.ui.nodes import Node, node
from dateline.ui.views import View

_WORDS = {
    "id": "id", "title": "Title", "titles": "Title in other languages", "kind": "Kind", "date": "Date", "reported": "Reported",
    "claimed_date": "Claimed date",
    "claimed_by": "Who says so", "actors": "Who took part", "place": "Place", "series": "Series of drills", "weapons": "Weapons",
    "summary": "Summary", "sources": "Sources", "sole_source": "Why only one publisher", "note": "Note", "who": "who", "role": "in what part",
    "url": "web address", "publisher": "whose site it is", "published": "day on the page", "origin": "who it comes from",
    "supports": "what it is good for", "stance": "what it says", "weak": "weak source", "value": "figure", "value_to": "to", "bound": "how it is meant",
    "unit": "unit", "of": "what was counted", "claim": "claim", "by": "who says it", "source": "in which source", "text": "text", "speaker": "who said it",
    "to": "the other event", "basis": "on what ground",
}  # fmt: skip
"""Field of a record -> what the form calls it."""
_PARTS = {
    "sources": "Source", "actors": "Actor", "stances": "Stance", "quantities": "Figure", "quotes": "Quotation", "conflicts": "Conflict", "links": "Link",
}  # fmt: skip
"""Field that holds a list -> what the form calls one of its parts."""


def head(view: View) -> None:
    """What the page is for, and which record is corrected."""
    chosen = view.selection.event
    located = view.everything.records.get(chosen)
    told: list[Node] = [
        node("h1", "Correct a record" if located else "Contribute a record"),
        node(
            "p",
            "Fill in what you know. Each answer is checked as you go, and at the end there is a text to send to the editors. "
            "Nothing is saved on the server.",
        ),
    ]
    if located:
        told.append(
            node(
                "p",
                node("b", located.event.title),
                node("span", f" · {label(located.event.date)} · {chosen} ", css="dl-quiet"),
                node("button", "Write a new record instead", css="dl-button dl-small", data_action="new", type="button"),
            )
        )
    else:
        told.append(
            node(
                "p",
                "One act by one side, made public, with pages that you have seen yourself. To correct an event, open it and choose “Report a mistake”, "
                "or choose it in the timeline and come back here.",
                css="dl-quiet",
            )
        )
    nodes.show(
        "dl-contribute-head", node("article", *told, css="dl-contribute"), {"new": lambda _: state.choose("", view.everything)}
    )


def form_and_checks(view: View) -> None:
    """The form, and beside it what is said of it."""
    if not view.everything.registers.categories:
        nodes.show(
            "dl-contribute-none", node("p", "The record has no categories yet, so no event can be written.", css="dl-quiet")
        )
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        written = form.show(view)
    with right, st.container(key="dl-contribute-says"):
        nodes.show("dl-contribute-says-doc", node("article", *_says(view, written), css="dl-contribute"))


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
    yield node("h2", "Checked as you write")
    wrong = [one for one in written.checked.problems if not _new_name(one.message, written.typed)]
    if target and not fields:
        yield node("p", "Nothing is changed yet. Change a field, or say above what is wrong.", css="dl-quiet")
    elif written.checked.healthy:
        yield node(
            "p",
            node("b", "Nothing to correct."),
            " The record would pass every check.",
            css="dl-notice dl-notice-good",
            role="status",
        )
    if written.checked.missing:
        # The id is made of the date and the title.
        fields_ = [one.field for one in written.checked.missing if one.field != "id"]
        yield node(
            "p",
            node("b", "Still to fill in: "),
            ", ".join(_listed(fields_)) + "." if fields_ else "the date and the title.",
            css="dl-quiet",
        )
    if wrong:
        yield node(
            "div",
            node("p", node("b", "To correct")),
            node("ul", *(node("li", node("b", f"{_words_of(one.field)}: "), one.message) for one in wrong)),
            css="dl-notice dl-notice-bad",
            role="status",
        )
    if new := [name for made, name in written.typed.items() if any(made in one.message for one in written.checked.problems)]:
        yield node("p", node("b", "New to the record: "), f"{', '.join(new)}. The editors will add the name.", css="dl-quiet")
    if target and written.draft["id"] != target:
        yield node(
            "p",
            "The first day changes, so the record gets a new id: ",
            node("code", str(written.draft["id"])),
            ".",
            css="dl-quiet",
        )


def _new_name(message: str, typed: Mapping[str, str]) -> bool:
    return any(message.startswith(f"{made} is not in registers/") for made in typed)


def _words_of(name: str) -> str:
    """What the form calls a field, as "Source 2, what it is good for"."""
    outer, _, inner = name.partition(".")
    stem, _, number = outer.partition("[")
    words = _WORDS.get(stem, stem)
    if number and stem in _PARTS:
        words = f"{_PARTS[stem]} {number.rstrip(']')}"
    return f"{words}, {_WORDS.get(inner.partition('[')[0], inner)}" if inner else words


def _listed(names: Iterable[str]) -> Iterator[str]:
    """Fields for a sentence; those of one source or actor together, as "source 1 (day on the page, who it comes from)"."""
    inner: dict[str, list[str]] = {}
    for name in names:
        outer, _, rest = _words_of(name).partition(", ")
        inner.setdefault(outer.lower(), []).extend([rest] if rest else [])
    return (f"{outer} ({', '.join(rest)})" if rest else outer for outer, rest in inner.items())


def _sending(written: Written, path: str, body: str, link: str, target: str) -> Iterable[Node]:
    """Where it goes and how it gets there."""
    yield node("h2", "Send it")
    ready = "It can be sent as it is; what is missing is then asked for." if not written.checked.healthy else ""
    how = "The link opens an issue with everything filled in." if link else "Send the text to those who gave you this page."
    yield node("p", f"{how} An editor compares it with its sources and adds it to ", node("code", path), f". {ready}")
    yield node(
        "p",
        node("a", "Open an issue", css="dl-button dl-button-first", href=link) if link else None,
        node("button", "Copy the text", css="dl-button" if link else "dl-button dl-button-first", data_copy=body, type="button"),
        node("button", "Copy the YAML", css="dl-button", data_copy=written.checked.text, type="button"),
        css="dl-actions",
    )
    if link and "body=" not in link and "description" not in link:
        yield node("p", "The text is too long for a link: copy it first, and paste it there.", css="dl-quiet")
    if not any(written.draft.values()):
        return
    yield node("details", node("summary", "The record as YAML"), node("pre", node("code", written.checked.text)), open=not target)
    yield node("details", node("summary", "The text to send"), node("pre", node("code", body)))

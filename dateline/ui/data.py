"""The Data & downloads page: the events on screen as files, as figures, as a citation, inside another page, on the command line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from threading import BoundedSemaphore

import streamlit as st

from dateline.address import encode
from dateline.dates import parse_day
from dateline.described import in_words
from dateline.export import FORMATS, bundle, citation, figure
from dateline.quantities import claimed
from dateline.selection import Selection, filters_of
from dateline.tables import Tables, remembered
from dateline.ui import asked, cite, embed, lately, listing, nodes, nothing, parts, record
from dateline.ui.nodes import Node, filled, node
from dateline.ui.views import View
from dateline.words import N_, _, speaking
from dateline.words import name as name_of

ZIP = N_("To keep: the data as CSV, JSON and Parquet, with codebook, schema, licence and how to cite it.")
FEW = 2
"""Figures that a claim must have for a picture of them to be on offer."""
AT_ONCE = 2
"""Files that are made at the same time, for all readers together."""
LONGEST_WAIT = 20.0
"""Seconds that a file waits for its turn."""
_TURNS = BoundedSemaphore(AT_ONCE)
_MADE, _MANY, _WHOLE, _CLAIM = "_data_made", "_data_days", "_data_whole", "dl-data-claim"


def show(view: View) -> None:
    """The page."""
    base = record.address()
    nodes.show("dl-data-head", head(view))
    if view.shown.ids:
        _files(view)
        _figures(view, base)
    else:
        nothing.show(view)
    nodes.show("dl-data-share", share(view, base))
    _lately(view)


def in_turn(write: Callable[[], bytes]) -> bytes:
    """Make a file when it is its turn: a picture starts a browser, and all readers' files are made on one server.

    A file is in English whatever the page is in: who gets it need not have asked for it.

    Raises
    ------
    TimeoutError : too many are waiting. The reader is told that the file could not be made, and may ask again.
    """
    if not _TURNS.acquire(timeout=LONGEST_WAIT):
        raise TimeoutError
    try:
        with speaking("en"):
            return write()
    finally:
        _TURNS.release()


def of_files(selection: Selection) -> Selection:
    """The view as far as it says what a file holds: filters, search, period, day. What is open besides is left out."""
    return replace(filters_of(selection), known=selection.known)


def file_name(view: View, ending: str) -> str:
    """As "dateline-72c55fc3-2026-11-26-148-events.csv"."""
    version = re.sub(r"[^0-9a-f]+", "-", citation.version(view.tables).replace(" of ", "-")).strip("-")
    number = len(view.shown.ids)
    return f"dateline-{version}-{number}-event{'s' * (number != 1)}.{ending}"


def head(view: View) -> Node:
    """How many events, which, in which version, under which licence."""
    return node(
        "article",
        node("h1", _("Data & downloads")),
        node("p", *listing.count_sentence(view)),
        node(
            "p",
            node("b", _("This view: ")),
            in_words(view.selection, view.tables),
            _(". The filters decide what the files hold."),
        ),
        node(
            "p",
            node("b", _("Version: ")),
            citation.version(view.tables),
            node("b", _(" · Licence: ")),
            _("{licence}: use it, say where it is from.").format(licence=citation.LICENCE_WORDS),
        ),
        css="dl-page",
    )


def _files(view: View) -> None:
    tables, ids, query = view.tables, view.shown.ids, encode(of_files(view.selection))
    nodes.show("dl-data-files", node("article", node("section", node("h2", _("As data"))), css="dl-page"))
    with st.container(key="dl-files"):
        _file(view, "zip", "Zip", _(ZIP), bundle.MIME, partial(bundle.write, tables, ids, query, record.folders()))
        for one in FORMATS.values():
            _file(view, one.extension, _(one.name), _(one.about), one.mime, partial(one.write, tables, ids, query))


def _file(view: View, ending: str, name: str, about: str, mime: str, write: Callable[[], bytes]) -> None:
    """A button that has its file made when it is pressed, and what it is good for; from the next run on its size."""
    called = file_name(view, ending)
    made: MutableMapping[tuple[str, str], int] = st.session_state.setdefault(_MADE, {})
    stamp = (called, encode(of_files(view.selection)))

    def make() -> bytes:
        content = in_turn(write)
        made[stamp] = len(content)
        return content

    # A run after the click would take the files of the other buttons away for a moment, and a quick second click would get none.
    st.download_button(name, make, file_name=called, mime=mime, key=f"dl-file-{ending}", on_click="ignore", width="stretch")
    st.caption(f"{about} {_size(made[stamp])}" if stamp in made else about)


def _size(many: int) -> str:
    return f"({many / 1e6:,.1f} MB)" if many >= 1e6 else f"({many / 1e3:,.0f} kB)"


def offered(view: View) -> Iterator[tuple[str, str, Selection]]:
    """The figures that this view can give: (figure, its name here, the view that it is of)."""
    selection = view.selection
    yield "timeline", _("Timeline, as filtered, in the window that the period gives"), replace(selection, event="")
    yield "map", _("Map, with the area and the events of this view"), selection
    yield "coverage", _("Coverage by month: what was found, and how thoroughly was searched"), selection
    question = asked.asked(selection, view.tables)
    if question.anchor and question.other:
        yield "before-after", _("Before & after, with the two sets of the page of that name"), question


@remembered
def pictured(tables: Tables) -> dict[str, str]:
    """Claims with figures enough for a picture, and their names."""
    return {one.id: name_of(one) for one in tables.registers.claims.values() if len(claimed(tables, one.id)) >= FEW}


def _figures(view: View, base: str) -> None:
    why = figure.picture_missing()
    kinds = figure.KINDS if not why else figure.KINDS[:1]
    nodes.show("dl-data-figures", _about_figures(why))
    with st.container(key=f"dl-figures-{len(kinds)}"):
        for name, words, selection in offered(view):
            _figure(name, selection, view.tables, base, kinds)
            st.caption(words)
        if claims := pictured(view.tables):
            _figure("claim", replace(view.selection, claim=_claim(view, claims)), view.tables, base, kinds)
            st.selectbox(
                _("Claim whose figures are drawn"),
                list(claims),
                key=_CLAIM,
                format_func=lambda one: _("Figures as claimed: {claim}").format(claim=claims.get(one, one)),
                label_visibility="collapsed",
            )


def _claim(view: View, claims: Mapping[str, str]) -> str:
    """The claim whose figures are drawn: the one chosen here, else the one that is open, else the first."""
    wanted: tuple[str, ...] = (st.session_state.get(_CLAIM, ""), view.selection.claim)
    chosen: str = next((one for one in wanted if one in claims), next(iter(claims)))
    st.session_state[_CLAIM] = chosen
    return chosen


def _figure(name: str, selection: Selection, tables: Tables, base: str, kinds: Sequence[figure.Kind]) -> None:
    for kind in kinds:
        write = partial(in_turn, partial(figure.write, name, kind, tables, selection, base))
        called = f"dateline-{name}{f'-{selection.claim}' if name == 'claim' else ''}.{kind}"
        key = f"dl-figure-{name}-{kind}"
        st.download_button(
            kind.upper(), write, file_name=called, mime=figure.MIME[kind], key=key, on_click="ignore", width="stretch"
        )


def _about_figures(why: str) -> Node:
    return node(
        "article",
        node(
            "section",
            node("h2", _("As figures")),
            node(
                "p",
                _(
                    "Each with its title, what its marks mean, how to cite it and its link. HTML can be read with the pointer and needs no network."
                )
                if why
                else _(
                    "Each with its title, what its marks mean, how to cite it and its link. HTML can be read with the pointer and needs no "
                    "network; SVG and PNG take some seconds."
                ),
                css="dl-quiet",
            ),
            node("p", _(why), css="dl-quiet") if why else None,
        ),
        css="dl-page",
    )


def share(view: View, base: str) -> Node:
    """How to cite the view, how to embed it, how to get the same on the command line, where the record itself is."""
    tables, selection = view.tables, view.selection
    query = encode(of_files(selection))
    snippet = embed.snippet(selection, base)
    return node(
        "article",
        parts.section(_("Cite this view"), cite.view(tables, view.shown.ids, query, base)),
        parts.section(
            _("Show it in your own page"),
            node(
                "p",
                _("Chart and card of this view, without the filters; links open the whole page beside yours."),
                css="dl-quiet",
            ),
            cite.code(snippet, _("Copy the HTML that embeds this view"))
            if snippet
            else node("p", _("Where readers reach this page is not known here."), css="dl-quiet"),
        ),
        parts.section(
            _("On the command line"),
            node("p", _("The same file, from a copy of the project:"), css="dl-quiet"),
            cite.code(command(query, file_name(view, "csv")), _("Copy the command")),
        ),
        parts.section(_("The record itself"), *_record()),
        css="dl-page dl-share",
    )


def command(query: str, called: str) -> str:
    """The command that writes the file of that name."""
    asked_for = f" --view {shlex.quote(query)}" if query else ""
    return f"python -m dateline export --format csv{asked_for} -o {called}"


def _record() -> Iterator[Node]:
    name = record.folders()[0].name
    files = node("code", f"{name}/")
    where = node("a", files, href=f"{record.repository()}/{name}") if record.repository() else files
    yield node(
        "p",
        *filled(
            _(
                "Every record is written by hand in YAML, one file a category and year, in {folder} of the project; its codebook explains each "
                "field. The files above are made of it."
            ),
            folder=where,
        ),
    )


def _lately(view: View) -> None:
    def days(_value: object) -> None:
        st.session_state[_MANY] = many + lately.DAYS

    def whole(value: object) -> None:
        st.session_state[_WHOLE] = parse_day(value) if isinstance(value, str) else None

    many: int = st.session_state.get(_MANY, lately.DAYS)
    opened: date | None = st.session_state.get(_WHOLE)
    document = lately.document(view.tables, replace(view.selection, event=""), many, opened)
    nodes.show("dl-lately", document, {"days": days, "whole": whole})

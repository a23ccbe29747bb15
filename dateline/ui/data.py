"""The Data & downloads page: the events on screen as files, as figures, as a citation, inside another page, on the command line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import BoundedSemaphore

import streamlit as st

from dateline.address import encode
from dateline.dates import parse_day
from dateline.described import in_words
from dateline.export import FORMATS, bundle, citation, figure
from dateline.quantities import claimed
from dateline.selection import Selection, apply, filters_of
from dateline.tables import Tables, remembered
from dateline.ui import asked, cite, embed, lately, listing, nodes, nothing, parts, record
from dateline.ui.nodes import Node, Packed, filled, node
from dateline.ui.views import View
from dateline.words import N_, _, speaking
from dateline.words import name as name_of

ZIP = N_("To keep: the data as CSV, JSON and Parquet, with codebook, schema, licence and how to cite it.")
FEW = 2
"""Figures that a claim must have for a picture of them to be on offer."""
Sizes = tuple[tuple[str, int], ...]
"""Ending of a file -> its bytes."""
AT_ONCE = 2
"""Files that are made at the same time, for all readers together."""
LONGEST_WAIT = 20.0
"""Seconds that a file waits for its turn."""
_TURNS = BoundedSemaphore(AT_ONCE)
_MADE, _MANY, _WHOLE, _CLAIM = "_data_made", "_data_days", "_data_whole", "_data_claim"
_WANTED, _ASKED = "_data_wanted", "_data_asked"


def show(view: View) -> None:
    """The page: one document, and the button of the file that was asked for."""
    base = record.address()
    history, of_history = _lately(view)
    if not view.shown.ids:
        nodes.show("dl-data-head", head(view))
        nothing.show(view)
        nodes.show("dl-data-share", nodes.joined(nodes.pack([share(view, base)]), history), of_history)
        return
    claims = pictured(view.tables)
    claim = _claim(view, claims) if claims else ""
    wanted = _wanted(view, claim)
    document = _document(view.tables, view.selection, claim, base, _sizes(view), figure.picture_missing())
    press = nodes.pack([node("span", data_press=f".st-key-{wanted.key} button")]) if wanted and wanted.fresh else None
    nodes.show("dl-data", nodes.joined(document, history, press), {"file": _want, "claim": _choose_claim, **of_history})
    if wanted:
        _save(wanted, view, claim, base)


@remembered
def _document(tables: Tables, selection: Selection, claim: str, base: str, sizes: Sizes, missing: str) -> Packed:
    view = View(tables, selection, apply(selection, tables), tables)
    parts_ = (head(view), _files(sizes), _figures(view, pictured(tables), claim, missing), share(view, base))
    return nodes.pack([node("div", *parts_, css="dl-page")])


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


def _files(sizes: Sizes) -> Node:
    made = dict(sizes)
    return node(
        "article",
        node(
            "section",
            node("h2", _("As data")),
            node("div", *(part for row in _rows() for part in _file(*row, made.get(row[0]))), css="dl-files"),
        ),
        css="dl-page",
    )


def _rows() -> list[tuple[str, str, str]]:
    """Ending, name and use of each file."""
    return [("zip", "Zip", _(ZIP)), *((one.extension, _(one.name), _(one.about)) for one in FORMATS.values())]


def _file(ending: str, name: str, about: str, size: int | None) -> Iterator[Node]:
    """A button, and what its file is good for; its size once it was made."""
    yield node("button", name, css="dl-button", type="button", data_action="file", data_value=ending)
    yield node("p", f"{about} {_size(size)}" if size is not None else about, css="dl-quiet")


def _sizes(view: View) -> Sizes:
    """Of the files of this view that were made."""
    made = st.session_state.get(_MADE)
    if not made:
        return ()
    sizes = ((ending, made.get(_stamp(view, file_name(view, ending)))) for ending, _name, _about in _rows())
    return tuple((ending, size) for ending, size in sizes if size is not None)


def _stamp(view: View, called: str) -> tuple[str, str]:
    """A file of this name, and what it holds."""
    return called, encode(of_files(view.selection))


def _size(many: int) -> str:
    return f"({many / 1e6:,.1f} MB)" if many >= 1e6 else f"({many / 1e3:,.0f} kB)"


@dataclass
class Wanted:
    """A file that was asked for: by what its button sends, of which view, and how many were asked for before."""

    value: str
    number: int
    view: tuple[Selection, str] | None = None
    fresh: bool = True

    @property
    def key(self) -> str:
        """Of Streamlit's button; its number tells it from that of the same file of another view."""
        return f"dl-wanted-{self.number}"


def _want(value: object) -> None:
    """In a callback: a file was asked for."""
    number = st.session_state[_ASKED] = st.session_state.get(_ASKED, 0) + 1
    st.session_state[_WANTED] = Wanted(value, number) if isinstance(value, str) else None


def _wanted(view: View, claim: str) -> Wanted | None:
    """The file that was asked for, as long as the view is the same; fresh in the first run after it was."""
    wanted: Wanted | None = st.session_state.get(_WANTED)
    if wanted is None:
        return None
    now = (view.selection, claim)
    wanted.fresh, wanted.view = wanted.view is None, wanted.view or now
    return wanted if wanted.view == now else None


def _save(wanted: Wanted, view: View, claim: str, base: str) -> None:
    """Draw the button of the file that was asked for, which the browser presses once.

    Streamlit makes a file when its own button is pressed, outside of any run, and says there when it could not be made; a button for each
    file that could be asked for would cost every run. It stays until the view changes, for who asks again.
    """
    file = _asked_for(wanted.value, view, claim, base)
    if file is None:
        return
    called, mime, write = file
    with st.container(key="dl-wanted"):
        # A run after the click would take the file away for a moment.
        st.download_button(
            called,
            write,
            file_name=called,
            mime=mime,
            key=wanted.key,
            on_click="ignore",
            icon=":material/download:",
            type="primary",
        )


def _asked_for(value: str, view: View, claim: str, base: str) -> tuple[str, str, Callable[[], bytes]] | None:
    """Name, type and maker of a file, by what its button sends: "csv", "timeline:svg"; None for anything else."""
    tables, ids, query = view.tables, view.shown.ids, encode(of_files(view.selection))
    name, _colon, ending = value.partition(":")
    if ending:
        selection = next((one for other, _words, one in _pictures(view, claim) if other == name), None)
        kind = next((one for one in _kinds(figure.picture_missing()) if one == ending), None)
        if selection is None or kind is None:
            return None
        called = f"dateline-{name}{f'-{claim}' if name == 'claim' else ''}.{kind}"
        return called, figure.MIME[kind], partial(in_turn, partial(figure.write, name, kind, tables, selection, base))
    called = file_name(view, name)
    found = next((one for one in FORMATS.values() if one.extension == name), None)
    if found:
        return called, found.mime, partial(_make, _stamp(view, called), partial(found.write, tables, ids, query), _made())
    if name == "zip":
        write = partial(bundle.write, tables, ids, query, record.folders())
        return called, bundle.MIME, partial(_make, _stamp(view, called), write, _made())
    return None


def _made() -> MutableMapping[tuple[str, str], int]:
    made: MutableMapping[tuple[str, str], int] = st.session_state.setdefault(_MADE, {})
    return made


def _make(stamp: tuple[str, str], write: Callable[[], bytes], made: MutableMapping[tuple[str, str], int]) -> bytes:
    """Make a file and note its size. Called outside of a run, where the session cannot be asked."""
    content = in_turn(write)
    made[stamp] = len(content)
    return content


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


def _kinds(missing: str) -> Sequence[figure.Kind]:
    """Kinds of figures that can be made where that is missing for pictures."""
    return figure.KINDS[:1] if missing else figure.KINDS


def _pictures(view: View, claim: str) -> Iterator[tuple[str, str, Selection]]:
    """The figures of this view, that of the claim last."""
    yield from offered(view)
    if claim:
        named = pictured(view.tables)[claim]
        yield "claim", _("Figures as claimed: {claim}").format(claim=named), replace(view.selection, claim=claim)


def _figures(view: View, claims: Mapping[str, str], claim: str, missing: str) -> Node:
    kinds = _kinds(missing)
    cells: list[Node] = []
    for name, words, _selection in _pictures(view, claim):
        cells += [
            node(
                "button", kind.upper(), css="dl-button", type="button", data_action="file", data_value=f"{name}:{kind}",
                aria_label=f"{kind.upper()}: {words}",
            )
            for kind in kinds
        ]  # fmt: skip
        cells.append(_choice(claims, claim) if name == "claim" else node("p", words, css="dl-quiet"))
    return node(
        "article",
        node("section", *_about_figures(missing), node("div", *cells, css=f"dl-files dl-files-{len(kinds)}")),
        css="dl-page",
    )


def _choice(claims: Mapping[str, str], claim: str) -> Node:
    named = _("Figures as claimed: {claim}")
    options = (
        node("option", named.format(claim=name), value=one, selected="" if one == claim else None) for one, name in claims.items()
    )
    return node(
        "select",
        *options,
        css="dl-select",
        id="dl-data-claim",
        data_action="claim",
        aria_label=_("Claim whose figures are drawn"),
    )


def _choose_claim(value: object) -> None:
    """In a callback: the claim whose figures are drawn; anything else is not one of them, and the next run sees to it."""
    st.session_state[_CLAIM] = value


def _claim(view: View, claims: Mapping[str, str]) -> str:
    """The claim whose figures are drawn: the one chosen here, else the one that is open, else the first."""
    wanted: tuple[object, ...] = (st.session_state.get(_CLAIM), view.selection.claim)
    return next((one for one in wanted if isinstance(one, str) and one in claims), next(iter(claims)))


def _about_figures(why: str) -> Iterator[Node]:
    yield node("h2", _("As figures"))
    yield node(
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
    )
    if why:
        yield node("p", _(why), css="dl-quiet")


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


def _lately(view: View) -> tuple[Packed, dict[str, Callable[[object], None]]]:
    """The record's own history, and what can be done in it."""

    def days(_value: object) -> None:
        st.session_state[_MANY] = many + lately.DAYS

    def whole(value: object) -> None:
        st.session_state[_WHOLE] = parse_day(value) if isinstance(value, str) else None

    many: int = st.session_state.get(_MANY, lately.DAYS)
    opened: date | None = st.session_state.get(_WHOLE)
    return lately.document(view.tables, replace(view.selection, event=""), many, opened), {"days": days, "whole": whole}

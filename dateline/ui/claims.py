"""The Claims page's parts: a ledger of what is said to be so, and the whole thread of one claim.

Everything comes from ``Tables.threads``, so a page of an earlier day tells what was known on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

import streamlit as st

from dateline.dates import day_label, days_between
from dateline.model import Event, Quantity, Stance
from dateline.registers import Claim
from dateline.selection import Selection
from dateline.standing import CLAIM_MEANING, CLAIM_WORDS, ClaimWord, Standing, Thread, Voice
from dateline.tables import Tables, remembered
from dateline.ui import changed, claimed, nodes, parts, wording
from dateline.ui.nodes import Node, Packed, filled, node
from dateline.ui.stances import STANCES, Axis, axis_over, mark, strip, verb
from dateline.ui.views import View
from dateline.words import _, counted, language, listed, name, title

THREAD = 200
"""Occasions of a claim's thread that are listed at once, the latest; a button brings the earlier ones."""
_MANY = "_thread_many"


def show(view: View) -> None:
    """The chosen claim with its figures and its thread, or all claims."""
    of, many = st.session_state.get(_MANY, ("", THREAD))
    many = max(many, THREAD) if of == view.selection.claim else THREAD
    first, *rest = _packed(view.tables, view.selection, many)
    nodes.show("dl-claims", first)
    if rest:
        claimed.show(view, view.selection.claim)

        def more(_value: object) -> None:
            st.session_state[_MANY] = (view.selection.claim, many + THREAD)

        nodes.show("dl-claim-thread", rest[0], {"more": more})


@remembered
def _packed(tables: Tables, selection: Selection, many: int = THREAD) -> tuple[Packed, ...]:
    """The ledger, or what stands above and below the figures of the chosen claim."""
    claim = tables.registers.claims.get(selection.claim)
    pieces = [_head(claim, tables, selection), _steps(claim, tables, selection, many)] if claim else [_ledger(tables, selection)]
    return tuple(nodes.pack(piece) for piece in pieces)


def page(view: View) -> Node:
    """The document: one claim when it is chosen, else the ledger."""
    tables, selection = view.tables, view.selection
    claim = tables.registers.claims.get(selection.claim)
    return node("div", _head(claim, tables, selection), _steps(claim, tables, selection)) if claim else _ledger(tables, selection)


def standing_badge(word: ClaimWord) -> Node:
    """The word for a claim's standing, with its meaning."""
    return node("span", _(CLAIM_WORDS[word]), css=f"dl-status dl-status-{word}", title=_(CLAIM_MEANING[word]))


def _ledger(tables: Tables, selection: Selection) -> Node:
    claims = tables.registers.claims
    spoken = [claim for claim in claims.values() if tables.threads[claim.id].voices]
    spoken.sort(key=lambda claim: -len(tables.threads[claim.id].voices))
    silent = [name(claim) for claim in claims.values() if not tables.threads[claim.id].voices]
    days = [voice.day for claim in spoken for voice in tables.threads[claim.id].voices]
    axis = axis_over(days) if days else None
    return node(
        "article",
        node("h1", _("Claims")),
        node(
            "p",
            _(
                "What is said to be so, who says it, who denies it, and how that changed. A standing is derived from who says what; "
                "it is never our verdict."
            ),
            css="dl-lead",
        ),
        node("p", _tally(spoken, tables), css="dl-tally") if spoken else None,
        _legend() if spoken else node("p", _nobody_spoke(tables), css="dl-quiet"),
        *(_entry(claim, tables, selection, axis) for claim in spoken if axis),
        node("p", _silent(silent, tables), css="dl-quiet dl-unspoken") if silent else None,
        css="dl-page dl-claims",
    )


def _nobody_spoke(tables: Tables) -> str:
    if tables.on:
        return _("Nobody has spoken on a claim by {date}.").format(date=day_label(tables.on))
    return _("Nobody has spoken on a claim.")


def _silent(names: list[str], tables: Tables) -> str:
    if tables.on:
        return _("No voices on record by {date}: {claims}.").format(date=day_label(tables.on), claims=listed(names))
    return _("No voices on record: {claims}.").format(claims=listed(names))


def _tally(claims: Sequence[Claim], tables: Tables) -> Node:
    words = [tables.threads[claim.id].on().word for claim in claims]
    numbers = [
        _("{n} {standing}").format(n=words.count(word), standing=_(said).lower())
        for word, said in CLAIM_WORDS.items()
        if word in words
    ]
    when = _("As known on {date}").format(date=day_label(tables.on)) if tables.on else _("Today")
    return node(
        "span",
        node("b", counted(len(claims), "{when}, {n} claim: ", "{when}, {n} claims: ", when=when)),
        f"{listed(numbers)}. ",
        node("span", _("Most voices first. Filters do not cut claims."), css="dl-quiet"),
    )


def _legend() -> Node:
    return node(
        "ul",
        *(node("li", mark(stance), node("b", _(words.one)), f" {_(words.meaning)}") for stance, words in STANCES.items()),
        css="dl-stances",
        aria_label=_("What the marks mean"),
    )


def _entry(claim: Claim, tables: Tables, selection: Selection, axis: Axis) -> Node:
    thread = tables.threads[claim.id]
    return node(
        "section",
        node(
            "div",
            node("h2", parts.link_to_claim(selection, claim.id, name(claim))),
            _standing(thread),
            css="dl-claim-head",
        ),
        node("p", f"{claim.proposition_in(language())}.", css="dl-proposition"),
        *_picture_and_facts(claim, thread, tables, selection, axis),
        node(
            "p",
            parts.link_to_claim(selection, claim.id, _whole(thread), css="dl-button dl-small"),
        ),
        css="dl-claim",
        aria_label=name(claim),
    )


def _whole(thread: Thread) -> str:
    number = len(_occasions(thread.voices))
    return counted(number, "Open its one statement", "The whole thread, {n} statements")


def _standing(thread: Thread) -> Node | None:
    word = thread.on().word
    if word is None:
        return None
    return node(
        "p", standing_badge(word), node("span", _(" since {date}").format(date=day_label(thread.days[-1])), css="dl-quiet")
    )


def _picture_and_facts(claim: Claim, thread: Thread, tables: Tables, selection: Selection, axis: Axis) -> Iterable[Node]:
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
            node("dt", _("Moved")),
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
    origins = counted(standing.origins(stance), "{n} independent origin", "{n} independent origins")
    return node(
        "div",
        node("dt", mark(stance), verb(stance, len(parties)).capitalize()),
        node(
            "dd",
            node("p", parts.links_to_actors(parties, tables, selection)),
            node(
                "p",
                origins
                if latest.day == first.day
                else _("{origins}, latest {date}").format(origins=origins, date=day_label(latest.day)),
                css="dl-quiet",
            ),
            node(
                "p",
                _("First {stance} {date}{after}: ").format(
                    stance=_(STANCES[stance].noun), date=day_label(first.day), after=_days_after(first, very_first)
                ),
                parts.link_to_page(event, selection, title(event)),
                css="dl-first",
            ),
        ),
    )


def _days_after(first: Voice, very_first: Voice) -> str:
    if first is very_first:
        return ""
    days = days_between(very_first.day, first.day)
    noun = _(STANCES[very_first.stance].noun)
    if days:
        return counted(days, ", {n} day after the first {stance}", ", {n} days after the first {stance}", stance=noun)
    return _(", the same day as the first {stance}").format(stance=noun)


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
    then, now = (_(STANCES[voice.stance].past).format(date=day_label(voice.day)) for voice in (before, after))
    return _("{who} {before}, {after}").format(who=wording.name(after.party, tables), before=then, after=now)


def _head(claim: Claim, tables: Tables, selection: Selection) -> Node:
    thread = tables.threads[claim.id]
    facts = (
        [_legend(), *_picture_and_facts(claim, thread, tables, selection, axis_over([voice.day for voice in thread.voices]))]
        if thread.voices
        else [_nobody(tables)]
    )
    return node(
        "article",
        node("p", parts.link_to_claim(selection, "", _("← All claims"), css="dl-back")),
        node("div", node("h1", name(claim)), _standing(thread), css="dl-claim-head"),
        node("p", f"{claim.proposition_in(language())}.", css="dl-lead"),
        node("p", node("span", _("Accused: "), css="dl-quiet"), parts.links_to_actors(claim.accused, tables, selection))
        if claim.accused
        else None,
        changed.of_claim(claim.id, tables, selection),
        *facts,
        css="dl-page dl-claims",
        data_top=claim.id,
    )


def _nobody(tables: Tables) -> Node:
    words = (
        _("Nobody is on record with a word on it by {date}.").format(date=day_label(tables.on))
        if tables.on
        else _("Nobody is on record with a word on it.")
    )
    return node("p", words, css="dl-quiet")


def _steps(claim: Claim, tables: Tables, selection: Selection, many: int = THREAD) -> Node:
    thread = tables.threads[claim.id]
    return node("article", *(_thread(claim, thread, tables, selection, many) if thread.voices else ()), css="dl-page dl-claims")


def _thread(claim: Claim, thread: Thread, tables: Tables, selection: Selection, many: int) -> Iterable[Node]:
    moved = {after: before for before, after in _moves(thread.voices)}
    ends = (*thread.days[1:], date.max)
    occasions = _occasions(thread.voices)
    earlier = max(len(occasions) - many, 0)
    if earlier:
        words = _("Show {n} earlier of {total}").format(n=f"{min(earlier, THREAD):,}", total=f"{earlier:,}")
        yield node("p", node("button", words, css="dl-button", data_action="more", type="button"), css="dl-actions")
    listed_voices = [voice for said in occasions[earlier:] for voice in said]
    for begins, ends_before, word in zip(thread.days, ends, thread.words, strict=True):
        voices = [
            voice for voice in listed_voices if begins <= voice.day and (voice.day < ends_before or ends_before == date.max)
        ]
        if not voices:
            continue
        yield node(
            "section",
            node(
                "h2",
                node("span", _("From {date}: ").format(date=day_label(begins)), css="dl-from"),
                node("span", _(CLAIM_WORDS[word]), css=f"dl-status dl-status-{word}"),
            ),
            node("p", _(CLAIM_MEANING[word]), css="dl-quiet"),
            node("ol", *(_item(said, claim, tables, selection, moved) for said in _occasions(voices)), css="dl-thread"),
            css="dl-step",
        )


def _occasions(voices: Iterable[Voice]) -> list[list[Voice]]:
    """Voices of one event together, in order of day."""
    return [list(said) for _event_id, said in groupby(voices, key=lambda voice: voice.event)]


def _item(voices: Sequence[Voice], claim: Claim, tables: Tables, selection: Selection, moved: Mapping[Voice, Voice]) -> Node:
    """One event of the thread: who takes which stance in it, its title and pages, its figures on the claim."""
    event = _event(voices[0], tables)
    figures = [figure for figure in event.quantities if figure.claim == claim.id]
    return node(
        "li",
        node("time", day_label(voices[0].day), css="dl-day", datetime=voices[0].day.isoformat()),
        node(
            "div",
            *(_who(stance, said, tables, selection) for stance, said in _by_stance(voices).items()),
            node(
                "p",
                parts.link_to_page(event, selection, title(event)),
                node("span", " · ", _sources(voices, event, tables), css="dl-quiet"),
            ),
            node("ul", *(_figure(figure, tables) for figure in figures), css="dl-figures") if figures else None,
            *(
                node("p", _("Moved: {how}").format(how=_move(moved[voice], voice, tables)), css="dl-moved")
                for voice in voices
                if voice in moved
            ),
        ),
    )


def _by_stance(voices: Iterable[Voice]) -> dict[Stance, list[Voice]]:
    found: dict[Stance, list[Voice]] = {}
    for voice in voices:
        found.setdefault(voice.stance, []).append(voice)
    return found


def _who(stance: Stance, voices: Sequence[Voice], tables: Tables, selection: Selection) -> Node:
    whose = voices[0].party
    # The strip names the state of a body that speaks, so a body that speaks alone is told with it.
    body = len(voices) == 1 and whose != voices[0].by
    return node(
        "p",
        mark(stance),
        *filled(
            _("{who} {stance}"),
            who=[
                node("b", parts.links_to_actors((voice.by for voice in voices), tables, selection)),
                *([node("span", f" ({wording.name(whose, tables)})", css="dl-quiet")] if body else []),
            ],
            stance=verb(stance, len(voices)),
        ),
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

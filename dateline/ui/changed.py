"""What changed since a day, in words: for the view on the Timeline, for one claim on its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dateline import changes
from dateline.changes import Changes, Moved, Restated, Said
from dateline.dates import day_label, label
from dateline.known import as_known
from dateline.model import Stance
from dateline.selection import Selection, apply
from dateline.standing import CLAIM_WORDS, STATUS_WORDS, ClaimWord
from dateline.tables import Tables, remembered
from dateline.ui import nodes, parts, state, wording
from dateline.ui.nodes import Node, filled, node
from dateline.ui.views import View
from dateline.words import N_, _, counted, name, title

MOST_LISTED = 12
"""Events named one by one; the rest is counted."""


class _New(NamedTuple):
    """What is said of new words of a stance: of none, of one, of several; and of the first one, alone and with others."""

    none: str
    one: str
    many: str
    first: str
    firsts: str


_NEW: dict[Stance, _New] = {
    "affirms": _New(
        N_("no new allegation"), N_("{n} new allegation"), N_("{n} new allegations"), N_("the first allegation ({date})"),
        N_("{n} allegations, the first on {date}"),
    ),
    "denies": _New(
        N_("no new denial"), N_("{n} new denial"), N_("{n} new denials"), N_("the first denial ({date})"),
        N_("{n} denials, the first on {date}"),
    ),
    "corroborates": _New(
        N_("no new corroboration"), N_("{n} new corroboration"), N_("{n} new corroborations"), N_("the first corroboration ({date})"),
        N_("{n} corroborations, the first on {date}"),
    ),
    "acknowledges": _New(
        N_("no new acknowledgement"), N_("{n} new acknowledgement"), N_("{n} new acknowledgements"),
        N_("the first acknowledgement ({date})"), N_("{n} acknowledgements, the first on {date}"),
    ),
}  # fmt: skip


def panel(view: View) -> None:
    """On the Timeline: what became public since the day in ``since``; nothing when there is none."""
    if view.selection.since is not None:
        content = _panel(view.everything, view.selection, view.selection.since, until(view.selection))
        nodes.show("dl-changed", content, {"choose": lambda value: state.choose(value, view.everything)})


def until(selection: Selection) -> date:
    """The day up to which changes are told: the one whose knowledge is shown, else today."""
    return selection.known or date.today()


@remembered
def _panel(tables: Tables, selection: Selection, since: date, last: date) -> nodes.Packed:
    return nodes.pack(document(tables, selection, since, last))


def document(tables: Tables, selection: Selection, since: date, last: date) -> Node:
    """The changes of a view: one sentence, and behind it what they are."""
    if since >= last:
        return node("p", node("b", _title(since, last)), _(" Choose an earlier day."), css="dl-notice")
    now = as_known(tables, last)
    shown = tuple(sorted(apply(selection, now).ids))
    found = changes.between(tables, since, last, None if len(shown) == len(now.records) else shown)
    nothing = not (found.events or found.moved or found.restated)
    lead = node("span", node("b", f"{_title(since, last)} "), _sentence(found, now))
    if nothing:
        return node("p", lead, css="dl-notice dl-changed")
    return node(
        "details",
        node("summary", lead),
        *_claims_moved(found.moved, tables, selection),
        *_restated(found.restated, now, selection),
        *_events(found, now, selection),
        css="dl-notice dl-changed",
    )


def _title(since: date, last: date) -> str:
    if last >= date.today():
        return _("Since {date}:").format(date=day_label(since))
    return _("Since {date} and until {last}:").format(date=day_label(since), last=day_label(last))


def _sentence(found: Changes, now: Tables) -> str:
    if not found.events:
        became = _("nothing became public")
    else:
        counts = Counter(now.records[one].category for one in found.events)
        names = _(", ").join(wording.of_category(count, one, now) for one, count in counts.most_common())
        became = counted(
            len(found.events),
            "{n} event became public ({categories})",
            "{n} events became public ({categories})",
            categories=names,
        )
    pieces = [became]
    if found.late:
        pieces.append(
            counted(
                len(found.late),
                "{n} of them happened before and was told of only later",
                "{n} of them happened before and were told of only later",
            )
        )
    pieces.append(
        counted(len(found.moved), "{n} claim has another standing", "{n} claims have another standing")
        if found.moved
        else _("no claim has another standing")
    )
    if found.restated:
        pieces.append(
            counted(
                len(found.restated), "{n} event known before is judged otherwise", "{n} events known before are judged otherwise"
            )
        )
    return f"{'; '.join(pieces)}."


def _claims_moved(moved: Sequence[Moved], tables: Tables, selection: Selection) -> Iterable[Node]:
    if moved:
        yield node("h3", _("Claims with another standing"))
        yield node(
            "ul",
            *(
                node(
                    "li",
                    parts.link_to_claim(selection, one.claim, name(tables.registers.claims[one.claim])),
                    f": {_step(one.before, one.after)}",
                )
                for one in moved
            ),
        )


def _step(before: ClaimWord | None, after: ClaimWord | None) -> str:
    return f"{_word(before)} → {_word(after)}"


def _word(word: ClaimWord | None) -> str:
    return _(CLAIM_WORDS[word]).lower() if word else _("no word on record")


def _restated(restated: Sequence[Restated], now: Tables, selection: Selection) -> Iterable[Node]:
    if restated:
        yield node("h3", _("Events that were known and have another standing"))
        items = [
            node(
                "li",
                parts.link_to(now.records[one.event].event, selection, title(now.records[one.event].event)),
                f": {_(STATUS_WORDS[one.before]).lower()} → {_(STATUS_WORDS[one.after]).lower()}",
            )
            for one in restated
        ]
        yield node("ul", *_cut(items))


def _events(found: Changes, now: Tables, selection: Selection) -> Iterable[Node]:
    for heading, ids in ((_("Told of only later"), found.late), (_("Became public, the latest first"), found.events[::-1])):
        if ids:
            yield node("h3", heading)
            yield node("ul", *_cut([node("li", _event(one, now, selection)) for one in ids]))


def _event(event_id: str, now: Tables, selection: Selection) -> list[Node]:
    event = now.records[event_id].event
    return [
        parts.link_to(event, selection, title(event)),
        node("span", f" {label(event.date)}", css="dl-quiet"),
        node("span", f" · {late}", css="dl-quiet") if (late := wording.reported(event)) else "",
    ]


def _cut(items: list[Node]) -> list[Node]:
    rest = len(items) - MOST_LISTED
    return items if rest <= 0 else [*items[:MOST_LISTED], node("li", _("and {n} more").format(n=f"{rest:,}"), css="dl-quiet")]


def of_claim(claim: str, tables: Tables, selection: Selection) -> Node | None:
    """On a claim's page: what was said of it since the day in ``since``; None when there is none."""
    if selection.since is None:
        return None
    since, last = selection.since, tables.on or date.today()
    if since >= last:
        return node("p", node("b", _title(since, last)), _(" Choose an earlier day."), css="dl-notice")
    said = changes.of_claim(tables, claim, since, last)
    return node(
        "div",
        node("p", node("b", f"{_title(since, last)} "), f"{claim_sentence(said)}."),
        node(
            "p",
            *filled(
                _("Standing: {standing}."),
                standing=_step(said.before, said.after)
                if said.before != said.after
                else _("still {standing}").format(standing=_word(said.after)),
            ),
        ),
        node("p", filled(_("Spoke for the first time: {names}."), names=wording.names(said.parties, tables)))
        if said.parties
        else None,
        css="dl-notice dl-changed",
        role="status",
    )


def claim_sentence(said: Said) -> str:
    """As "14 new allegations, the first corroboration (2 May 2024), no new denial"."""
    words = []
    for stance, new in _NEW.items():
        number = said.count(stance)
        if stance in said.first:
            first = next(voice for voice in said.voices if voice.stance == stance)
            words.append(_(new.first if number == 1 else new.firsts).format(n=number, date=day_label(first.day)))
        elif number or stance in ("affirms", "denies"):
            words.append(_(new.none if not number else new.one if number == 1 else new.many).format(n=number))
    return _(", ").join(words)

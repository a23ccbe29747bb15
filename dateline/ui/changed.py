"""What changed since a day, in words: for the view on the Timeline, for one claim on its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from dateline import changes
from dateline.changes import Changes, Moved, Restated, Said
from dateline.dates import day_label, label
from dateline.model import Stance
from dateline.selection import Selection, apply
from dateline.standing import CLAIM_WORDS, STATUS_WORDS, ClaimWord, Voice
from dateline.tables import Tables, as_known, remembered
from dateline.ui import nodes, parts, state, wording
from dateline.ui.nodes import Node, node
from dateline.ui.views import View

MOST_LISTED = 12
"""Events named one by one; the rest is counted."""
_NEW: dict[Stance, tuple[str, str]] = {
    "affirms": ("allegation", "allegations"),
    "denies": ("denial", "denials"),
    "corroborates": ("corroboration", "corroborations"),
    "acknowledges": ("acknowledgement", "acknowledgements"),
}


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
        return node("p", node("b", _title(since, last)), " Choose an earlier day.", css="dl-notice")
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
    end = "" if last >= date.today() else f" and until {day_label(last)}"
    return f"Since {day_label(since)}{end}:"


def _sentence(found: Changes, now: Tables) -> str:
    if not found.events:
        became = "nothing became public"
    else:
        became = f"{wording.counted(len(found.events), 'event')} became public"
        counts = Counter(now.records[one].category for one in found.events)
        names = {entry.id: entry.name.lower() for entry in now.registers.categories.values()}
        became += f" ({', '.join(f'{count} {names.get(one, one)}' for one, count in counts.most_common())})"
    pieces = [became]
    if found.late:
        pieces.append(
            f"{len(found.late)} of them happened before and {'was' if len(found.late) == 1 else 'were'} told of only later"
        )
    pieces.append(
        f"{wording.counted(len(found.moved), 'claim')} {'has' if len(found.moved) == 1 else 'have'} another standing"
        if found.moved
        else "no claim has another standing"
    )
    if found.restated:
        number = len(found.restated)
        pieces.append(f"{wording.counted(number, 'event')} known before {'is' if number == 1 else 'are'} judged otherwise")
    return f"{'; '.join(pieces)}."


def _claims_moved(moved: Sequence[Moved], tables: Tables, selection: Selection) -> Iterable[Node]:
    if moved:
        yield node("h3", "Claims with another standing")
        yield node(
            "ul",
            *(
                node(
                    "li",
                    parts.link_to_claim(selection, one.claim, tables.registers.claims[one.claim].name),
                    f": {_step(one.before, one.after)}",
                )
                for one in moved
            ),
        )


def _step(before: ClaimWord | None, after: ClaimWord | None) -> str:
    return f"{_word(before)} → {_word(after)}"


def _word(word: ClaimWord | None) -> str:
    return CLAIM_WORDS[word].lower() if word else "no word on record"


def _restated(restated: Sequence[Restated], now: Tables, selection: Selection) -> Iterable[Node]:
    if restated:
        yield node("h3", "Events that were known and have another standing")
        items = [
            node(
                "li",
                parts.link_to(now.records[one.event].event, selection, now.records[one.event].event.title),
                f": {STATUS_WORDS[one.before].lower()} → {STATUS_WORDS[one.after].lower()}",
            )
            for one in restated
        ]
        yield node("ul", *_cut(items))


def _events(found: Changes, now: Tables, selection: Selection) -> Iterable[Node]:
    for title, ids in (("Told of only later", found.late), ("Became public, the latest first", found.events[::-1])):
        if ids:
            yield node("h3", title)
            yield node("ul", *_cut([node("li", _event(one, now, selection)) for one in ids]))


def _event(event_id: str, now: Tables, selection: Selection) -> list[Node]:
    event = now.records[event_id].event
    return [
        parts.link_to(event, selection, event.title),
        node("span", f" {label(event.date)}", css="dl-quiet"),
        node("span", f" · {late}", css="dl-quiet") if (late := wording.reported(event)) else "",
    ]


def _cut(items: list[Node]) -> list[Node]:
    rest = len(items) - MOST_LISTED
    return items if rest <= 0 else [*items[:MOST_LISTED], node("li", f"and {rest:,} more", css="dl-quiet")]


def of_claim(claim: str, tables: Tables, selection: Selection) -> Node | None:
    """On a claim's page: what was said of it since the day in ``since``; None when there is none."""
    if selection.since is None:
        return None
    since, last = selection.since, tables.on or date.today()
    if since >= last:
        return node("p", node("b", _title(since, last)), " Choose an earlier day.", css="dl-notice")
    said = changes.of_claim(tables, claim, since, last)
    return node(
        "div",
        node("p", node("b", f"{_title(since, last)} "), f"{claim_sentence(said)}."),
        node(
            "p", "Standing: ", _step(said.before, said.after) if said.before != said.after else f"still {_word(said.after)}", "."
        ),
        node("p", "Spoke for the first time: ", wording.names(said.parties, tables), ".") if said.parties else None,
        css="dl-notice dl-changed",
        role="status",
    )


def claim_sentence(said: Said) -> str:
    """As "14 new allegations, the first corroboration (2 May 2024), no new denial"."""
    words = []
    for stance, (one, many) in _NEW.items():
        number = said.count(stance)
        if stance in said.first:
            first = next(voice for voice in said.voices if voice.stance == stance)
            words.append(_first(one, many, number, first))
        elif number or stance in ("affirms", "denies"):
            words.append(f"{number or 'no'} new {many if number > 1 else one}")
    return ", ".join(words)


def _first(one: str, many: str, number: int, first: Voice) -> str:
    if number == 1:
        return f"the first {one} ({day_label(first.day)})"
    return f"{number} {many}, the first on {day_label(first.day)}"

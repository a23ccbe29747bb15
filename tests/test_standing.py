"""Status of an event, derived from who says what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest

from dateline.model import Event
from dateline.reader import read
from dateline.registers import Actor
from dateline.standing import (
    CLAIM_MEANING,
    CLAIM_WORDS,
    STATUS_MEANING,
    STATUS_WORDS,
    STATUSES,
    ClaimWord,
    Status,
    Thread,
    lineage,
    members,
    party,
    status_history,
    statuses,
    threads,
)
from tests.conftest import Small, source

Change = Callable[[Small], object]


def status_of(event_id: str, small: Small) -> Status:
    record = read(small.write())
    assert not record.problems, "\n".join(map(str, record.problems))
    return statuses([located.event for located in record.events], record.registers)[event_id]


def link(to: str, kind: str, basis: str = "documented") -> dict[str, Any]:
    return {"to": to, "kind": kind, "basis": basis, "source": 1}


def stance(kind: str, by: str) -> dict[str, Any]:
    return {"claim": "shells", "stance": kind, "by": by}


CLAIM = "2023-10-13-containers"
VISIT = "2023-08-11-plants"
DRILL = "2023-08-21-summer-drill"
DENIAL = "2023-10-20-denial"


def healthy(_: Small) -> None:
    """No change."""


CASES: list[tuple[str, str, Change, Status]] = [
    ("an own account of an own act", VISIT, healthy, "self-reported"),
    ("an act that another party tells of", VISIT, lambda s: s.visit.update(claimed_by=["white-house"]), "alleged"),
    ("an accusation is not its subject's own act", CLAIM, lambda s: s.denial.pop("links"), "alleged"),
    ("somebody who took part without acting does not tell of an own act", VISIT,
     lambda s: s.visit["actors"][0].update(role="supplier"), "alleged"),
    ("a denial from another side", CLAIM, healthy, "disputed"),
    ("a denial that an editor draws from closeness in time only", CLAIM,
     lambda s: s.denial["links"][0].update(basis="temporal", note="same week"), "alleged"),
    ("a source whose origin denies", VISIT, lambda s: s.visit["sources"].append(source(origin="jcs", stance="denies")), "disputed"),
    ("an event that is itself a denial", DENIAL, lambda s: s.denial.update(stances=[stance("denies", "kremlin")]), "disputed"),
    ("an event that denies one thing and affirms another", DENIAL,
     lambda s: s.denial.update(stances=[stance("denies", "kremlin"), stance("affirms", "kremlin")]), "self-reported"),
    ("a source whose origin knows of it on its own", VISIT,
     lambda s: s.visit["sources"].append(source(origin="jcs", stance="corroborates")), "corroborated"),
    ("an event that corroborates it", VISIT,
     lambda s: s.denial["links"].append(link(VISIT, "corroborates")), "corroborated"),
    ("a newspaper that saw it with its own eyes", VISIT,
     lambda s: s.visit["sources"].append(source(origin="gazette", stance="corroborates")), "corroborated"),
    ("both sides tell of it, and the one that did not do it saw it itself", VISIT,
     lambda s: (s.visit.update(claimed_by=["kcna", "jcs"]), s.visit["sources"].append(source(origin="jcs", stance="corroborates"))), "corroborated"),
    ("both sides tell of it, and one contradicts the other", VISIT,
     lambda s: (s.visit.update(claimed_by=["kcna", "jcs"]), s.visit["sources"].append(source(origin="jcs", stance="denies"))), "disputed"),
    ("the claimant, again", VISIT, lambda s: s.visit["sources"].append(source(origin="kcna", stance="corroborates")), "self-reported"),
    ("another body of the claimant's state", VISIT,
     lambda s: s.visit["sources"].append(source(origin="kim-jong-un", stance="corroborates")), "self-reported"),
    ("an event of the claimant's own state that links to it", CLAIM,
     lambda s: (s.denial.update(claimed_by=["united-states"]), s.denial["links"][0].update(kind="corroborates")), "alleged"),
    ("a source that only gives context", VISIT, lambda s: s.visit["sources"].append(source(origin="jcs", stance="context")), "self-reported"),
    ("the accused says that it is so", CLAIM, lambda s: s.denial["links"][0].update(kind="acknowledges"), "acknowledged"),
    ("the accused says so, and the event is that acknowledgement", DENIAL,
     lambda s: s.denial.update(kind="acknowledgement", stances=[stance("acknowledges", "kremlin")]), "acknowledged"),
    ("the accused says so in the course of another act of its own", VISIT,
     lambda s: s.visit.update(stances=[stance("acknowledges", "kcna")]), "self-reported"),
    ("many sources that carry one account", VISIT, lambda s: s.visit["sources"].extend([source(), source(url="https://yna.co.kr/2")]), "self-reported"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "change", "status"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_status_follows_from_who_says_what(event: str, change: Change, status: Status, small: Small) -> None:
    change(small)
    assert status_of(event, small) == status


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        (["denies", "acknowledges", "corroborates"], "acknowledged"),
        (["corroborates", "denies"], "disputed"),
        (["corroborates"], "corroborated"),
        ([], "self-reported"),
    ],
)
def test_of_several_voices_the_first_rule_counts(kinds: list[str], status: Status, small: Small) -> None:
    small.visit["sources"] += [source(origin="jcs", stance=kind) for kind in kinds]
    assert status_of(VISIT, small) == status


def thread(small: Small, *said: tuple[str, str, str]) -> Thread:
    """The thread of the claim on shells when these days, voices and stances are all that is said of it; days of one event share a letter."""
    for _, event in small.events:
        event.pop("stances", None)
    for number, (day, who, kind) in enumerate(said):
        small.add("arms", f"{day}-{number}", claimed_by=["gazette-actor"], stances=[stance(kind, one) for one in who.split("+")])
    small.registers["actors"].append({"id": "gazette-actor", "name": "G", "type": "body"})
    record = read(small.write())
    assert not record.problems, "\n".join(map(str, record.problems))
    return threads([located.event for located in record.events], record.registers)["shells"]


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ([], []),
        ([("2023-09-01", "white-house", "affirms")], [("2023-09-01", "alleged")]),
        ([("2023-09-01", "kremlin", "denies")], [("2023-09-01", "denied")]),
        ([("2023-09-01", "kremlin", "denies"), ("2023-09-05", "white-house", "affirms")],
         [("2023-09-01", "denied"), ("2023-09-05", "disputed")]),
        # The claimant and its own state's other bodies do not bear themselves out.
        ([("2023-09-01", "white-house", "affirms"), ("2023-09-05", "united-states", "corroborates")], [("2023-09-01", "alleged")]),
        # Nor do those who speak in one statement.
        ([("2023-09-01", "white-house+jcs", "corroborates")], [("2023-09-01", "alleged")]),
        ([("2023-09-01", "white-house", "affirms"), ("2023-09-03", "kremlin", "denies"), ("2023-09-05", "jcs", "corroborates")],
         [("2023-09-01", "alleged"), ("2023-09-03", "disputed"), ("2023-09-05", "corroborated")]),
        # Somebody who is not accused cannot acknowledge; who is can, and a later denial does not undo it.
        ([("2023-09-01", "white-house", "affirms"), ("2023-09-03", "kremlin", "acknowledges"), ("2023-09-05", "kremlin", "denies")],
         [("2023-09-01", "alleged"), ("2023-09-03", "acknowledged")]),
        # One day has one word.
        ([("2023-09-01", "white-house", "affirms"), ("2023-09-01", "kremlin", "denies")], [("2023-09-01", "disputed")]),
    ],
)  # fmt: skip
def test_the_word_for_a_claim_follows_from_who_spoke_when(
    said: list[tuple[str, str, str]], changes: list[tuple[str, str]], small: Small
) -> None:
    found = thread(small, *said)
    assert [(str(day), word) for day, word in zip(found.days, found.words, strict=True)] == changes


def test_a_claim_on_a_day_knows_only_who_had_spoken(small: Small) -> None:
    found = thread(small, ("2023-09-01", "white-house", "affirms"), ("2023-09-03", "kremlin", "denies"))
    before, between, after = (found.on(date(2023, 8, 31)), found.on(date(2023, 9, 2)), found.on())
    assert (before.word, before.voices) == (None, ())
    assert (between.word, between.parties("affirms"), between.parties("denies")) == ("alleged", ("united-states",), ())
    assert (after.word, after.parties("denies")) == ("disputed", ("russia",))
    assert found.on(date(2023, 9, 3)) == after


def test_a_voice_counts_from_the_day_it_became_public(small: Small) -> None:
    small.claim["reported"] = "2023-10-15"
    record = read(small.write())
    voice = threads([located.event for located in record.events], record.registers)["shells"].voices[0]
    assert str(voice.day) == "2023-10-15"


@pytest.mark.parametrize(
    ("said", "origins"),
    [
        ([("2023-09-01", "white-house", "affirms"), ("2023-09-02", "united-states", "affirms")], 1),
        ([("2023-09-01", "white-house", "affirms"), ("2023-09-02", "jcs", "affirms")], 2),
        # An ally that only joins is no origin of its own, before or after the other spoke alone.
        ([("2023-09-01", "white-house+jcs", "affirms")], 1),
        ([("2023-09-01", "white-house+jcs", "affirms"), ("2023-09-02", "white-house", "affirms")], 1),
        (
            [
                ("2023-09-01", "white-house+jcs", "affirms"),
                ("2023-09-02", "jcs", "affirms"),
                ("2023-09-03", "white-house", "affirms"),
            ],
            2,
        ),
    ],
)
def test_an_origin_counts_once(said: list[tuple[str, str, str]], origins: int, small: Small) -> None:
    assert thread(small, *said).on().origins("affirms") == origins


def test_the_first_and_the_latest_voice_of_a_stance(small: Small) -> None:
    found = thread(
        small, ("2023-09-05", "jcs", "affirms"), ("2023-09-01", "white-house", "affirms"), ("2023-09-03", "kremlin", "denies")
    ).on()
    first, latest, none = found.first("affirms"), found.latest("affirms"), found.first("corroborates")
    assert first is not None
    assert latest is not None
    assert (first.by, latest.by, none) == ("white-house", "jcs", None)


def test_every_word_for_a_claim_is_explained() -> None:
    assert set(CLAIM_WORDS) == set(CLAIM_MEANING) == set(get_args(ClaimWord))


def test_every_status_has_words_and_a_meaning_for_the_reader() -> None:
    assert set(STATUS_WORDS) == set(STATUS_MEANING) == set(STATUSES)
    assert all(text.strip() for text in (*STATUS_WORDS.values(), *STATUS_MEANING.values()))


def test_a_link_to_an_event_that_is_not_there_changes_nothing(small: Small) -> None:
    record = read(small.write())
    events: list[Event] = [located.event for located in record.events if located.event.id != CLAIM]
    assert CLAIM not in statuses(events, record.registers)


def actors(**part_of: tuple[str, ...]) -> dict[str, Actor]:
    return {one: Actor(id=one, name=one, type="body", part_of=above) for one, above in part_of.items()}


def test_a_lineage_names_the_nearest_body_first_and_each_once() -> None:
    known = actors(a=("b", "c"), b=("d",), c=("d",), d=())
    assert lineage("a", known) == ("a", "b", "c", "d")
    assert party("a", known) == "d"
    assert members("d", known) == {"a", "b", "c", "d"}
    assert members("c", known) == {"a", "c"}


def test_a_lineage_of_an_unknown_actor_is_the_actor_itself() -> None:
    assert lineage("nobody", {}) == ("nobody",)
    assert party("nobody", {}) == "nobody"
    assert members("nobody", {}) == {"nobody"}


def test_a_circle_of_bodies_ends_where_it_began(small: Small) -> None:
    known = actors(a=("b",), b=("c",), c=("a",))
    assert lineage("a", known) == ("a", "b", "c")
    assert members("b", known) == {"a", "b", "c"}
    for one, above in (("north-korea", "kcna"), ("russia", "russia")):
        small.entry("actors", one)["part_of"] = above
    assert status_of(VISIT, small) in STATUSES


def history(event_id: str, small: Small) -> list[tuple[str, Status]]:
    record = read(small.write())
    assert not record.problems, "\n".join(map(str, record.problems))
    events = {located.event.id: located.event for located in record.events}
    others = [event for event in events.values() if any(link.to == event_id for link in event.links)]
    return [(day.isoformat(), status) for day, status in status_history(events[event_id], others, record.registers)]


def test_an_event_is_judged_by_what_was_out_on_each_day(small: Small) -> None:
    small.claim["sources"].append(source("2024-02-01", origin="gazette", stance="corroborates", url="https://en.yna.co.kr/late"))
    assert history(CLAIM, small) == [("2023-10-13", "alleged"), ("2023-10-20", "disputed")]
    small.denial.pop("links")
    assert history(CLAIM, small) == [("2023-10-13", "alleged"), ("2024-02-01", "corroborated")]


def test_a_page_that_was_out_before_the_event_became_public_begins_nothing(small: Small) -> None:
    small.visit["sources"].append(source("2023-08-01", origin="jcs", stance="context", url="https://en.yna.co.kr/early"))
    assert history(VISIT, small) == [("2023-08-14", "self-reported")]

"""Each rule over the whole record: one record that breaks it, one that almost does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dateline.checks import check_event, read_and_check
from dateline.rules import RULES
from dateline.rules.sources import host_of
from dateline.search import find, index
from dateline.standing import lineage, members, party, statuses
from dateline.tables import build
from tests.conftest import Small, as_yaml, source

Change = Callable[[Small], object]
Broken = tuple[Change, str, str, str]
"""How to break the record, then of the one problem: field, what stands where it points, part of the message."""


def _twin(small: Small) -> None:
    small.add("visits", "2023-08-11-plants", title="Quite another thing on that day")


def _history(small: Small, *changes: tuple[str, ...]) -> None:
    small.visit["changes"] = [dict(zip(("on", "kind", "about"), change, strict=False)) for change in changes]


def _add_actor(small: Small, actor: str) -> Small:
    small.registers["actors"].append({"id": actor, "name": actor, "type": "body"})
    return small


def _alike(small: Small, event_id: str = "2023-08-12-tour", category: str = "visits", **changes: object) -> None:
    small.add(category, event_id, title="Kim Jong Un tours the missile plants", **changes)


BROKEN: dict[str, list[Broken]] = {
    "unknown_ids": [
        (lambda s: s.add("visits", "2023-09-01-x", place="pyongyan"), "place", 'place: "pyongyan"', "Did you mean pyongyang?"),
        (lambda s: s.denial["links"].append({"to": "2023-08-11-plant", "kind": "refers-to", "basis": "documented", "source": 1}),
         "links[2].to", '"to": "2023-08-11-plant"', "2023-08-11-plant is not an event. Did you mean 2023-08-11-plants?"),
        (lambda s: s.visit["weapons"].append("tactical-missiles"), "weapons[2]", '"tactical-missiles"', "Did you mean tactical-missile?"),
        (lambda s: (s.visit.update(former_ids=["2023-08-10-plants"]), s.claim["links"][0].update(to="2023-08-10-plants")), "links[1].to",
         '"to": "2023-08-10-plants"', "2023-08-10-plants is a former id of 2023-08-11-plants. Write 2023-08-11-plants."),
    ],
    "unknown_kinds": [
        (lambda s: s.drill.update(kind="exersise"), "kind", 'kind: "exersise"', "exersise is not a kind of drills. Did you mean exercise?"),
        (lambda s: s.drill.update(kind="plant"), "kind", 'kind: "plant"', "Known: exercise."),
    ],
    "unknown_ids_in_registers": [
        (lambda s: s.entry("actors", "kcna").update(part_of="north-corea"), "part_of", 'part_of: "north-corea"', "Did you mean north-korea or south-korea?"),
        (lambda s: s.entry("claims", "shells").update(accused=["north-korea", "rusia"]), "accused", "accused:", "Did you mean russia?"),
        (lambda s: s.entry("claims", "shells").update(headline="containers"), "headline", 'headline: "containers"', "Did you mean container?"),
        (lambda s: s.cover(category="visit"), "category", 'category: "visit"', "Did you mean visits?"),
    ],
    "repeated_ids": [(_twin, "id", 'id: "2023-08-11-plants"', "used before, in events/visits/2023.yaml:1. Ids are used once.")],
    "former_ids_in_use": [
        (lambda s: s.visit.update(former_ids=["2023-08-11-plants"]), "former_ids[1]", '"2023-08-11-plants"', "is the id that the event has now"),
        (lambda s: s.visit.update(former_ids=["2023-08-10-x", "2023-08-10-x"]), "former_ids[2]", '"2023-08-10-x"', "stands here before. Remove one."),
        (lambda s: s.drill.update(former_ids=["2023-08-11-plants"]), "id", 'id: "2023-08-11-plants"',
         "2023-08-11-plants is a former id of 2023-08-21-summer-drill. Ids are used once"),
        (lambda s: (s.drill.update(former_ids=["2023-08-10-x"]), s.visit.update(former_ids=["2023-08-10-x"])), "former_ids[1]", '"2023-08-10-x"',
         "2023-08-10-x is a former id of 2023-08-11-plants too."),
    ],
    "ids_without_their_date": [
        (lambda s: s.visit.update(date="2023-08-12"), "id", 'id: "2023-08-11-plants"', "Begin it with 2023-08-12-."),
    ],
    "reported_out_of_order": [
        (lambda s: s.visit.update(reported="2023-08-10"), "reported", 'reported: "2023-08-10"', "before the event, which began 2023-08-11"),
        (lambda s: s.visit.pop("reported"), "reported", 'id: "2023-08-11-plants"', "is missing. Say when it first became public."),
    ],
    "sources_before_their_event": [
        (lambda s: s.visit.update(sources=[source("2023-08-09")]), "sources[1].published", '"published": "2023-08-09"', "write 'stance: context'"),
    ],
    "source_numbers_out_of_range": [
        (lambda s: s.claim["links"][0].update(source=3), "links[1].source", '"source": 3', "there is no source 3; this event has 2."),
        (lambda s: s.drill["conflicts"][0].update(sources=[1, 2]), "conflicts[1].sources", '"sources": [1, 2]', "there is no source 2"),
    ],
    "links_without_ground": [
        (lambda s: s.claim["links"][0].pop("source"), "links[1].basis", '"basis": "documented"', "documented needs 'source'"),
        (lambda s: s.claim["links"][0].update(basis="asserted"), "links[1].basis", '"basis": "asserted"', "asserted needs 'by'"),
        (lambda s: s.claim["links"][0].update(basis="temporal"), "links[1].basis", '"basis": "temporal"', "temporal needs 'note'"),
    ],
    "one_publisher_without_a_reason": [
        (lambda s: s.visit.pop("sole_source"), "sources", "sources:", "rests on one publisher"),
        (
            lambda s: (s.visit.update(sources=[source(), source(url="https://en.yna.co.kr/view/2")]), s.visit.pop("sole_source")),
            "sources", "sources:", "rests on one publisher",
        ),
        (
            lambda s: (s.claim["sources"][1].update(stance="context"), s.claim["links"][0].update(source=1)),
            "sources", "sources:", "rests on one publisher",
        ),
        (lambda s: s.claim.update(sole_source="Nobody else"), "sole_source", "sole_source:", "2 publishers vouch for it"),
    ],
    "fewer_than_expected": [
        (lambda s: s.cover(expected={"2023": 2}), "expected.2023", '"2023": 2', "visits holds 1 events of 2023, fewer than 2"),
        (lambda s: (s.cover(expected={"2023": 1}), s.visit.update(draft=True)), "expected.2023", '"2023": 1', "holds 0 events of 2023"),
    ],
    "reviews_before_the_news": [
        (lambda s: s.visit.update(reviewed="2023-08-13"), "reviewed", 'reviewed: "2023-08-13"', "before the event was reported, 2023-08-14"),
        (lambda s: s.visit.update(reviewed="2023-09"), "reviewed", 'reviewed: "2023-09"', "is not one day"),
    ],
    "changes_out_of_order": [
        (lambda s: _history(s, ("2023-09", "added")), "changes[1]", '{"on": "2023-09"', "is not one day"),
        (lambda s: _history(s, ("2023-09-02", "added"), ("2023-09-01", "corrected", "Day.")), "changes[2]", '{"on": "2023-09-01"', "Put the oldest first"),
        (lambda s: _history(s, ("2023-09-01", "corrected", "Day.")), "changes[1]", '{"on": "2023-09-01"', "corrected is first"),
        (lambda s: _history(s, ("2023-09-01", "added"), ("2023-09-01", "added")), "changes[2]", '{"on": "2023-09-01"', "added is not first"),
        (lambda s: _history(s, ("2023-09-01", "added"), ("2023-09-01", "extended")), "changes[2]", '{"on": "2023-09-01"', "needs 'about'"),
    ],
    "links_to_themselves": [
        (lambda s: s.claim["links"][0].update(to=s.claim["id"]), "links[1].to", '"to": "2023-10-13', "links the event to itself"),
    ],
    "contradictory_links": [
        (lambda s: s.claim["links"].append(dict(s.claim["links"][0])), "links[2]", '{"to": "2023-08-11', "for the second time"),
        (lambda s: s.claim["links"][0].update(kind="precedes"), "links[1]", '{"to"', "was over before, on 2023-08-12"),
        (lambda s: s.visit.update(links=[{"to": s.drill["id"], "kind": "responds-to", "basis": "documented", "source": 1}]),
         "links[1]", '{"to"', "began only later, on 2023-08-21"),
        (lambda s: s.denial["links"].append({**s.denial["links"][0], "kind": "corroborates"}), "links[2]", '{"to"', "both denies and supports"),
    ],
    "unused_entries": [
        (lambda s: _add_actor(s, "nobody"), "id", 'id: "nobody"', "used nowhere"),
        (lambda s: s.drill.pop("series"), "id", 'id: "summer-drill"', "summer-drill is used nowhere"),
        (lambda s: s.visit.pop("weapons"), "id", 'id: "tactical-missile"', "tactical-missile is used nowhere"),
    ],
    "stories_in_other_files": [
        (lambda s: (s.tell(), s.story_files.update({"first-story": "other"})), "id", 'id: "first-story"', "stands in other.yaml"),
    ],
    "steps_without_their_event": [
        (lambda s: s.tell()["steps"][1].update(event="2023-10-13-container"), "steps[2].event", '"event": "2023-10-13-container"',
         "2023-10-13-container is not an event. Did you mean 2023-10-13-containers"),
        (lambda s: (s.tell()["steps"][1].update(event="2023-10-12-x"), s.claim.update(former_ids=["2023-10-12-x"])), "steps[2].event",
         '"event": "2023-10-12-x"', "2023-10-12-x is a former id of 2023-10-13-containers. Write 2023-10-13-containers."),
        (lambda s: (s.tell()["steps"][0].update(event="2023-08-13-x"), s.add("visits", "2023-08-13-x", draft=True)), "steps[1].event",
         '"event": "2023-08-13-x"', "2023-08-13-x is a draft, which nobody sees"),
    ],
    "left_to_do": [
        (lambda s: s.visit.update(sole_source="To do: a second publisher"), "sole_source", "sole_source:", "is still to be done"),
        (lambda s: s.visit["sources"][0].update(supports="To do: what"), "sources[1].supports", '"supports"', "is still to be done"),
        (lambda s: s.visit.update(note="To do: the place."), "note", "note:", "or write 'draft: true' again"),
    ],
    "things_of_the_record_itself": [
        (lambda s: s.entry("record", "small").update(case="2023-08-11-plant"), "case", "case:", "Did you mean 2023-08-11-plants"),
        (lambda s: (s.entry("record", "small").update(case="2023-08-13-x"), s.add("visits", "2023-08-13-x", draft=True)), "case", "case:", "is a draft"),
        (lambda s: (s.entry("record", "small").update(case="2023-08-10-x"), s.visit.update(former_ids=["2023-08-10-x"])), "case", "case:",
         "2023-08-10-x is a former id of 2023-08-11-plants. Write 2023-08-11-plants."),
        (lambda s: s.entry("record", "small")["areas"][0].update(west=140), "areas[1]", '{"id": "korea"', "ends before it begins"),
        (lambda s: s.entry("record", "small").update(questions=[{"words": "?", "anchor": ["kind:plants"], "other": ["category:arms"]}]),
         "questions[1].anchor[1]", '"kind:plants"', "kind:plants is not known"),
    ],
    "look_alikes": [(_alike, "title", 'title: "Kim Jong Un tours the', "looks like 2023-08-11-plants (events/visits/2023.yaml:1)")],
    "hosts_of_other_publishers": [
        (lambda s: s.visit["sources"][0].update(url="https://gazette.example/1"), "sources[1].url", '"url"', "It belongs to gazette."),
        (lambda s: s.visit["sources"][0].update(url="https://notyna.co.kr/1"), "sources[1].url", '"url"', "notyna.co.kr is not a host of yonhap"),
    ],
    "publishers_twice": [
        (lambda s: s.entry("publishers", "gazette").update(hosts=["gazette.example", "yna.co.kr"]), "hosts[2]", '"yna.co.kr"', "Keep one of the two"),
    ],
    "texts_of_no_such_language": [
        (lambda s: s.visit.update(titles={"ko": "Kim Jong Un tours plants"}), "titles.ko", '"ko"', "has no letter in which ko is written."),
        (lambda s: s.visit.update(titles={"en": "Kim Jong Un in missile plants"}), "titles.en", '"en"', "Write it in the field"),
        (lambda s: s.visit.update(titles={"fr": "Kim Jong Un tours missile plants"}), "titles.fr", '"fr"', "Leave it out."),
        (lambda s: s.entry("actors", "kim-jong-un").update(names={"ko": "김정은"}), "names.ko", '"ko"', "Leave it out."),
        (lambda s: s.registers["categories"][0]["kinds"][0].update(names={"ko": "plant!"}), "kinds[1].names.ko", '"ko"', "no letter"),
        (lambda s: s.registers["link-kinds"][0].update(inverses={"ru": "a"}), "inverses.ru", '"ru"', "no letter"),
        (lambda s: s.registers["claims"][0].update(propositions={"ko": "One sent shells"}), "propositions.ko", '"ko"', "no letter"),
        (lambda s: s.registers["categories"][1].update(abouts={"ko": "Exercises"}), "abouts.ko", '"ko"', "Leave it out."),
        (lambda s: s.registers["units"][0].update(counted={"ko": "컨테이너"}), "counted.ko", '"ko"', "Put {} there, once."),
    ],
    "markup_in_text": [
        (lambda s: s.visit.update(summary="It was <b>very</b> large, they said."), "summary", "summary:", "holds '<b'"),
        (lambda s: s.visit["quotes"][0].update(text="![x](http://x)"), "quotes[1].text", '"text": "!', "holds '!['"),
        (lambda s: s.visit["sources"][0].update(supports="turned \u202e round"), "sources[1].supports", '"supports"', "holds '\\u202e'"),
        (lambda s: s.entry("actors", "kcna").update(aliases=["gun", "a&nbsp;b"]), "aliases[2]", '"a&nbsp;b"', "holds '&nbsp;'"),
        (lambda s: s.entry("actors", "kcna").update(about="![x](http://x)"), "about", "about:", "holds '!['"),
    ],
    "cycles": [
        (lambda s: s.entry("actors", "north-korea").update(part_of="kcna"), "part_of", 'part_of: "kcna"', "north-korea > kcna > north-korea"),
        (lambda s: s.entry("series", "old-drill").update(predecessors=["summer-drill"]), "predecessors", "predecessors", "goes round in a circle"),
        (lambda s: s.entry("actors", "russia").update(part_of="russia"), "part_of", 'part_of: "russia"', "russia > russia"),
    ],
    "coordinates": [
        (lambda s: s.entry("places", "pyongyang").pop("lon"), "id", 'id: "pyongyang"', "only one of lat and lon"),
        (lambda s: s.entry("places", "pyongyang").update(precision="undisclosed"), "precision", "precision:", "An undisclosed place has none"),
    ],
    "ranges_upside_down": [
        (lambda s: s.claim["quantities"][0].update(value_to=1000, bound="about"), "quantities[1].value_to", '"value_to": 1000', "1000 is not more than 1000"),
        (lambda s: s.claim["quantities"][0].update(value_to=999.5, bound="exactly"), "quantities[1].value_to", '"value_to": 999.5', "999.5 is not more than 1000"),
    ],
    "ranges_with_a_bound": [
        (lambda s: s.claim["quantities"][0].update(value_to=2000), "quantities[1].bound", '"bound": "over"', "over and a range do not fit"),
        (lambda s: s.claim["quantities"][0].update(value_to=2000, bound="up-to"), "quantities[1].bound", '"bound": "up-to"', "write 'about' or"),
    ],
    "unmarked_weak_sources": [
        (lambda s: s.denial["sources"][0].pop("weak"), "sources[1].publisher", '"publisher": "farm"', "mark it 'weak: true'"),
    ],
    "acknowledgements_by_others": [
        (
            lambda s: s.claim["stances"][0].update(stance="acknowledges"),
            "stances[1].stance",
            '"stance": "acknowledges"',
            "white-house is not accused in shells",
        ),
    ],
    "voices_without_a_party": [
        (
            lambda s: (s.entry("publishers", "gazette").update(type="state media"), s.drill["sources"][0].update(stance="corroborates")),
            "sources[1].origin",
            '"origin"',
            "gazette speaks for a state",
        ),
    ],
    "archives_of_nothing": [
        (
            lambda s: s.visit["sources"][0].update(archived=s.visit["sources"][0]["url"]),
            "sources[1].archived",
            '"archived"',
            "is the page itself",
        ),
    ],
}  # fmt: skip

NEAR: dict[str, list[Change]] = {
    "unknown_ids": [
        lambda s: s.claim["stances"][0].update(by="gazette"),
        lambda s: s.visit["sources"][0].update(origin=["kcna", "yonhap"]),
    ],
    "unknown_kinds": [lambda s: s.claim.update(kind="denial")],
    "unknown_ids_in_registers": [lambda s: s.entry("actors", "kcna").update(part_of=["north-korea", "kim-jong-un"])],
    "repeated_ids": [lambda s: s.add("visits", "2023-08-11-plants-2", title="Quite another thing on that day")],
    "former_ids_in_use": [
        lambda s: (s.visit.update(former_ids=["2023-08-10-plants"]), s.drill.update(former_ids=["2023-08-20-summer-drill", "2023-08-20-drill"])),
    ],
    "ids_without_their_date": [
        lambda s: s.visit.update(date="2023-08-11~"),
        lambda s: s.visit.update(date="[2023-08-11..2023-08-12]"),
        lambda s: (s.visit.update(id="2023-08-plants", date="2023-08"), s.claim["links"][0].update(to="2023-08-plants")),
    ],
    "reported_out_of_order": [
        lambda s: s.visit.update(reported="2023-08-11"),
        lambda s: s.visit.update(reported="2023-08"),
        lambda s: s.add("drills", "1976-06-01-first", sources=[source("1976-06-01")]).pop("reported"),
    ],
    "sources_before_their_event": [
        lambda s: s.visit.update(sources=[source("2023-08-10")]),
        lambda s: s.visit.update(sources=[source("2023-08-09", stance="context")]),
        lambda s: s.visit["sources"][0].pop("published"),
    ],
    "source_numbers_out_of_range": [lambda s: s.claim["stances"][0].update(source=2)],
    "links_without_ground": [
        lambda s: s.claim["links"][0].update(basis="asserted", by="gazette"),
        lambda s: s.claim.update(links=[{"to": s.visit["id"], "kind": "refers-to", "basis": "temporal", "note": "same week"}]),
    ],
    "one_publisher_without_a_reason": [
        lambda s: s.visit.update(sources=[source(stance="context")]),
        lambda s: s.claim["sources"][1].update(stance="corroborates"),
    ],
    "fewer_than_expected": [
        lambda s: s.cover(expected={"2023": 1}),
        lambda s: s.cover(category="arms", expected={"2023": 2}),
        lambda s: s.cover(),
    ],
    "reviews_before_the_news": [
        lambda s: s.visit.update(reviewed="2023-08-14"),
        lambda s: (s.visit.update(reviewed="2023-08-14"), s.visit.update(reported="2023-08")),
    ],
    "changes_out_of_order": [lambda s: _history(s, ("2023-09-01", "added", "From a list."), ("2023-09-01", "corrected", "Day."))],
    "links_to_themselves": [lambda s: s.claim["links"][0].update(to=s.drill["id"])],
    "contradictory_links": [
        lambda s: s.claim["links"].append({**s.claim["links"][0], "kind": "responds-to"}),
        lambda s: s.claim["links"].append({**s.claim["links"][0], "to": s.drill["id"]}),
        lambda s: s.denial["links"].append({**s.denial["links"][0], "to": s.drill["id"], "kind": "corroborates"}),
        # The answer carries the day before on the other side of the date line.
        lambda s: s.add("arms", "2023-08-20-answer", links=[{"to": s.drill["id"], "kind": "responds-to", "basis": "documented", "source": 1}]),
    ],
    "unused_entries": [
        lambda s: (_add_actor(s, "un"), s.entry("claims", "shells").update(accused=["un"])),
        lambda s: (_add_actor(s, "bloc"), s.entry("actors", "russia").update(part_of="bloc")),
    ],
    "stories_in_other_files": [lambda s: (s.tell(), s.tell(id="other-story"))],
    "steps_without_their_event": [
        lambda s: s.tell()["steps"][0].pop("event"),
        lambda s: (s.tell(), s.visit.pop("title")),
    ],
    "left_to_do": [
        lambda s: s.add("visits", "2023-08-13-x", draft=True, kind="to-do", place="to-do", sole_source="To do: a second publisher"),
        lambda s: s.visit.update(note="What was to do: nothing."),
    ],
    "things_of_the_record_itself": [
        lambda s: s.entry("record", "small").update(case="2023-08-11-plants", reported_since=1900),
        lambda s: s.entry("record", "small").update(questions=[{"words": "?", "anchor": ["kind:plant", "actor:kcna"], "other": ["series:old-drill"]}]),
    ],
    "look_alikes": [
        lambda s: _alike(s, draft=True),
        lambda s: _alike(s, "2023-08-13-tour"),
        lambda s: _alike(s, category="drills"),
        lambda s: _alike(s, links=[{"to": s.visit["id"], "kind": "refers-to", "basis": "documented", "source": 1}]),
        lambda s: s.add("visits", "2023-08-12-tour", title="A shipyard on the east coast is inspected"),
    ],
    "hosts_of_other_publishers": [
        lambda s: s.visit["sources"][0].update(url="https://yna.co.kr/1"),
        lambda s: s.visit["sources"][0].update(url="https://M-EN.YNA.co.kr:443/1"),
        lambda s: s.visit["sources"][0].update(url="https://yna.co.kr?a=1"),
    ],
    "publishers_twice": [lambda s: s.entry("publishers", "gazette").update(hosts=["gazette.example", "notyna.co.kr"])],
    "texts_of_no_such_language": [
        lambda s: s.visit.update(titles={"ko": "KCNA 'GPI-2' 공장 방문", "ru": "Ким Чен Ын на заводах", "fr": "Kim visite des usines"}),
        lambda s: s.entry("actors", "north-korea").update(names={"ko": "북한", "zh-TW": "北韓"}),
        lambda s: s.registers["units"][0].update(names={"ko": "컨테이너"}, counted={"ko": "컨테이너 {}개"}),
    ],
    "markup_in_text": [
        lambda s: s.visit.update(summary="Fewer than 5 < 6, R&D & more; [sic] (so it says), x <= y, 1>0!"),
        lambda s: s.visit["sources"][0].update(url="https://en.yna.co.kr/view?a=1&amp;b=](2"),
        lambda s: s.visit.update(summary="김정은 said so in a line of\nhis own; a no-break\u00a0space is fine."),
    ],
    "cycles": [
        lambda s: s.entry("actors", "kim-jong-un").update(part_of=["north-korea", "kcna"]),
    ],
    "coordinates": [lambda s: s.entry("places", "pyongyang").update(lat=0, lon=0)],
    "ranges_upside_down": [lambda s: s.claim["quantities"][0].update(value_to=1000.5)],
    "ranges_with_a_bound": [
        lambda s: s.claim["quantities"][0].update(value_to=2000, bound="exactly"),
        lambda s: s.claim["quantities"][0].update(value=0.5, bound="under"),
    ],
    "unmarked_weak_sources": [lambda s: s.visit["sources"][0].update(weak=True)],
    "acknowledgements_by_others": [lambda s: s.claim["stances"][0].update(stance="acknowledges", by="kremlin")],
    "voices_without_a_party": [lambda s: s.drill["sources"][0].update(stance="corroborates")],
    "archives_of_nothing": [lambda s: s.visit["sources"][0].update(archived="https://web.archive.org/web/20230814/https://a.example/?a&copy;")],
}  # fmt: skip

RULE_BY_NAME = {rule.__name__: rule for rule in RULES}


def test_the_small_record_is_healthy(small: Small) -> None:
    record = small.check()
    assert [str(problem) for problem in record.problems] == []
    assert len(record.events) == 4


def test_every_rule_has_a_record_that_breaks_it_and_one_that_almost_does() -> None:
    assert set(BROKEN) == set(NEAR) == set(RULE_BY_NAME)


@pytest.mark.parametrize(("rule", "broken"), [(rule, case) for rule, cases in BROKEN.items() for case in cases])
def test_a_broken_record_has_just_this_problem(rule: str, broken: Broken, small: Small) -> None:
    change, field, there, message = broken
    change(small)
    read = small.read()
    problems = small.check().problems
    assert len(problems) == 1, "\n".join(map(str, problems))
    (problem,) = problems
    assert problem.field == field
    assert message in problem.message
    assert small.at(problem).startswith(there)
    assert list(RULE_BY_NAME[rule](read)) == [problem], "another rule found it"


@pytest.mark.parametrize(("rule", "change"), [(rule, case) for rule, cases in NEAR.items() for case in cases])
def test_a_near_miss_breaks_no_rule(rule: str, change: Change, small: Small) -> None:
    change(small)
    problems = list(RULE_BY_NAME[rule](small.read()))
    assert [str(problem) for problem in problems] == []


UNKNOWN: list[tuple[str, Change, str]] = [
    ("claimed_by[1]", lambda s: s.visit.update(claimed_by=["kcnaa"]), "kcnaa is not in registers/actors.yaml. Did you mean kcna?"),
    ("actors[1].who", lambda s: s.visit["actors"][0].update(who="kim-jong-n"), "Did you mean kim-jong-un?"),
    ("actors[1].role", lambda s: s.visit["actors"][0].update(role="visiter"), "Did you mean visitor?"),
    ("series", lambda s: s.drill.update(series="sumer-drill"), "Did you mean summer-drill"),
    ("quotes[1].speaker", lambda s: s.visit["quotes"][0].update(speaker="kim"), "kim is not in registers/actors.yaml."),
    ("stances[1].claim", lambda s: s.claim["stances"][0].update(claim="shell"), "Did you mean shells?"),
    ("stances[1].by", lambda s: s.claim["stances"][0].update(by="blackhouse"), "registers/actors.yaml or registers/publishers.yaml"),
    ("quantities[1].unit", lambda s: s.claim["quantities"][0].update(unit="containers"), "Did you mean container?"),
    ("quantities[1].claim", lambda s: s.claim["quantities"][0].update(claim="shels"), "Did you mean shells?"),
    ("links[1].kind", lambda s: s.claim["links"][0].update(kind="refer-to"), "Did you mean refers-to"),
    ("links[1].by", lambda s: s.claim["links"][0].update(by="gazete"), "Did you mean gazette?"),
    ("sources[1].publisher", lambda s: s.visit["sources"][0].update(publisher="yonhapp"), "Did you mean yonhap?"),
    ("sources[1].origin", lambda s: s.visit["sources"][0].update(origin="zzz"), "zzz is not in registers/actors.yaml or registers/publishers.yaml. Add"),
]  # fmt: skip


@pytest.mark.parametrize("change", [*(case[0] for cases in BROKEN.values() for case in cases), *(case[1] for case in UNKNOWN)])
def test_an_event_on_its_own_is_told_what_the_whole_record_would_be_told_of_it(change: Change, small: Small) -> None:
    change(small)
    record = small.read()
    found = [problem for problem in small.check().problems if problem.entry >= 0]
    for located in record.events:
        others = tuple(one for one in record.events if one is not located)
        event, problems = check_event(as_yaml(located.data), located.category, replace(record, events=others))
        assert event == located.event
        told = {(one.field, one.message) for one in found if (one.path, one.entry) == (located.path, located.index)}
        # Of two that are one, the one that is added last is told.
        both = {message for _, message in told if "looks like" in message or "is used before" in message}
        assert {one for one in told if one[1] not in both} <= {(one.field, one.message) for one in problems}
        assert {one.field for one in problems} - {field for field, _ in told} <= {"title", "id", "former_ids[1]"}


def test_an_event_is_told_of_mistakes_in_its_fields_with_lines_of_its_own_text(small: Small) -> None:
    record = small.read()
    small.visit.update(date="2023-02-30", kind="plannt", surprise="x")
    event, problems = check_event(as_yaml(small.visit), "visits", record)
    assert event is None
    assert [(one.line, one.field) for one in problems if one.field == "date"] == [(4, "date")]
    assert "surprise is not a field here" not in str(problems[0])
    assert check_event("nothing", "visits", record)[1]
    assert check_event("- id: [", "visits", record)[1]


def test_a_new_version_of_an_event_is_no_double_of_it(small: Small) -> None:
    record = small.read()
    small.visit["title"] = "Kim Jong Un tours missile plants and a yard"
    assert check_event(as_yaml(small.visit), "visits", record, replaces="2023-08-11-plants")[1] == []
    assert [one.field for one in check_event(as_yaml(small.visit), "visits", record)[1]] == ["id"]


@pytest.mark.parametrize(("field", "change", "message"), UNKNOWN)
def test_an_unknown_id_is_named_with_its_register_and_the_closest_known_ones(
    field: str, change: Change, message: str, small: Small
) -> None:
    change(small)
    problems = [problem for problem in RULE_BY_NAME["unknown_ids"](small.read()) if problem.field == field]
    assert len(problems) == 1
    assert message in problems[0].message


def test_an_event_in_a_folder_that_is_no_category_is_named(small: Small) -> None:
    small.events = [("drill" if category == "drills" else category, event) for category, event in small.events]
    (problem,) = small.check().problems
    assert "stands in the folder drill, which is not a category. Did you mean drills?" in problem.message


def test_an_event_in_the_file_of_another_year_is_named(small: Small) -> None:
    folder = small.write()
    (folder / "visits/2023.yaml").rename(folder / "visits/2022.yaml")
    (problem,) = read_and_check(folder).problems
    assert "Move it to 2023.yaml." in problem.message


def test_two_links_that_say_the_same_of_each_other_are_named_at_both_ends(small: Small) -> None:
    small.visit["links"] = [{"to": small.claim["id"], "kind": "refers-to", "basis": "documented", "source": 1}]
    problems = small.check().problems
    assert {problem.path for problem in problems} == {"events/visits/2023.yaml", "events/arms/2023.yaml"}
    assert all("Only one can be right." in problem.message for problem in problems)


def test_only_the_broken_event_is_held_back_and_counted(small: Small) -> None:
    small.drill["kind"] = "exersise"
    record = small.check()
    assert "2023-08-21-summer-drill" not in {located.event.id for located in record.events}
    assert len(record.events) == 3
    assert record.held_back == {"events/drills/2023.yaml": 1}


def test_a_problem_of_a_register_holds_no_event_back(small: Small) -> None:
    _add_actor(small, "nobody")
    record = small.check()
    assert len(record.problems) == 1
    assert len(record.events) == 4
    assert record.held_back == {}


def test_a_broken_register_entry_is_not_reported_again_at_every_use(small: Small) -> None:
    small.entry("actors", "kcna")["tipe"] = "x"
    problems = small.check().problems
    assert [problem.field for problem in problems] == ["tipe"]


@pytest.mark.parametrize(
    "stem", ["actors", "places", "publishers", "series", "claims", "categories", "roles", "link-kinds", "units"]
)
def test_an_unreadable_register_gives_one_problem_and_no_flood(stem: str, small: Small) -> None:
    folder = small.write()
    (folder / f"registers/{stem}.yaml").write_text("- id: [\n", encoding="utf-8")
    problems = read_and_check(folder).problems
    assert [problem.path for problem in problems] == [f"events/registers/{stem}.yaml"]


def test_a_broken_event_file_does_not_make_links_to_it_or_the_registers_it_uses_wrong(small: Small) -> None:
    folder = small.write()
    (folder / "visits/2023.yaml").write_text("- id: [\n", encoding="utf-8")
    record = read_and_check(folder)
    assert [problem.path for problem in record.problems] == ["events/visits/2023.yaml"]
    assert record.held_back == {"events/visits/2023.yaml": 1}
    assert len(record.events) == 3


def test_a_draft_is_checked_but_not_kept_and_not_counted_as_held_back(small: Small) -> None:
    small.add("visits", "2023-09-01-draft", draft=True)
    record = small.check()
    assert not record.problems
    assert not record.held_back
    assert len(record.events) == 4
    small.add("visits", "2023-09-05-draft", draft=True, kind="none")
    assert len(small.check().problems) == 1


def test_a_circle_of_actors_stops_nothing_that_walks_them(small: Small) -> None:
    small.entry("actors", "north-korea")["part_of"] = "kim-jong-un"
    small.entry("actors", "russia")["part_of"] = "russia"
    record = small.check()
    assert sum("circle" in problem.message for problem in record.problems) == 2
    actors = record.registers.actors
    assert set(lineage("kcna", actors)) == {"kcna", "north-korea", "kim-jong-un"}
    assert party("russia", actors) == "russia"
    assert members("north-korea", actors) == {"kcna", "north-korea", "kim-jong-un"}
    assert len(statuses([located.event for located in record.events], record.registers)) == 4
    tables = build(record)
    assert tables.involved["2023-08-11-plants"] == {"kcna", "north-korea", "kim-jong-un"}
    found = find("김정은", index(tables))
    assert found is not None
    assert "2023-08-11-plants" in found.by_id()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://a.example/x", "a.example"),
        ("http://A.Example:8080/x", "a.example"),
        ("https://user@a.example", "a.example"),
        ("https://a.example?q#f", "a.example"),
        ("https://[::1]/x", "::1"),
        ("https://[broken/x", ""),
        ("nothing", ""),
        ("https:///x", ""),
        ("https://a.example@b.example/x", "b.example"),
    ],
)
def test_the_host_of_any_address_is_found_without_an_error(url: str, host: str) -> None:
    assert host_of(url) == host


def test_problems_are_sorted_by_file_and_line_and_not_repeated(small: Small) -> None:
    small.visit["kind"] = "x"
    small.visit["place"] = "y"
    small.drill["kind"] = "z"
    problems = small.check().problems
    assert list(problems) == sorted(set(problems))

"""Views: any query string is read without an error, one view has one address, and a selection leaves what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import parse_qs, quote, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline import search
from dateline.address import KEYS, MAX_VALUES, NUMBERS, decode, encode, order, pools
from dateline.selection import BASES, FIRST_DAY, LAST_DAY, NULLS, Lanes, Null, Selection, apply, facets, link_facets, neighbours
from dateline.standing import STATUSES
from dateline.tables import Tables
from tests.conftest import Small, sample, source

VISIT, DRILL, CLAIM, DENIAL = "2023-08-11-plants", "2023-08-21-summer-drill", "2023-10-13-containers", "2023-10-20-denial"


@pytest.fixture
def tables(small: Small) -> Tables:
    return small.tables()


def view(query: str, tables: Tables) -> Selection:
    """The view of a query that gives no notice."""
    selection, notices = decode(query, tables)
    assert notices == ()
    return selection


def notices(query: str, tables: Tables) -> str:
    return "\n".join(decode(query, tables)[1])


def test_an_empty_query_is_the_view_of_everything(tables: Tables) -> None:
    assert view("", tables) == view("?", tables) == Selection()
    assert encode(Selection()) == ""


def test_every_key_is_read(tables: Tables) -> None:
    query = (
        "?actor=kcna&actor=russia&category=arms&status=disputed&period=2023-08-01&period=2023-08-31"
        "&known=2023-10-14&q=%EA%B9%80%EC%A0%95%EC%9D%80+tour&lanes=actor&event=2023-08-11-plants&claim=Shells"
    )
    assert view(query, tables) == Selection(
        ("kcna", "russia"),
        ("arms",),
        ("disputed",),
        (date(2023, 8, 1), date(2023, 8, 31)),
        "김정은 tour",
        "actor",
        VISIT,
        date(2023, 10, 14),
        "shells",
    )


def test_keys_and_values_are_read_like_a_query(tables: Tables) -> None:
    given_keys = {"actor": ["kcna", "russia"], "q": ["tour"], "event": [VISIT], "other": ["x"]}
    assert decode(given_keys, tables) == decode(urlencode(given_keys, doseq=True), tables)
    assert decode({"actor": "kcna"}, tables)[0].actor == ("kcna",)


def test_the_address_has_one_order(tables: Tables) -> None:
    selection = Selection(
        actor=("russia", "kcna"), category=("drills", "arms"), status=("disputed", "alleged"),
        period=(date(2023, 8, 1), date(2023, 8, 31)), known=date(2023, 10, 14), since=date(2023, 1, 1), q="a b", lanes="actor",
        link=("precedes", "denies"), basis=("temporal", "asserted"), event=VISIT, claim="shells", who="kcna", steps=3, days=90,
        story="first", step=2, anchor=("series:summer-drill", "actor:jcs"), other=("category:visits",), window=30, lag=1, null="season",
        bin=1, place="pyongyang", area="world", lang="ko",
    )  # fmt: skip
    assert encode(selection) == (
        "actor=kcna&actor=russia&category=arms&category=drills&status=alleged&status=disputed&period=2023-08-01&period=2023-08-31"
        "&known=2023-10-14&since=2023-01-01&q=a+b&lanes=actor&link=denies&link=precedes&basis=asserted&basis=temporal"
        "&event=2023-08-11-plants&claim=shells&who=kcna&steps=3&days=90&story=first&step=2&anchor=actor%3Ajcs&anchor=series%3Asummer-drill"
        "&other=category%3Avisits&window=30&lag=1&null=season&bin=1&place=pyongyang&area=world&lang=ko"
    )
    assert list(parse_qs(encode(selection))) == list(KEYS)


@pytest.mark.parametrize(
    ("given_day", "known"),
    [("1300-01-01", FIRST_DAY), ("2100-12-31", None), ("9999-12-31", None), ("", None)],
)
def test_a_day_that_has_not_come_is_today_and_one_before_all_records_is_the_first(
    given_day: str, known: date | None, tables: Tables
) -> None:
    assert view(f"known={given_day}", tables).known == known


@pytest.mark.parametrize("given_day", ["yesterday", "2023-02-30", "2023-08", "0000-01-01", "%3Cscript%3E", "2023-08-01T00:00"])
def test_a_day_that_is_none_is_dropped_and_said(given_day: str, tables: Tables) -> None:
    selection, said = decode(f"known={given_day}", tables)
    assert selection.known is None
    assert "what is known today is shown" in said[0]
    assert len(said) == 1


def test_a_claim_that_is_not_there_is_dropped_and_said(tables: Tables) -> None:
    selection, said = decode("claim=moon", tables)
    assert selection.claim == ""
    assert said == ("No claim is called “moon”.",)


def test_neither_the_day_nor_what_is_open_filters_anything(tables: Tables) -> None:
    plain, other = (
        Selection(q="missile"),
        Selection(
            q="missile",
            known=date(2023, 8, 31),
            since=date(2023, 1, 1),
            event=VISIT,
            claim="shells",
            lanes="actor",
            link=("denies",),
            basis=("asserted",),
            steps=4,
            days=9,
        ),
    )
    assert apply(plain, tables) == apply(other, tables)
    assert facets(plain, tables) == facets(other, tables)


def test_a_reversed_period_is_turned_round(tables: Tables) -> None:
    assert view("period=2023-08-31&period=2023-08-01", tables).period == (date(2023, 8, 1), date(2023, 8, 31))


def test_one_date_is_that_day_and_is_said_to_be(tables: Tables) -> None:
    selection, said = decode("period=2023-08-01", tables)
    assert selection.period == (date(2023, 8, 1), date(2023, 8, 1))
    assert said == ("The link names one day of a period only; it shows 1 August 2023.",)


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("period=0001-01-01&period=9999-12-31", (FIRST_DAY, LAST_DAY)),
        ("period=0001-01-01&period=0001-01-02", (FIRST_DAY, FIRST_DAY)),
        ("period=9999-12-31&period=9999-12-31", (LAST_DAY, LAST_DAY)),
        ("period=2023-08-01&period=9999-12-31", (date(2023, 8, 1), LAST_DAY)),
    ],
)
def test_a_period_is_cut_to_the_days_it_can_have(query: str, period: tuple[date, date], tables: Tables) -> None:
    assert view(query, tables).period == period


@pytest.mark.parametrize(
    "given_period",
    ["period=yesterday", "period=2023-02-30&period=2023-03-01", "period=2023-08", "period=2023-W31-1", "period=2023-08-01&period=2023-08-02&period=2023-08-03", "period=0000-01-01", "period=%3Cscript%3E"],
)  # fmt: skip
def test_a_period_that_is_none_is_dropped_and_said(given_period: str, tables: Tables) -> None:
    selection, said = decode(given_period, tables)
    assert selection.period is None
    assert len(said) == 1
    assert "could not be read as one or two days" in said[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("actor=nobody", "No actor is called “nobody”."),
        ("actor=kcna&actor=x&actor=y", "No actor is called “x”, “y”."),
        ("category=none", "No category is called “none”."),
        ("status=true", "No standing is called “true”."),
        ("event=gone", "The event “gone” is not in the record; it may have been merged or be held back."),
        ("lanes=colour", "Lanes can be by category or by actor, not “colour”."),
        ("link=causes", "No kind of link is called “causes”."),
        ("basis=guess", "No basis of a link is called “guess”."),
        ("since=soon", "“soon” is not a day such as 2023-08-31; no changes are told."),
        ("steps=0", "“0” is not a number from 1 to 5, as steps must be."),
        ("steps=6", "“6” is not a number from 1 to 5, as steps must be."),
        ("days=-3", "“-3” is not a number from 1 to 36500, as days must be."),
        ("days=%D9%A3", "“٣” is not a number from 1 to 36500, as days must be."),
        ("anchor=category:moon", "No choice of anchors is called “category:moon”."),
        ("other=colour:red", "No choice of other events is called “colour:red”."),
        ("null=magic", "The model of chance can be shift, season or poisson, not “magic”."),
        ("who=nobody", "No actor is called “nobody”."),
        ("place=atlantis", "No place is called “atlantis”."),
        ("area=moon", "No map is called “moon”."),
        ("story=once", "No story is called “once”."),
        ("days=99999999999999999999", "is not a number from 1 to 36500, as days must be."),
        ("actor=%3Cscript%3Ealert(1)%3C/script%3E", "is called “<script>alert(1)</script>”."),
        ("actor=" + "x" * 1000, "“" + "x" * 60 + "”"),
        ("&".join(f"actor=x{n}" for n in range(9)), "“x0”, “x1”, “x2”, “x3”, “x4” and 4 more."),
        ("actor=%ED%A0%80a", "is called “"),
        ("actor=a%00%0Ab", "is called “ab”."),
    ],
)
def test_what_is_dropped_is_named(query: str, said: str, tables: Tables) -> None:
    assert said in notices(query, tables)
    assert decode(query, tables)[0] in (Selection(), Selection(actor=("kcna",)))


def test_ids_of_another_case_are_understood(tables: Tables) -> None:
    selection = view("actor=KCNA&actor=Kim-Jong-Un&actor=kcna&category=ARMS&status=Disputed", tables)
    assert selection == Selection(actor=("kcna", "kim-jong-un"), category=("arms",), status=("disputed",))


def test_unknown_keys_and_empty_values_are_ignored(tables: Tables) -> None:
    assert view("utm_source=x&actor=&category=&period=&q=&lanes=&event=&embed=true&=&&;", tables) == Selection()


def test_of_a_key_that_is_given_once_only_the_last_counts(tables: Tables) -> None:
    assert view("q=a&q=b&lanes=category&lanes=actor", tables) == Selection(q="b", lanes="actor")


def test_ten_thousand_parameters_are_read_up_to_a_limit_and_that_is_said(tables: Tables) -> None:
    query = "&".join([*(f"actor=x{n}" for n in range(10_000)), *(f"z{n}=1" for n in range(10_000)), "category=arms"])
    selection, said = decode(query, tables)
    assert selection == Selection(category=("arms",))
    assert f"The link holds 10000 values for actor; the first {MAX_VALUES} were looked at." in said
    assert all(len(notice) < 400 for notice in said)
    assert "could not be read" in notices("&".join(["period=2023-01-01"] * 10_000), tables)


def test_a_search_keeps_any_script_and_loses_control_characters_and_what_is_too_long(tables: Tables) -> None:
    assert view("q=" + quote("Ким\n김정은\u202e\x00"), tables).q == "Ким김정은"
    selection, notices = decode("q=" + "a" * 5000, tables)
    assert selection.q == "a" * search.MAX_QUERY
    assert "5000 characters" in notices[0]


def test_an_event_id_in_capitals_is_understood(tables: Tables) -> None:
    known = next(iter(tables.records))
    assert view(f"event={known.upper()}", tables).event == known


def test_lone_surrogates_are_dropped(tables: Tables) -> None:
    assert decode({"q": ["a\ud800b"]}, tables)[0].q == "ab"
    assert decode({"actor": ["\udfff"], "event": ["\ud800"], "lanes": ["\ud800"], "period": ["\ud800"]}, tables)[0] == Selection()
    assert decode("q=a\ud800b&actor=\ud800%ff", tables)[0].q == "ab"
    encode(Selection(q="\ud800")).encode()


def chosen(options: Iterable[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(options)), max_size=most, unique=True).map(lambda ids: tuple(sorted(ids)))


def selections(tables: Tables) -> st.SearchStrategy[Selection]:
    days = st.dates(date(2021, 6, 1), date(2027, 6, 1))
    lanes: st.SearchStrategy[Lanes] = st.sampled_from(["category", "actor"])
    first, *others = tables.registers.areas
    areas = st.sampled_from(["", *others])
    assert first
    nulls: st.SearchStrategy[Null] = st.sampled_from(NULLS)
    words = st.sampled_from(["", "", "parade", "misile", "north korea", "drones", "조선", "zzzz", "…", "a"])
    return st.builds(
        Selection,
        actor=chosen(tables.registers.actors),
        category=chosen(tables.registers.categories),
        status=chosen(STATUSES),
        period=st.none() | st.tuples(days, days).map(lambda pair: order(*pair)),
        q=words,
        lanes=lanes,
        event=st.sampled_from(["", *tables.records]),
        known=st.none() | st.dates(date(2021, 6, 1), date(2025, 6, 1)),
        claim=st.sampled_from(["", *tables.registers.claims]),
        since=st.none() | st.dates(date(2021, 6, 1), date(2025, 6, 1)),
        link=chosen(tables.registers.link_kinds),
        basis=chosen(BASES),
        steps=whole("steps"),
        days=st.none() | whole("days"),
        who=st.sampled_from(["", *tables.registers.actors]),
        step=whole("step"),
        anchor=chosen(pools(tables)["anchor"]),
        other=chosen(pools(tables)["other"]),
        window=whole("window"),
        lag=whole("lag"),
        null=nulls,
        bin=whole("bin"),
        place=st.sampled_from(["", *tables.registers.places]),
        area=areas,
    )


def whole(key: str) -> st.SearchStrategy[int]:
    return st.integers(*NUMBERS[key])


@given(st.data())
def test_a_view_is_found_again_from_its_address(data: st.DataObject) -> None:
    selection = data.draw(selections(sample()))
    assert decode(encode(selection), sample()) == (selection, ())
    assert decode("?" + encode(selection), sample()) == (selection, ())
    assert decode(parse_qs(encode(selection)), sample()) == (selection, ())


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from([*KEYS, "=", "&", "kcna", "2023-08-01", "%", "%ff", "+", ";", "?", "#", "\ud800", "김"]), max_size=30
    ).map("".join)
)
@example("actor=%&period=%zz")
def test_any_query_is_a_view_that_has_one_address(query: str) -> None:
    selection, said = decode(query, sample())
    address = encode(selection)
    again, _ = decode(address, sample())
    assert encode(again) == address
    assert (again.q, again.period, again.event, again.lanes) == (selection.q, selection.period, selection.event, selection.lanes)
    assert all(notice.isprintable() for notice in said)
    apply(selection, sample())


def passes(selection: Selection, tables: Tables) -> dict[str, dict[str, bool]]:
    """Event -> filter in use -> whether it lets the event through, worked out one by one."""
    found = search.find(selection.q, search.index(tables)) if selection.q else None
    verdicts: dict[str, dict[str, bool]] = {}
    for event_id, located in tables.records.items():
        when, verdict = located.event.date, {}
        if selection.actor:
            verdict["actor"] = any(one in tables.involved[event_id] for one in selection.actor)
        if selection.category:
            verdict["category"] = located.category in selection.category
        if selection.status:
            verdict["status"] = tables.status[event_id] in selection.status
        if selection.period:
            first, last = selection.period
            verdict["period"] = (when.earliest or when.start) <= last and (when.latest is None or when.latest >= first)
        if found is not None:
            verdict["q"] = event_id in found.by_id()
        verdicts[event_id] = verdict
    return verdicts


@given(st.data())
def test_a_selection_leaves_what_passes_every_filter_and_counts_the_rest(data: st.DataObject) -> None:
    tables = sample()
    selection = data.draw(selections(tables))
    shown = apply(selection, tables)
    verdicts = passes(selection, tables)
    failed = {one: [key for key, passed in verdict.items() if not passed] for one, verdict in verdicts.items()}
    assert set(shown.ids) == {one for one, keys in failed.items() if not keys}
    assert set(shown.drawn) == {one for one, keys in failed.items() if not set(keys) - {"period"}}
    assert list(shown.drawn) == [one for one in tables.events["id"] if one in set(shown.drawn)]
    assert shown.total == len(tables.records) == len(shown.ids) + sum(shown.hidden.values()) + shown.hidden_by_several
    alone = [keys[0] for keys in failed.values() if len(keys) == 1]
    assert shown.hidden == {key: alone.count(key) for key in set(alone)}
    assert shown.hidden_by_several == sum(len(keys) > 1 for keys in failed.values())


@given(st.data())
def test_each_option_has_the_count_that_choosing_it_alone_would_show(data: st.DataObject) -> None:
    tables = sample()
    selection = data.draw(selections(tables))
    counts = facets(selection, tables)
    options = {"actor": tables.registers.actors, "category": tables.registers.categories, "status": STATUSES}
    key = data.draw(st.sampled_from(sorted(options)))
    for option in options[key]:
        alone = Selection(
            **{field: getattr(selection, field) for field in ("actor", "category", "status", "period", "q")} | {key: (option,)}
        )
        assert counts[key].get(option, 0) == len(apply(alone, tables).ids)
    assert all(count > 0 for count in counts[key].values())


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        ("north-korea", [VISIT, CLAIM]),
        ("kim-jong-un", [VISIT]),
        ("united-states", [CLAIM]),
        ("south-korea", [DRILL]),
        ("jcs", [DRILL]),
        ("russia", [DENIAL]),
    ],
)
def test_an_actor_is_found_with_its_parts(actor: str, found: list[str], tables: Tables) -> None:
    assert list(apply(Selection(actor=(actor,)), tables).ids) == found


@pytest.mark.parametrize(
    ("written", "first", "last", "inside"),
    [
        ("2023-09-10", "2023-09-10", "2023-09-10", True),
        ("2023-09-10", "2023-09-11", "2023-09-20", False),
        ("2023-09-10/2023-09-12", "2023-09-12", "2023-09-20", True),
        ("2023-09-10/2023-09-12", "2023-09-01", "2023-09-10", True),
        ("2023-09-10/2023-09-12", "2023-09-13", "2023-09-20", False),
        ("2023-09-10~", "2023-09-13", "2023-09-20", True),
        ("2023-09-10~", "2023-09-14", "2023-09-20", False),
        ("2023-09-10~", "2023-09-01", "2023-09-07", True),
        ("2023-09-10~", "2023-09-01", "2023-09-06", False),
        ("[2023-09-10..2023-09-15]", "2023-09-15", "2023-09-15", True),
        ("2023-09-10/..", "2090-01-01", "2090-01-02", True),
        ("2023-09-10/..", "2023-09-01", "2023-09-09", False),
        ("[..2023-09-10]", "1901-01-01", "2023-09-09", False),
        ("[..2023-09-10]", "2023-09-10", "2023-09-10", True),
        ("[..2023-09-10]", "2023-09-11", "2023-09-12", False),
    ],
)
def test_a_period_has_both_its_ends_and_all_days_an_event_may_have_been_on(
    written: str, first: str, last: str, inside: bool, small: Small
) -> None:
    small.add("visits", "2023-09-10-x", date=written, sources=[source("2024")], reported="2024")
    period = (date.fromisoformat(first), date.fromisoformat(last))
    assert ("2023-09-10-x" in apply(Selection(period=period), small.tables()).ids) is inside


def test_with_a_search_the_best_match_stands_first_but_the_picture_keeps_the_order_of_dates(small: Small) -> None:
    small.denial["title"] = "Kremlin speaks of a missile launcher"
    shown = apply(Selection(q="launcher"), small.tables())
    assert shown.ids == (DENIAL, VISIT)
    assert shown.drawn == (VISIT, DENIAL)
    assert "launcher" in shown.words


def test_the_chosen_event_and_the_lanes_hide_nothing(tables: Tables) -> None:
    assert apply(Selection(event=VISIT, lanes="actor"), tables) == apply(Selection(), tables)
    assert len(apply(Selection(), tables).ids) == 4


def test_a_changed_record_is_looked_at_anew(small: Small) -> None:
    assert len(apply(Selection(q="launcher"), small.tables()).ids) == 1
    small.visit["summary"] = "Two plain sentences of our own. Nothing stood there."
    assert apply(Selection(q="launcher"), small.tables()).ids == ()


def test_neighbours_began_within_the_days_given_in_order_of_date(tables: Tables) -> None:
    assert neighbours(VISIT, tables) == (DRILL,)
    assert neighbours(DRILL, tables, days=10) == (VISIT,)
    assert neighbours(DRILL, tables, days=9) == ()
    assert neighbours(CLAIM, tables, days=100) == (VISIT, DRILL, DENIAL)


def links_of(small: Small) -> Tables:
    small.visit["links"] = [
        {"to": DRILL, "kind": "precedes", "basis": "asserted", "by": "yonhap", "source": 1},
        {"to": DENIAL, "kind": "refers-to", "basis": "temporal", "note": "same autumn"},
    ]
    return small.tables()


def test_links_are_counted_by_kind_and_basis_between_events_that_are_shown(small: Small) -> None:
    tables = links_of(small)
    counts = link_facets(Selection(), tables)
    assert counts == {
        "link": {"precedes": 1, "refers-to": 2, "denies": 1},
        "basis": {"asserted": 1, "temporal": 1, "documented": 2},
    }
    assert link_facets(Selection(basis=("asserted",)), tables)["link"] == {"precedes": 1}
    assert link_facets(Selection(link=("denies",)), tables)["basis"] == {"documented": 1}
    assert link_facets(Selection(category=("arms",)), tables)["link"] == {"denies": 1}


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(), {"precedes", "refers-to"}),
        (Selection(link=("precedes",)), {"precedes"}),
        (Selection(basis=("temporal",)), {"refers-to"}),
        (Selection(link=("precedes",), basis=("temporal",)), set()),
    ],
)
def test_a_link_is_followed_when_its_kind_and_its_basis_are_asked_for(selection: Selection, kept: set[str], small: Small) -> None:
    links = links_of(small).records[VISIT].event.links
    assert {link.kind for link in links if selection.follows(link)} == kept


def test_ids_of_a_view_are_found_under_those_of_an_equal_view(tables: Tables) -> None:
    one, other = apply(Selection(), tables).ids, tuple(tables.ids)
    assert {one: 1}[other] == {other: 1}[one] == 1
    assert hash(one) == hash(other) == hash(one)

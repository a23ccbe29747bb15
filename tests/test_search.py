"""Search: any script, small mistakes, every word, titles first, marks that rejoin to the text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline import search
from dateline.search import MAX_QUERY, Found, Index, Postings, _parts, find, fold, index, spans, words
from tests.conftest import Small

VISIT, DRILL, CLAIM, DENIAL = "2023-08-11-plants", "2023-08-21-summer-drill", "2023-10-13-containers", "2023-10-20-denial"
HOSTILE = ["", " ", "!!!", "''", "-", "—", "\x00", "\ud800", "%", "*", "(", "[a-z", "\\", "<script>", "a" * 100_000, "김" * 5000, "🙂", "_", "’", "a-", "\u202e", "\n"]  # fmt: skip


@pytest.fixture
def where(small: Small) -> Index:
    return index(small.tables())


def ids(query: str, where: Index) -> set[str]:
    found = find(query, where)
    assert found is not None
    return set(found.by_id())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("missile", {VISIT, CLAIM}),
        ("MISSILE", {VISIT, CLAIM}),
        ("misile", {VISIT, CLAIM}),
        ("mising launcer", set()),
        ("launcer", {VISIT}),
        ("김정은", {VISIT}),
        ("김정", {VISIT}),
        ("조선", {VISIT, CLAIM}),
        ("Ким Чен Ын", {VISIT}),
        ("ким", {VISIT}),
        ("Россия", {DENIAL}),
        ("россия", {DENIAL}),
        ("КНДР", {VISIT, CLAIM}),
        ("dprk", {VISIT, CLAIM}),
        ("america", {CLAIM}),
        ("América", {CLAIM}),
        ("Ｋｉｍ", {VISIT}),
        ("kim", {VISIT}),
        ("summer drill", {DRILL}),
        ("drill summer", {DRILL}),
        ("missile summer", set()),
        ("pointed missile", {VISIT}),
        ("px-1", {VISIT}),
        ("뾰족탄", {VISIT}),
        ("containers 1,000", {CLAIM}),
        ("pyongyang", {DRILL, DENIAL}),
        ("farm", {DENIAL}),
        ("'missile'", {VISIT, CLAIM}),
        ("2023-10-13-containers", {CLAIM}),
        ("zzzz", set()),
    ],
)
def test_a_search_finds_the_events_that_hold_every_word(query: str, wanted: set[str], where: Index) -> None:
    assert ids(query, where) == wanted


def test_short_words_are_not_forgiven(where: Index) -> None:
    assert ids("sys", where) == set()
    assert len(ids("sayss", where)) == 4


def test_a_word_of_the_title_counts_more_than_one_of_the_summary(small: Small) -> None:
    small.drill["summary"] = "The denial came with baseless words about a drill."
    found = find("baseless", index(small.tables()))
    assert found is not None
    assert sorted(found.by_id(), key=lambda one: -found.by_id()[one]) == [DENIAL, DRILL]


def test_a_word_as_it_is_counts_more_than_one_that_begins_so(small: Small) -> None:
    small.add("visits", "2023-09-01-x", title="Rockets are shown in the hall")
    small.add("visits", "2023-09-05-y", title="Rocket is shown in the hall")
    found = find("rocket", index(small.tables()))
    assert found is not None
    assert found.by_id()["2023-09-05-y"] > found.by_id()["2023-09-01-x"]


@pytest.mark.parametrize("query", ["", " ", "!!!", "…", "\x00", "—", "🙂"])
def test_a_query_without_a_word_is_no_search(query: str, where: Index) -> None:
    assert find(query, where) is None


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_finds_something_or_nothing(query: str, where: Index) -> None:
    found = find(query, where)
    assert found is None or isinstance(found, Found)


def test_only_the_beginning_of_an_endless_query_is_looked_at(where: Index) -> None:
    assert ids("missile" + " " * MAX_QUERY + "zzzz", where) == {VISIT, CLAIM}


def test_the_words_that_matched_are_marked_in_the_text_as_written(where: Index) -> None:
    found = find("misile 1,000", where)
    assert found is not None
    text = "White House speaks of 1,000 containers of Missile parts"
    marked = [piece for piece, is_marked in spans(text, found.words) if is_marked]
    assert "Missile" in marked


def test_a_word_in_another_script_is_marked(where: Index) -> None:
    found = find("김정은", where)
    assert found is not None
    assert spans("Kim (김정은) says", found.words) == [("Kim (", False), ("김정은", True), (") says", False)]


def test_either_apostrophe_finds_and_marks_the_other(small: Small) -> None:
    small.visit["title"] = "The people’s army sees a plant"
    found = find("people's", index(small.tables()))
    assert found is not None
    assert set(found.by_id()) == {VISIT}
    assert ("people’s", True) in spans(small.visit["title"], found.words)


@given(st.text(max_size=200))
@example("ﬁ ½ İ ß ™ 김정은 e\u0301 \u1100\u1161")
def test_folding_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


texts = st.text(max_size=120) | st.lists(
    st.sampled_from(["kim", "Kim", "-", "'", "’", " ", "김정은", "é", "ß", "1,000", "\n", "_"]), max_size=20
).map("".join)


@given(texts, st.lists(texts, max_size=4))
@example("Kim-Jong Un", ["jong"])
def test_the_pieces_of_a_marked_text_join_to_the_text(text: str, marked: list[str]) -> None:
    chosen = {word for one in marked for word in words(one)}
    pieces = spans(text, chosen)
    assert "".join(piece for piece, _ in pieces) == text
    for piece, is_marked in pieces:
        assert not is_marked or not chosen.isdisjoint(part for word in words(piece) for part in _parts(word))


# Letters, digits and punctuation: a sign such as ⒜ holds a letter, but is not a word of its own that could be marked.
plain = st.text(st.characters(categories=["L", "Nd", "P", "Z"]), max_size=120)


@given(plain)
@example("Kim Jong-Un’s 김정은, Путин")
def test_a_text_searched_for_in_itself_marks_all_its_words(text: str) -> None:
    marked = words(text)
    assert [piece for piece, is_marked in spans(text, marked) if not is_marked and words(piece)] == []


def test_a_word_that_is_written_a_hundred_times_is_looked_for_once(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    matches = search._matches

    def counted(word: str, where: Index) -> object:
        looked.append(word)
        return matches(word, where)

    monkeypatch.setattr(search, "_matches", counted)
    where = index(small.tables())
    found, once = find("Kim kim KIM " * 50, where), find("kim", where)
    assert looked == ["kim", "kim"]
    assert found is not None
    assert once is not None
    assert (found.by_id(), found.words) == (once.by_id(), once.words)


@given(st.sets(st.text("abкé김", min_size=1, max_size=6), max_size=12), st.text("abкé김", min_size=1, max_size=4))
@example({"a-b", "b-a", "ab", "b-a-b"}, "-a")
def test_a_part_is_found_within_words_and_never_over_the_end_of_one(known: set[str], part: str) -> None:
    spelled = sorted(known)
    nothing = Postings(np.zeros(len(spelled) + 1, dtype="int64"), np.array([], dtype="int32"), np.array([], dtype="uint8"))
    where = Index(np.array([], dtype=object), pa.array(spelled, pa.string()), nothing, (), nothing)
    numbers, begins, alone = search._holding(part, where)
    held = [(word, word.startswith(part), word == part) for word in spelled if part in word]
    assert list(zip([spelled[n] for n in numbers], begins, alone, strict=True)) == held


# A query and texts of a few letters, so that they meet; ’ and ' are one in the record.
said = st.lists(st.sampled_from(["ab", "a-b", "ab-ba", "b’a", "b’a-ab", "b'a", "-", "a", "ba"]), min_size=1, max_size=5).map(
    " ".join
)


@given(said, st.lists(said, min_size=1, max_size=4))
def test_hyphens_and_apostrophes_hide_nothing_that_a_look_at_each_word_finds(query: str, titles: list[str]) -> None:
    words_of = [{part for word in words(title) for part in _parts(word)} for title in titles]
    spelled = sorted(set().union(*words_of))
    rows = [[n for n, held in enumerate(words_of) if word in held] for word in spelled]
    offsets = np.cumsum([0, *map(len, rows)])
    everything = np.array([n for row in rows for n in row], dtype="int32")
    postings = Postings(offsets, everything, np.ones(len(everything), dtype="uint8"))
    nothing = Postings(np.array([0]), np.array([], dtype="int32"), np.array([], dtype="uint8"))
    where = Index(
        np.array([str(n) for n in range(len(titles))], dtype=object), pa.array(spelled, pa.string()), postings, (), nothing
    )
    found = find(query, where)
    close = {
        str(n): [max((closeness(word, one) for one in held), default=0) for word in dict.fromkeys(words(query))]
        for n, held in enumerate(words_of)
    }
    if found is not None:
        assert found.by_id() == {one: sum(many) for one, many in close.items() if all(many)}


def closeness(word: str, candidate: str) -> int:
    if word == candidate:
        return 10
    if candidate.startswith(word):
        return 8
    return 6 if len(word) > 1 and word in candidate else 0

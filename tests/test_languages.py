"""Titles and names in other languages: which of them a reader is given, and how a search finds them whatever that is."""

from __future__ import annotations

import json

import jsonschema
import pytest

from dateline.drafting import found
from dateline.export import as_json, schema
from dateline.formatting import formatted
from dateline.languages import is_written_in, shows, without_particle
from dateline.registers import REGISTERS, Actor, Unit
from dateline.search import find, index
from tests.conftest import Small

VISIT, CLAIM = "2023-08-11-plants", "2023-10-13-containers"


@pytest.fixture
def several(small: Small) -> Small:
    small.visit["titles"] = {"ko": "김정은, 미사일 공장들 시찰", "ru": "Ким Чен Ын осмотрел заводы"}
    small.claim["titles"] = {"ko": "백악관이 '미사일 부품 컨테이너 1천 개' 언급"}
    small.entry("actors", "white-house")["names"] = {"ko": "백악관"}
    small.entry("actors", "north-korea")["names"] = {"ko": "북한"}
    small.registers["places"][2]["names"] = {"ko": "비공개 장소"}
    return small


def test_a_reader_gets_a_title_in_their_language_or_in_english(several: Small) -> None:
    tables = several.tables()
    event = tables.records[VISIT].event
    assert event.title_in("ko") == event.title_in("ko-KR") == "김정은, 미사일 공장들 시찰"
    assert event.title_in("ru") == "Ким Чен Ын осмотрел заводы"
    assert event.title_in("en") == event.title_in("ja") == event.title
    assert tables.languages == {"ko", "ru"}


def test_a_name_in_its_own_script_is_the_name_of_the_one_language_that_has_this_script(several: Small) -> None:
    actors = several.tables().registers.actors
    assert [actors["kim-jong-un"].name_in(one) for one in ("ko", "ru", "en")] == ["김정은", "Kim Jong Un", "Kim Jong Un"]
    assert actors["north-korea"].name_in("ko") == "북한", "the name that was written for it wins"
    assert actors["russia"].name_in("ru") == "Russia", "Cyrillic letters do not tell that a name is Russian"
    assert Actor(id="a", name="A", type="x", names={"zh-TW": "甲"}).name_in("zh") == "A"


def test_what_is_told_of_an_entry_and_a_question_have_their_languages_too(small: Small) -> None:
    small.registers["categories"][0]["abouts"] = {"ko": "공장 방문"}
    small.registers["record"][0]["questions"] = [
        {
            "words": "Visits before drills",
            "wordings": {"ko": "훈련 전 방문"},
            "anchor": ["category:drills"],
            "other": ["category:visits"],
        }
    ]
    registers = small.tables().registers
    assert [registers.categories["visits"].about_in(one) for one in ("ko", "ru")] == ["공장 방문", "Plants seen"]
    assert registers.actors["kcna"].about_in("ko") == ""
    assert [registers.questions[0].words_in(one) for one in ("ko", "ru")] == ["훈련 전 방문", "Visits before drills"]


def test_a_figure_stands_where_the_language_puts_it() -> None:
    unit = Unit(id="container", name="container", plural="containers", counted={"ko": "컨테이너 {}개"})
    assert unit.counted_in("ko", "1,000") == "컨테이너 1,000개"
    assert [unit.counted_in("en", "1", one=True), unit.counted_in("en", "2")] == ["1 container", "2 containers"]


def test_an_entry_with_names_is_still_a_key(several: Small) -> None:
    actors = several.tables().registers.actors
    assert {actors["north-korea"]: 1}[actors["north-korea"].model_copy()] == 1
    assert hash(several.tables().records[VISIT].event) == hash(several.tables().records[VISIT].event)


def test_every_register_with_names_can_be_asked_for_them() -> None:
    for stem, model in REGISTERS.items():
        assert ("name" in model.model_fields) == hasattr(model, "name_in"), stem


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("공장", {VISIT}),  # part of a word: 공장들
        ("미사일", {VISIT, CLAIM}),
        ("미사일공장", {VISIT}),  # without the space
        ("미사일을 공장에서", {VISIT}),  # with particles that do not stand there
        ("백악관", {CLAIM}),  # stands there with a particle, and as a name
        ("백악관은", {CLAIM}),
        ("배악관", {CLAIM}),  # a letter of a syllable is missing
        ("컨태이너", {CLAIM}),
        ("북한", {VISIT, CLAIM}),
        ("비공개", {VISIT}),
        ("Ким осмотрел", {VISIT}),
        ("осмотрил", {VISIT}),
        ("kim 시찰", {VISIT}),
        ("잠수함", set()),
        ("미사일 잠수함", set()),
    ],
)
def test_a_search_finds_titles_and_names_in_every_language(query: str, wanted: set[str], several: Small) -> None:
    result = find(query, index(several.tables()))
    assert result is not None
    assert set(result.by_id()) == wanted


def test_words_found_over_a_space_mark_both_and_others_only_themselves(several: Small) -> None:
    where = index(several.tables())
    across = find("미사일공", where)
    assert across is not None
    assert (set(across.by_id()), set(across.words)) == ({VISIT}, {"미사일", "공장들"})
    only = find("공장", where)
    assert only is not None
    assert only.words == {"공장들"}


def test_what_is_written_on_to_a_noun_is_taken_off_it_and_from_nothing_else() -> None:
    assert [without_particle(one) for one in ("백악관이", "러시아에서는", "북한으로부터", "국가", "미사일", "kim", "")] == [
        "백악관",
        "러시아",
        "북한",
        "",
        "",
        "",
        "",
    ]


def test_letters_tell_a_language_only_where_it_alone_has_them() -> None:
    assert is_written_in("KN-23 발사", "ko")
    assert not is_written_in("KN-23", "ko-KR")
    assert is_written_in("anything", "fr")
    assert is_written_in("Beograd", "sr-Latn")
    assert (shows("김정은", "ko"), shows("Киев", "ru"), shows("北京", "zh")) == (True, False, False)


def test_json_carries_titles_by_language_and_its_schema_takes_them(several: Small) -> None:
    tables = several.tables()
    written = json.loads(as_json.write(tables, [VISIT, "2023-10-20-denial"], ""))
    assert [one["titles"] for one in written["events"]] == [dict(tables.records[VISIT].event.titles), {}]
    jsonschema.validate(written, schema.schema())
    written["events"][0]["titles"]["Korean"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema.schema())


def test_they_stand_after_what_they_translate_on_one_line() -> None:
    text = "- titles: {ko: '가나다, 라마', ru: Ким}\n  title: T\n  id: 2023-a\n"
    assert formatted(text, "events/a/2023.yaml") == ("- id: 2023-a\n  title: T\n  titles: {ko: '가나다, 라마', ru: Ким}\n", [])
    entry = "- {id: visitor, acts: true, names: {ko: 방문}, name: visits}\n"
    assert formatted(entry, "events/registers/roles.yaml")[0] == "- {id: visitor, name: visits, names: {ko: 방문}, acts: true}\n"


def test_who_writes_a_record_is_offered_an_entry_by_its_name_in_any_language(several: Small) -> None:
    assert found("백악관", several.read().registers.actors)[0] == "white-house"

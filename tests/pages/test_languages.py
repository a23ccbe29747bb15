"""Every page in every language: no word of the interface stays English, links keep the language, sessions do not mix."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from streamlit.testing.v1 import AppTest

from dateline import words
from dateline.address import KEYS, decode
from dateline.checks import read_and_check
from dateline.record import Record
from dateline.registers import REGISTERS
from dateline.selection import Selection, apply
from dateline.tables import Tables, build
from dateline.ui import embed, record, timeline_parts
from dateline.ui.nodes import text_of
from dateline.ui.views import View
from tests import sent
from tests.conftest import Small
from tests.pages.test_pages import PAGES, ROOT, documents, run, tables
from tests.pages.test_pages import words as words_of

__all__ = ["tables"]

FOR_READERS = frozenset({
    "title", "titles", "name", "names", "native", "aliases", "short", "about", "summary", "note", "text", "supports", "sole_source", "proposition",
    "propositions", "inverse", "inverses", "plural", "counted", "season", "named_after", "country", "of", "origins", "words", "borders",
})  # fmt: skip
"""Fields of a record that readers read as they are written."""
MEANT = frozenset({
    "A", "APA", "API", "Apache", "Atom", "BY", "BibTeX", "CC", "CSL", "CSV", "Chicago", "Chrome", "Chromium", "Ctrl", "DD",
    "DIR", "Dateline", "Donges", "DuckDB", "EDTF", "Earth", "Esc", "GeoJSON", "Gephi", "GraphML", "HTML", "JSON", "Knight",
    "LD", "Lab", "MM", "Markdown", "Natural", "PNG", "Parquet", "Poisson", "R", "SVG", "TimelineJS", "TimelineJS3", "UTC",
    "YAML", "YYYY", "ZIP", "Zip", "al", "check", "et", "iCalendar", "id", "kaleido", "km", "m", "networkx", "org", "p",
    "pandas", "python", "schema", "timeline", "vis",
})  # fmt: skip
"""Latin letters that stay in every language: names, formats, keys."""
UNREAD = {"code", "pre", "style", "textarea"}
"""What is shown as it is typed."""


def hangul(value: Any) -> Any:
    """The same with every run of Latin letters as one Hangul letter."""
    if isinstance(value, str):
        return re.sub(r"[A-Za-z]+", "가", value)
    if isinstance(value, Mapping):
        return {key: hangul(one) for key, one in value.items()}
    return tuple(hangul(one) for one in value) if isinstance(value, list | tuple) else value


def retold(value: Any) -> Any:
    """A model whose fields for readers hold no Latin letter."""
    if isinstance(value, BaseModel):
        told = {
            key: hangul(one) if key in FOR_READERS and not _models(one) else retold(one) for key, one in value if key != "data"
        }
        return value.model_copy(update=told)
    return tuple(retold(one) for one in value) if isinstance(value, tuple) else value


def _models(value: Any) -> bool:
    return isinstance(value, BaseModel) or (isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value))


def without_latin(read: Record) -> Tables:
    """A record's tables when all that readers read of it is Hangul: what is Latin on a page then is the interface."""
    registers = replace(
        read.registers,
        **{
            name: {key: retold(entry) for key, entry in getattr(read.registers, name).items()}
            for name in (one.replace("-", "_") for one in REGISTERS)
            if isinstance(getattr(read.registers, name), dict)
        },
    )
    events = tuple(replace(one, event=retold(one.event)) for one in read.events)
    return build(replace(read, registers=registers, events=events))


@pytest.fixture
def korean(small: Small, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """The small record in Hangul, as what the dashboard shows."""
    made = without_latin(read_and_check(small.write()))
    monkeypatch.setattr(record, "tables", lambda: made)
    monkeypatch.setattr(record, "refused", lambda: None)
    return made


def pieces(node: Any) -> Iterator[str]:
    """Every text of a document and every attribute that is read."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list) and len(node) == 3 and isinstance(node[1], dict):
        tag, attributes, children = node
        yield from (value for key, value in attributes.items() if key in ("title", "aria-label", "placeholder"))
        css = attributes.get("class", "")
        foreign = str(attributes.get("href", "")).startswith("http") or "dl-url" in css or tag in UNREAD
        # Citations are English in every language.
        kept = [child for child in children if css != "dl-cite" or child[0] != "dd"]
        yield from (piece for child in kept if not foreign for piece in pieces(child))
    elif isinstance(node, list):
        yield from (piece for child in node for piece in pieces(child))


def on_screen(app: AppTest) -> Iterator[str]:
    """All words of a page: documents, labels, help, captions, heads of tables."""
    for document in sent.documents(app):
        yield from pieces(document)
    for kind in ("selectbox", "multiselect", "text_area", "button", "download_button", "expander"):
        for element in app.get(kind):
            label = element.proto.label
            if label not in KEYS:
                yield from (label, getattr(element.proto, "help", ""), getattr(element.proto, "placeholder", ""))
            if kind == "selectbox":
                yield from element.proto.options
    for kind in ("header", "subheader", "caption"):
        yield from (str(getattr(element, "value", "")) for element in app.get(kind))
    for frame in app.get("arrow_data_frame"):
        yield from map(str, getattr(frame, "value").columns)  # noqa: B009


def left(texts: Iterator[str] | list[str]) -> dict[str, list[str]]:
    """Texts with Latin letters that are none of those meant, and which."""
    found = {}
    for text in texts:
        plain = re.sub(
            r"<[a-z/]+>|https?://\S+|\?\S+|\b[0-9a-f]{8}\b|\b[\w./-]+\.(yaml|md|py)\b|2023-\S+|\b[a-z0-9]+(-[a-z0-9]+)+\b|\{\w*\}|'[^']*'",
            "",
            text,
        )
        latin = [one for one in re.findall(r"[A-Za-z]+", plain) if one not in MEANT and len(one) > 1]
        if latin:
            found[text] = latin
    return found


CHOSEN = {
    "event": {"event": "drill"}, "claims": {"claim": "shells"}, "actors": {"who": "north-korea"}, "map": {"place": "pyongyang"},
    "timeline": {"since": "2023-08-01", "known": "2023-10-20", "event": "claim"}, "contribute": {"event": "visit"},
}  # fmt: skip


@pytest.mark.parametrize("language", [one for one in words.LANGUAGES if one != words.ENGLISH])
@pytest.mark.parametrize("page", PAGES)
def test_no_word_of_the_interface_stays_english(page: str, language: str, korean: Tables, small: Small) -> None:
    chosen = {key: getattr(small, value)["id"] if key == "event" else value for key, value in CHOSEN.get(page, {}).items()}
    for query in ({}, chosen) if chosen else ({},):
        app = run(page, lang=[language], **{key: [value] for key, value in query.items()})
        assert not app.exception
        assert not left(on_screen(app)), (page, query)


@pytest.mark.parametrize("lanes", ["category", "actor"])
def test_the_chart_has_no_english_word(lanes: Any, korean: Tables) -> None:
    with words.speaking("ko"):
        sent = timeline_parts.content(korean, tuple(korean.records), lanes)
        figure, page = sent["fig"], timeline_parts.html()
    said = [
        text for trace in figure["data"] if trace["meta"]["part"] == "marks" for row in trace["customdata"] for text in row[1:5]
    ]
    said += [note["text"] for note in figure["layout"]["annotations"]]
    said += [*pieces(sent["legend"]), *re.findall(r'(?:title|aria-label)="([^"]*)"', page), *re.findall(r">([^<>]+)<", page)]
    assert not left(said)


def test_links_and_copied_links_keep_the_language(korean: Tables, small: Small) -> None:
    for page, query in (
        ("timeline", {}),
        ("event", {"event": [small.claim["id"]]}),
        ("claims", {"claim": ["shells"]}),
        ("stories", {}),
    ):
        for document in sent.documents(run(page, lang=["ko"], **query)):
            text = json.dumps(document)
            links = re.findall(r'"(?:href|data-copy-link)": "([^"]*)"', text)
            own = [link for link in links if not re.match(r"https?:|mailto:|#", link)]
            assert all("lang=ko" in link for link in own), [link for link in own if "lang=ko" not in link]


def test_another_page_is_in_the_same_language() -> None:
    app = run(lang=["ko"])
    app.switch_page("pages/claims.py").run()
    assert app.query_params["lang"] in ("ko", ["ko"])
    assert "부인" in words_of(app)


@pytest.mark.parametrize("given", [["xx"], [""], ["en"], ["<b>"], ["de", "fr"]])
def test_a_language_that_there_is_not_is_english_without_a_word(given: list[str]) -> None:
    text = words_of(run(lang=given))
    assert "events shown" in text
    assert "could be opened" not in text


def test_a_language_is_understood_in_capitals(tables: Tables) -> None:
    assert decode("lang=KO", tables) == (Selection(lang="ko"), ())


def test_what_a_link_lost_is_told_in_its_language(tables: Tables) -> None:
    assert "그런 행위자가 없습니다" in words_of(run(lang=["ko"], actor=["nobody-at-all"]))


def test_sessions_in_two_languages_do_not_mix(korean: Tables) -> None:
    pages = [documents(run("claims", lang=[language])) for language in ("ko", "en", "ko", "en")]
    assert pages[0] == pages[2]
    assert pages[1] == pages[3]
    assert "Alleged" in " ".join(pages[1])
    assert "미확인 주장" not in " ".join(pages[1])
    assert "Alleged" not in " ".join(pages[0])


def test_an_embedded_page_links_to_the_whole_one_in_its_language(tables: Tables) -> None:
    selection = Selection(lang="ko")
    with words.speaking("ko"):
        line = embed.document(View(tables, selection, apply(selection, tables), tables), "")
    assert "lang=ko" in json.dumps(line)
    assert "전체 화면 열기" in text_of(line)
    assert "lang=ko" in embed.snippet(selection, "https://example.org")


def test_a_korean_title_is_shown_and_found_in_either_language(tables: Tables) -> None:
    event = next(one.event for one in tables.records.values() if one.event.titles.get("ko"))
    title = event.title_in("ko")
    assert title in words_of(run("event", lang=["ko"], event=[event.id]))
    assert event.title in words_of(run("event", event=[event.id]))
    for language in words.LANGUAGES:
        assert event.id in apply(Selection(q=title, lang=language), tables).ids


def test_what_the_record_says_of_itself_and_asks_is_in_the_readers_language(tables: Tables) -> None:
    registers = tables.registers
    about_page, questions = words_of(run("about", lang=["ko"])), words_of(run("before_after", lang=["ko"]))
    for told in (registers.home.abouts, *(entry.abouts for entry in registers.categories.values())):
        assert told["ko"].rstrip(".") in about_page
    for question in registers.questions:
        assert question.wordings["ko"] in questions
        assert question.words not in questions


def test_the_fonts_are_the_readers_own() -> None:
    rules = "".join(
        (Path(ROOT) / "dateline/ui" / name).read_text(encoding="utf-8") for name in ("frame.css", "nodes.css", "timeline.css")
    )
    assert "Malgun Gothic" in rules
    assert "@font-face" not in rules
    assert "@import" not in rules

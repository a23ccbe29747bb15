"""The catalogues keep up with the code, and each run speaks one language."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from dateline import words
from dateline.dates import label, parse, span
from dateline.tables import Tables, remembered, spoken
from dateline.words import _, counted, either, listed, ngettext, speaking
from tests.conftest import Small

ROOT = Path(__file__).resolve().parents[1]
OTHERS = [one for one in words.LANGUAGES if one != words.ENGLISH]
PLACE = re.compile(r"\{\w*\}|%\{\w+\}|<br>|<extra></extra>|%-?[A-Za-z]\b")
KEYWORDS = re.compile(r'--keywords="([^"]*)"')


@cache
def extracted() -> Catalog:
    """What the code says today, found as ``make words`` finds it."""
    asked = KEYWORDS.search((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert asked
    keywords = parse_keywords(asked[1].split())
    found = Catalog()
    for path in (ROOT / "dashboard.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "dateline").rglob("*.*")):
        method = {".py": "python", ".js": "javascript"}.get(path.suffix)
        if method and (method == "python" or path.parent.name == "ui"):
            for _line, message, _comments, context in extract_from_file(method, path, keywords=keywords):
                found.add(message, context=context)
    return found


def catalogue(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()))


def ids(messages: Catalog) -> set[Any]:
    return {(message.context, message.id) for message in messages if message.id}


def texts(message: Message) -> tuple[str, ...]:
    """What a message is called, in each form of plural."""
    said: Any = message.string
    return (said,) if isinstance(said, str) else tuple(said)


def po(language: str) -> Path:
    return words.LOCALE / language / "LC_MESSAGES" / "dateline.po"


def test_the_template_holds_what_the_code_says() -> None:
    assert ids(catalogue(words.LOCALE / "dateline.pot")) == ids(extracted()), "run make words"


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_message_translated_and_none_besides(language: str) -> None:
    found = catalogue(po(language))
    assert ids(found) == ids(extracted()), "run make words"
    assert not found.obsolete
    assert not [message.id for message in found if message.id and message.fuzzy]
    assert not [message.id for message in found if message.id and not all(texts(message))]
    assert all(len(texts(message)) in (1, found.num_plurals) for message in found)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_and_the_edges_of_its_message(language: str) -> None:
    for message in catalogue(po(language)):
        if not message.id or "%b" in str(message.id) or message.id == "%Y":
            continue
        one, *others = (message.id,) if isinstance(message.id, str) else message.id
        allowed = set(PLACE.findall(one)).union(*(PLACE.findall(other) for other in others))
        for text in texts(message):
            assert set(PLACE.findall(text)) <= allowed, message.id
            if not others:
                assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(one)), message.id
            # What is put before or after it counts on its blanks.
            assert (text[:1] == " ", text[-1:] == " ") == (one[:1] == " ", one[-1:] == " "), message.id


def test_no_constant_froze_its_words_in_english() -> None:
    with speaking("ko"):
        assert _("Disputed") == "논란"
        assert counted(3, "{n} event", "{n} events") == "사건 3건"
        assert ngettext("{n} event", "{n} events", 1) == "사건 {n}건"
    assert _("Disputed") == "Disputed"


def test_a_language_that_there_is_not_is_english() -> None:
    with speaking("xx"):
        assert words.language() == "en"
        assert _("Disputed") == "Disputed"
    assert [words.on_offer(one) for one in ("KO", "xx", None, ["ko"])] == ["ko", "en", "en", "en"]


def test_each_thread_speaks_its_own_language() -> None:
    def say(language: str) -> list[str]:
        words.use(language)
        return [_("Disputed") for _n in range(200)]

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(say, ["ko", "en"] * 20))
    assert all(set(one) == {"논란" if n % 2 == 0 else "Disputed"} for n, one in enumerate(said))
    assert words.language() == "en"


def test_what_is_remembered_is_remembered_in_each_language(small: Small) -> None:
    @remembered
    def say(_tables: Tables) -> str:
        return _("Disputed")

    tables = small.tables()
    with speaking("ko"):
        assert say(tables) == "논란"
    assert say(tables) == "Disputed"
    with speaking("ko"):
        assert say(tables) == "논란"


def test_tables_made_in_a_korean_run_are_english_and_their_words_are_asked_for(small: Small) -> None:
    small.visit["titles"] = {"ko": "김정은, 군수공장 시찰"}
    with speaking("ko"):
        tables = small.tables()
        korean = spoken(tables).set_index("id")
    assert tables.events["when"].str.contains("August").any()
    assert spoken(tables) is tables.events
    assert korean.loc[small.visit["id"], "title"] == "김정은, 군수공장 시찰"
    assert korean["when"].str.contains("월").all()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2023-08-11", "2023년 8월 11일"),
        ("2023-08", "2023년 8월"),
        ("2023", "2023년"),
        ("2023-08-11/2023-08-12", "2023년 8월 11~12일"),
        ("2023-08-30/2023-09-02", "2023년 8월 30일~9월 2일"),
        ("2022-12-30/2023-01-02", "2022년 12월 30일~2023년 1월 2일"),
        ("2023-10/..", "2023년 10월부터"),
        ("[2023-08-01..2023-08-05]", "2023년 8월 1~5일 중 하루"),
        ("[..2023-08-05]", "늦어도 2023년 8월 5일"),
        ("2023-08-08~", "2023년 8월 8일께"),
        ("2023-08-08?", "2023년 8월 8일(불확실)"),
        ("2019/2021", "2019~2021년"),
    ],
)
def test_dates_in_korean(written: str, told: str) -> None:
    with speaking("ko"):
        assert label(parse(written)) == told


def test_lists_and_spans_in_korean() -> None:
    with speaking("ko"):
        assert listed(["가", "나", "다"]) == "가, 나, 다"
        assert either(["가", "나", "다"]) == "가, 나 또는 다"
        assert span(date(2023, 8, 1), date(2023, 8, 1)) == "2023년 8월 1일"


def test_scripts_get_their_own_messages_only() -> None:
    with speaking("ko"):
        told = words.for_scripts()
    assert "복사됨" in told
    assert "모든 필터 초기화" not in told
    assert '"texts": {}' in words.for_scripts()

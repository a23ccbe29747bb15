"""Files for pages on the web and for reading: JSON-LD, Markdown, and the shape of what TimelineJS3 and vis-timeline take."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from dateline.dates import label
from dateline.export import FORMATS, citation
from dateline.known import as_known
from dateline.tables import Tables
from tests.conftest import Small, sample
from tests.export.hostile import HOSTILE, all_dates, hostile_record


def written(name: str, tables: Tables, view: str = "") -> Any:
    return json.loads(FORMATS[name].write(tables, list(tables.records), view))


def claims(tables: Tables) -> dict[str, dict[str, Any]]:
    found = written("jsonld", tables)
    assert found["@context"] == "https://schema.org"
    ids = [one["@id"] for one in found["@graph"]]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)
    here = {one["identifier"]: one for one in found["@graph"] if one["@type"] == "Claim" and "identifier" in one}
    assert list(here) == list(tables.records)
    referred = {one["@id"] for claim in here.values() for one in [claim["isPartOf"], *claim.get("mentions", [])]}
    assert referred <= set(ids)
    return here


def test_json_ld_has_a_claim_an_event_made_by_who_says_so_with_its_citations(small: Small) -> None:
    claim = claims(small.tables())["2023-10-13-containers"]
    assert claim["author"] == [{"@type": "Organization", "name": "White House"}]
    assert claim["creativeWorkStatus"] == "Disputed"
    assert claim["about"]["@type"] == "Event"
    assert (claim["about"]["startDate"], claim["about"]["endDate"]) == ("2023-10-13", "2023-10-13")
    assert [page["url"] for page in claim["citation"]] == ["https://en.yna.co.kr/view/1", "https://gazette.example/a"]
    assert claim["keywords"] == ["White House affirms: Shells"]
    assert len(claim["mentions"]) == 1


def test_json_ld_gives_no_day_that_is_not_known(small: Small) -> None:
    tables = all_dates(small)
    for event_id, claim in claims(tables).items():
        when = tables.records[event_id].event.date
        assert ("startDate" in claim["about"]) == when.exact
        assert label(when)[1:] in claim["about"]["description"]
        ends = claim["temporalCoverage"].split("/")
        assert ends[0] == (when.earliest.isoformat() if when.earliest else "..")
        assert ends[-1] == (when.latest.isoformat() if when.latest else "..")


def test_json_ld_of_a_past_day_cites_pages_that_were_out(small: Small) -> None:
    tables = as_known(small.tables(), date(2023, 10, 13))
    assert [page["url"] for page in claims(tables)["2023-10-13-containers"]["citation"]] == ["https://en.yna.co.kr/view/1"]


@pytest.mark.parametrize("name", ["json", "geojson", "jsonld", "timelinejs", "vis"])
def test_json_may_stand_within_a_script(name: str, small: Small) -> None:
    tables = hostile_record(small)
    content = FORMATS[name].write(tables, list(tables.records), "q=</script>")
    assert b"<" not in content
    assert "</script><script>window.hostile=1" in json.dumps(json.loads(content)).replace("&lt;", "<").replace("&gt;", ">")


def test_timelinejs_has_a_slide_an_event_and_cites_the_view(small: Small) -> None:
    tables = small.tables()
    found = written("timelinejs", tables, "actor=kcna")
    assert [slide["unique_id"] for slide in found["events"]] == list(tables.records)
    assert citation.version(tables) in found["title"]["text"]["text"]
    slide = found["events"][0]
    assert (slide["start_date"], slide["end_date"]) == (
        {"year": 2023, "month": 8, "day": 11},
        {"year": 2023, "month": 8, "day": 12},
    )
    assert "Told by KCNA." in slide["text"]["text"]
    assert '<a href="https://en.yna.co.kr/view/1">' in slide["text"]["text"]


def test_no_slide_is_more_precise_than_the_record(small: Small) -> None:
    tables = all_dates(small)
    for slide in written("timelinejs", tables)["events"]:
        when = tables.records[slide["unique_id"]].event.date
        assert slide["display_date"] == label(when)
        first, last = slide["start_date"], slide.get("end_date")
        if last and not when.exact:
            assert when.earliest
            assert when.latest
            assert (date(**first), date(**last)) == (when.earliest, when.latest)
        elif "day" in first and not when.exact:
            assert when.precision == "day"


def test_vis_items_end_on_the_day_after_and_say_what_is_not_known(small: Small) -> None:
    for tables in (all_dates(small), sample()):
        found = written("vis", tables)
        assert [item["id"] for item in found["items"]] == list(tables.records)
        assert {item["group"] for item in found["items"]} == {group["id"] for group in found["groups"]}
        for item in found["items"]:
            when = tables.records[item["id"]].event.date
            assert ("not-exact" in item["className"]) == (not when.exact or when.end is None)
            assert (f"[{label(when)}]" in item["content"]) == ("not-exact" in item["className"])
            if when.earliest and when.latest and when.earliest != when.latest and when.latest < date.max:
                assert date.fromisoformat(item["end"]) == when.latest + timedelta(days=1)
            assert ("end" in item) == (item["type"] == "range")


class Tags(HTMLParser):
    """What is markup in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links.update(value or "" for name, value in attrs if name in ("href", "src"))

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(text: str) -> Tags:
    tags = Tags()
    tags.feed(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))
    return tags


def test_the_report_tells_each_event_with_who_says_so_conflicts_and_sources(small: Small) -> None:
    small.claim["quotes"] = [{"text": "so many", "speaker": "white-house", "source": 1}]
    small.claim["conflicts"] = [{"text": "Two pages differ", "sources": [1, 2]}]
    tables = small.tables()
    text = FORMATS["markdown"].write(tables, list(tables.records), "").decode()
    assert text.startswith("# Dateline: 4 events\n")
    assert citation.of_view(tables, list(tables.records), "", "chicago") in text
    part = text[text.index("## White House speaks") : text.index("## Kremlin")]
    for one in (
        "Told by White House. Standing: Disputed.", "**13 October 2023. Reported 13 October 2023.**", "> “so many” (White House, source 1)",
        "* over 1,000 containers, says White House", "White House affirms: One sent shells to the other",
        "**Sources differ:** Two pages differ (sources 1, 2)", "* refers-to (in the event's own words): Kim Jong Un tours missile plants",
        r"* \[2\] Gazette, 14 October 2023, from White House: the dates. <https://gazette.example/a>", "Record `2023-10-13-containers`.",
    ):  # fmt: skip
        assert one in part
    page = page_of(text)
    assert page.tags <= {"h1", "h2", "p", "strong", "ul", "li", "a", "code", "blockquote"}


def test_the_report_of_a_past_day_says_so_and_cites_pages_that_were_out(small: Small) -> None:
    tables = as_known(small.tables(), date(2023, 10, 13))
    text = FORMATS["markdown"].write(tables, list(tables.records), "known=2023-10-13").decode()
    assert "As known on 2023-10-13" in text
    assert "gazette.example" not in text


def test_no_text_of_the_record_becomes_markup_of_the_report(small: Small) -> None:
    tables = hostile_record(small)
    page = page_of(FORMATS["markdown"].write(tables, list(tables.records), "q=<b>x</b>").decode())
    assert page.tags <= {"h1", "h2", "p", "strong", "ul", "li", "a", "code", "blockquote"}
    assert page.links <= {
        citation.LICENCE_ADDRESS,
        "https://en.yna.co.kr/view/1",
        "https://gazette.example/a",
        "https://farm.example/a",
    }
    shown = re.sub(r"\s+", " ", page.text)
    for text in HOSTILE:
        if text.isprintable():
            assert text.strip() in shown

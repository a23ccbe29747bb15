"""In Chromium: files as they are saved, citations as they are copied, a figure without a network, the page on paper and inside another one."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Download, Frame, Page, expect

from dateline.export import FORMATS, bundle, citation, figure
from dateline.known import as_known
from dateline.selection import Selection, apply
from dateline.tables import Tables
from dateline.ui import cite
from tests.browser.conftest import Open, becomes, private, quiet
from tests.shipped import shipped_tables

TOUR = "2023-08-11-tactical-missile-plants"
VIEW = "actor=north-korea&period=2023-08-01&period=2023-08-31&known=2024-01-01"
A4_ACROSS = (842, 595)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


def saved(page: Page, file: str) -> Download:
    with page.expect_download() as waiting:
        page.locator(f"[data-action=file][data-value='{file}']").click()
    return waiting.value


def test_the_files_are_exactly_the_exports_of_the_view_and_their_size_is_told_once_made(open_page: Open, tables: Tables) -> None:
    page = open_page(f"data?{VIEW}")
    known = as_known(tables, date(2024, 1, 1))
    shown = apply(Selection(actor=("north-korea",), period=(date(2023, 8, 1), date(2023, 8, 31))), known).ids
    caption = page.locator(".dl-files").get_by_text(FORMATS["csv"].about)
    expect(caption).not_to_contain_text("kB")
    for key, wanted in (
        ("csv", FORMATS["csv"].write(known, shown, VIEW)),
        ("json", FORMATS["json"].write(known, shown, VIEW)),
        ("zip", bundle.write(known, shown, VIEW)),
    ):
        got = saved(page, key)
        assert re.fullmatch(rf"dateline-[0-9a-f-]+-{len(shown)}-events\.{key}", got.suggested_filename)
        assert Path(got.path()).read_bytes() == wanted, key
    page.get_by_role("link", name="Claims").first.click()
    page.wait_for_selector(".dl-claims")
    page.get_by_role("link", name="Data & downloads").first.click()
    page.wait_for_selector(".dl-files")
    expect(caption).to_contain_text("kB")


def test_a_figure_is_saved_and_draws_itself_without_a_network(open_page: Open, browser: Browser, tmp_path: Path) -> None:
    got = saved(open_page(f"data?{VIEW}"), "timeline:html")
    file = tmp_path / got.suggested_filename
    got.save_as(file)
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if told.type in ("error", "warning") else None)
    page.goto(file.as_uri())
    page.wait_for_selector(".scatterlayer .points path", state="attached")
    assert errors == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)
    expect(page.locator("h1")).to_have_text("Timeline")
    expect(page.locator("footer")).to_contain_text("Dateline contributors")
    expect(page.get_by_text("Share chart")).to_have_count(0)
    context.close()


def test_a_picture_is_saved_where_a_browser_is_there(open_page: Open) -> None:
    assert figure.picture_missing() == ""
    got = saved(open_page(f"data?{VIEW}"), "coverage:png")
    assert Path(got.path()).read_bytes().startswith(b"\x89PNG")


def test_a_citation_is_copied_with_the_address_at_which_the_reader_is(open_page: Open, app: str, tables: Tables) -> None:
    page = open_page(f"event?event={TOUR}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for style in citation.STYLES:
        button = page.locator(f".dl-cite button[aria-label$='{cite.NAMES[style]}']")
        button.click()
        expect(button).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == citation.of_event(TOUR, tables, style, app)


def test_a_report_is_ready_to_send_and_sends_nothing(open_page: Open) -> None:
    page = open_page(f"?event={TOUR}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    report = page.locator(".dl-card .dl-report")
    report.locator("summary").click()
    expect(report.locator("pre")).to_contain_text(f"Record: {TOUR}")
    expect(report.locator("pre")).to_contain_text("line ")
    assert (report.locator("a").first.get_attribute("href") or "").startswith("mailto:?subject=")
    assert asked == []


def pages_of(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    assert len(boxes) == len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    return [(float(width), float(height)) for width, height in boxes]


LONG = (
    "actor=north-korea&actor=south-korea&actor=united-states&actor=russia&actor=ukraine&actor=japan&actor=china&category=arms-transfers"
    "&category=statements&category=diplomacy&category=sanctions&status=alleged&status=disputed&status=corroborated&period=2023-07-01"
    "&period=2023-12-31&known=2024-01-01&lanes=actor&event=2023-10-13-white-house-1000-containers"
)


@pytest.mark.parametrize(("query", "width", "scheme"), [("", 1400, "light"), (LONG, 1400, "dark"), (VIEW, 390, "light")])
def test_the_timeline_prints_on_one_page_across(open_page: Open, query: str, width: int, scheme: str) -> None:
    page = open_page(f"?{query}", width=width, scheme=scheme)
    page.wait_for_selector(".tl[data-range]")
    (size,) = pages_of(page.pdf(prefer_css_page_size=True))
    assert tuple(map(round, size)) == A4_ACROSS


def test_on_paper_the_timeline_is_light_and_says_what_it_shows_and_then_it_is_as_it_was(open_page: Open) -> None:
    page = open_page(f"?{VIEW}", scheme="dark")
    page.wait_for_selector(".tl[data-range]")
    before = page.locator(".tl-plot").bounding_box()
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for told in ("Actor: North Korea", "Period: 1–31 August 2023", "events shown", "CC BY 4.0", "actor=north-korea&"):
        expect(page.locator(".dl-on-paper")).to_contain_text(told)
    expect(page.locator(".dl-card")).not_to_be_visible()
    expect(page.locator(".dl-feed")).not_to_be_visible()
    name = page.locator(".tl-plot .annotation-text", has_text="Military drills").first
    expect(name).to_have_css("fill", "rgb(184, 67, 0)")
    small = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.tl-plot text, .tl-legend li')].map((n) => parseFloat(getComputedStyle(n).fontSize)))"
    )
    assert small >= 10
    page.emulate_media(media="screen", color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    becomes(page.locator(".tl-plot").bounding_box, before)
    expect(name).to_have_css("fill", "rgb(240, 128, 60)")


def test_an_events_page_prints_upright_and_whole(open_page: Open) -> None:
    page = open_page(f"event?event={TOUR}", scheme="dark")
    page.wait_for_selector(".dl-cite")
    pages = pages_of(page.pdf(prefer_css_page_size=True))
    assert 1 < len(pages) < 12
    assert all(round(width) == A4_ACROSS[1] for width, _ in pages)


def test_on_paper_the_sources_keep_their_numbers_and_fit_the_page_and_the_address_stands_below(open_page: Open) -> None:
    page = open_page("sources?period=2023-08-01&period=2023-08-31", scheme="dark")
    page.locator(".dl-plot svg").first.wait_for(state="attached")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".dl-plot svg").first.evaluate("drawing => drawing.getBoundingClientRect().width") <= 703
    # The words of a sentence that one can press, but no picture of a table's first rows.
    expect(page.locator("button.dl-number").first).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").first).not_to_be_visible()
    below = "getComputedStyle(document.querySelector('[data-testid=stMainBlockContainer]'), '::after').content"
    assert page.evaluate(below) == f'"{page.url}"'


@pytest.fixture
def host(tmp_path: Path, app: str) -> Iterator[str]:
    """Somebody else's page that embeds a view; its address."""
    source = f"{app}/?embed=true&amp;{VIEW.replace('&', '&amp;')}&amp;event={TOUR}"
    (tmp_path / "index.html").write_text(
        f'<h1>Ours</h1><iframe src="{source}" width="1200" height="1000"></iframe>', encoding="utf-8"
    )
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def embedded(page: Page) -> Frame:
    frame = page.frames[-1]
    frame.wait_for_selector(".tl[data-range] .scatterlayer .tl-marks path", timeout=30_000, state="attached")
    return frame


def keys(frame: Frame) -> dict[str, list[str]]:
    return parse_qs(urlsplit(str(frame.evaluate("window.location.href"))).query)


def test_embedded_the_page_is_lean_keeps_its_view_and_opens_the_whole_page_beside(browser: Browser, app: str, host: str) -> None:
    context = private(browser, viewport={"width": 1400, "height": 1100})
    page = context.new_page()
    page.goto(host)
    frame = embedded(page)
    expect(frame.locator(".dl-card h2").first).to_contain_text("Kim visits missile")
    expect(frame.locator(".dl-embed")).to_contain_text("Actor: North Korea")
    for part in ("[data-testid=stSidebar]", ".dl-header", ".dl-feed", "[data-testid=stHeader]"):
        assert not any(one.is_visible() for one in frame.locator(part).all()), part
    asked = keys(frame)
    assert asked == {"embed": ["true"], "event": [TOUR], **parse_qs(VIEW)}
    # What is done in place stays in place, and its link keeps all of the view.
    other = frame.locator(".dl-card .dl-links a").first
    title = other.inner_text()
    other.click()
    expect(frame.locator(".dl-card h2").first).to_have_text(title)
    frame.wait_for_function(f"!window.location.search.includes('{TOUR}')")
    assert {**keys(frame), "event": [TOUR]} == asked
    assert page.locator("h1").inner_text() == "Ours"
    # What leads elsewhere opens the whole page beside it.
    for link in (frame.locator(".dl-embed a"), frame.locator(".dl-card .dl-whole")):
        with context.expect_page() as opened:
            link.click()
        whole = opened.value
        quiet(whole)
        assert whole.url.startswith(app)
        assert "embed" not in parse_qs(urlsplit(whole.url).query)
        assert parse_qs(urlsplit(whole.url).query)["actor"] == ["north-korea"]
        expect(whole.locator("[data-testid=stSidebar]")).to_be_visible()
        whole.close()
    context.close()


def test_the_snippet_on_the_page_is_the_embedded_view(open_page: Open, app: str) -> None:
    page = open_page(f"data?{VIEW}&event={TOUR}")
    snippet = page.locator(".dl-share pre", has_text="<iframe").inner_text()
    assert f'src="{app}/?embed=true&amp;' in snippet
    assert f"event={TOUR}" in snippet

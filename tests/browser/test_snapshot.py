"""A snapshot in Chromium, opened from a file, without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dateline.address import decode
from dateline.known import as_known
from dateline.selection import apply
from dateline.snapshot import write
from dateline.tables import Tables
from dateline.ui import listing
from dateline.ui.nodes import text_of
from dateline.ui.views import View
from tests.browser.conftest import becomes, emptied, failed, fitted
from tests.conftest import Small, hostile
from tests.shipped import shipped_tables

ROOT = Path(__file__).resolve().parents[2]
TOUR = "2023-08-11-tactical-missile-plants"
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


@pytest.fixture(scope="module")
def file(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshot") / "out.html"
    path.write_bytes(write(tables, on=date(2026, 11, 26)))
    return path


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[list[Page]]:
    """Windows without a network that the next test takes again, emptied."""
    pages: list[Page] = []
    yield pages
    for page in pages:
        page.context.close()


@pytest.fixture
def opened(browser: Browser, file: Path, kept: list[Page], request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Opens the snapshot without a network; a request, an error and a word in the console fail the test."""
    used: list[Page] = []
    wrong: list[str] = []
    listening: dict[str, Callable[..., None]] = {
        "pageerror": lambda error: wrong.append(str(error)),
        "console": lambda message: wrong.append(message.text),
        "request": lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url),
    }

    def opener(hash_: str = "", *, width: int = 1400, scheme: str = "light", path: Path = file) -> Page:
        page = kept.pop() if kept else browser.new_context(offline=True).new_page()
        used.append(page)
        fitted(page, width, 900, scheme)
        for name, heard in listening.items():
            page.on(name, heard)  # type: ignore[call-overload]
        page.goto(f"{path.as_uri()}{hash_}")
        page.wait_for_selector("#sn-foot p")
        if width > 640:
            page.wait_for_selector(".tl[data-range]")
        return page

    yield opener
    for page in used:
        if failed(request):
            page.context.close()
            continue
        emptied(page)
        for name, heard in listening.items():
            page.remove_listener(name, heard)
        kept.append(page)
    assert wrong == []


def counts(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator(".dl-counts").inner_text())


def drawn(page: Page) -> int:
    number: int = page.evaluate("document.querySelector('.tl').timeline.events.length")
    return number


@pytest.fixture(scope="module")
def walked(browser: Browser, file: Path) -> Iterator[Page]:
    """A window in which one link after the other is followed."""
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector(".tl[data-range]")
    yield page
    context.close()


def test_it_opens_with_every_event_and_names_its_version(opened: Opened, tables: Tables) -> None:
    page = opened()
    total = f"{len(tables.events):,}"
    assert counts(page).startswith(f"{total} of {total} events shown")
    assert drawn(page) == len(tables.events)
    assert page.locator(".dl-item").count() == 20
    page.get_by_role("button", name="Show all", exact=True).last.click()
    assert page.locator(".dl-item").count() == len(tables.events)
    foot = page.locator("#sn-foot")
    for words in (tables.fingerprint[:8], "26 November 2026", "does not change", "CC BY 4.0", "Cite as"):
        expect(foot).to_contain_text(words)


@pytest.mark.parametrize(
    "query",
    [
        "actor=north-korea",
        "actor=kim-jong-un&status=self-reported&status=alleged",
        "category=arms-transfers&period=2023-08-01&period=2023-12-31",
        "period=1950-01-01&period=1990-12-31",
        "known=2023-10-20",
        "known=2023-10-20&status=disputed",
        "q=containers",
        "q=containrs%20of%20munitons&actor=russia",
        "q=%EA%B9%80%EC%A0%95%EC%9D%80",
        "q=%EB%B0%B1%EC%95%85%EA%B4%80%EC%9D%80%20%EC%BB%A8%ED%85%8C%EC%9D%B4%EB%84%88",  # with a particle
        "q=%EC%BF%A0%EB%A5%B4%EC%8A%A4%EA%B7%B8",  # with a letter of a syllable mistyped
        "q=%ED%95%9C%EB%AF%B8%EC%97%B0%ED%95%A9%ED%9B%88%EB%A0%A8",  # two words as one
        "q=%D0%9F%D1%83%D1%82%D0%B8%D0%BD&category=diplomacy",
        "q=hwasong-11&known=2024-01-01",
        "q=zzzzqqq",
        "q=%22%22",
        "actor=russia&category=sanctions&period=2024-01-01&period=2024-12-31&q=list",
    ],
)
def test_a_link_shows_what_it_shows_in_the_dashboard(walked: Page, tables: Tables, query: str) -> None:
    page = walked
    page.evaluate(
        "hash => new Promise((done) => { addEventListener('hashchange', () => done(), { once: true }); location.hash = hash; })",
        query,
    )
    selection, _ = decode(query, tables)
    known = as_known(tables, selection.known)
    shown = apply(selection, known)
    words = text_of(listing.count_sentence(View(known, selection, shown, tables)))
    assert counts(page).replace(" ", "") == words.replace(" ", "")
    becomes(lambda: drawn(page), len(shown.drawn))
    listed = page.locator(".dl-item h3 a").evaluate_all(
        "links => links.map((one) => new URLSearchParams(one.hash.slice(1)).get('event'))"
    )
    if selection.q and shown.words:
        found = shown.ids
        assert set(listed) <= set(found)
        assert listed[0] == found[0]
    else:
        assert listed == [*reversed(shown.ids)][:20]


def test_filters_are_chosen_and_back_takes_them_back(opened: Opened) -> None:
    page = opened()
    everything = counts(page)
    page.get_by_role("checkbox", name=re.compile("^North Korea")).first.click()
    assert page.evaluate("location.hash") == "#actor=north-korea"
    assert "by actor" in counts(page)
    page.get_by_role("checkbox", name=re.compile("^Alleged")).click()
    assert "by several filters" in counts(page)
    page.go_back()
    assert page.evaluate("location.hash") == "#actor=north-korea"
    expect(page.get_by_role("checkbox", name=re.compile("^Alleged"))).to_have_attribute("aria-checked", "false")
    page.go_back()
    assert counts(page) == everything
    page.go_forward()
    assert "by actor" in counts(page)
    page.get_by_text("Reset all filters").click()
    assert counts(page) == everything


def test_an_actor_is_found_in_its_own_script_and_enter_takes_it(opened: Opened) -> None:
    page = opened()
    page.get_by_role("searchbox", name="Find an actor").fill("김정은")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#actor=kim-jong-un"


def test_the_search_is_typed_and_its_words_are_marked(opened: Opened) -> None:
    page = opened()
    page.get_by_role("searchbox", name="Search").fill("containers")
    page.wait_for_function("() => location.hash === '#q=containers'")
    assert page.locator(".dl-item mark").first.inner_text().lower() == "containers"
    expect(page.locator("#sn-q")).to_be_focused()


def test_zooming_is_a_period_in_the_link_and_in_the_fields(opened: Opened) -> None:
    page = opened()
    page.locator("[data-do=in]").click()
    page.wait_for_function("() => location.hash.startsWith('#period=')")
    first, last = page.evaluate("new URLSearchParams(location.hash.slice(1)).getAll('period')")
    assert page.locator("#sn-from").input_value() == first
    assert page.locator("#sn-to").input_value() == last
    assert page.locator(".tl").get_attribute("data-range") == f"{first}/{last}"
    assert "by period" in counts(page)
    page.go_back()
    page.wait_for_function("() => document.getElementById('sn-from').value === ''")
    page.locator("#sn-from").fill("2023-08-01")
    page.locator("#sn-to").fill("2023-08-31")
    page.locator("#sn-to").blur()
    page.wait_for_function("() => document.querySelector('.tl').dataset.range === '2023-08-01/2023-08-31'")


def test_an_event_is_chosen_by_keyboard_in_the_chart_and_let_go(opened: Opened) -> None:
    page = opened("#period=2023-08-01&period=2023-08-31")
    page.locator(".tl").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.hash.includes('event=')")
    chosen = page.locator(".tl").get_attribute("data-sel")
    assert page.locator("#sn-card h2").inner_text()
    assert f"event={chosen}" in page.evaluate("location.hash")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.hash.includes('event=')")
    expect(page.locator("#sn-card .dl-welcome")).to_be_visible()


def test_a_mark_is_clicked_and_its_card_tells_the_facts(opened: Opened, tables: Tables) -> None:
    page = opened("#period=2023-08-01&period=2023-08-31")
    x, y = page.evaluate(
        """id => { const chart = document.querySelector(".tl").timeline, event = chart.byId.get(id);
             const box = chart.plot.getBoundingClientRect(), { margin, height } = chart.figure.layout;
             return [box.left + margin.l + (event.at - chart.range[0]) * chart.scale, box.top + height - margin.b - event.y * chart.unit]; }""",
        TOUR,
    )
    page.mouse.click(x, y)
    page.wait_for_function("id => location.hash.includes(id)", arg=TOUR)
    event = tables.records[TOUR].event
    card = page.locator("#sn-card")
    for words in (
        event.title,
        "Says so: KCNA",
        "Actor's own account",
        "Sources differ",
        "Linked events",
        "asserted by",
        "In their words",
    ):
        expect(card).to_contain_text(words)
    assert card.locator(".dl-sources > li").count() == len(event.sources)
    assert card.locator(".dl-links > li").count() == len(tables.linked[TOUR])
    assert all(
        re.match("https?://|#", link) for link in card.locator("a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    )


def test_a_link_restores_filters_zoom_lanes_and_event(opened: Opened) -> None:
    query = f"actor=north-korea&period=2023-08-01&period=2023-09-30&lanes=actor&basis=documented&event={TOUR}"
    page = opened(f"#{query}")
    assert page.locator(".tl").get_attribute("data-range") == "2023-08-01/2023-09-30"
    assert page.locator(".tl").get_attribute("data-sel") == TOUR
    expect(page.get_by_role("button", name="by actor")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("checkbox", name=re.compile("^documented"))).to_have_attribute("aria-checked", "true")
    expect(page.locator("#sn-card")).to_contain_text("The filter of links leaves out")
    assert page.title().startswith("Kim visits missile")


def test_what_a_link_asks_for_and_a_snapshot_cannot_show_is_named(opened: Opened) -> None:
    page = opened("#actor=nobody&event=gone&period=soon&claim=shells&story=x&step=2&known=9999&since=2023-01-01&lanes=moon")
    told = page.locator("#sn-notices")
    for words in (
        "“nobody”",
        "“gone”",
        "“soon”",
        "the page of a claim",
        "stories",
        "what changed since a day",
        "“9999”",
        "“moon”",
    ):
        expect(told).to_contain_text(words)
    assert told.locator("li").count() == 8
    told.get_by_role("button", name="Dismiss").click()
    expect(told).to_be_empty()


@pytest.mark.parametrize(
    "hash_",
    [
        "#%",
        "#%00%ff&&==&period=&period=&q=%0a",
        f"#q={'x' * 5000}",
        "#event=__proto__&actor=constructor",
        f"#{'actor=a&' * 3000}",
    ],
)
def test_a_broken_link_opens_the_rest(opened: Opened, hash_: str) -> None:
    assert "events shown" in counts(opened(hash_))


def test_what_an_item_holds_unfolds(opened: Opened) -> None:
    page = opened("#q=containers")
    item = page.locator(".dl-item").first
    item.locator("summary").click()
    expect(item.locator(".dl-sources li").first).to_be_visible()
    expect(item).to_contain_text("From ")


def test_on_a_phone_one_reads_first_and_nothing_is_wider_than_the_screen(opened: Opened) -> None:
    page = opened(width=390)
    expect(page.locator(".dl-item").first).to_be_visible()
    expect(page.locator("#sn-facets")).to_be_hidden()
    page.get_by_role("button", name="Chart", exact=True).click()
    page.wait_for_selector(".tl[data-range] .scatterlayer .tl-marks path", state="attached")
    expect(page.locator(".dl-item").first).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(page.locator("#sn-facets")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="List", exact=True).click()
    page.locator(".dl-item h3 a").first.click()
    expect(page.locator("#sn-card h2")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_dark_is_dark_and_paper_is_light(opened: Opened) -> None:
    page = opened(scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    figure = "document.querySelector('.tl').timeline.figure.layout.paper_bgcolor"
    assert (page.evaluate(paper), page.evaluate(figure)) == ("rgb(23, 22, 20)", "#171614")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert (page.evaluate(paper), page.evaluate(figure)) == ("rgb(255, 255, 255)", "#ffffff")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"() => {figure} === '#171614'")


def test_the_chart_is_saved_as_a_picture(opened: Opened) -> None:
    page = opened()
    with page.expect_download() as saved:
        page.locator("[data-do=png]").click()
    assert saved.value.suggested_filename == "dateline-timeline.png"


def test_hostile_text_stays_text(opened: Opened, small: Small, tmp_path: Path) -> None:
    bad = "</script><img src=x onerror=alert(1)><b> \u202e<!--"
    path = tmp_path / "hostile.html"
    path.write_bytes(write(hostile(small, bad)))
    page = opened(f"#event={small.visit['id']}", path=path)
    expect(page.locator("#sn-card h2")).to_contain_text(bad)
    page.locator(".dl-item summary").last.click()
    assert bad in page.locator(".dl-item").last.inner_text()
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3
    assert page.title().startswith("Title </script><img")


def test_a_view_that_the_snapshot_was_made_with_is_what_it_opens_on(opened: Opened, small: Small, tmp_path: Path) -> None:
    made = small.tables()
    path = tmp_path / "view.html"
    path.write_bytes(write(made, decode("category=arms", made)[0]))
    page = opened(path=path)
    assert counts(page) == "2 of 4 events shown · left out: 2 by category"
    page.get_by_text("Reset all filters").click()
    assert counts(page) == "4 of 4 events shown"
    page.reload()
    assert counts(page) == "4 of 4 events shown"


def test_a_former_id_opens_its_event(opened: Opened, small: Small, tmp_path: Path) -> None:
    small.claim["former_ids"] = ["2023-10-12-containers"]
    path = tmp_path / "former.html"
    path.write_bytes(write(small.tables()))
    page = opened("#event=2023-10-12-Containers&category=visits", path=path)
    expect(page.locator("#sn-card h2")).to_contain_text(small.claim["title"])
    expect(page.locator("#sn-notices")).to_be_empty()

"""The dashboard as a reader uses it, in Chromium."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Open, at_rest, becomes, private, query, quiet
from tests.browser.serving import ROOT, Served, serve
from tests.shipped import shipped_tables

TOUR = "2023-08-11-tactical-missile-plants"
DRILL = "2023-08-21-ulchi-freedom-shield-23"
COUNTS = ".dl-counts"
LOOKED_AT = 1100
"""Milliseconds after which the server looks at the files of the record again."""


def asked(page: Page) -> set[tuple[str, str]]:
    """The address bar's keys and values, in no order."""
    return set(parse_qsl(query(page).lstrip("?")))


def option(page: Page, key: str, value: str) -> str:
    return f'[data-value="{key}:{value}"]'


def test_an_actor_is_found_by_typing_the_name_in_hangul_and_filters(page: Page) -> None:
    everything = page.locator(COUNTS).inner_text()
    page.locator("#dl-find-actor").fill("김정은")
    kim = page.locator(option(page, "actor", "kim-jong-un"))
    expect(kim).to_be_visible()
    expect(page.locator(option(page, "actor", "united-states"))).to_be_hidden()
    kim.click()
    expect(page.locator(COUNTS)).not_to_have_text(everything)
    becomes(lambda: asked(page), {("actor", "kim-jong-un")})
    expect(page.locator(option(page, "actor", "kim-jong-un"))).to_have_attribute("aria-checked", "true")
    expect(page.locator("#dl-find-actor")).to_have_value("김정은")


@pytest.mark.parametrize(("typed", "actor"), [("путин", "vladimir-putin"), ("dprk", "north-korea"), ("국정원", "nis")])
def test_actors_are_found_by_cyrillic_names_and_aliases(page: Page, typed: str, actor: str) -> None:
    page.locator("#dl-find-actor").fill(typed)
    expect(page.locator(option(page, "actor", actor))).to_be_visible()


def test_filters_count_what_each_option_would_show(page: Page) -> None:
    drills = page.locator(option(page, "category", "military-drills"))
    number = drills.locator(".dl-count").inner_text()
    drills.click()
    expect(page.locator(COUNTS)).to_contain_text(f"{number} of ")


def test_a_search_forgives_a_slip_and_marks_what_it_found(page: Page) -> None:
    box = page.get_by_label("Search", exact=True)
    box.fill("ulchi fredom shield")
    box.press("Enter")
    expect(page.locator(".dl-item mark").first).to_be_visible()
    expect(page.locator(".dl-item h3").first).to_contain_text("Ulchi Freedom")


def test_a_chosen_event_opens_its_card_and_back_returns(page: Page) -> None:
    page.locator(".dl-welcome p > a.dl-open").click()
    expect(page.locator(".dl-card h2").first).to_contain_text("missile, launcher")
    page.wait_for_function("id => new URLSearchParams(location.search).get('event') === id", arg=TOUR)
    page.locator(f'.dl-card [data-value="{DRILL}"]').click()
    expect(page.locator(".dl-card h2").first).to_contain_text("Ulchi Freedom Shield")
    page.wait_for_function("id => new URLSearchParams(location.search).get('event') === id", arg=DRILL)
    page.go_back()
    expect(page.locator(".dl-card h2").first).to_contain_text("missile, launcher")
    page.go_forward()
    expect(page.locator(".dl-card h2").first).to_contain_text("Ulchi Freedom Shield")


def test_the_copied_link_opens_the_same_view_in_a_private_window(open_page: Open, app: str) -> None:
    page = open_page(f"?actor=north-korea&period=2023-08-01&period=2023-08-31&event={TOUR}&lanes=actor")
    counts = page.locator(COUNTS).inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(app)
    keys = [key for key, _ in parse_qsl(urlsplit(link).query)]
    assert keys == ["actor", "period", "period", "lanes", "event"]
    other = open_page(link.removeprefix(f"{app}/"))
    expect(other.locator(COUNTS)).to_have_text(counts)
    expect(other.locator(".dl-card h2").first).to_contain_text("missile, launcher")
    expect(other.locator('.dl-segment[data-value="actor"]')).to_have_attribute("aria-pressed", "true")


def test_the_view_is_kept_across_pages_and_back(open_page: Open) -> None:
    page = open_page(f"?actor=kim-jong-un&period=2023-08-01&period=2023-08-31&event={TOUR}")
    before = asked(page)
    page.get_by_role("link", name="Event", exact=True).click()
    expect(page.locator(".dl-page h1")).to_contain_text("missile, launcher")
    becomes(lambda: asked(page), before)
    page.go_back()
    expect(page.locator(COUNTS)).to_be_visible()
    becomes(lambda: asked(page), before)


def test_an_id_in_capitals_is_repaired_in_the_address_bar(open_page: Open) -> None:
    page = open_page("?actor=KCNA&period=2023-08-31&period=2023-08-01")
    page.wait_for_function("window.location.search.includes('actor=kcna')")
    becomes(lambda: asked(page), {("actor", "kcna"), ("period", "2023-08-01"), ("period", "2023-08-31")})


def test_a_link_with_a_former_id_opens_the_event_and_comes_to_hold_the_present_one(open_page: Open) -> None:
    tables = shipped_tables()
    former, present = next(iter(tables.former_ids.items()))
    page = open_page(f"event?event={former}")
    expect(page.locator(".dl-page h1")).to_have_text(tables.event(former).title)
    expect(page.get_by_text(f"Formerly {former}.")).to_be_visible()
    becomes(lambda: asked(page), {("event", present)})


def test_a_preset_sets_the_period_and_reset_clears_everything(page: Page) -> None:
    page.get_by_role("combobox", name="Period presets").select_option("Around Ulchi Freedom Shield 2023")
    page.wait_for_function("window.location.search.includes('period=2023-08-07')")
    quiet(page)
    page.get_by_role("link", name="Reset all filters").first.click()
    quiet(page)
    becomes(lambda: query(page), "")


def test_feed_and_table_are_one_switch_apart(page: Page) -> None:
    expect(page.locator(".dl-item").first).to_be_visible()
    page.get_by_role("radio", name="Table").or_(page.get_by_role("button", name="Table")).first.click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page.locator(".dl-item")).to_have_count(0)


def test_an_item_of_the_feed_is_shown_in_the_chart_and_opens_its_page(page: Page) -> None:
    item = page.locator(".dl-item").nth(3)
    title = item.locator("h3").inner_text()
    item.get_by_role("button", name="Show in the chart").click()
    expect(page.locator(".dl-card h2").first).to_have_text(title)
    expect(page.locator(".dl-card")).to_be_in_viewport()
    quiet(page)
    page.locator(".dl-item").nth(3).locator("h3 a").click()
    expect(page.locator(".dl-page h1")).to_have_text(title)


def test_a_row_of_the_table_opens_its_card_and_brings_it_into_view(page: Page) -> None:
    page.get_by_role("radio", name="Table").or_(page.get_by_role("button", name="Table")).first.click()
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible()
    table.scroll_into_view_if_needed()
    expect(table.get_by_test_id("data-grid-canvas")).to_be_visible()
    quiet(page)
    box = at_rest(table)
    page.mouse.click(box["x"] + 18, box["y"] + 55)
    page.wait_for_function("window.location.search.includes('event=')")
    expect(page.locator(".dl-card")).to_be_in_viewport()


def test_another_event_on_its_page_begins_at_the_top(open_page: Open) -> None:
    page = open_page(f"event?event={TOUR}")
    page.locator(".dl-neighbours a").last.scroll_into_view_if_needed()
    before = page.locator(".dl-page h1").inner_text()
    page.locator(".dl-neighbours a").last.click()
    expect(page.locator(".dl-page h1")).not_to_have_text(before)
    expect(page.locator(".dl-page h1")).to_be_in_viewport()


def test_the_tab_names_the_chosen_event(open_page: Open) -> None:
    page = open_page(f"?event={TOUR}")
    expect(page).to_have_title(re.compile("missile, launcher.* · Dateline"))
    page.get_by_role("button", name="Close this event").click()
    expect(page).to_have_title("Dateline")


def test_a_chosen_event_that_the_filters_leave_out_says_so(open_page: Open) -> None:
    page = open_page(f"?event={TOUR}&category=sanctions")
    expect(page.locator(".dl-card .dl-notice")).to_contain_text("leave this event out")


def test_a_link_with_ten_thousand_parameters_keeps_what_it_says(open_page: Open) -> None:
    # Of more than 64 kB the server refuses a request, unless all of it happens to come at once.
    page = open_page("?" + "&".join(f"actor=no{n}" for n in range(2_500)) + "&" + "x&" * 7_500 + "category=sanctions")
    expect(page.locator(option(page, "category", "sanctions"))).to_have_attribute("aria-checked", "true")
    expect(page.locator(".dl-notice").first).to_contain_text("“no0”")


def test_what_cannot_be_opened_does_not_stay_in_the_address_bar(open_page: Open) -> None:
    page = open_page("?event=nope&category=sanctions")
    page.wait_for_function("!window.location.search.includes('nope')")
    becomes(lambda: asked(page), {("category", "sanctions")})
    expect(page.locator(".dl-notice").first).to_contain_text("“nope”")


def test_enter_takes_the_only_actor_that_is_called_so(page: Page) -> None:
    page.locator("#dl-find-actor").fill("김정은")
    page.locator("#dl-find-actor").press("Enter")
    page.wait_for_function("window.location.search.includes('actor=kim-jong-un')")


def test_the_feed_grows_on_request(page: Page) -> None:
    before = page.locator(".dl-item").count()
    page.get_by_role("button", name="Show 20 more").click()
    expect(page.locator(".dl-item")).to_have_count(before + 20)


def test_a_phone_reads_first_and_looks_after(open_page: Open) -> None:
    page = open_page(width=390, height=844)
    feed, chart = page.locator(".dl-feed").bounding_box(), page.locator(".st-key-dl-picture").bounding_box()
    assert feed is not None
    assert chart is not None
    assert feed["y"] < chart["y"]
    width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= 390
    page.locator(".dl-item h3 a").first.click()
    page.wait_for_url("**/event?**")


GROWS_LATE = """new MutationObserver((_, self) => {
  if (!document.querySelector(".dl-card") || !document.querySelector(".tl")) return;
  self.disconnect();
  setTimeout(() => { document.querySelector(".tl").style.minHeight = "1500px"; window.grown = true; }, 1200);
}).observe(document, { subtree: true, childList: true });"""
"""Run in a page before anything else: the chart takes its height long after the page is there, as on a slow phone."""


def test_a_phone_shows_the_event_of_a_link_first_however_slowly_the_chart_is_drawn(browser: Browser, app: str) -> None:
    context = private(browser, viewport={"width": 390, "height": 844})
    context.add_init_script(GROWS_LATE)
    page = context.new_page()
    page.goto(f"{app}/?event={TOUR}")
    page.wait_for_function("window.grown")
    page.wait_for_function(
        "(() => { const top = document.querySelector('.dl-card')?.getBoundingClientRect().top; return top >= 0 && top < 200; })()"
    )
    quiet(page)
    card, chart, feed = (at_rest(page.locator(one)) for one in (".dl-card", ".tl", ".dl-feed"))
    assert 0 <= card["y"] < 200
    assert chart["y"] < card["y"] < feed["y"]
    # Who moves is left alone.
    page.mouse.move(200, 400)
    page.mouse.wheel(0, 300)
    page.wait_for_function("document.querySelector('.dl-card').getBoundingClientRect().top < -100")
    page.locator(".tl").evaluate("(chart) => (chart.style.minHeight = '1510px')")
    quiet(page)
    assert at_rest(page.locator(".dl-card"))["y"] < -100
    context.close()


def test_scripts_are_fetched_once_for_all_documents_and_again_when_the_network_fails(browser: Browser, app: str) -> None:
    context = private(browser)
    page = context.new_page()
    asked: list[str] = []

    def fail_once(route: Route) -> None:
        asked.append(route.request.url)
        route.abort() if len(asked) == 1 else route.continue_()

    page.route(re.compile(r"/media/[0-9a-f]+\.js"), fail_once)
    said: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda sent: said.append(str(sent))))
    page.goto(f"{app}/event?event={TOUR}")
    quiet(page)
    expect(page.locator(".dl-article h1, .dl-card h2, article h2").first).to_be_visible()
    assert len(asked) == 2
    assert len({url.split("?")[0] for url in asked}) == 1
    # They are in none of the messages.
    assert said
    assert not [one for one in said if "setTriggerValue" in one]
    context.close()


def test_keyboard_reaches_a_filter_and_uses_it(page: Page) -> None:
    page.locator("#dl-find-actor").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_function("window.location.search.includes('actor=')")
    quiet(page)
    page.wait_for_function("document.activeElement.dataset.value?.startsWith('actor:')")


LISTENER = """
import sys
def hook(name, given):
    if name in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        where = given[0] if name == "socket.getaddrinfo" else given[1]
        with open({log!r}, "a") as out:
            print(name, where, file=out)
sys.addaudithook(hook)
"""


@contextmanager
def listened_to(folder: Path) -> Iterator[Served]:
    """A fresh server, which must not ask any other machine for anything."""
    log = folder / "connections"
    log.touch()
    (folder / "sitecustomize.py").write_text(LISTENER.format(log=str(log)), encoding="utf-8")
    with serve(PYTHONPATH=f"{folder}{os.pathsep}{ROOT}") as served:
        yield served
    local = ("127.0.0.1", "localhost", "::1", "0.0.0.0", "None", "'::'")
    outside = [line for line in log.read_text(encoding="utf-8").splitlines() if not any(name in line for name in local)]
    assert outside == []


HOSTILE = """
- id: 2023-08-14-hostile
  title: 'A title with <img src=x onerror=window.hit=1> and **stars** and $x^2$'
  kind: speech
  date: 2023-08-14
  reported: 2023-08-14
  claimed_by: [kcna]
  actors:
    - {who: kcna, role: speaker}
  place: pyongyang
  summary: 'Text with & and < and > and "quotes" and {{braces}} and [brackets] stays as it was written.'
  sources:
    - {url: 'https://www.kcna.kp/x', publisher: kcna, origin: kcna, supports: 'it all'}
  sole_source: 'Nobody else wrote of it & **nobody** will'
"""


def one_event(folder: Path) -> Path:
    """Write a record that holds this event and nothing else; returns its file."""
    shutil.copytree(ROOT / "events" / "registers", folder / "registers")
    file = folder / "statements" / "2023.yaml"
    file.parent.mkdir()
    file.write_text(HOSTILE.replace("<img src=x onerror=window.hit=1>", "3 < 4 & 5 > 2"), encoding="utf-8")
    return file


def test_text_of_the_record_is_never_markup_its_edit_shows_a_second_later_and_a_mistake_leaves_the_last_good_one(
    open_page: Open, tmp_path: Path
) -> None:
    file = one_event(tmp_path / "events")
    text = file.read_text(encoding="utf-8")
    with serve(DATELINE_EVENTS=str(tmp_path / "events")) as served:
        page = open_page("event?event=2023-08-14-hostile", address=served.address)
        expect(page.locator(".dl-page h1")).to_have_text("A title with 3 < 4 & 5 > 2 and **stars** and $x^2$")
        page.goto(f"{served.address}/?event=2023-08-14-hostile&q=%3Cimg%20src%3Dx%20onerror%3Dwindow.hit%3D1%3E")
        quiet(page)
        assert page.evaluate("window.hit") is None
        title = page.locator(".dl-card h2").first
        expect(title).to_contain_text("**stars**")

        file.write_text(text.replace("A title with", "Another title with"), encoding="utf-8")
        page.wait_for_timeout(LOOKED_AT)
        page.locator('.dl-segment[data-value="actor"]').click()
        expect(title).to_contain_text("Another title with")
        quiet(page)
        file.write_text(text.replace("  kind: speech\n", "  kind: speech\n  nonsense: yes\n"), encoding="utf-8")
        page.wait_for_timeout(LOOKED_AT)
        page.locator('.dl-segment[data-value="category"]').click()
        expect(page.locator(".dl-notice", has_text="Shown is the record as it was before")).to_be_visible()
        expect(title).to_contain_text("Another title with")


def test_the_server_asks_nobody_and_its_first_page_can_be_the_timeline_by_its_name(open_page: Open, tmp_path: Path) -> None:
    with listened_to(tmp_path) as served:
        page = open_page(f"timeline?event={TOUR}", address=served.address)
        expect(page.locator(COUNTS)).to_be_visible()
        expect(page.locator(".dl-card h2").first).to_contain_text("missile, launcher")


def test_a_link_to_another_page_can_be_the_first_that_a_fresh_server_is_asked_for(open_page: Open, tmp_path: Path) -> None:
    with listened_to(tmp_path) as served:
        page = open_page(f"event?event={TOUR}", address=served.address)
        expect(page.locator(".dl-page h1")).to_contain_text("Kim visits missile, launcher")
        expect(page.get_by_text("Page not found")).to_have_count(0)
        assert page.url.startswith(f"{served.address}/event")
        page.locator('[data-value="category:sanctions"]').click()
        expect(page).to_have_url(re.compile("category=sanctions"))
        expect(page.locator(".dl-page h1")).to_contain_text("Kim visits missile, launcher")

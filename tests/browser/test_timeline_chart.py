"""The timeline chart in Chromium, on the shipped record: what the reader does, and what the address bar then holds."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Open, becomes, private, query, quiet

TOUR = "2023-08-11-tactical-missile-plants"
MONTHS = "period=2023-08-01&period=2023-11-30"
REPORTED = """() => {
  const chart = document.querySelector(".tl")?.timeline;
  return chart?.figure && !chart.untold && !chart.gliding && !chart.waiting.size && !chart.flying && JSON.stringify(chart.chosen ?? null) === chart.known.event;
}"""
"""Whether the server knows what the reader did in the chart."""
WORDS = "chart.plot.data.find((one) => one.meta.part === 'words')"
"""The trace that says what a mark under the pointer is."""
FRAMES = """() => {
  const frames = (window.frames = { seen: 0, before: null }), react = Plotly.react;
  const look = () => requestAnimationFrame(look, (frames.seen += document.querySelector(".tl-sketch .tl-marks path") ? 1 : 0));
  look();
  Plotly.react = (...given) => ((frames.before ??= frames.seen), react(...given));
}"""
"""Counts the frames in which marks stand by themselves until the library draws."""
_WHERE = """(id) => {
  const chart = document.querySelector(".tl").timeline, event = chart.byId.get(id);
  const box = chart.plot.getBoundingClientRect(), { margin, height } = chart.figure.layout;
  return [box.left + margin.l + (event.at - chart.range[0]) * chart.scale, box.top + height - margin.b - event.y * chart.unit];
}"""


def data(page: Page) -> dict[str, str]:
    """The chart's window (``range``, "from/to") and chosen event (``sel``)."""
    found: dict[str, str] = page.evaluate("({...document.querySelector('.tl').dataset})")
    return found


def inside(page: Page, expression: str) -> Any:
    """A value of the chart object, written as ``chart.…``."""
    return page.evaluate(f"(() => {{ const chart = document.querySelector('.tl').timeline; return {expression}; }})()")


def charted(page: Page) -> Page:
    """The page once its chart is drawn."""
    page.wait_for_selector(".tl[data-range]")
    quiet(page)
    return page


def settle(page: Page) -> None:
    """Wait until a movement has been reported, answered and drawn."""
    page.wait_for_function(REPORTED)
    quiet(page)
    page.wait_for_function(REPORTED)


def click(page: Page, event_id: str) -> None:
    x, y = page.evaluate(_WHERE, event_id)
    page.mouse.click(x, y)
    page.wait_for_function("id => document.querySelector('.tl').dataset.sel === id", arg=event_id)


def lone(page: Page) -> str:
    """An event in sight that has links and no other mark near it."""
    found: str = inside(
        page,
        """chart.events.find((one) => chart.near.has(one.id) && one.at > chart.range[0] && one.at < chart.range[1] && !chart.events.some(
             (other) => other !== one && Math.hypot((other.at - one.at) * chart.scale, (other.y - one.y) * chart.unit) < 14)).id""",
    )
    return found


def key(page: Page, name: str) -> None:
    page.locator(".tl").focus()
    page.keyboard.press(name)


@pytest.fixture
def chart(open_page: Open) -> Page:
    """The home page, its chart drawn, in the months of the first story."""
    return charted(open_page(f"?{MONTHS}"))


def test_a_click_lights_the_links_at_once_and_reaches_the_address_bar(chart: Page) -> None:
    wanted = lone(chart)
    chart.evaluate("""() => { const root = document.querySelector(".tl"); let down = 0;
      addEventListener("pointerdown", () => (down = performance.now()), { capture: true });
      new MutationObserver(() => (window.lit ??= [location.search, talk.said > down])).observe(root, { attributeFilter: ["data-range"] }); }""")
    click(chart, wanted)
    # Before the server is even asked.
    assert chart.evaluate("window.lit") == [f"?{MONTHS}", False]
    lit = inside(chart, "Object.values(chart.traces).filter((one) => one.meta.part === 'chosen').flatMap((one) => one.x).length")
    assert lit > 0
    dimmed = inside(
        chart, "Object.values(chart.traces).filter((one) => one.meta.part === 'marks').map((one) => one.selectedpoints.length)"
    )
    assert sum(dimmed) == inside(chart, f"chart.near.get('{wanted}').size + 1")
    settle(chart)
    becomes(lambda: f"event={wanted}" in query(chart), True)
    expect(chart.locator(".tl-news")).to_contain_text("linked to")


def test_escape_clears_what_was_chosen_with_the_mouse(chart: Page) -> None:
    click(chart, lone(chart))
    chart.keyboard.press("Escape")
    settle(chart)
    becomes(lambda: data(chart)["sel"], "")
    becomes(lambda: "event=" in query(chart), False)


@pytest.mark.parametrize("pause", [0, 30, 150])
def test_a_choice_taken_back_at_once_leaves_no_trace(chart: Page, pause: int) -> None:
    click(chart, lone(chart))
    chart.wait_for_timeout(pause)
    key(chart, "Escape")
    settle(chart)
    settle(chart)
    becomes(lambda: "event=" in query(chart), False)
    becomes(lambda: data(chart)["sel"], "")


DRAWINGS = """window.drawings = 0;
new MutationObserver((all) => (drawings += all.length)).observe(document, { subtree: true, attributeFilter: ["data-range"] });"""


def test_a_link_is_drawn_once_and_again_only_for_another_width(browser: Browser, app: str) -> None:
    context = private(browser, viewport={"width": 1400, "height": 1000})
    context.add_init_script(DRAWINGS)
    page = context.new_page()
    page.goto(f"{app}/?{MONTHS}")
    charted(page)
    page.locator(".tl-plot").evaluate("(plot) => (plot.style.minHeight = '700px')")
    quiet(page)
    assert page.evaluate("drawings") == 1
    page.set_viewport_size({"width": 1200, "height": 900})
    page.wait_for_function("drawings === 2")
    assert inside(page, "chart.figure.layout.width === chart.plot.clientWidth")
    context.close()


def test_a_link_to_an_old_event_shows_it(open_page: Open) -> None:
    page = charted(open_page())
    old = inside(page, "chart.events[0].id")
    page = charted(open_page(f"?event={old}"))
    becomes(lambda: data(page)["sel"], old)
    first, last = inside(page, "chart.range")
    assert first < inside(page, "chart.byId.get(chart.chosen).x") < last
    becomes(lambda: "period=" in query(page), False)


def test_arrow_keys_walk_through_time_and_through_a_lane(chart: Page) -> None:
    key(chart, "ArrowRight")
    chart.wait_for_function("document.querySelector('.tl').dataset.sel")
    first = data(chart)["sel"]
    for _ in range(3):
        key(chart, "ArrowRight")
    settle(chart)
    order = inside(chart, "chart.events.map((one) => one.id)")
    becomes(lambda: data(chart)["sel"], order[order.index(first) + 3])
    becomes(lambda: f"event={data(chart)['sel']}" in query(chart), True)
    key(chart, "ArrowLeft")
    becomes(lambda: data(chart)["sel"], order[order.index(first) + 2])
    lane = inside(chart, "chart.byId.get(chart.chosen).lane")
    key(chart, "ArrowDown")
    assert inside(chart, "chart.byId.get(chart.chosen).lane") == lane


def test_zoom_is_in_the_link_and_back_undoes_it(chart: Page) -> None:
    before = data(chart)["range"]
    key(chart, "+")
    settle(chart)
    near = data(chart)["range"]
    first, last = near.split("/")
    assert near != before
    becomes(lambda: f"period={first}&period={last}" in query(chart), True)
    key(chart, "-")
    settle(chart)
    chart.go_back()
    becomes(lambda: data(chart)["range"], near)
    settle(chart)
    chart.go_back()
    becomes(lambda: data(chart)["range"], before)
    settle(chart)
    chart.go_forward()
    becomes(lambda: data(chart)["range"], near)
    settle(chart)


def test_zero_goes_back_to_the_opening_view_and_leaves_no_period(chart: Page) -> None:
    key(chart, "0")
    settle(chart)
    becomes(lambda: data(chart)["range"], inside(chart, "chart.meta.focus.join('/')"))
    becomes(lambda: "period=" in query(chart), False)


def test_dragging_moves_the_window_and_keeps_its_width(chart: Page) -> None:
    width = inside(chart, "chart.range[1] - chart.range[0]")
    box = chart.locator(".tl-plot").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.9
    chart.mouse.move(x, y)
    chart.mouse.down()
    chart.mouse.move(x - 90, y, steps=6)
    chart.mouse.up()
    settle(chart)
    assert data(chart)["range"] > "2023-08-02"
    assert abs(inside(chart, "chart.range[1] - chart.range[0]") - width) < 0.1
    becomes(lambda: data(chart)["sel"], "")
    assert data(chart)["range"].split("/")[0] in query(chart)


def test_the_wheel_scrolls_the_page_and_with_ctrl_zooms(chart: Page) -> None:
    before = data(chart)["range"]
    box = chart.locator(".tl-plot").bounding_box()
    assert box is not None
    chart.mouse.move(box["x"] + 300, box["y"] + 300)
    chart.mouse.wheel(0, 200)
    chart.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 0")
    settle(chart)
    assert data(chart)["range"] == before
    chart.mouse.wheel(0, -400)
    settle(chart)
    becomes(lambda: chart.evaluate("document.querySelector('[data-testid=stMain]').scrollTop"), 0)
    chart.keyboard.down("Control")
    chart.mouse.wheel(0, -120)
    chart.wait_for_function("before => document.querySelector('.tl').dataset.range !== before", arg=before)
    chart.keyboard.up("Control")
    settle(chart)
    once = data(chart)["range"]
    becomes(lambda: f"period={once.split('/')[0]}" in query(chart), True)
    # Several turns in a row are one step. The page's own clock times them: on a busy machine this one's would be late.
    chart.locator(".tl-plot").evaluate(
        """(plot) => { const box = plot.getBoundingClientRect();
          const turn = { deltaY: -120, ctrlKey: true, bubbles: true, cancelable: true, clientX: box.left + 300, clientY: box.top + 300 };
          for (const after of [0, 30, 60, 90]) setTimeout(() => plot.dispatchEvent(new WheelEvent("wheel", turn)), after); }"""
    )
    chart.wait_for_function("once => document.querySelector('.tl').dataset.range !== once", arg=once)
    settle(chart)
    becomes(lambda: f"period={data(chart)['range'].split('/')[0]}" in query(chart), True)
    chart.go_back()
    becomes(lambda: data(chart)["range"], once)


def test_the_strip_takes_the_window_where_it_is_clicked(chart: Page) -> None:
    box = chart.locator(".tl-strip").bounding_box()
    assert box is not None
    chart.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    settle(chart)
    low, high = inside(chart, "chart.stripRange")
    first, last = inside(chart, "chart.range")
    assert first < (low + high) / 2 < last


def test_what_lies_before_the_strip_is_one_click_away(chart: Page) -> None:
    earlier = chart.locator(".tl-earlier")
    expect(earlier).to_contain_text(", from 19")
    earlier.click()
    settle(chart)
    assert data(chart)["range"].split("/")[0] == inside(chart, "chart.meta.whole[0]")
    assert inside(chart, "chart.by") == "Y"
    expect(earlier).to_be_hidden()


def test_buttons_have_names_and_work(chart: Page) -> None:
    for name, wider in (("Zoom in (+)", False), ("Zoom out (−)", True)):
        width = inside(chart, "chart.range[1] - chart.range[0]")
        chart.get_by_role("button", name=name, exact=True).click()
        assert (inside(chart, "chart.range[1] - chart.range[0]") > width) == wider
    start = inside(chart, "chart.range[0]")
    chart.get_by_role("button", name="Earlier", exact=True).click()
    assert inside(chart, "chart.range[0]") < start


def test_a_saved_picture_has_a_caption_and_leaves_the_chart_as_it_was(chart: Page) -> None:
    def state() -> Any:
        fonts = "chart.figure.layout.font.family, chart.figure.layout.height, chart.traces.titles.text, chart.seq"
        return inside(chart, f"[{fonts}]"), data(chart), query(chart)

    before = state()
    with chart.expect_download() as saved:
        chart.get_by_role("button", name="Save as a picture (PNG)").click()
    assert saved.value.suggested_filename == "dateline-timeline.png"
    picture = saved.value.path().read_bytes()
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width == 2 * inside(chart, "chart.figure.layout.width")
    assert height > 2 * inside(chart, "chart.figure.layout.height")
    settle(chart)
    assert state() == before
    caption = inside(chart, "chart.picture().layout.annotations.at(-1).text")
    assert caption.startswith("1 Aug 2023 – 30 Nov 2023 · Dateline, CC BY 4.0<br>")
    assert "alleged" in caption
    assert inside(chart, "chart.picture().layout.font.family").startswith("Arial")


COUNTED = [
    ("2023-08-11", "2023-08-11"),
    ("2023-08-01", "2023-08-31"),
    ("2022-10-15", "2023-03-03"),
    ("1990-01-01", "1990-12-31"),
    ("2024-02-10", "2024-02-11"),
    ("1950-01-01", "2026-12-31"),
]


@pytest.mark.parametrize(("first", "last"), COUNTED)
def test_the_chart_counts_as_the_header_does(open_page: Open, first: str, last: str) -> None:
    page = charted(open_page(f"?period={first}&period={last}"))
    header = page.locator(".dl-counts").inner_text()
    assert page.locator(".tl-span").inner_text().endswith(f" · {header.split(' of ')[0]} in view")
    becomes(lambda: data(page)["range"], f"{first}/{last}")


def test_one_day_is_drawn_with_its_neighbours_and_stays_one_day(open_page: Open) -> None:
    page = charted(open_page("?period=2023-08-11&period=2023-08-11"))
    first, last = inside(page, "chart.range")
    assert last - first == 3
    names = [name.strip() for name in page.locator(".tl .xtick text").all_text_contents()]
    assert len(names) == len(set(names)) == 3
    key(page, "+")
    settle(page)
    becomes(lambda: data(page)["range"], "2023-08-11/2023-08-11")
    assert page.locator(".tl-span").inner_text().startswith("11 Aug 2023 · ")
    becomes(lambda: "period=2023-08-11&period=2023-08-11" in query(page), True)


def test_a_chosen_event_far_from_the_window_dims_nothing(open_page: Open) -> None:
    page = charted(open_page(f"?event={TOUR}&period=2022-01-01&period=2022-03-31"))
    becomes(lambda: data(page)["sel"], TOUR)
    assert inside(page, "Object.values(chart.traces).every((one) => one.meta.part !== 'marks' || one.selectedpoints === null)")
    assert inside(page, "chart.traces.ring.x.length") == 0


def test_plus_zooms_to_where_the_events_are(open_page: Open) -> None:
    page = charted(open_page("?period=1960-01-01&period=2023-12-31"))
    # All at once, so that no answer to one of them comes between.
    page.locator(".tl").evaluate(
        "(root) => [...'++++++++'].forEach((key) => root.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))"
    )
    assert inside(page, "chart.range[1] - chart.range[0]") < 500
    assert inside(page, "chart.events.filter((one) => one.x > chart.range[0] && one.x < chart.range[1]).length") > 10


def test_links_with_both_ends_outside_the_window_are_not_drawn(chart: Page) -> None:
    count = (
        "Object.values(chart.traces).filter((one) => one.meta.part === 'links').flatMap((one) => one.x).filter((x) => !x).length"
    )
    near = "chart.pairs.filter((pair) => pair.slice(0, 2).some((id) => chart.inView(chart.byId.get(id)))).length"
    assert 0 < inside(chart, count) == inside(chart, near)
    key(chart, "+")
    assert inside(chart, count) == inside(chart, near) < inside(chart, "chart.pairs.length")


def test_a_filter_keeps_the_zoom_and_the_lanes(chart: Page) -> None:
    before, lanes = data(chart)["range"], inside(chart, "chart.meta.lanes")
    count = inside(chart, "chart.events.length")
    chart.locator('[data-value="category:military-drills"]').click()
    chart.wait_for_function(f"document.querySelector('.tl').timeline.events.length < {count}")
    settle(chart)
    becomes(lambda: data(chart)["range"], before)
    assert inside(chart, "chart.meta.lanes") == lanes


def test_a_link_restores_window_choice_and_lanes(open_page: Open) -> None:
    page = charted(open_page(f"?event={TOUR}&{MONTHS}&lanes=actor"))
    becomes(lambda: data(page)["range"], "2023-08-01/2023-11-30")
    becomes(lambda: data(page)["sel"], TOUR)
    assert inside(page, "chart.meta.lanes.map((lane) => lane.category).join('')") == ""


def test_a_chosen_event_that_is_filtered_out_lights_nothing(open_page: Open) -> None:
    page = charted(open_page(f"?event={TOUR}&category=sanctions&{MONTHS}"))
    becomes(lambda: data(page)["sel"], "")
    assert inside(page, "Object.values(chart.traces).find((one) => one.meta.part === 'marks').selectedpoints") is None


def test_the_whole_chart_is_there_in_the_dark_and_changes_with_the_theme(open_page: Open) -> None:
    page = charted(open_page(f"?{MONTHS}", scheme="dark"))
    assert inside(page, "chart.figure.layout.paper_bgcolor") == "#171614"
    page.emulate_media(color_scheme="light")
    page.wait_for_function("document.querySelector('.tl').timeline.figure.layout.paper_bgcolor === '#ffffff'")
    becomes(lambda: data(page)["range"], "2023-08-01/2023-11-30")


def test_marks_of_one_day_are_apart(chart: Page) -> None:
    places = inside(chart, "chart.events.map((one) => `${one.at.toFixed(3)} ${one.y.toFixed(2)}`)")
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_no_time_zone_moves_a_date(browser: Browser, app: str, zone: str) -> None:
    context = browser.new_context(timezone_id=zone, viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.goto(f"{app}/?{MONTHS}&event={TOUR}")
    charted(page)
    becomes(lambda: data(page)["range"], "2023-08-01/2023-11-30")
    axis = "chart.plot._fullLayout.xaxis"
    assert inside(page, f"{axis}.range.map((one) => String(one).slice(0, 10))") == ["2023-08-01", "2023-12-01"]
    shown = inside(page, f"(({{ x, customdata }}) => {axis}.d2p(x[customdata.findIndex(([id]) => id === '{TOUR}')]))({WORDS})")
    assert abs(shown - inside(page, f"(chart.byId.get('{TOUR}').at - chart.range[0]) * chart.scale")) < 1
    assert inside(page, f"new Date(chart.byId.get('{TOUR}').at * 864e5).toISOString().slice(0, 10)") == "2023-08-11"
    context.close()


def test_a_tap_on_a_phone_chooses_and_the_page_still_scrolls(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{app}/?{MONTHS}")
    charted(page)
    assert inside(page, "chart.figure.layout.dragmode") is False
    page.locator(".tl-plot").scroll_into_view_if_needed()
    page.locator(".tl").evaluate("(root) => root.scrollIntoView()")
    wanted = lone(page)
    x, y = page.evaluate(_WHERE, wanted)
    page.touchscreen.tap(x, y)
    page.wait_for_function("id => document.querySelector('.tl').dataset.sel === id", arg=wanted)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    context.close()


def test_other_pages_and_back_restore_the_chart(chart: Page) -> None:
    click(chart, lone(chart))
    settle(chart)
    before = data(chart)
    chart.get_by_role("link", name="Event", exact=True).click()
    chart.wait_for_selector(".dl-page")
    quiet(chart)
    chart.go_back()
    charted(chart)
    becomes(lambda: data(chart), before)
    key(chart, "ArrowRight")
    settle(chart)
    becomes(lambda: f"event={data(chart)['sel']}" in query(chart), True)


DRAWN = """(id) => {
  const chart = document.querySelector(".tl").timeline, event = chart.byId.get(id);
  const box = chart.plot.getBoundingClientRect(), { margin, height } = chart.figure.layout;
  const at = [box.left + margin.l + (event.at - chart.range[0]) * chart.scale, box.top + height - margin.b - event.y * chart.unit];
  const look = event.trace.marker;
  return [...chart.layer.querySelectorAll("path")].some((path) => {
    const there = new DOMPoint(...at).matrixTransform(path.getScreenCTM().inverse());
    return path.getAttribute("fill") === look.color[event.n] && path.isPointInFill(there);
  });
}"""
"""Whether an outline in the event's colour lies where the event belongs."""


def test_marks_that_look_alike_are_one_element_and_each_is_in_its_place(chart: Page) -> None:
    def seen() -> list[str]:
        found: list[str] = inside(chart, "chart.drawn.filter((one) => chart.inView(one)).map((one) => one.id)")
        return found

    def elements() -> int:
        number: int = inside(chart, "chart.plot.querySelectorAll('.scatterlayer path').length")
        return number

    assert len(seen()) > 50
    assert elements() < 50
    assert all(chart.evaluate(DRAWN, one) for one in seen())
    key(chart, "-")
    settle(chart)
    assert all(chart.evaluate(DRAWN, one) for one in seen())
    assert elements() < 50
    # Those that have nothing to do with the chosen one are fainter.
    click(chart, lone(chart))
    faint, full = (chart.locator(f".tl-plot .scatterlayer path[opacity='{one}']").count() for one in (0.16, 1))
    assert faint
    assert full


def test_marks_stay_with_their_days_while_the_chart_is_dragged(chart: Page) -> None:
    wanted = lone(chart)
    x, y = chart.evaluate(_WHERE, wanted)
    start = inside(chart, "chart.range[0]")
    chart.mouse.move(x + 30, y - 3)
    chart.mouse.down()
    chart.mouse.move(x - 20, y - 3, steps=4)
    chart.wait_for_function("start => document.querySelector('.tl').timeline.range[0] > start", arg=start)
    assert chart.evaluate(DRAWN, wanted)
    chart.mouse.up()
    settle(chart)
    assert chart.evaluate(DRAWN, wanted)


def test_pointing_at_a_mark_says_what_it_is(chart: Page) -> None:
    wanted = lone(chart)
    x, y = chart.evaluate(_WHERE, wanted)
    chart.mouse.move(x - 2, y)
    chart.mouse.move(x, y)
    words = chart.locator(".tl .hoverlayer .hovertext")
    expect(words).to_be_visible()
    title: str = inside(chart, f"chart.byId.get('{wanted}').text")
    expect(words).to_contain_text(title[:20])


def test_a_saved_picture_has_all_marks_on_their_days(chart: Page) -> None:
    wanted = lone(chart)
    where = inside(
        chart,
        f"chart.picture().data.find((one) => one.meta.part === 'marks' && one.customdata.some(([id]) => id === '{wanted}'))"
        f".x[chart.byId.get('{wanted}').n]",
    )
    assert where == inside(chart, f"new Date(chart.byId.get('{wanted}').at * 864e5).toISOString().slice(0, 19)")


def test_feed_and_marks_stand_while_the_library_is_on_its_way_and_a_mark_can_be_chosen(browser: Browser, app: str) -> None:
    context = private(browser, viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    held: list[Route] = []
    page.route("**/plotly-basic.min.js*", lambda route: held.append(route))
    page.goto(f"{app}/?{MONTHS}")
    expect(page.locator(".dl-feed .dl-item").first).to_be_visible()
    expect(page.locator(".tl-sketch .tl-marks path").first).to_be_attached()
    expect(page.locator(".tl-sketch > text").first).to_have_text("Visits to arms")
    wanted = lone(page)
    x, y = page.evaluate(_WHERE, wanted)
    page.mouse.click(x, y)
    expect(page.locator(".dl-card h2").first).to_have_text(inside(page, f"chart.byId.get('{wanted}').text"))
    assert page.evaluate(DRAWN, wanted)
    assert held
    held[0].continue_()
    charted(page)
    expect(page.locator(".tl-sketch")).to_have_count(0)
    assert page.evaluate(DRAWN, wanted)
    assert data(page)["sel"] == wanted
    # Back on the page, with the library there, marks stand on the screen before it draws.
    page.evaluate(FRAMES)
    page.get_by_role("link", name="Event", exact=True).click()
    expect(page.locator(".tl")).to_have_count(0)
    page.go_back()
    charted(page)
    assert page.evaluate("frames.before") > 0
    expect(page.locator(".tl-sketch")).to_have_count(0)
    context.close()

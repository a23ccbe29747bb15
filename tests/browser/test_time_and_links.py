"""In Chromium, on the shipped record: time that moves on, links by kind and basis, chains, what changed, figures as claimed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, at_rest, becomes, query, quiet
from tests.browser.test_timeline_chart import MONTHS, TOUR, charted, inside, settle

WHOLE = "period=2022-01-01&period=2026-06-30"


def drawn(page: Page, part: str) -> dict[str, int]:
    """How many links are drawn, by the basis and, for the chosen event's, the family of their trace."""
    found: dict[str, int] = inside(
        page,
        f"""Object.fromEntries(Object.values(chart.traces).filter((one) => one.meta.part === "{part}").map(
             (one) => [[one.meta.basis, one.meta.family].filter(Boolean).join(" "), one.x.filter((x) => !x).length]))""",
    )
    return {name: count for name, count in found.items() if count}


def known(page: Page) -> str:
    found = re.search(r"known=([0-9-]+)", query(page))
    return found[1] if found else ""


def test_time_moves_on_by_itself_until_it_is_stopped(open_page: Open) -> None:
    page = open_page("claims?claim=shells-to-russia&known=2023-08-01")
    page.get_by_role("button", name="▶ month").click()
    page.wait_for_function("window.location.search.includes('known=2023-10-01')")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="▶ month")).to_be_visible()
    quiet(page)
    stopped = known(page)
    page.wait_for_timeout(2500)
    assert known(page) == stopped
    expect(page.locator(".dl-then")).to_contain_text("As known on")


def test_a_basis_chosen_in_the_filters_is_the_only_one_drawn_and_is_in_the_link(open_page: Open) -> None:
    page = charted(open_page(f"?{MONTHS}"))
    every = drawn(page, "links")
    page.locator('.dl-option[data-value="basis:asserted"]').click()
    page.wait_for_function("window.location.search.includes('basis=asserted')")
    settle(page)
    becomes(lambda: drawn(page, "links"), {"asserted": every["asserted"]})
    again = charted(open_page(query(page)))
    assert drawn(again, "links") == {"asserted": every["asserted"]}


def test_a_kind_chosen_in_the_filters_is_the_only_one_drawn(open_page: Open) -> None:
    page = charted(open_page(f"?{MONTHS}&link=denounces"))
    kinds = inside(page, "[...new Set(chart.pairs.map((pair) => pair[3]))]")
    assert kinds == ["denounces"]
    assert sum(drawn(page, "links").values()) > 0


def test_the_chosen_events_links_are_drawn_by_family_and_basis_and_no_others(open_page: Open) -> None:
    page = charted(open_page(f"?{MONTHS}&event=2023-08-21-ulchi-freedom-shield-23"))
    assert drawn(page, "links") == {}
    lit = drawn(page, "chosen")
    held = inside(
        page,
        """chart.pairs.filter((pair) => pair.includes(chart.chosen)).map((pair) => `${pair[2]} ${chart.kinds[pair[3]].family}`)""",
    )
    assert lit == {name: held.count(name) for name in held}
    assert {"documented opposes", "asserted belongs"} <= set(lit)


def test_where_there_are_too_many_the_strongest_are_drawn_and_the_rest_on_demand(open_page: Open) -> None:
    page = charted(open_page(f"?{WHOLE}"))
    assert set(drawn(page, "links")) == {"documented"}
    more = page.locator(".tl-more-links")
    expect(more).to_contain_text("documented links only · draw all")
    page.emulate_media(media="print")
    expect(more).to_have_text("documented links only", use_inner_text=True)
    page.emulate_media(media="screen")
    more.click()
    page.wait_for_function("window.location.search.includes('basis=temporal')")
    settle(page)
    becomes(lambda: set(drawn(page, "links")), {"documented", "asserted", "temporal"})
    expect(more).to_be_hidden()


def test_links_that_run_alike_are_drawn_together(open_page: Open) -> None:
    page = charted(open_page(f"?{WHOLE}"))
    columns = inside(
        page,
        """(() => {
             const pairs = chart.pairs.filter(([, , basis]) => basis === "documented").map(([p, q]) => [chart.byId.get(p), chart.byId.get(q)]);
             const across = pairs.filter(([a, b]) => a.lane !== b.lane);
             const strands = chart.strands(across.map(([a, b]) => [a.id, b.id]));
             const middles = (how) => new Set(across.map(([a, b]) => Math.round(chart.arc(a, b, how)[4][0] * chart.scale))).size;
             return [middles(strands), middles(null)];
           })()""",
    )
    assert columns[0] < columns[1] * 0.75


def test_a_chain_is_followed_as_far_as_the_reader_says_and_the_link_keeps_it(open_page: Open) -> None:
    page = open_page(f"event?event={TOUR}")
    steps = page.locator(".dl-chain-account > li")
    two = steps.count()
    page.locator('[data-action="steps"][data-value="1"]').click()
    page.wait_for_function("window.location.search.includes('steps=1')")
    expect(steps).not_to_have_count(two)
    quiet(page)
    one = steps.count()
    assert 0 < one < two
    page.locator('[data-action="days"][data-value="30"]').click()
    page.wait_for_function("window.location.search.includes('days=30')")
    expect(steps).not_to_have_count(one)
    quiet(page)
    assert 0 < steps.count() < one
    again = open_page(f"event{query(page)}")
    expect(again.locator(".dl-chain-account > li")).to_have_count(steps.count())
    expect(again.locator(".dl-chain-point")).to_have_count(steps.count() + 1)


def test_what_changed_opens_on_the_timeline_and_leads_to_its_events(open_page: Open) -> None:
    page = open_page("?since=2023-10-01&known=2023-10-31")
    panel = page.locator(".dl-changed")
    expect(panel).to_contain_text("Since 1 October 2023 and until 31 October 2023:")
    expect(panel.locator("h3").first).to_be_hidden()
    panel.locator("summary").click()
    last = panel.locator("li a").last
    title = last.inner_text()
    last.click()
    page.wait_for_function("window.location.search.includes('event=')")
    expect(page.locator(".dl-card h2").first).to_have_text(title)


def test_a_figure_as_claimed_leads_to_its_event_and_one_library_draws_all_charts(open_page: Open) -> None:
    page = open_page("claims?claim=troops-to-russia")
    plot = page.locator(".dl-plot")
    expect(plot.locator(".point").first).to_be_attached()
    requested = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name).filter((name) => /plotly/i.test(name))"
    )
    assert len(requested) == 1
    assert "app/static/plotly-basic.min.js" in requested[0]
    assert "The table below holds the same." in (plot.get_attribute("aria-label") or "")
    plot.scroll_into_view_if_needed()
    # Plotly draws a mark with its middle at the origin of its own box.
    box = at_rest(plot.locator(".point").first)
    page.mouse.move(box["x"] + box["width"] / 2 - 1, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(plot.locator(".hoverlayer .hovertext").first).to_be_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".dl-feed .dl-item")).to_be_visible()

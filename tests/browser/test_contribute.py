"""In Chromium, on the shipped record: a record is written by the form, checked as one writes, and copied."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, quiet

SAYS = ".dl-contribute-says"


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).first.fill(text)
    page.keyboard.press("Tab")
    quiet(page)


def pick(page: Page, label: str, name: str, written: str) -> None:
    """Choose an option, or type a name that is offered; ``written`` is what the record then holds."""
    box = page.get_by_label(label, exact=True).first
    if box.evaluate("one => one.tagName") == "SELECT":
        box.select_option(label=name)
    else:
        assert box.evaluate("(one, name) => [...one.list.options].some((option) => option.value.startsWith(name))", name)
        box.fill(name)
        page.keyboard.press("Enter")
    expect(page.locator(SAYS)).to_contain_text(written)
    quiet(page)


def test_a_record_is_written_by_the_form_and_passes(open_page: Open) -> None:
    page = open_page("contribute")
    says = page.locator(SAYS)
    fill(page, "Title", "White House says something that is a test of a form.")
    expect(says).to_contain_text("must be one line without a full stop at the end")
    fill(page, "Title", "White House says something that is a test of a form")
    fill(page, "Date", "2023-08-16")
    expect(page.get_by_text("16 August 2023").first).to_be_visible()
    fill(page, "Reported", "2023-08-16")
    pick(page, "Kind", "shell plant", "kind: shell-plant")
    pick(page, "Place", "Washington", "place: washington")
    pick(page, "Who says so", "White House", "claimed_by: [white-house]")
    pick(page, "Who took part", "White House", "who: white-house")
    pick(page, "In what part", "accuses", "role: accuser")
    fill(page, "Summary", "Two plain sentences of our own. They say who says so.")
    fill(page, "Source 1: web address", "https://en.yna.co.kr/view/AEN1")
    expect(page.get_by_label("Whose site it is")).to_have_value("Yonhap")
    fill(page, "Day on the page", "2023-08-16")
    pick(page, "Who the information comes from", "White House", "origin: [white-house]")
    fill(page, "What the page is good for, in a few words", "the words")
    expect(says).to_contain_text("rests on one publisher")
    fill(page, "Only one publisher: why is there no second one?", "Nobody else wrote of it.")
    expect(says).to_contain_text("Nothing to correct.")
    expect(says).to_contain_text("- id: 2023-08-16-white-house-something-test-form")
    says.get_by_role("button", name="Copy the text").click()
    expect(says.get_by_role("button", name="Copied")).to_be_visible()
    assert "White" not in page.evaluate("window.location.search")


def test_who_writes_on_goes_on_writing_while_the_page_is_checked(open_page: Open) -> None:
    page = open_page("contribute")
    title, summary = page.get_by_label("Title", exact=True), page.get_by_label("Summary", exact=True)
    summary.fill("Begun")
    node = summary.evaluate_handle("one => one")
    page.get_by_label("Date", exact=True).fill("2023-08-16")
    title.focus()
    page.keyboard.type("A title typed while a date is read")
    expect(page.get_by_text("16 August 2023").first).to_be_visible()
    quiet(page)
    expect(title).to_be_focused()
    expect(title).to_have_value("A title typed while a date is read")
    assert summary.evaluate("(one, before) => one === before", node)
    expect(page.locator(SAYS)).to_contain_text("Begun")
    # A filter runs the page again, and what is half written stays.
    page.get_by_label("Note", exact=True).evaluate("one => one.closest('details').open = true")
    page.get_by_label("Note", exact=True).press_sequentially("half")
    page.locator('.dl-option[data-value="basis:documented"]').click()
    quiet(page)
    expect(page.get_by_label("Note", exact=True)).to_have_value("half")


CUT = """([before, after]) => {
  const [first, second] = [before, after].map((text) => [...document.querySelectorAll("[data-field]")].find((one) => one.dataset.field === text));
  const write = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...given) {
    WebSocket.prototype.send = send;
    const sent = send.apply(this, given);
    this.close();
    write(second, "Written while the connection was gone");
    return sent;
  };
  write(first, "Written before");
}"""
"""Fills in two fields; between them the connection is cut."""


def test_what_is_filled_in_while_the_connection_is_gone_is_checked_once_it_is_back(open_page: Open) -> None:
    page = open_page("contribute")
    page.evaluate(CUT, ["title", "note"])
    says = page.locator(SAYS)
    expect(says).to_contain_text("title: Written before")
    expect(says).to_contain_text("note: Written while the connection was gone")
    expect(page.get_by_label("Note", exact=True)).to_have_value("Written while the connection was gone")


def test_names_are_added_and_taken_away_by_keyboard(open_page: Open) -> None:
    page = open_page("contribute")
    field = page.get_by_label("Who says so", exact=True)
    for name in ("White House", "KCNA", "Somebody New"):
        field.focus()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    says = page.locator(SAYS)
    expect(says).to_contain_text("claimed_by: [white-house, kcna, somebody-new]")
    expect(field).to_be_focused()
    page.get_by_role("button", name="Remove KCNA").focus()
    page.keyboard.press("Enter")
    expect(says).to_contain_text("claimed_by: [white-house, somebody-new]")
    expect(field).to_be_focused()
    page.get_by_role("button", name="Another actor").click()
    expect(page.get_by_label("Who took part, 2")).to_be_visible()


def test_on_a_phone_nothing_is_wider_than_the_page(open_page: Open) -> None:
    page = open_page("contribute?event=2023-08-11-tactical-missile-plants", width=390, height=844)
    expect(page.get_by_role("textbox", name="What is wrong")).to_be_visible()
    page.get_by_text("The record as YAML").click()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390

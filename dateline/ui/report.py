"""Report a mistake: a text about an event ready to send. The page sends nothing itself."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from dateline.address import encode
from dateline.export import citation
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import cite, record
from dateline.ui.nodes import Node, filled, node
from dateline.words import _, language


def offer(event_id: str, tables: Tables) -> Node:
    """The text about an event, folded, with the ways to send it that are known here."""
    return document(event_id, tables, record.address(), record.issues())


def document(event_id: str, tables: Tables, base: str, issues: str) -> Node:
    """The same. ``base``: where readers reach the dashboard; ``issues``: where a new issue is taken; each empty where it is not known."""
    told = text(event_id, tables, base)
    subject = f"Mistake in {event_id}"
    form = f"contribute?{encode(Selection(event=event_id, lang=language()))}"
    if issues:
        way = node("a", _("Open an issue with it"), css="dl-button dl-small", href=_issue(issues, subject, told))
        how = _("Nothing is sent from here. The issue opens in a new tab with this text, for you to fill in and send.")
    else:
        mail = f"mailto:?{urlencode({'subject': subject, 'body': told}, quote_via=quote)}"
        way = node("a", _("Write an e-mail with it"), css="dl-button dl-small", href=mail)
        how = _("Nothing is sent from here. Fill this in and send it to those who gave you this page.")
    return node(
        "details",
        node("summary", _("Report a mistake")),
        node("p", how, css="dl-quiet"),
        node("pre", told),
        node("p", cite.copy(told, _("Copy the text of the report")), " ", way, css="dl-actions"),
        node(
            "p",
            *filled(
                _("Or {link} that checks what you write."),
                link=node("a", _("correct it in a form"), href=form, target="_self"),
            ),
            css="dl-quiet",
        ),
        css="dl-report",
    )


def text(event_id: str, tables: Tables, base: str = "") -> str:
    """What names the record and its version, and what is to be filled in."""
    located = tables.records[event_id]
    link = citation.address("event", f"event={event_id}", base)
    head = [
        f"Record: {event_id}",
        f"Title: {located.event.title}",
        f"Version: {citation.version(tables)}",
        *([f"Link: {link}"] if link else []),
        f"Line: {located.path}, line {located.line}",
    ]
    return "\n".join([*head, "", "What is wrong:", "", "What it should say, and a source for that:", ""])


def _issue(issues: str, subject: str, told: str) -> str:
    gitlab = "/-/" in issues
    names = ("issue[title]", "issue[description]") if gitlab else ("title", "body")
    return f"{issues}?{urlencode(dict(zip(names, (subject, told), strict=True)), quote_via=quote)}"

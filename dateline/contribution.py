"""A contribution as somebody sends it: the draft with what the form does not show, the text of an issue, the address of a tracker."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dateline.drafting import Checked
from dateline.model import Event

MOST_ADDRESS = 7000
"""Longest address that trackers and browsers take, in characters."""


def as_draft(data: Any) -> dict[str, Any]:
    """An event as it was written, to be changed: plain texts, lists and mappings."""
    return {key: _plain(value) for key, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def corrected(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """An event with what a form says laid over it; what is empty there is taken out, what the form does not name stays."""
    return {key: value for key, value in {**old, **new}.items() if value not in (None, "", [])}


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Names of the fields that differ, in the order of the model. One id alone is the same as a list of it."""

    def written(value: Any) -> Any:
        if isinstance(value, list):
            return [written(one) for one in value]
        if isinstance(value, dict):
            return {key: [one] if key == "origin" and isinstance(one, str) else one for key, one in value.items()}
        return value

    return [name for name in Event.model_fields if written(old.get(name)) != written(new.get(name))]


def issue(checked: Checked, path: str, *, reason: str = "", corrects: str = "", fields: Sequence[str] = ()) -> str:
    """The text of an issue, in Markdown: what is wrong, where the record goes, what ``check`` says, the record.

    Parameters
    ----------
    path : the file that it goes into.
    corrects : id of the event that it is a new version of; empty for a new event.
    fields : names of the fields that differ from it.
    """
    parts = [reason.strip()] if reason.strip() else []
    if corrects:
        parts.append(f"Record: `{corrects}`, in `{path}`. Fields that change: {', '.join(fields) or 'none so far'}.")
    else:
        parts.append(f"A new record for `{path}`.")
    if checked.healthy:
        parts.append("`check` finds nothing to correct.")
    else:
        said = (
            f"* {one.field}: {one.message}" if one.field else f"* {one.message}" for one in (*checked.missing, *checked.problems)
        )
        parts.append("`check` says:\n\n" + "\n".join(said))
    # A fence is longer than any run of backticks in what it holds.
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", checked.text))])
    parts.append(f"{fence}yaml\n{checked.text}{fence}")
    return "\n\n".join(parts) + "\n"


def tracker(issues: str, title: str, body: str) -> str:
    """Where an issue is opened, filled in; without the text where that is too long; empty where no tracker is known.

    Parameters
    ----------
    issues : where a new issue is taken, as ``https://github.com/OWNER/NAME/issues/new``; empty: not known.
    """
    if not issues:
        return ""
    names = ("issue[title]", "issue[description]") if "/-/" in issues else ("title", "body")
    full = f"{issues}?{urlencode({names[0]: title, names[1]: body})}"
    return full if len(full) <= MOST_ADDRESS else f"{issues}?{urlencode({names[0]: title})}"

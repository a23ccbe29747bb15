"""What a before-and-after analysis says in words: rates, chance, what it left out, how it was done."""

from __future__ import annotations

from collections.abc import Iterator

from dateline import coincidence
from dateline.coincidence import FEW, SHORT_SPAN, Count, Result, Side
from dateline.dates import span
from dateline.samples import Sample, number
from dateline.selection import Null, Selection
from dateline.tables import Tables
from dateline.ui import asked, wording
from dateline.ui.nodes import Node, node
from dateline.words import N_, _, counted, listed

LOOKS = 4
"""At each combination: before and after, for more and for fewer."""
LEVEL = 0.05
"""Of all looks together: without any connection one combination of twenty may stand out."""
NULL_MEANING: dict[Null, str] = {
    "shift": N_(
        "All other events move together by one random number of days round the span, so their own clusters and gaps stay; what is "
        "broken is only when they fall against the anchors."
    ),
    "season": N_(
        "Each other event stays in its month of the calendar, on a random day of that month in any year of the span: what the "
        "season explains is taken for chance. It breaks clusters and knows no busy years: events in clusters meet fewer anchors than it gives, "
        "and two sets that come mostly in the same years look connected."
    ),
    "poisson": N_(
        "Each other event falls on a random day of the span, on its own. It knows no clusters, no season and no busy years, "
        "so it calls things unlikely too soon, more as well as fewer."
    ),
}
DOES_NOT_SHOW = N_(
    "It does not show cause, nor that one side had the other in mind. Both may follow the calendar or a third thing, or be many in the same "
    "year, and an event that nobody reported is not here."
)


def nothing(found: Sample, question: Selection, tables: Tables) -> str:
    """Why there is nothing to compare, in words."""
    if not question.anchor or not question.other:
        return _("Choose other events to compare.") if question.anchor else _("Choose anchors to compare.")
    if found.shared and not len(found.others) and not (found.unbounded[1] or found.outside[1]):
        return _("The other events are all anchors too. An event is not compared with itself: choose two sets that differ.")
    if found.wanted and found.span is None:
        words = _("There is no stretch within {period} in which all categories of both sets were searched: {searched}.")
        return words.format(period=span(*found.wanted), searched=_searched(found, tables))
    return f"{_missing(found)} {_left_out(found)}".strip()


def _missing(found: Sample) -> str:
    both = not len(found.anchors) and not len(found.others)
    if found.span:
        words = (
            _(
                "There is no anchor and no other event that begins within {period} under the period, the standing and the day chosen."
            )
            if both
            else _("There is no other event that begins within {period} under the period, the standing and the day chosen.")
            if len(found.anchors)
            else _("There is no anchor that begins within {period} under the period, the standing and the day chosen.")
        )
        return words.format(period=span(*found.span))
    if both:
        return _("There is no anchor and no other event under the period, the standing and the day chosen.")
    if len(found.anchors):
        return _("There is no other event under the period, the standing and the day chosen.")
    return _("There is no anchor under the period, the standing and the day chosen.")


def sentences(result: Result) -> Iterator[Node]:
    """The answer on each side: rates, chance, p and the ratio, in words."""
    for before, side in ((True, result.before), (False, result.after)):
        anchors = _("{number} of {anchors} ({share})").format(
            number=_number(side.anchors), anchors=_anchors(result.anchors), share=_percent(side.anchors.rate)
        )
        head = (
            _("Before: {anchors} had at least one of the {others} ")
            if before
            else _("After: {anchors} had at least one of the {others} ")
        )
        chance = _("{window}. Chance gives {expected}, mostly {range}; {often}. ")
        yield node(
            "p",
            node("b", head.format(anchors=anchors, others=other_events(result.others))),
            chance.format(
                window=_window(result, before=before),
                expected=_short(side.anchors.expected),
                range=_range(side.anchors),
                often=_often(side.anchors),
            ),
            node("b", f"{verdict(side.anchors, result.null)} "),
            _ratio(side),
        )


def _anchors(number: int) -> str:
    return counted(number, "{n} anchor", "{n} anchors")


def other_events(number: int) -> str:
    return counted(number, "{n} other event", "{n} other events")


def days_long(number: int) -> str:
    return counted(number, "{n} day", "{n} days")


def _window(result: Result, *, before: bool) -> str:
    if result.lag == 0:
        words = _("on their first day or in the {days} before it") if before else _("on their last day or in the {days} after it")
        return words.format(days=days_long(result.window))
    words = _("{least} to {most} days before their first day") if before else _("{least} to {most} days after their last day")
    return words.format(least=result.lag, most=result.lag + result.window)


def _often(count: Count) -> str:
    words = _("as many or more come up in {share} of {draws} draws (p = {p})")
    return words.format(share=_percent(count.p_more), draws=f"{coincidence.DRAWS:,}", p=_p(count.p_more))


def verdict(count: Count, null: Null = "shift") -> str:
    """Whether a count stands out from chance, at 5 % of the ``LOOKS`` of one combination together.

    It does not depend on what else was tried, so that a link always gets the same answer; :func:`warnings` tells that.
    """
    fewer = count.p_fewer < count.p_more
    p = min(count.p_fewer, count.p_more)
    if p > LEVEL:
        return _("Not to be told from chance.")
    told = _(" (p = {p} for as few or fewer)").format(p=_p(count.p_fewer)) if fewer else ""
    but = _(" Events in clusters meet fewer anchors than this model gives anyway.") if fewer and null != "shift" else ""
    if p > LEVEL / LOOKS:
        words = (
            _("At most a hint of fewer{told}: of {looks} looks one has p ≤ {level} by chance in up to one combination of five.")
            if fewer
            else _(
                "At most a hint of more{told}: of {looks} looks one has p ≤ {level} by chance in up to one combination of five."
            )
        )
        return words.format(told=told, looks=LOOKS, level=LEVEL) + but
    words = (
        _("Fewer than usual for this model of chance, if nothing else was asked{told}.")
        if fewer
        else _("More than usual for this model of chance, if nothing else was asked{told}.")
    )
    return words.format(told=told) + but


def _ratio(side: Side) -> str:
    others = (
        _("{number} of the other events lies in the window of its nearest anchor")
        if side.events.observed == 1
        else _("{number} of the other events lie in the window of their nearest anchor")
    ).format(number=_number(side.events))
    ratio = side.events.ratio
    if ratio is None:
        return _("{others}; chance gives none.").format(others=others)
    middle, low, high = (f"{one:.1f}" for one in ratio)
    words = _(
        "{others}, chance gives {expected}: {ratio} times as many (95 % interval {low} to {high} if they came one by one, wider if in clusters)."
    )
    return words.format(others=others, expected=_short(side.events.expected), ratio=middle, low=low, high=high)


def _number(count: Count) -> str:
    if count.low == count.high:
        return f"{count.observed:.0f}"
    return _("{low} to {high}, as days that are not known may fall,").format(low=f"{count.low:.0f}", high=f"{count.high:.0f}")


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 99.5 else f"{value:.0f}"


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else _("About {n}").format(n=f"{value:,.0f}")


def _range(count: Count) -> str:
    return _("{low} to {high}").format(low=f"{count.chance_low:.0f}", high=f"{count.chance_high:.0f}")


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= 0.01 or share == 0 else f"{share * 100:.2f} %"


def _p(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}" if value >= 0.001 else f"{value:.4f}"


def warnings(found: Sample, result: Result, tried: int) -> Iterator[str]:
    """What makes the answer weaker, each in a sentence; the weightiest first."""
    few = [words(n) for n, words in ((result.anchors, _anchors), (result.others, other_events)) if n < FEW]
    if few:
        share = _percent(1 / min(result.anchors, result.others))
        yield _(
            "Small numbers: only {few}, and below {least} of either one event more or less can turn the answer (one is {share} of its set). "
            "“Not to be told from chance” is then a lack of evidence, not evidence of nothing."
        ).format(few=listed(few), least=FEW, share=share)
    if left := _left_out(found):
        yield left
    same = result.bars[len(result.bars) // 2].observed
    if result.lag == 0 and same:
        yield _(
            "{n} of the other events on a day of an anchor: on its first day they count as before, on its last as after, on the only day as "
            "both, since the order within a day is not known, and on a day between as neither. Lag 1 leaves them out."
        ).format(n=_rounded(same))
    if number(result.span[1]) - number(result.span[0]) + 1 < SHORT_SPAN:
        yield _(
            "The span is shorter than two years, so each season comes once or hardly more: a season cannot be told from anything else."
        )
    covered = max(result.before.others.expected, result.after.others.expected) / result.others
    if result.window + result.lag > (number(result.span[1]) - number(result.span[0]) + 1) / 2:
        yield _("The window reaches over more than half of the span, so nearly everything lies in it.")
    elif covered > 0.5:
        yield _(
            "The windows together cover so much of the span that chance alone puts {share} of the other events into one of them. "
            "A shorter window tells more."
        ).format(share=_percent(covered))
    first = (
        _(
            "This is the first combination looked at in this sitting, with {looks} looks: before and after, for more and for fewer."
        )
        if tried == 1
        else _("{n} combinations looked at in this sitting, each with {looks} looks: before and after, for more and for fewer.")
    )
    rest = _(
        " Of twenty looks without any connection one has p ≤ {level} by chance: after {number}, take only p ≤ {p} for unlikely. Each row and bar "
        "of the tables is a further look, and what others tried before they sent a link is not counted."
    )
    looks = LOOKS * tried
    yield first.format(n=tried, looks=LOOKS) + rest.format(level=LEVEL, number=looks, p=f"{LEVEL / looks:.3g}")


def _left_out(found: Sample) -> str:
    words = []
    for n, whose in enumerate((_("anchors: {reasons}"), _("other events: {reasons}"))):
        reasons = [
            why.format(n=f"{count:,}")
            for count, why in (
                (found.unbounded[n], _("{n} of any time, of which the days have no bounds (“not later than”, “since”)")),
                (found.outside[n], _("{n} that may have begun outside the span")),
            )
            if count
        ]
        if reasons:
            words.append(whose.format(reasons=listed(reasons)))
    if found.shared:
        words.append(
            counted(
                found.shared,
                "{n} event in both sets, which count as anchors only",
                "{n} events in both sets, which count as anchors only",
            )
        )
    return _("Left out – {what}.").format(what="; ".join(words)) if words else ""


def method_of(found: Sample, result: Result, tables: Tables) -> Iterator[tuple[str, str]]:
    yield _("Model of chance"), f"{_(asked.NULL_NAMES[result.null]).capitalize()}. {_(NULL_MEANING[result.null])}"
    yield (
        _("Draws"),
        _(
            "{n}, with fixed random numbers: the same question always gets the same answer. p is (1 + draws with at least as many) / "
            "(1 + draws); “mostly” holds 95 of 100 draws, for each number and each bar on its own."
        ).format(n=f"{result.draws:,}"),
    )
    yield (
        _("Span"),
        _(
            "{period}: the period if one is chosen, else from the first to the last event of both sets; cut to what was searched."
        ).format(period=span(*result.span)),
    )
    yield (
        _("Searched"),
        f"{_searched(found, tables)}." if found.searched else _("The record does not say how thorough the search was."),
    )
    if found.gaps:
        gaps = listed([span(*one) for one in found.gaps])
        yield _("Gaps"), _("Also searched, but set apart by a stretch that was not, so left out: {gaps}.").format(gaps=gaps)
    yield (
        _("Drills and other long anchors"),
        _(
            "Before counts from the first day, after from the last, and any day between is distance 0. An other event counts on its first day."
        ),
    )
    yield (
        _("Anchors close together"),
        _(
            "In the bars and in “times as many” each other event counts once, for its nearest anchor, the earlier of two that are equally near. "
            "An anchor “had” every other event in its window, also one that is nearer to another anchor."
        ),
    )
    yield (
        _("Days not known"),
        _(
            "“One day in August” is drawn evenly between its bounds in each draw. An event without bounds cannot be and is left out."
        ),
    )
    yield (
        _("Filters"),
        _("Period, standing and “as known on” hold for both sets. Actor, category and search of the sidebar do not cut them."),
    )
    yield (
        _("The rates"),
        _(
            "Event coincidence analysis (Donges et al. 2016). Before: precursor coincidence rate {precursor} (anchors with another event before), "
            "trigger coincidence rate {trigger} (other events with an anchor after)."
        ).format(precursor=f"{result.before.anchors.rate:.2f}", trigger=f"{result.before.others.rate:.2f}"),
    )


def _searched(found: Sample, tables: Tables) -> str:
    words = []
    part = _(" (in part within the span)") if found.span else _(" (in part)")
    for category, stretches in found.searched.items():
        when = listed([span(*one) for one in stretches]) if stretches else _("nothing")
        words.append(f"{wording.category_name(category, tables)} {when}{part if category in found.partial else ''}")
    return "; ".join(words)

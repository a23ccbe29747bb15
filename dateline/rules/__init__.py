"""Rules over the whole record, one function a rule.

A rule takes a :class:`dateline.record.Record` and yields a :class:`dateline.record.Problem` for each mistake. ``RULES`` lists them;
a new rule is one function and its place in that list. What one entry must look like on its own is in
:mod:`dateline.model` and :mod:`dateline.registers`.
"""

from __future__ import annotations

from dateline.rules.claims import acknowledgements_by_others, ranges_upside_down, ranges_with_a_bound, voices_without_a_party
from dateline.rules.common import Rule
from dateline.rules.days import changes_out_of_order, reported_out_of_order, reviews_before_the_news, sources_before_their_event
from dateline.rules.ids import (
    former_ids_in_use,
    ids_without_their_date,
    repeated_ids,
    unknown_ids,
    unknown_ids_in_registers,
    unknown_kinds,
    unused_entries,
)
from dateline.rules.links import contradictory_links, links_to_themselves, links_without_ground, look_alikes
from dateline.rules.registers import (
    coordinates,
    cycles,
    fewer_than_expected,
    steps_without_their_event,
    stories_in_other_files,
    things_of_the_record_itself,
)
from dateline.rules.sources import (
    archives_of_nothing,
    hosts_of_other_publishers,
    one_publisher_without_a_reason,
    publishers_twice,
    source_numbers_out_of_range,
    unmarked_weak_sources,
)
from dateline.rules.texts import left_to_do, markup_in_text, texts_of_no_such_language

RULES: tuple[Rule, ...] = (
    unknown_ids,
    unknown_kinds,
    unknown_ids_in_registers,
    repeated_ids,
    former_ids_in_use,
    ids_without_their_date,
    reported_out_of_order,
    sources_before_their_event,
    source_numbers_out_of_range,
    links_without_ground,
    one_publisher_without_a_reason,
    links_to_themselves,
    contradictory_links,
    unused_entries,
    stories_in_other_files,
    steps_without_their_event,
    fewer_than_expected,
    reviews_before_the_news,
    changes_out_of_order,
    left_to_do,
    things_of_the_record_itself,
    look_alikes,
    publishers_twice,
    hosts_of_other_publishers,
    markup_in_text,
    cycles,
    coordinates,
    ranges_upside_down,
    ranges_with_a_bound,
    unmarked_weak_sources,
    acknowledgements_by_others,
    voices_without_a_party,
    archives_of_nothing,
    texts_of_no_such_language,
)
"""Every rule, in the order in which a reader would want to hear of it."""

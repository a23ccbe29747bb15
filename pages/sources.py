"""Sources & coverage: what the record rests on, how late it became public, where it was searched and where not."""

from dateline.ui import coverage, sources, views

view = views.current()
sources.who(view)
sources.what_it_rests_on(view)
coverage.show(view)
sources.second_readings(view)

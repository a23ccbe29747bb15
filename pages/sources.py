"""Sources & coverage: what the record rests on, how late it became public, where it was searched and where not."""

from dateline.ui import coverage, sources, views

view = views.current()
sources.head(view)
sources.who(view)
sources.one_origin(view)
sources.weak(view)
sources.lags(view)
coverage.show(view)
sources.second_readings(view)

"""Event: everything about one event."""

from dateline.ui import event, views

event.show(views.current())

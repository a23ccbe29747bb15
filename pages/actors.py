"""Actors: who is named in the record, what each says, claims and does, and with whom it is named."""

from dateline.ui import actors, views

actors.show(views.current())

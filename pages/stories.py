"""Stories: guided paths through the record, a text beside the chart at each step."""

from dateline.ui import stories, views

stories.show(views.current())

"""Map: where the shown events happened, and how exactly that is known."""

from dateline.ui import map as map_page
from dateline.ui import views

map_page.show(views.current())

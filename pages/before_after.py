"""Before & after: do events of one kind come before or after another kind more often than chance gives?"""

from dateline.ui import coincidence, views

coincidence.show(views.current())

"""Claims: what is said to be so, who says it, who denies it, and how that changed."""

from dateline.ui import claims, views

claims.show(views.current())

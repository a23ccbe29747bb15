"""Python reads this at its start where the folder is on its path: the Timeline of such a server always fails."""

from dateline.ui import chart
from dateline.ui.views import View


def _fail(view: View) -> None:
    raise RuntimeError(f"the password swordfish stands in /srv/secret, {len(view.shown.ids)}")


chart.header = _fail

"""Two replicas behind nginx against one: runs a second, and what a run costs in processor time.

Sessions are WebSocket clients that ask for the next filtered view as soon as the last one is there. Each replica has
shown each view once before. Clients and nginx share the processor with the replicas, so on few or busy cores the runs a second do not
double; what a run costs must not grow.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.sample import write_sample
from bench.server import EVENTS, LINKS, _processor_seconds
from deploy.static_files import fill
from tests.browser.proxying import HOST, Proxied, proxy
from tests.browser.serving import serve

SESSIONS, ROUNDS, SECONDS = 8, 5, 5
DEARER = 1.25
"""At most so many times the processor time for a run with two replicas as with one."""
VIEWS = [
    f"actor={actor}&period={year}-01-01&period={year}-12-31"
    for year in (2023, 2024, 2025)
    for actor in ("north-korea", "south-korea", "united-states", "russia")
]


class Load(NamedTuple):
    """What the sessions got and what it took: seconds of wall and of processor time, over the time measured."""

    waited: list[float]
    seconds: float
    replicas: float
    clients: float

    @property
    def rate(self) -> float:
        return len(self.waited) / self.seconds

    @property
    def cost(self) -> float:
        return self.replicas / len(self.waited)


class Site(NamedTuple):
    """Sessions and the processes that serve them."""

    sessions: list[ClientConnection]
    pids: list[int]


def main() -> bool:
    """Print the figures and whether a run costs the same."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder, static = Path(name) / "events", Path(name) / "static"
        write_sample(folder, EVENTS, LINKS)
        fill(static)
        Path(name).chmod(0o755)
        sites = {many: _site(many, folder, static, running) for many in (1, 2)}
        # By turns, so that what else the machine does meanwhile slows both.
        rounds = [{many: _measure(site) for many, site in sites.items()} for _ in range(ROUNDS)]
    loads = {many: _together([one[many] for one in rounds]) for many in sites}
    for many, load in loads.items():
        print(
            f"{many} replica{'s' * (many > 1)}, {SESSIONS} sessions: {load.rate:.1f} runs/s; median wait "
            f"{statistics.median(load.waited) * 1000:.0f} ms; {load.cost * 1000:.0f} ms of processor time a run; "
            f"the replicas use {load.replicas / load.seconds:.2f} cores, the clients {load.clients / load.seconds:.2f}"
        )
    print(f"runs a second, two against one: {statistics.median(one[2].rate / one[1].rate for one in rounds):.2f} times")
    dearer = statistics.median(one[2].cost / one[1].cost for one in rounds)
    print(
        f"processor time of a run, two against one: {dearer:.2f} times; target {DEARER:g}: {'met' if dearer <= DEARER else 'MISSED'}"
    )
    return dearer <= DEARER


def _site(many: int, folder: Path, static: Path, running: ExitStack) -> Site:
    replicas = [running.enter_context(serve(DATELINE_EVENTS=str(folder))) for _ in range(many)]
    front = running.enter_context(proxy([one.address for one in replicas], static))
    # As many sessions on each: with so few, chance would put more on one.
    seats = [islice(cycle(one), SESSIONS // many) for one in front.seats().values()]
    sessions = [running.enter_context(_open(front, seat)) for one in seats for seat in one]
    for session in sessions:
        _run(session, "")
    for session in sessions[:: SESSIONS // many]:
        for query in VIEWS:
            _run(session, query)
    return Site(sessions, [one.pid for one in replicas])


def _measure(site: Site) -> Load:
    before, started, own = sum(map(_processor_seconds, site.pids)), time.perf_counter(), time.process_time()
    waits: list[list[float]] = [[] for _ in site.sessions]
    threads = [
        threading.Thread(target=_keep_asking, args=(session, n, started + SECONDS, waits[n]))
        for n, session in enumerate(site.sessions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    taken = sum(map(_processor_seconds, site.pids)) - before
    return Load([one for each in waits for one in each], seconds, taken, time.process_time() - own)


def _together(loads: list[Load]) -> Load:
    return Load(
        [one for load in loads for one in load.waited],
        sum(load.seconds for load in loads),
        sum(load.replicas for load in loads),
        sum(load.clients for load in loads),
    )


def _open(front: Proxied, seat: str) -> ClientConnection:
    headers = {"Cookie": f"dateline_seat={seat}", "Origin": front.address}
    address = f"ws://{HOST}:{front.port}/_stcore/stream"
    return connect(address, additional_headers=headers, subprotocols=["streamlit"], max_size=None, compression=None)  # type: ignore[list-item]


def _keep_asking(session: ClientConnection, first: int, until: float, waited: list[float]) -> None:
    for query in islice(cycle(VIEWS), first * 7 % len(VIEWS), None):
        if time.perf_counter() > until:
            return
        asked = time.perf_counter()
        _run(session, query)
        waited.append(time.perf_counter() - asked)


def _run(session: ClientConnection, query: str) -> None:
    """Have the script run on a view and wait until it has."""
    message = BackMsg()
    message.rerun_script.query_string = query
    session.send(message.SerializeToString())
    while ForwardMsg.FromString(bytes(session.recv())).WhichOneof("type") != "script_finished":  # type: ignore[arg-type]
        pass

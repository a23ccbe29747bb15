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

SESSIONS, SECONDS = 8, 20
DEARER = 1.25
"""At most so many times the processor time for a run with two replicas as with one."""
VIEWS = [
    f"actor={actor}&period={year}-01-01&period={year}-12-31"
    for year in (2023, 2024, 2025)
    for actor in ("north-korea", "south-korea", "united-states", "russia")
]


class Load(NamedTuple):
    """What the sessions got and what it took: seconds of wall and of processor time, over the time measured."""

    runs: int
    waited: list[float]
    seconds: float
    replicas: float
    clients: float

    @property
    def rate(self) -> float:
        return self.runs / self.seconds

    @property
    def cost(self) -> float:
        return self.replicas / self.runs


def main() -> bool:
    """Print the figures and whether a run costs the same."""
    with tempfile.TemporaryDirectory() as name:
        folder, static = Path(name) / "events", Path(name) / "static"
        write_sample(folder, EVENTS, LINKS)
        fill(static)
        Path(name).chmod(0o755)
        loads = {many: _measure(many, folder, static) for many in (1, 2)}
    for many, load in loads.items():
        print(
            f"{many} replica{'s' * (many > 1)}, {SESSIONS} sessions: {load.rate:.1f} runs/s; median wait "
            f"{statistics.median(load.waited) * 1000:.0f} ms; {load.cost * 1000:.0f} ms of processor time a run; "
            f"the replicas use {load.replicas / load.seconds:.2f} cores, the clients {load.clients / load.seconds:.2f}"
        )
    print(f"runs a second, two against one: {loads[2].rate / loads[1].rate:.2f} times")
    dearer = loads[2].cost / loads[1].cost
    print(
        f"processor time of a run, two against one: {dearer:.2f} times; target {DEARER:g}: {'met' if dearer <= DEARER else 'MISSED'}"
    )
    return dearer <= DEARER


def _measure(many: int, folder: Path, static: Path) -> Load:
    with ExitStack() as running:
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
        pids = [one.pid for one in replicas]
        before, started, own = sum(map(_processor_seconds, pids)), time.perf_counter(), time.process_time()
        waits: list[list[float]] = [[] for _ in sessions]
        threads = [
            threading.Thread(target=_keep_asking, args=(session, n, started + SECONDS, waits[n]))
            for n, session in enumerate(sessions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - started
        waited = [one for each in waits for one in each]
        return Load(len(waited), waited, seconds, sum(map(_processor_seconds, pids)) - before, time.process_time() - own)


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

"""A hostile visitor with a connection of its own: what it sends past the widgets hurts nobody else, and tells it nothing."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg, InstallSkillsRequestPayload
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import InvalidStatus

from dateline.ui import guard
from tests.attack.wire import Reader, get
from tests.browser.serving import ROOT, serve
from tests.conftest import Small

TOUR = "Kim Jong Un tours missile plants"
VISIT = "2023-08-11-plants"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    small = Small(tmp_path_factory.mktemp("attacked") / "events")
    small.tell()
    return small.write()


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """Address of a dashboard on the small record."""
    with serve(DATELINE_EVENTS=str(folder)) as served:
        # As the browser's first page does, so that Streamlit knows the frame's pages.
        with Reader.at(served.address) as reader:
            reader.run()
        yield served.address


def well(server: str) -> bool:
    """Whether another reader sees the dashboard as always."""
    with Reader.at(server) as reader:
        reader.run()
        return not reader.exceptions and TOUR in reader.words()


def tells_nothing(reader: Reader) -> bool:
    """Whether nothing that the server said has a place on it or a traceback; its own protocol names the main script when a session begins."""
    for one in reader.said:
        one.new_session.ClearField("main_script_path")
    return str(ROOT) not in reader.text and "Traceback" not in reader.text and 'File \\"' not in reader.text


def valued(widget: str, **given: Any) -> WidgetState:
    """A widget that holds a value; arrays are given as lists."""
    made = WidgetState(id=widget)
    for name, value in given.items():
        if name.endswith("array_value"):
            getattr(made, name).data.extend(value)
        elif name == "string_trigger_value":
            made.string_trigger_value.data = value
        else:
            setattr(made, name, value)
    return made


def triggered(widget: str, event: str, value: object) -> WidgetState:
    """What one of our documents or charts sends, with any content."""
    return WidgetState(
        id=f"$$STREAMLIT_INTERNAL_KEY_{widget}__events", json_trigger_value=json.dumps({"event": event, "value": value})
    )


@pytest.mark.parametrize(
    ("sent", "code"),
    [(b"\xff" * 50, 1002), (b"\x00", 1002), (b"x" * 3_000_000, 1009), ("text", 0)],
    ids=["noise", "a nought", "three megabytes", "text"],
)
def test_what_is_no_message_or_too_long_ends_its_own_connection_only(server: str, sent: bytes | str, code: int) -> None:
    with Reader.at(server) as reader:
        reader.run()
        reader.socket.send(sent)
        assert reader.until_closed() == code
    assert well(server)


WRONG: tuple[dict[str, Any], ...] = (
    {"trigger_value": True},
    {"double_value": float("nan")},
    {"int_value": -1},
    {"string_value": "\x00\u202e<script>" * 300},
    {"string_array_value": ["x" * 90] * 300},
    {"string_array_value": ["0001-01-01", "9999-12-31", "2023-99-99"]},
    {"int_array_value": [-1, 10**9]},
    {"json_value": "[" * 20_000},
    {"json_value": '{"selection": {"rows": [-1, "x", null], "columns": {}}}'},
    {"json_trigger_value": "nope"},
    {"bytes_value": b"\xff"},
)


def test_values_of_a_wrong_type_in_every_widget_stop_nobody_and_tell_nothing(server: str) -> None:
    with Reader.at(server) as reader:
        reader.run(f"event={VISIT}")
        widgets = [*reader.widgets(), "$$ID-unknown-widget", "", "\x00"]
    for wrong in WRONG:
        with Reader.at(server) as reader:
            reader.run(f"event={VISIT}")
            reader.run("", *(valued(one, **wrong) for one in widgets))
            assert tells_nothing(reader), wrong
    assert well(server)


HOSTILE: tuple[object, ...] = (
    None, True, -1, 10**30, "", "actor:", "kind:x" * 30, "\u202e<script>alert(1)</script>", [], ["a", None, {}], {"a": {"b": [1]}},
    "0001-01-01", "999999999999999999999", "x" * 100_000, "9999-12-31", "NaN",
)  # fmt: skip
CHART: tuple[object, ...] = (
    None, 1, "x", [], {"v": None}, {"v": [], "seq": 1}, {"v": ["2023-01-01", "x"], "seq": 1}, {"v": {}, "seq": 2}, {"v": "all", "seq": -1},
    {"v": ["9999-12-31", "0001-01-01"], "seq": 2**60}, {"v": ["9999-12-31", "0001-01-01"], "seq": 3}, {"v": "x" * 1000, "seq": True},
)  # fmt: skip


@pytest.mark.parametrize("page", ["", "sources", "contribute"])
def test_hostile_content_in_what_our_documents_and_charts_send_is_no_error(server: str, page: str) -> None:
    with Reader.at(server) as reader:
        reader.run()
        hashes = {one.url_pathname: one.page_script_hash for one in reader.said[-1:] for one in _pages(reader)}
        reader.run(f"event={VISIT}", page_script_hash=hashes[page])
        ours = [one for one, kind in reader.widgets().items() if kind == "bidi_component"]
        actions = sorted({part.split('"')[0] for part in reader.words().split('"data-action":"')[1:]} | {"query", "repair"})
        assert ours
        for n, value in enumerate(HOSTILE):
            # Every action once with each kind of content would take minutes: each content with one action, all documents at once.
            name = actions[n % len(actions)]
            reader.run(
                "", *(triggered(one, "act", {"name": name, "value": value}) for one in ours), page_script_hash=hashes[page]
            )
            assert reader.exceptions == [], (name, value)
        for value in CHART if page == "" else CHART[:3]:
            for event in ("event", "period", "links", "pick"):
                reader.run("", *(triggered(one, event, value) for one in ours), page_script_hash=hashes[page])
                assert reader.exceptions == [], (event, value)
    assert well(server)


def test_the_form_takes_a_megabyte_of_noise_in_every_field(server: str) -> None:
    with Reader.at(server) as reader:
        reader.run()
        page = next(one.page_script_hash for one in _pages(reader) if one.url_pathname == "contribute")
        reader.run(page_script_hash=page)
        (form,) = [one for one in reader.widgets() if one.endswith("dl-contribute")]
        fields = sorted({part.split('"')[0] for part in reader.words().split('"data-field":"')[1:]})
        assert len(fields) > 5
        for noise in (
            "\u202e<img src=x onerror=alert(1)>\n- &a [*a]\x00" * 900,
            "김" * 8_000,
            "9" * 60_000,
            "\ud800",
            [None, "x" * 900, ["y"]] * 30,
        ):
            sent = {"n": 1, "fields": dict.fromkeys([*fields, "actors.who-9999", "__class__", ""], noise), "more": "actors"}
            reader.run("", triggered(form, "act", {"name": "form", "value": sent}), page_script_hash=page)
            assert reader.exceptions == []
            assert "data-field" in reader.words()
            assert tells_nothing(reader)
    assert well(server)


def _pages(reader: Reader) -> list[Any]:
    return [page for one in reader.said if one.WhichOneof("type") == "navigation" for page in one.navigation.app_pages]


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "%00" * 300_000,
        "&".join(f"x{n}={n}" for n in range(60_000)),
        "&".join(f"actor=a{n}" for n in range(20_000)),
        "event[]=a&event.__proto__=b&constructor=c&__class__=d",
        "steps=-1&days=-99999999999&step=0&window=1e9&lag=%D9%A1&bin=-0",
        "period=0000-00-00&period=99999-01-01&known=-1&since=2023-02-30",
        "%FF%FE=%ED%A0%80&q=%ED%A0%80&%=%&&&==&;",
        "embed=true&embed_options=%3Cscript%3E&lang=../../etc/passwd",
    ],
    ids=["noughts", "parameters", "values", "names", "numbers", "days", "encodings", "options"],
)
def test_no_query_string_is_an_error(server: str, query: str) -> None:
    with Reader.at(server) as reader:
        reader.run(query)
        assert reader.exceptions == []
        assert tells_nothing(reader)


def test_pages_and_fragments_that_are_not_there_are_no_error(server: str) -> None:
    for state in (
        {"page_script_hash": "0" * 32},
        {"page_name": "../../etc/passwd"},
        {"page_name": "x" * 100_000},
    ):
        with Reader.at(server) as reader:
            reader.run("", **state)
            assert tells_nothing(reader)
    assert well(server)


def test_a_reader_cannot_empty_what_all_readers_share(server: str, folder: Path) -> None:
    away = folder.with_name("away")
    shutil.move(folder, away)
    try:
        with Reader.at(server) as reader:
            reader.run()
            reader.send(BackMsg(clear_cache=True))
            # What is heard may be the end of a run before: only after some is the message sure to have been read.
            for _ in range(4):
                reader.run()
                time.sleep(0.25)
        assert well(server), "the last good record is gone"
    finally:
        shutil.move(away, folder)
    assert well(server)


def test_only_runs_and_files_may_be_asked_for() -> None:
    asked = BackMsg()
    for name in BackMsg.DESCRIPTOR.fields_by_name:
        asked = BackMsg()
        if name in ("rerun_script", "file_urls_request", "backend_operation_request"):
            getattr(asked, name).SetInParent()
        else:
            setattr(asked, name, True)
        assert guard.allowed(asked) is (
            name in ("rerun_script", "stop_script", "app_heartbeat", "debug_disconnect_websocket", "debug_shutdown_runtime")
        )
    install = BackendOperationRequest(install_skills=InstallSkillsRequestPayload())
    assert not guard.allowed(BackMsg(backend_operation_request=install))
    assert guard.allowed(BackMsg(backend_operation_request=BackendOperationRequest(deferred_file={"file_id": "x"})))  # type: ignore[arg-type]


def test_no_message_for_developers_stops_the_server(server: str) -> None:
    with Reader.at(server) as reader:
        reader.run()
        reader.send(BackMsg(debug_shutdown_runtime=True))
        reader.send(BackMsg(debug_disconnect_websocket=True))
        reader.run()
        assert not reader.exceptions
    assert well(server)


def test_nothing_can_be_uploaded(server: str) -> None:
    with Reader.at(server) as reader:
        reader.run()
        port = urlsplit(server).port
        connection = http.client.HTTPConnection("localhost", port)
        connection.request("GET", "/_stcore/health")
        cookie = connection.getresponse().getheader("Set-Cookie") or ""
        xsrf = cookie.removeprefix("_streamlit_xsrf=").split(";")[0]
        assert xsrf
        connection.close()
        for body in (b"x" * 100, b"x" * 5_000_000):
            connection = http.client.HTTPConnection("localhost", port)
            form = b'--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n' + body + b"\r\n--b--\r\n"
            headers = {
                "Content-Type": "multipart/form-data; boundary=b",
                "Cookie": f"_streamlit_xsrf={xsrf}",
                "X-Xsrftoken": xsrf,
            }
            connection.request("PUT", f"/_stcore/upload_file/{reader.session}/{'0' * 8}", form, headers)
            assert connection.getresponse().status == 413
            connection.close()


PATHS = (
    "/app/static/..%2fdashboard.py", "/app/static/../dashboard.py", "/app/static/%2e%2e/dashboard.py", "/app/static/..%5cdashboard.py",
    "/app/static/%252e%252e%252fdashboard.py", "/app/static//etc/passwd", "/app/static/%00", "/app/static/....//dashboard.py",
    "/app/static/..%c0%afdashboard.py", "/static/..%2f..%2f..%2fdashboard.py", "/..%2f..%2fetc/passwd", "//etc/passwd", "/%5c%5chost%5cshare",
    "/app/static/outlines.json/../../pyproject.toml", "/component/../../dashboard.py", "/media/../dashboard.py", "/media/%2e%2e%2fdashboard.py",
    "/app/static/.%2e/.streamlit/config.toml", "/app/static/C:%5cWindows%5cwin.ini", "/_stcore/component/..%2f..%2fdashboard.py", "/.git/config",
    "/app/static/~root", "/.streamlit/config.toml", "/events/record.yaml",
)  # fmt: skip


def test_no_path_leads_out_of_the_folder_of_static_files(server: str) -> None:
    leaked = ("import streamlit", "root:x:", "[tool.", "[server]", "[core]", "maxUploadSize", "cited_as")
    port = urlsplit(server).port
    for path in PATHS:
        # As it is: urllib and browsers would tidy it.
        connection = http.client.HTTPConnection("localhost", port)
        connection.putrequest("GET", path, skip_host=False)
        connection.endheaders()
        answer = connection.getresponse()
        content = answer.read().decode("utf-8", "replace")
        connection.close()
        assert not any(one in content for one in leaked), path
        assert str(ROOT) not in content, path
        assert answer.status in (400, 404) or "<!doctype html>" in content.lower(), (path, answer.status)
    assert get(f"{server}/app/static/outlines.json")[0] == 200


def test_a_page_of_another_site_gets_no_connection_and_no_content(server: str) -> None:
    for origin in ("https://evil.example", "null", f"http://localhost.evil.example:{urlsplit(server).port}", "file://"):
        with pytest.raises(InvalidStatus), Reader.at(server, Origin=origin):
            pass
    with Reader.at(server, Origin=server) as reader:
        reader.run()
        assert not reader.exceptions
    for path in ("", "_stcore/host-config", "_stcore/health"):
        assert get(f"{server}/{path}", Origin="https://evil.example")[2].get("Access-Control-Allow-Origin") is None


def test_a_server_that_is_told_its_name_answers_to_no_other(folder: Path) -> None:
    nobody = "https://nobody.invalid"
    with serve(
        DATELINE_EVENTS=str(folder), STREAMLIT_SERVER_ALLOWED_HOSTS="dateline.example", STREAMLIT_CLIENT_ALLOWED_ORIGINS=nobody
    ) as served:
        assert json.loads(get(f"{served.address}/_stcore/host-config")[1])["allowedOrigins"] == [nobody]
        with pytest.raises(InvalidStatus), Reader.at(served.address):
            pass
        with pytest.raises(InvalidStatus), Reader.at(served.address, Host="rebound.example"):
            pass


def test_a_page_that_frames_an_embed_cannot_command_it() -> None:
    for name in ("Dockerfile", "systemd/dateline@.service"):
        assert "STREAMLIT_CLIENT_ALLOWED_ORIGINS=https://nobody.invalid " in (ROOT / "deploy" / name).read_text(encoding="utf-8")


def test_an_error_in_a_page_tells_readers_neither_traceback_nor_place(folder: Path) -> None:
    broken = f"{ROOT / 'tests' / 'attack' / 'broken'}{os.pathsep}{ROOT}"
    with serve(DATELINE_EVENTS=str(folder), PYTHONPATH=broken) as served, Reader.at(served.address) as reader:
        reader.run()
        assert len(reader.exceptions) == 1
        assert "redacted" in reader.exceptions[0]
        assert tells_nothing(reader)
        assert "swordfish" not in reader.text
        # Nor is the reader led to other sites with it.
        assert "show_error_links: SHOW_ERROR_LINKS_FALSE" in reader.text


def test_a_server_ends_when_it_is_told_to_and_one_that_is_killed_leaves_nothing_behind(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for end in (signal.SIGKILL, signal.SIGTERM):
        with serve(DATELINE_EVENTS=str(folder)) as served, Reader.at(served.address) as reader:
            reader.run()
            os.kill(served.pid, end)
            assert reader.until_closed() in (0, 1001, 1006, 1012)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before

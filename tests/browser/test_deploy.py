"""Two dashboards behind a real nginx with the configuration of ``deploy/``: everything works as with one, and what should be refused is.

The dashboards run from the files that ``deploy/Dockerfile`` takes into its image, and no others.
"""

from __future__ import annotations

import http.client
import http.server
import itertools
import os
import re
import shutil
import signal
import ssl
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.static_files import fill, version
from tests.browser.conftest import private, quiet
from tests.browser.proxying import HOST, TRUSTED, Proxied, proxy
from tests.browser.serving import ROOT, Served, serve

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nginx for Windows cannot serve several processes")
TOUR = "2023-08-11-tactical-missile-plants"
VIEW = "actor=north-korea&period=2023-08-01&period=2023-08-31"
LINKS = {f"event?event={TOUR}": ".dl-chain-account", f"claims?{VIEW}": ".dl-claims", "": ".tl"}
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (told) => window.refused.push(`${told.violatedDirective} ${told.blockedURI}`));
"""


class Site(NamedTuple):
    """nginx and the two dashboards behind it."""

    front: Proxied
    replicas: tuple[Served, Served]
    static: Path
    image: Path


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with ExitStack() as running:
        image, home, static = (Path(running.enter_context(TemporaryDirectory())) for _ in range(3))
        build(image)
        own = {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
        replicas = running.enter_context(serve(folder=image, **own)), running.enter_context(serve(folder=image, **own))
        static.chmod(0o755)
        fill(static)
        front = running.enter_context(proxy([one.address for one in replicas], static))
        yield Site(front, replicas, static, image)


def build(image: Path) -> None:
    """Copy what the Dockerfile's last stage copies from the project."""
    stage = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").split(" AS dashboard\n")[1]
    for sources, target in re.findall(r"^COPY ([^-\n].*) (\S+)$", stage, re.MULTILINE):
        for source in sources.split():
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, image / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                copy = image / target if not target.endswith("/") else image / target / source
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / source, copy)


@pytest.fixture(scope="module")
def known(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that keeps the files it has fetched from one test to the next."""
    context = private(browser, newcomer=True, viewport={"width": 1400, "height": 1000})
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.fixture
def reader(known: BrowserContext) -> Iterator[BrowserContext]:
    """The same browser without cookies and pages."""
    known.clear_cookies()
    yield known
    for page in known.pages:
        page.close()


def visit(context: BrowserContext, site: Site, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{site.front.address}/{path}")
    quiet(page)
    return page


def ask(
    port: int, path: str = "/", *, host: str = HOST, method: str = "GET", source: str = "127.0.0.1", **headers: str
) -> Answer | None:
    """What nginx answers; None when it hangs up without a word. ``source`` is the address that the reader comes from."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(source, 0))
    try:
        asked.request(method, path, headers={"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}})
        answer = asked.getresponse()
        answer.read(0 if answer.status == 101 else None)
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()})
    except (http.client.RemoteDisconnected, ConnectionResetError):
        return None
    finally:
        asked.close()


def joined(port: int, origin: str, source: str = "127.0.0.1") -> int:
    """The status that opening a session gives a page of another, or of this, site."""
    socket = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    answer = ask(port, "/_stcore/stream", host=f"{HOST}:{port}", source=source, Origin=origin, **socket)
    assert answer is not None
    return answer.status


def test_each_page_opens_and_keeps_to_the_policy(site: Site, reader: BrowserContext) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    for path, there in LINKS.items():
        page = visit(reader, site, path)
        page.wait_for_selector(there)
        kept(page)
    names = page.get_by_test_id("stTopNavLink").all_inner_texts()
    assert len(names) > 5
    for name in names:
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        quiet(page)
        kept(page)
    assert {url.split("/")[2] for url in asked if not url.startswith(("blob:", "data:"))} == {f"{HOST}:{site.front.port}"}
    assert not [line for line in site.front.log() if line[2] == "429"], "a reader of every page in a row is spared"
    script = next(urlsplit(url).path for url in asked if re.search(r"/media/[0-9a-f]+\.js$", url))
    answer = ask(site.front.port, script)
    assert answer is not None
    assert "immutable" in answer.headers["cache-control"], "a script is another file when it is another script"


def kept(page: Page) -> None:
    """Nothing was refused, nor is when everything folded is opened."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.wait_for_timeout(100)
    assert page.evaluate("window.refused") == [], page.url


def test_a_file_comes_from_the_replica_that_made_it(site: Site, reader: BrowserContext) -> None:
    found = site.front.seats()
    assert {*found} == {f"127.0.0.1:{one.address.rsplit(':', 1)[1]}" for one in site.replicas}
    for replica, (seat, *_) in found.items():
        reader.add_cookies([{"name": "dateline_seat", "value": seat, "domain": HOST, "path": "/"}])
        page = visit(reader, site, f"data?{VIEW}")
        before = len(site.front.log())
        assert TOUR in saved(page)
        assert site.front.logged("/media/", before)[2:4] == ["200", replica]
    # As in a frame on another site, where a browser may keep no cookie: whoever has it is asked.
    reader.clear_cookies()
    before = len(site.front.log())
    assert TOUR in saved(page)
    assert site.front.logged("/media/", before)[2] == "200"


def saved(page: Page) -> str:
    with page.expect_download() as waiting:
        page.locator("[data-action=file][data-value=csv]").click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def test_a_new_reader_gets_a_seat_that_says_nothing_of_them_and_keeps_it(site: Site) -> None:
    first = ask(site.front.port, "/first")
    assert first is not None
    cookie, *rules = first.headers["set-cookie"].split("; ")
    assert re.fullmatch("dateline_seat=[0-9a-f]{3}", cookie)
    assert rules == ["Path=/", "HttpOnly", "SameSite=Lax"]
    again = ask(site.front.port, "/again", Cookie=cookie)
    assert again is not None
    assert "set-cookie" not in again.headers
    asked = site.front.logged("/first")[3], site.front.logged("/again")[3]
    assert asked[0] == asked[1], "from the first answer on"
    forged = ask(site.front.port, Cookie="dateline_seat=<script>")
    assert forged is not None
    assert forged.headers["set-cookie"].startswith("dateline_seat=")


def test_static_files_are_small_kept_for_good_and_cost_no_replica_anything(site: Site) -> None:
    plain = max((site.static / "static" / "js").glob("*.js"), key=lambda file: file.stat().st_size)
    for path in (f"/static/js/{plain.name}", f"/app/static/plotly-basic.min.js?v={version()}"):
        before = len(site.front.log())
        answer = ask(site.front.port, path, Accept_Encoding="gzip")
        assert answer is not None
        assert (answer.status, answer.headers["content-encoding"]) == (200, "gzip")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "application/javascript"
        assert int(answer.headers["content-length"]) < 1_500_000
        assert "set-cookie" not in answer.headers
        assert site.front.logged(path.split("?")[0] if "app" not in path else "/library/", before)[3] == "-", path
    # Another version's file, as while an update is under way, is not made up of this one's.
    before = len(site.front.log())
    ask(site.front.port, "/app/static/plotly-basic.min.js?v=0.0.1")
    assert site.front.logged("/app/static/", before)[3] != "-"
    again = ask(site.front.port, "/static/js/of-another-version.js")
    assert again is not None
    assert again.headers["cache-control"] == "no-cache"


def test_each_answer_says_what_a_page_may_do(site: Site) -> None:
    for path in ("/", "/claims?actor=russia", "/_stcore/metrics", "/_stcore/health"):
        answer = ask(site.front.port, path)
        assert answer is not None
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert answer.headers["content-security-policy"].endswith("; frame-ancestors 'self'")
        assert answer.headers["server"] == "nginx"
        assert "strict-transport-security" not in answer.headers
    embedded = ask(site.front.port, "/?period=2023-08-01&embed=true")
    assert embedded is not None
    assert embedded.headers["content-security-policy"].endswith("; frame-ancestors *")


class _Elsewhere(http.server.BaseHTTPRequestHandler):
    """Another site, with two frames."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<iframe width=1200 height=900></iframe><iframe></iframe>")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing."""


def test_an_embed_opens_in_a_frame_of_another_site_and_a_page_does_not(site: Site, reader: BrowserContext) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page = reader.new_page()
        page.goto(f"http://127.0.0.1:{elsewhere.server_address[1]}/")
        page.evaluate(
            "(urls) => document.querySelectorAll('iframe').forEach((frame, n) => { frame.src = urls[n]; })",
            [f"{site.front.address}/?embed=true&{VIEW}", f"{site.front.address}/?{VIEW}"],
        )
        embedded = page.frame_locator("iframe").first
        expect(embedded.locator(".dl-embed")).to_contain_text("Open the whole page")
        expect(embedded.locator(".tl")).to_be_visible()
        assert page.frames[1].evaluate("window.refused") == []
        assert page.frames[2].url.startswith("chrome-error:")
        elsewhere.shutdown()


@pytest.mark.skipif(sys.platform != "linux", reason="further addresses on loopback are Linux's")
def test_what_is_not_for_readers_is_refused(site: Site) -> None:
    port, stranger = site.front.port, "127.0.0.7"
    assert ask(port, host="elsewhere.test") is None
    assert ask(port, host=f"127.0.0.1:{port}") is None
    refused = {
        "/_stcore/metrics": 404,
        "/_stcore/agent/openapi.json": 404,
        "/_stcore/upload_file/a/b": 404,
        f"/?q={'a' * 20_000}": 414,
    }
    for path, status in refused.items():
        answer = ask(port, path, source=stranger)
        assert answer is not None
        assert answer.status == status, path
    for method in ("POST", "PUT", "DELETE", "TRACE"):
        answer = ask(port, method=method, source=stranger)
        assert answer is not None
        assert answer.status == 405, method
    assert joined(port, "https://elsewhere.test", stranger) == 403
    assert joined(port, f"http://{HOST}:{port}.elsewhere.test", stranger) == 403
    ask(port, "/_stcore/metrics/last", source=stranger)
    site.front.logged("/_stcore/metrics/last")
    # By address, since readers of the tests before this one may still be saying goodbye.
    heard = [line[3] for line in site.front.log() if line[4] == stranger]
    assert heard == ["-"] * 11, "no replica hears of it"
    assert joined(port, f"http://{HOST}:{port}") == 101


@pytest.mark.skipif(sys.platform != "linux", reason="further addresses on loopback are Linux's")
def test_only_a_trusted_proxy_says_who_the_reader_is(site: Site) -> None:
    for source, counted in ((TRUSTED, "203.0.113.7"), ("127.0.0.1", "127.0.0.1")):
        ask(site.front.port, f"/by-{source}", source=source, X_Forwarded_For="203.0.113.7")
        assert site.front.logged(f"/by-{source}")[4] == counted


@pytest.mark.skipif(sys.platform != "linux", reason="the second address on loopback is Linux's")
def test_who_asks_too_much_waits_and_nobody_else_does(site: Site) -> None:
    port, greedy = site.front.port, "127.0.0.2"
    # Not so many at once as a slow machine manages in the time in which more become allowed, but until one is refused.
    asked = (ask(port, "/_stcore/host-config", source=greedy) for _ in range(2000))
    statuses = [*itertools.takewhile(lambda status: status != 429, (answer.status for answer in asked if answer is not None))]
    assert 200 <= len(statuses) < 2000, "forty readers of one address may come at the same moment"
    opened = (joined(port, f"http://{HOST}:{port}", greedy) for _ in range(500))
    sessions = [*itertools.takewhile(lambda status: status != 429, opened)]
    assert 60 <= len(sessions) < 500
    other = ask(port)
    assert other is not None
    assert other.status == 200
    assert joined(port, f"http://{HOST}:{port}") == 101


def test_with_tls_the_plain_address_leads_on_and_the_cookie_is_for_frames_too(site: Site) -> None:
    with proxy([one.address for one in site.replicas], site.static, tls=True) as front:
        plain = ask(front.port, "/claims?actor=russia")
        assert plain is not None
        assert (plain.status, plain.headers["location"]) == (308, f"https://{HOST}/claims?actor=russia")
        health = ask(front.port, "/_stcore/health")
        assert health is not None
        assert health.status == 200, "the image asks itself whether it is well, and cannot check a certificate"
        trusting = ssl.create_default_context(cafile=str(front.folder / "fullchain.pem"))
        asked = http.client.HTTPSConnection(HOST, front.secure, timeout=30, context=trusting)
        asked.request("GET", "/")
        answer = asked.getresponse()
        asked.close()
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert answer.headers["Set-Cookie"].endswith("; Path=/; HttpOnly; Secure; SameSite=None; Partitioned")


def test_nothing_was_written_beside_the_program(site: Site) -> None:
    """So that the image may be read-only."""
    found = {path.relative_to(site.image) for path in site.image.rglob("*") if path.is_file()}
    assert found
    assert {path for path in found if not (ROOT / path).exists() or "__pycache__" in path.parts} == set()


def test_a_killed_replica_costs_no_more_than_a_reload(site: Site, reader: BrowserContext) -> None:
    """Last of this module: it leaves one replica."""
    before = len(site.front.log())
    page = visit(reader, site, f"?{VIEW}&event={TOUR}")
    link = page.evaluate("window.location.search")
    card = page.locator(".dl-card").first
    shown = card.inner_text()
    replica = site.front.logged("/_stcore/host-config", before)[3]
    left_open = visit(reader, site, "claims")
    before = len(site.front.log())
    os.kill(next(one.pid for one in site.replicas if one.address.endswith(replica.rsplit(":", 1)[1])), signal.SIGKILL)
    page.reload()
    quiet(page)
    expect(card).to_have_text(shown, use_inner_text=True)
    assert page.evaluate("window.location.search") == link
    assert replica not in site.front.logged("/_stcore/host-config", before)[3].split(", ")[-1]
    # One that is not reloaded goes on with the first click.
    expect(left_open.locator("[data-test-connection-state=CONNECTED]")).to_be_visible()
    quiet(left_open)
    left_open.locator('[data-value="category:sanctions"]').click()
    expect(left_open).to_have_url(re.compile("category=sanctions"))

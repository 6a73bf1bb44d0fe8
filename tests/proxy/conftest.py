"""A real nginx and a real Caddy on loopback, each with the configuration that comes along, before a real site.

Only addresses, ports, folders and the certificate of a configuration are replaced: what a person copies is what is
tested.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import sqlite3
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest

import warraq.sample
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATE = Path(warraq.sample.__file__).parent / "faults_tls.pem"
NAME = "press.example.org"
PICTURES = ("ab" * 32, "cd" * 32)
"""One for each proxy, that a test reports until it hides."""
PICTURE = "ef" * 32
"""One that stays."""
START_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are lower-case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cached(self) -> str:
        """What the proxy says of its cache; empty where it has none."""
        return self.headers.get("x-cache", "")


@dataclass(frozen=True, slots=True)
class Door:
    """Something that answers on loopback, with TLS or without."""

    port: int
    is_tls: bool = False
    plain_port: int = 0
    """Where it also answers without TLS; 0: nowhere."""

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: str | None = None,
        source: str = "127.0.0.1",
        **headers: str,
    ) -> Answer:
        """One request, dialled from `source`; `_` in a header's name is `-`."""
        made: http.client.HTTPConnection
        if self.is_tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            made = http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=60, source_address=(source, 0), context=context
            )
        else:
            made = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))
        told = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            made.request(method, path, body, told)
            answer = made.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            made.close()


def until(is_so: Callable[[], bool]) -> None:
    """Ask again and again until it is so."""
    end, pause = monotonic() + START_SECONDS, threading.Event()
    while not is_so():
        assert monotonic() < end, "it did not come to be in two minutes"
        pause.wait(0.1)


def answers(door: Door) -> bool:
    try:
        door.ask("/robots.txt")
    except OSError:
        return False
    return True


class Running:
    """A process of ours that listens; ended by its own handle."""

    def __init__(self, words: list[str], door: Door, **environment: str) -> None:
        self.process = subprocess.Popen(
            words, env={**clean_environment(), **environment}, start_new_session=True
        )
        try:
            until(lambda: self.process.poll() is not None or answers(door))
            assert self.process.poll() is None, f"{words[0]} ended at once"
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("WARRAQ_", "DJANGO_"))}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """`warraq site` with one outlet, one article and one picture, as a public installation behind a proxy has it."""
    data, door = tmp_path_factory.mktemp("site"), Door(free_port())
    environment = {
        "WARRAQ_DATA": str(data),
        "WARRAQ_URL": f"https://{NAME}",
        "WARRAQ_PROXIES": "127.0.0.1",
        "WARRAQ_SHOW": "excerpt",
        "WARRAQ_CONTACT": "desk@press.example.org",
        "WARRAQ_LOG": "error",
    }
    line = {
        "url": "https://goud.example/1",
        "outlet": "goud",
        "title": "افتتاح المدرسة",
        "body": "افتتحت المدرسة اليوم. " * 40,
        "language": "ar",
        "published_at": "2026-11-24T11:00+01:00",
    }
    file = data / "articles.jsonl"
    file.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    program = [sys.executable, "-m", "warraq"]
    subprocess.run(
        [*program, "import", str(file)],
        env={**clean_environment(), **environment},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with sqlite3.connect(data / "warraq.sqlite3") as rows:
        rows.executemany(
            "INSERT INTO store_picture (sha256, width, height, is_hidden, is_pinned, added_at) "
            "VALUES (?, 800, 600, 0, 0, '2026-11-24 10:00:00')",
            [(sha256,) for sha256 in (*PICTURES, PICTURE)],
        )
    rows.close()
    running = Running([*program, "site", "--port", str(door.port)], door, **environment)
    yield door
    running.stop()


def start_nginx(folder: Path, upstream: int) -> tuple[Running, Door]:
    """nginx with proxy/nginx.conf before the given port."""
    door = Door(free_port(), is_tls=True, plain_port=free_port())
    text = (ROOT / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    for here, there in (
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{door.plain_port};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{door.port} ssl http2;"),
        ("/etc/letsencrypt/live/press.example.org/fullchain.pem", str(CERTIFICATE)),
        ("/etc/letsencrypt/live/press.example.org/privkey.pem", str(CERTIFICATE)),
        ("/var/cache/nginx/warraq", str(folder / "cache")),
        ("server 127.0.0.1:8300;", f"server 127.0.0.1:{upstream};"),
    ):
        assert here in text, here
        text = text.replace(here, there)
    temporary = "".join(
        f"{name}_temp_path {folder / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = (
        f"daemon off;\nmaster_process off;\npid {folder / 'nginx.pid'};\nerror_log {folder / 'error.log'};\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}{text}}}\n"
    )
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    words = [
        need("nginx"),
        "-e",
        str(folder / "error.log"),
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
    ]
    return Running(words, door), door


def start_caddy(folder: Path, upstream: int) -> tuple[Running, Door]:
    """Caddy with proxy/Caddyfile before the given port, without TLS: a certificate would need a public name."""
    door = Door(free_port())
    text = (ROOT / "proxy" / "Caddyfile").read_text(encoding="utf-8")
    assert text.count("\npress.example.org {") == 1
    assert text.count("127.0.0.1:8300") == 1
    text = text.replace(
        "\npress.example.org {", f"\nhttp://press.example.org:{door.port} {{\n\tbind 127.0.0.1"
    )
    text = text.replace("127.0.0.1:8300", f"127.0.0.1:{upstream}")
    quiet = "{\n\tadmin off\n\tauto_https off\n\tlog {\n\t\tlevel ERROR\n\t}\n}\n"
    (folder / "Caddyfile").write_text(quiet + text, encoding="utf-8")
    words = [need("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    return Running(words, door, HOME=str(folder), XDG_DATA_HOME=str(folder)), door


STARTS = {"nginx": start_nginx, "caddy": start_caddy}


def need(program: str) -> str:
    """Where the program is; skips the test where it is not."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"no {program} here: make system")
    return found


@pytest.fixture(params=list(STARTS), scope="session")
def proxy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, site: Door
) -> Iterator[Door]:
    """Each proxy in turn, before the site."""
    running, door = STARTS[request.param](tmp_path_factory.mktemp(request.param), site.port)
    yield door
    running.stop()


class Upstream(ThreadingHTTPServer):
    """A site that answers what a test wants; it counts how often it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), UpstreamHandler)
        self.asked = 0
        self.status = 200
        self.freshness = ""
        self.lock = threading.Lock()


class UpstreamHandler(BaseHTTPRequestHandler):
    """Answers with how often its server was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Upstream)
        with server.lock:
            server.asked += self.path != "/robots.txt"
            body = str(server.asked).encode()
        self.send_response(server.status)
        self.send_header("Cache-Control", server.freshness)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    server = Upstream()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(60)


@pytest.fixture
def nginx(upstream: Upstream, tmp_path: Path) -> Iterator[Door]:
    """nginx before `upstream`."""
    running, door = start_nginx(tmp_path, upstream.server_address[1])
    yield door
    running.stop()

"""Below a path, behind a proxy that ends TLS, on IPv6: every link, stream and redirect is right, tried
with a real nginx and Chromium.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from citizens import ONE, RATE
from fastapi.testclient import TestClient
from playwright.sync_api import Browser
from pressroom.assistant.build import Parts
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.below import base_of
from pressroom.corpus.errors import SettingsError
from served import Served, serve

# no page names the root, once it is below a path
STRAY = re.compile(r'(?:href|src|action)=\\?"/(?!press/|/)[^"]*')
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


@pytest.fixture(scope="module")
def below(sampled: Parts) -> Iterator[TestClient]:
    app = create_app(
        sampled.assistant,
        sampled.library,
        sampled.records,
        sampled.feedback,
        sampled.desk,
        base=base_of("https://city.example/press"),
    )
    with TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("prefix", ["/press", ""])  # a proxy hands it on, or takes it away
@pytest.mark.parametrize(
    "path", ["/", "/documents", "/speakers", f"/ask?question={RATE}", "/desk/sign-in", "/nothing"]
)
def test_every_link_of_a_page_is_below_the_path(below: TestClient, path: str, prefix: str) -> None:
    page = below.get(prefix + path, headers={"accept": "text/html", "accept-language": "zh"})
    assert page.status_code in (200, 404)
    assert STRAY.findall(page.text) == []
    assert path == "/nothing" or "/press/" in page.text
    for link in re.findall(r'(?:href|src)="(/press/style/[^"]*)"', page.text):
        assert below.get(link).status_code == 200


def test_streams_rows_and_redirects_are_below_it_too(below: TestClient) -> None:
    asked = {"question": RATE}
    wanted = {"accept": "text/event-stream"}
    stream = below.post("/press/api/ask", json=asked, headers=wanted).text
    assert '"url": "/press/t/' in stream
    assert STRAY.findall(stream) == []
    row = below.post("/press/api/ask", json=asked).json()
    assert row["citations"][0]["url"].startswith("/press/t/")
    said = {"messages": [{"role": "user", "content": RATE}]}
    told = below.post("/press/v1/chat/completions", json=said).json()
    notes = told["choices"][0]["message"]["annotations"]
    assert notes[0]["url_citation"]["url"].startswith("https://city.example/press/t/")
    moved = below.get("/press/desk/documents")
    assert moved.headers["location"].startswith("/press/desk/sign-in")
    assert below.get("/press").headers["location"] == "/press/"


def test_a_path_that_only_begins_alike_is_another(below: TestClient) -> None:
    assert below.get("/pressure", headers={"accept": "text/html"}).status_code == 404


@pytest.mark.parametrize("written", ["press", "ftp://city.example", "https://", "/press?x=1"])
def test_what_is_no_base_is_said(written: str) -> None:
    with pytest.raises(SettingsError, match="PRESSROOM_BASE_URL"):
        base_of(written)


CONFIGURED = """
daemon off; pid {home}/pid; error_log {home}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off; client_body_temp_path {home}/1; proxy_temp_path {home}/2;
  fastcgi_temp_path {home}/3; uwsgi_temp_path {home}/4; scgi_temp_path {home}/5;
  server {{
    listen 127.0.0.1:{port} ssl; listen [::1]:{port} ssl;
    ssl_certificate {home}/cert.pem; ssl_certificate_key {home}/key.pem;
    location / {{ return 404 "another site"; }}
    location /press/ {{
      proxy_pass http://[::1]:{ours}/;
      proxy_http_version 1.1;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
    }}
  }}
}}
"""


@contextmanager
def proxied(home: Path, ours: int, port: int) -> Iterator[None]:
    """nginx with a certificate of its own, before the server on IPv6."""
    subject = ["-subj", "/CN=localhost", "-keyout", str(home / "key.pem"), "-out"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*make, str(home / "cert.pem")], check=True, capture_output=True, timeout=60)
    (home / "nginx.conf").write_text(CONFIGURED.format(home=home, port=port, ours=ours), "utf-8")
    command = [NGINX or "nginx", "-p", str(home), "-c", str(home / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        transport = httpx.HTTPTransport(verify=False, retries=40)  # tried again till it listens
        with httpx.Client(transport=transport) as client:
            assert client.get(f"https://127.0.0.1:{port}/press/healthz").status_code == 200
        yield
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@pytest.mark.browser
@pytest.mark.skipif(NGINX is None, reason="needs nginx: apt-get install nginx-light")
def test_a_citizen_asks_through_nginx_below_a_path_over_tls_and_ipv6(
    browser: Browser, tmp_path: Path, model_cache: Path
) -> None:
    port = free_port()
    address = f"https://localhost:{port}/press"
    with (
        serve(
            tmp_path / "home",
            models=model_cache,
            arguments=ONE,
            environment={"PRESSROOM_BASE_URL": address, "PRESSROOM_HOST": "::1"},
        ) as served,
        proxied(tmp_path, served.port, port),
    ):
        _ask_and_follow(browser, served, address)


def _ask_and_follow(browser: Browser, served: Served, address: str) -> None:
    opened = browser.new_context(locale="zh-CN", ignore_https_errors=True)
    page = opened.new_page()
    lost: list[str] = []
    page.on(
        "response",
        lambda got: lost.append(f"{got.status} {got.url}") if got.status >= 400 else None,
    )
    page.goto(f"{address}/")
    page.locator("textarea").first.fill(RATE)
    page.keyboard.press("Enter")
    page.get_by_text("97.8%").first.wait_for()
    page.locator('a[href*="/press/t/"]').first.wait_for()
    target = page.locator('a[href*="/press/t/"]').first.get_attribute("href") or ""
    page.goto(f"{address}{target.removeprefix(address).removeprefix('/press')}")
    page.locator("mark", has_text="97.8%").first.wait_for()
    page.goto(f"{address}/documents")
    page.locator('a[href^="/press/t/"]').first.click()
    page.wait_for_url(f"{address}/t/**")
    styled = page.evaluate("[...document.styleSheets].length")
    opened.close()
    assert styled > 1
    assert lost == []
    assert served.process is not None

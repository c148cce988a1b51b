"""What citizens and programs read where nothing is, or something broke: their language, a way on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import HashEmbedder
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.say.office import contacts
from pressroom.assistant.settings import load
from pressroom.assistant.web.app import create_app
from pressroom.corpus.errors import LibraryError


@pytest.fixture(scope="module")
def client(sampled: Parts) -> Iterator[TestClient]:
    app = create_app(sampled.assistant, sampled.library)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("path", ["/nothing", "/nothing/at/all", "/speaker", "/desk"])
@pytest.mark.parametrize(
    ("language", "heading"), [("zh", "没有这个页面"), ("en", "No such page"), ("ar", "لا توجد")]
)
def test_an_address_of_nothing_is_a_page_in_the_readers_language(
    client: TestClient, path: str, language: str, heading: str
) -> None:
    page = client.get(path, headers={"accept-language": language, "accept": "text/html"})
    assert page.status_code == 404
    assert f"<h1>{heading}" in page.text
    assert 'href="/documents"' in page.text


def test_a_program_is_told_in_a_line(client: TestClient) -> None:
    answer = client.get("/api/nothing")
    assert answer.status_code == 404
    assert "nothing here" in answer.json()["error"]


@pytest.mark.parametrize("error", [LibraryError("start it with `chroma run`"), KeyError("x")])
def test_what_broke_is_in_the_log_and_citizens_read_what_to_do(
    client: TestClient, sampled: Parts, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(type(sampled.library), "history", broken)
    known = sampled.library.entries()[0].id
    page = client.get(f"/t/{known}", headers={"accept-language": "zh"})
    assert page.status_code in (500, 503)
    assert "系统出了点问题" in page.text
    assert "chroma" not in page.text


def test_a_refusal_leads_to_the_office_where_it_says_how(tmp_path: Path) -> None:
    told = {"PRESSROOM_OFFICE_PHONE": "010 12345", "PRESSROOM_OFFICE_URL": "https://city.example"}
    settings = load(told, home=tmp_path / "home")
    with open_parts(settings, embedder=HashEmbedder()) as parts:
        app = create_app(parts.assistant, parts.library)
        with TestClient(app, headers={"accept-language": "zh"}) as client:
            page = client.get("/ask", params={"question": "明天天气怎么样？"}).text
            assert 'href="tel:01012345"' in page
            assert 'href="https://city.example"' in page
            row = client.post("/api/ask", json={"question": "明天天气怎么样？"}).json()
            assert "电话：010 12345" in row["message"]
    with open_parts(load({}, home=settings.home), embedder=HashEmbedder()) as parts:
        assert contacts(parts.library, tongue("zh")) == ()

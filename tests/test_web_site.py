"""The pages of an office: its name, emblem, colour, contacts and own pages, by settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.settings import load
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.site import site_of
from pressroom.corpus.errors import SettingsError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
NOTICE = "# Data\n\nWe keep **questions** for a year.\n\n<script>alert(1)</script>\n"


def client_of(parts: Parts, home: Path, **told: str) -> TestClient:
    settings = load({f"PRESSROOM_{name}": text for name, text in told.items()}, home=home)
    app = create_app(parts.assistant, parts.library, site=site_of(settings))
    return TestClient(app, headers={"accept-language": "en"})


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


@pytest.mark.parametrize("path", ["/", "/documents", "/ask", "/t/nothing"])
def test_every_page_has_the_offices_name_emblem_contacts_and_pages(
    sampled: Parts, tmp_path: Path, path: str
) -> None:
    client = client_of(
        sampled,
        tmp_path,
        NAME="Yunpu asks",
        EMBLEM=written(tmp_path, "arms.svg", SVG),
        OFFICE_PHONE="010 12345",
        IMPRINT="https://city.example/imprint",
        PRIVACY=written(tmp_path, "privacy.md", NOTICE),
    )
    page = client.get(path).text
    assert "Yunpu asks</span>" in page
    assert "Pressroom" not in page
    assert '<img src="/emblem" alt=""' in page
    assert 'href="tel:01012345"' in page
    assert '<a href="/privacy">Privacy</a>' in page
    assert '<a href="https://city.example/imprint">Imprint</a>' in page


def test_what_the_office_wrote_is_shown_and_html_in_it_is_text(
    sampled: Parts, tmp_path: Path
) -> None:
    client = client_of(sampled, tmp_path, PRIVACY=written(tmp_path, "privacy.md", NOTICE))
    page = client.get("/privacy").text
    assert "<h1>Data</h1>" in page
    assert "<strong>questions</strong>" in page
    assert "&lt;script&gt;" in page
    assert client.get("/imprint").status_code == 404


def test_an_emblem_is_a_picture_and_does_nothing(sampled: Parts, tmp_path: Path) -> None:
    emblem = client_of(sampled, tmp_path, EMBLEM=written(tmp_path, "arms.svg", SVG)).get("/emblem")
    assert emblem.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in emblem.headers["content-security-policy"]
    assert client_of(sampled, tmp_path).get("/emblem").status_code == 404


@pytest.mark.parametrize(
    ("color", "words"), [("#ffd200", "#000000"), ("#12436d", "#ffffff"), ("#777777", "#000000")]
)
def test_words_upon_the_colour_are_those_that_can_be_read(
    sampled: Parts, tmp_path: Path, color: str, words: str
) -> None:
    client = client_of(sampled, tmp_path, COLOR=color)
    assert 'href="/site.css"' in client.get("/documents").text
    assert (
        f"--brand: {color}; --action: {color}; --on-brand: {words};" in client.get("/site.css").text
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMBLEM", "nothing.svg"),
        ("EMBLEM", __file__),
        ("COLOR", "blue"),
        ("PRIVACY", "nothing.md"),
        ("IMPRINT", "www.city.example"),
    ],
)
def test_what_cannot_be_shown_is_said_before_anything_is_served(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"PRESSROOM_{name}: .*expected"):
        site_of(load({f"PRESSROOM_{name}": value}))

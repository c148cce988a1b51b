"""The reading pages: text first, search through all texts, a feed, and what search engines read."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.reading.marks import sought_in

INSURANCE = "/t/云浦市医疗保障新闻发布会-2025-06-20"
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def client(sampled: Parts) -> Iterator[TestClient]:
    app = create_app(sampled.assistant, sampled.library, sampled.records, sampled.feedback)
    with TestClient(app, headers={"accept-language": "zh-CN"}) as client:
        yield client


def test_the_text_stands_before_what_helps_to_read_it(client: TestClient) -> None:
    page = client.get(INSURANCE).text
    text, beside = page.index('<article class="turns"'), page.index('<aside class="aside"')
    assert text < beside < page.index('id="within"') < page.index('class="contents"')


def test_what_is_sought_is_marked_whole_or_else_word_by_word() -> None:
    cut = sought_in("Homes near the harbour: HARBOUR homes.", "harbour homes")
    assert [piece.words for piece in cut if piece.mark] == ["Homes", "harbour", "HARBOUR homes"]
    assert "".join(piece.words for piece in cut) == "Homes near the harbour: HARBOUR homes."
    assert [piece.mark for piece in sought_in("words", "")] == [""]


def test_words_are_found_in_the_texts_of_documents_too(client: TestClient) -> None:
    page = client.get("/documents", params={"q": "盾构"}).text
    assert "云浦市轨道交通建设例行发布会" in page
    assert 'class="passage"' in page
    assert "?cite=" in page
    assert '<mark class="found">盾构</mark>' in page
    limited = client.get("/documents", params={"q": "盾构", "year": "2024"}).text
    assert "没有" in limited
    assert 'class="passage"' not in limited


def test_a_title_comes_before_a_text(client: TestClient) -> None:
    page = client.get("/documents", params={"q": "防汛"}).text
    titles = [part.split("</a>")[0] for part in page.split("<h3")[1:]]
    assert "防汛" in titles[0]


@pytest.mark.parametrize(
    "words", ["", " ", "<script>", "'\"", "水" * 3000, "\u202e", "11010519491231002X"]
)
def test_a_strange_search_is_a_page(client: TestClient, words: str) -> None:
    answer = client.get("/documents", params={"q": words})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_the_feed_names_the_newest_documents_with_their_addresses(
    client: TestClient, sampled: Parts
) -> None:
    feed = ElementTree.fromstring(client.get("/feed").text)
    links = [link.attrib["href"] for link in feed.findall(f"{ATOM}entry/{ATOM}link")]
    assert len(links) == len(sampled.library.entries())
    assert all(client.get(link).status_code == 200 for link in links)
    assert 'href="/feed"' in client.get("/documents").text


def test_the_sitemap_names_every_page(client: TestClient, sampled: Parts) -> None:
    site = ElementTree.fromstring(client.get("/sitemap.xml").text)
    places = [place.text for place in site.findall(f"{SITE}url/{SITE}loc")]
    assert len([place for place in places if place and "/t/" in place]) == 9
    assert all(place and client.get(place).status_code == 200 for place in places)
    assert "sitemap.xml" in client.get("/robots.txt").text

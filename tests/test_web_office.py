"""A question that nothing answered is sent to the office by who asked it, where staff allow it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import HashEmbedder
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.adding import SAMPLES, add_paths
from pressroom.assistant.languages.texts import languages
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.say.replies import reply_to
from pressroom.assistant.settings import load
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.line import BusyError
from pressroom.assistant.web.reading.office import Bound
from pressroom.corpus.errors import SettingsError

ASKED = "Will the zoo on the moon have elephants?"


def _opened(home: Path, **settings: str) -> Iterator[Parts]:
    with open_parts(load(settings, home=home), embedder=HashEmbedder()) as parts:
        yield parts


@pytest.fixture
def allowing(tmp_path: Path) -> Iterator[Parts]:
    yield from _opened(tmp_path, PRESSROOM_ASK_OFFICE="yes")


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[Parts]:
    yield from _opened(tmp_path)


def browser(parts: Parts) -> TestClient:
    app = create_app(parts.assistant, parts.library, parts.records, parts.feedback, parts.desk)
    return TestClient(app, headers={"accept-language": "en"})


def send(client: TestClient, question: str, consent: str = "yes") -> int:
    data = {"question": question, "consent": consent}
    return client.post("/office", data=data, follow_redirects=False).status_code


def test_a_question_without_answer_leads_to_the_form_with_its_words(allowing: Parts) -> None:
    answer = allowing.assistant.ask(ASKED)
    (way,) = reply_to(answer, allowing.library).contact
    page = browser(allowing).get(way.href)
    assert page.status_code == 200
    assert ASKED in page.text
    assert tongue("en").t["office_consent"] in page.text


def test_what_is_sent_with_consent_is_on_the_desks_list(allowing: Parts) -> None:
    client = browser(allowing)
    assert send(client, ASKED) == 303
    assert tongue("en").t["office_sent"] in client.get("/office?sent=1").text
    (group,) = allowing.desk.worklist.listed()
    assert (group.question, group.kinds) == (ASKED, ("sent",))
    assert group.items[0].answer_id is None


def test_nothing_is_sent_without_consent(allowing: Parts) -> None:
    page = browser(allowing).post("/office", data={"question": ASKED})
    assert page.status_code == 422
    assert ASKED in page.text
    assert tongue("en").t["office_consent_missing"] in page.text
    assert allowing.desk.worklist.listed() == []


def test_words_with_personal_data_are_not_taken(allowing: Parts) -> None:
    page = browser(allowing).post(
        "/office", data={"question": f"{ASKED} Call me: 13800138000", "consent": "yes"}
    )
    assert page.status_code == 422
    assert "13800138000" not in page.text
    assert allowing.desk.worklist.listed() == []


@pytest.mark.parametrize("question", ["", "?!", "x" * 2001])
def test_what_is_no_question_is_not_taken(allowing: Parts, question: str) -> None:
    assert send(browser(allowing), question) == 422


def test_an_address_sends_a_few_an_hour(allowing: Parts) -> None:
    client = browser(allowing)
    assert [send(client, f"{ASKED} {number}") for number in range(6)] == [*[303] * 5, 429]


def test_whoever_waited_may_send_again() -> None:
    at = [0.0]
    bound = Bound(of_client=1, of_all=2, seconds=10, clock=lambda: at[0])
    bound.take("one")
    bound.take("two")
    for client in ("one", "three"):
        with pytest.raises(BusyError) as refused:
            bound.take(client)
        assert refused.value.seconds == 11
    at[0] = 11.0
    bound.take("one")


def test_where_it_is_not_allowed_there_is_no_form(silent: Parts) -> None:
    answer = silent.assistant.ask(ASKED)
    assert reply_to(answer, silent.library).contact == ()
    client = browser(silent)
    assert client.get("/office").status_code == 404
    assert send(client, ASKED) in (404, 405)


def test_the_way_to_the_office_stands_where_only_a_part_is_answered(tmp_path: Path) -> None:
    settings = {"PRESSROOM_OFFICE_PHONE": "12345", "PRESSROOM_ASK_OFFICE": "yes"}
    for parts in _opened(tmp_path, **settings):
        add_paths([SAMPLES], parts.library, parts.ingest)
        answer = parts.assistant.ask("2号线东延工程设站几座？月球动物园里有多少头大象？")
        assert answer.status == "partly"
        ways = reply_to(answer, parts.library).contact
        assert [way.href for way in ways] == ["tel:12345", f"/office?answer={answer.id}"]
        assert f"/office?answer={answer.id}" in browser(parts).get(f"/a/{answer.id}").text


@pytest.mark.parametrize("language", languages())
def test_the_form_is_in_the_readers_language(allowing: Parts, language: str) -> None:
    t = tongue(language).t
    page = browser(allowing).get(f"/office?lang={language}")
    for key in ("office_ask", "office_consent", "office_send"):
        assert t[key] in page.text


def test_yes_or_no_is_expected() -> None:
    with pytest.raises(SettingsError, match="PRESSROOM_ASK_OFFICE: 'maybe' cannot be"):
        load({"PRESSROOM_ASK_OFFICE": "maybe"})

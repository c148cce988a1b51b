"""What stands above and below a transcript: its title, its days, its masthead."""

from __future__ import annotations

import pytest
from pressroom.corpus.parse.head.top import (
    is_body,
    is_end_mark,
    is_kicker,
    is_navigation,
    is_published,
)
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import Hints, SourceText


def parsed(text, document_id="x", **hints):
    return parse(SourceText(document_id, text, "x.txt", hints=Hints(**hints)))


def test_the_path_and_the_words_of_a_page_are_no_title():
    transcript = parsed(
        "Sie sind hier: Startseite > Presse > Hafen\n\nDrucken Teilen\n\nDer neue Kai ist "
        "fertig\n\n"
        "3. Mai 2025\n\nDer Kai hat zwölf Plätze, und die Fischer zahlen dort nichts.\n"
    )
    assert (transcript.title, transcript.date) == ("Der neue Kai ist fertig", "2025-05-03")


def test_the_kind_of_a_text_and_the_name_of_its_body_stand_above_the_title():
    transcript = parsed(
        "Ministère de la Mer\n\nCommuniqué de presse\n\nLe 6 juillet 2025\n\nOuverture du quai\n\n"
        "Le nouveau quai peut recevoir douze bateaux, dont quatre de pêche.\n"
    )
    assert (transcript.title, transcript.body, transcript.date) == (
        "Ouverture du quai",
        "Ministère de la Mer",
        "2025-07-06",
    )


def test_a_body_that_stands_alone_is_the_title():
    transcript = parsed(
        "COUNCIL OF PORT LANTING\n\n21 May 2025\n\nThe Council met at nine in the morning today."
    )
    assert transcript.title == "COUNCIL OF PORT LANTING"


def test_a_day_of_publication_is_not_that_of_the_event():
    transcript = parsed(
        "Entrevista da ministra\n\npublicado 07/07/2025 18h10\n\nVila Serena, 06 de julho de "
        "2025\n\n"
        "Jornalista: Quando abre o cais?\n\nMinistra: Abre em setembro.\n\nJornalista: E o "
        "preço?\n\nMinistra: Quatro reais.\n"
    )
    assert (transcript.date, transcript.published) == ("2025-07-06", "2025-07-07")


def test_a_day_below_the_last_answer_is_read_and_is_no_part_of_the_answer():
    transcript = parsed(
        "部長會見傳媒\n\n記者：船票會加價嗎？\n\n部長：今年不加價。\n\n記者：明年呢？\n\n部長："
        "明年再說。\n\n2025年3月4日(星期二)\n香港時間11時30分\n（完）\n"
    )
    assert (transcript.date, transcript.found("date")) == ("2025-03-04", "foot")
    assert transcript.words(transcript.turns[-1].paragraphs[-1]).endswith("明年再說。")


def test_a_day_in_a_sentence_is_not_when_it_was_said():
    transcript = parsed(
        "通知解读\n\n发布日期：2025-06-18\n\n6月16日，中心印发通知，自2025年7月1日起施行。\n\n问："
        "为什么？\n\n答：因为需要。\n"
    )
    assert transcript.date == "2025-06-18"


def test_a_day_ahead_is_announced_and_an_earlier_one_is_taken():
    transcript = parsed(
        "The quay\n\nOpening: 3 May 2099\n\nTold on 4 June 2025\n\nThe quay has twelve berths and "
        "a crane for everybody.\n"
    )
    assert transcript.date == "2025-06-04"


@pytest.mark.parametrize(
    "line",
    [
        "Bundespolizei Nordhafen",
        "Ministerio de Transportes",
        "وزارة الموانئ",
        "国务院新闻办公室",
        "Office of the Mayor",
    ],
)
def test_the_name_of_a_body_is_known_by_its_noun_and_form(line):
    assert is_body(line)


@pytest.mark.parametrize(
    "line",
    [
        "Neue Boote für die Wasserschutzpolizei",
        "City Council Approves Budget",
        "بيان وزارة الموانئ عن الرصيف",
        "Le prix du billet",
    ],
)
def test_a_headline_that_names_a_body_is_no_name(line):
    assert not is_body(line)


def test_lines_of_a_page_are_told_by_their_words():
    assert is_navigation("簡體版 寄給朋友 政府新聞網")
    assert is_kicker("FOR IMMEDIATE RELEASE — TRANSCRIPT")
    assert is_end_mark("# # #")
    assert is_published("Опубликовано: 3 мая 2025")
    assert not is_navigation("The news is good")


def test_a_day_in_numbers_that_nothing_in_an_english_text_tells_is_doubted():
    words = (
        "The quay\n\n03/04/2025\n\nThe quay of the town has twelve berths and a crane for boats.\n"
    )
    doubt = "date found in numbers that may be read two ways, taken as 2025-03-04"
    assert doubt in parsed(words).warnings
    assert doubt not in parsed(words + "\nIt was begun on 12/25/2024.\n").warnings

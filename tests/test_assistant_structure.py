"""Questions about who, when, how often and which: answered from turns, speakers and days, in the
documents' own words.
"""

from __future__ import annotations

import pytest
from pressroom.assistant.ask.inquiry import inquiry_of
from pressroom.assistant.ask.question import read_question
from pressroom.assistant.build import Parts
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.say.replies import reply_to
from pressroom.corpus.normalise import fold


def asked(parts: Parts, words: str, *history: str) -> Answer:
    """The answer; whatever it shows stands in a document, word for word."""
    answer = parts.assistant.look_up(words, history)
    for sentence in answer.sentences:
        for citation in sentence.citations:
            text = parts.library.get(citation.transcript_id).text
            assert sentence.text == citation.text == text[citation.start : citation.end]
    return answer


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("发布会是谁主持的？", "chaired"),
        ("Who chaired the briefing?", "chaired"),
        ("¿Quién moderó la rueda de prensa?", "chaired"),
        ("哪家媒体问了水库泄洪的问题？", "asked_by"),
        ("“抓三件事”是谁说的？", "said_by"),
        ("Кто сказал, что дома не снесут?", "said_by"),
        ("누가 요금 동결을 발표했나요?", "said_by"),
        ("参保率97.8%是什么时候说的？", "said_on"),
        ("防汛发布会是哪天开的？", "held_on"),
        ("石门镇被提到几次？", "mentions"),
        ("How often was the ferry mentioned?", "mentions"),
        ("顾南舟回答了几个问题？", "spoke"),
        ("记者问了哪些问题？", "questions"),
        ("List all questions", "questions"),
        ("谁出席了防汛发布会？", "officials"),
        ("Wer nahm an der Pressekonferenz teil?", "officials"),
        ("这场发布会讲了什么？", "outline"),
        ("顾南舟对票价怎么说？", "said_about"),
        ("列出所有措施", "measures"),
    ],
)
def test_a_question_about_structure_is_recognised(question: str, kind: str) -> None:
    inquiry = inquiry_of(read_question(question))
    assert inquiry is not None
    assert inquiry.asked == kind


@pytest.mark.parametrize(
    "question",
    [
        "补报名录取结果什么时候公布？",
        "下一场发布会什么时候举行？",
        "门诊统筹有哪些问题？",
        "谁可以申请补助？",
        "青年路围挡什么时候拆除？",
        "How many berths will the harbour have?",
        "When will the ferry enter service?",
    ],
)
def test_a_question_that_sentences_answer_is_left_to_them(question: str) -> None:
    assert inquiry_of(read_question(question)) is None


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("“抓三件事”是谁说的？", "韩梦溪"),
        ("谁提到了“望湖一号”？", "顾南舟"),
        ("2025年谁回应了“缴费年年涨值不值”？", "陆维舟"),
        ("2024年的医保发布会是谁主持的？", "沈若岚"),
        ("8月5日防汛发布会的主持人是谁？", "林知夏"),
        ("Who said that no home will be demolished?", "Helen Gu"),
        ("Who answered the question about the crane accident?", "Marcus Lin"),
    ],
)
def test_who_said_it_is_told_with_the_words_themselves(
    known: Parts, question: str, who: str
) -> None:
    answer = asked(known, question)
    assert answer.status == "answered"
    assert {citation.speaker.name for citation in answer.citations if citation.speaker} == {who}
    assert who in (reply_to(answer, known.library).lead or "")


def test_who_asked_is_a_reporter_with_the_question(known: Parts) -> None:
    (citation,) = asked(known, "哪家媒体问了水库泄洪的问题？").citations
    assert citation.kind == "question"
    assert citation.speaker is not None
    assert citation.speaker.body == "云浦日报"


def test_when_it_was_said_is_the_day_of_the_event(known: Parts) -> None:
    answer = asked(known, "参保率96.2%是什么时候说的？")
    assert {citation.date for citation in answer.citations} == {"2024-06-18"}
    assert "2024年6月18日" in (reply_to(answer, known.library).lead or "")


def test_when_and_where_an_event_was_is_quoted_from_its_record(known: Parts) -> None:
    answer = asked(known, "8月5日的防汛发布会在哪里开的？")
    assert "云浦市应急指挥中心一楼" in answer.text
    assert (
        asked(known, "When did the harbour briefing take place?").citations[0].date == "2025-05-06"
    )


def test_events_of_several_days_are_all_given_the_latest_first(known: Parts) -> None:
    answer = asked(known, "医保发布会是哪天开的？")
    assert [citation.date for citation in answer.citations] == ["2025-06-20", "2024-06-18"]


def test_every_mention_that_is_counted_is_listed(known: Parts) -> None:
    answer = asked(known, "石门镇被提到几次？")
    texts = [known.library.get(entry.id).text for entry in known.library.entries()]
    in_speech = sum(fold(sentence.text).count("石门镇") for sentence in answer.sentences)
    assert answer.note is not None
    assert answer.note.n == in_speech == sum(text.count("石门镇") for text in texts) == 10


def test_mentions_are_counted_in_the_event_and_by_the_official_that_are_named(known: Parts) -> None:
    on_the_ninth = asked(known, "8月9日的发布会上石门镇提到了几次？")
    assert on_the_ninth.note is not None
    assert on_the_ninth.note.n == len(on_the_ninth.sentences) == 4
    by_zheng = asked(known, "郑海川几次提到石门镇？")
    assert {citation.speaker.name for citation in by_zheng.citations if citation.speaker} == {
        "郑海川"
    }


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("顾南舟回答了几个问题？", 8),
        ("周启明在2025年的发布会上发言几次？", 2),
        ("How many times did Marcus Lin speak?", 5),
        ("How many questions did Helen Gu answer?", 3),
    ],
)
def test_how_often_somebody_spoke_is_counted_turn_by_turn(
    known: Parts, question: str, count: int
) -> None:
    answer = asked(known, question)
    assert answer.note is not None
    assert answer.note.n == len(answer.sentences) == count


def test_all_questions_of_reporters_are_listed_in_order(known: Parts) -> None:
    answer = asked(known, "轨道交通发布会有多少位记者提问？")
    document = known.library.get(answer.citations[0].transcript_id)
    assert len(answer.sentences) == sum(turn.kind == "question" for turn in document.turns) == 8
    assert [c.start for c in answer.citations] == sorted(c.start for c in answer.citations)
    assert all(citation.kind == "question" for citation in answer.citations)


def test_the_questions_of_one_paper_can_be_asked_for(known: Parts) -> None:
    answer = asked(known, "云浦晚报记者在2025年医保发布会上问了什么？")
    assert [citation.speaker.body for citation in answer.citations if citation.speaker] == [
        "云浦晚报"
    ]


def test_who_attended_is_quoted_and_nobody_who_spoke_is_left_out(known: Parts) -> None:
    answer = asked(known, "谁参加了8月5日的防汛发布会？")
    assert answer.note is not None
    assert answer.note.n == 3
    assert all(name in answer.text for name in ("郑海川", "罗一舟", "方映雪"))


def test_what_an_event_was_about_is_told_by_its_headings(known: Parts) -> None:
    answer = asked(known, "水价通知讲了什么？")
    assert [sentence.text[:2] for sentence in answer.sentences] == [
        "一、",
        "二、",
        "三、",
        "四、",
        "五、",
        "六、",
    ]


def test_what_somebody_said_about_something_is_theirs_alone(known: Parts) -> None:
    answer = asked(known, "顾南舟对票价怎么说？")
    assert {citation.speaker.name for citation in answer.citations if citation.speaker} == {
        "顾南舟"
    }
    assert "起步价2元" in answer.text


def test_what_somebody_said_on_several_days_is_told_from_the_latest_on(known: Parts) -> None:
    for asked in ("周启明对参保率怎么说？", "周局长对参保率怎么说？"):
        days = [citation.date or "" for citation in known.assistant.look_up(asked).citations]
        assert days[0] == "2025-06-20"
        assert days == sorted(days, reverse=True)


def test_somebody_whom_the_documents_do_not_know_said_nothing(known: Parts) -> None:
    assert asked(known, "张卫国局长在医保发布会上说了什么？").status == "not_found"


@pytest.mark.parametrize(
    "question",
    [
        "云浦市卫生健康委主任对门诊统筹怎么说？",  # of a body that the documents do not have
        "林国栋就居民水价调整作何评价？",  # of whom no document tells
        "What did Maria Gomez say about the ferry?",
        "顾南舟对防汛救灾工作怎么说？",  # who spoke of the metro, on another day
    ],
)
def test_nothing_is_answered_with_the_words_of_another_than_who_is_asked_of(
    known: Parts, question: str
) -> None:
    assert asked(known, question).status == "not_found"


def test_a_list_that_fits_several_documents_is_asked_back_with_them(known: Parts) -> None:
    answer = asked(known, "医保发布会记者问了哪些问题？")
    assert answer.status == "clarify"
    assert [choice.day for choice in answer.choices] == ["2025-06-20", "2024-06-18"]
    assert not answer.sentences
    for choice in answer.choices:
        chosen = asked(known, choice.question)
        assert {citation.date for citation in chosen.citations} == {choice.day}


def test_the_documents_chosen_are_kept_to(known: Parts) -> None:
    answer = known.assistant.look_up(
        "记者问了哪些问题？", document_id="云浦市医疗保障新闻发布会-2024-06-18"
    )
    assert {citation.date for citation in answer.citations} == {"2024-06-18"}
    assert len(answer.sentences) == 4


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("医保局局长是谁？", "周启明"),
        ("市医疗保障局副局长是谁？", "陆维舟"),
        ("谁是医保局局长？", "周启明"),
        ("交通局副局长叫什么名字？", "方映雪"),
    ],
)
def test_who_holds_an_office_is_told_by_its_short_name_too(
    known: Parts, question: str, name: str
) -> None:
    answer = asked(known, question)
    assert answer.note
    assert len(answer.note.names) == 1
    assert name in answer.note.names[0]
    assert name in answer.text or name in (answer.citations[0].speaker or "")


def test_nobody_is_named_for_an_office_that_the_documents_do_not_know(known: Parts) -> None:
    assert not known.assistant.look_up("税务局局长是谁？").note


@pytest.mark.parametrize(
    "asked",
    [
        "What is “{}” about?",
        "ما موضوع «{}»؟",
        "「{}」の内容は？",
        "Worum geht es in „{}“?",
        "De quoi traite « {} » ?",
    ],
)
def test_a_document_may_be_named_in_the_quotation_marks_of_the_language(
    known: Parts, asked: str
) -> None:
    entry = next(
        entry
        for entry in known.library.entries()
        if entry.id == "云浦市医疗保障新闻发布会-2025-06-20"
    )
    answer = known.assistant.look_up(asked.format(entry.title))
    assert answer.status == "answered"
    assert {citation.transcript_id for citation in answer.citations} == {entry.id}
    assert answer.note
    assert answer.note.key == "outline"


def test_what_is_quoted_and_is_no_title_is_no_document(known: Parts) -> None:
    assert not known.assistant.look_up("What is “long-term care insurance” about?").choices
    assert "普惠型补充保险" in known.assistant.look_up("《云惠保》讲了什么？").text
    assert known.assistant.look_up("《火星基地规划》讲了什么？").status == "not_found"


def test_most_of_a_title_names_the_documents_that_it_may_mean(known: Parts) -> None:
    answer = known.assistant.look_up("《云浦市医疗保障发布会》讲了什么？")
    assert answer.status == "clarify"
    assert all("医疗保障" in choice.label for choice in answer.choices)


def test_a_document_may_be_named_by_its_title_in_other_characters(known: Parts) -> None:
    entry = next(
        entry
        for entry in known.library.entries()
        if "医疗保障" in entry.title and (entry.date or "").startswith("2025")
    )
    answer = known.assistant.look_up(f"《{entry.title.replace('医疗', '醫療')}》记者问了哪些问题？")
    assert {citation.date for citation in answer.citations} == {entry.date}

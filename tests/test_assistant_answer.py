"""Answers: only official words that stand in a transcript, or an honest refusal."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pressroom.assistant.ask.question import Question, read_question
from pressroom.assistant.ask.screening import MAX_CHARACTERS, screen
from pressroom.assistant.build import Parts
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.citations import Quote, verify
from pressroom.assistant.check.verification import Unchecked, check_written
from pressroom.assistant.read.eligible import speaks_of_another
from pressroom.assistant.read.forms import has_form
from pressroom.assistant.read.rules.slot import Slot
from pressroom.assistant.say.rows import answer_row, citation_url
from pressroom.corpus.errors import QuestionError
from pressroom.index.hit import Hit

RATE = "2025年医保参保率是多少？"


def test_an_answer_quotes_the_official_with_title_date_and_place(sampled: Parts) -> None:
    answer = sampled.assistant.ask(RATE)
    citation = answer.citations[0]
    assert answer.status == "answered"
    assert "97.8%" in citation.text
    assert citation.speaker is not None
    assert (citation.speaker.name, citation.date) == ("周启明", "2025-06-20")
    assert citation.speaker.title == "云浦市医疗保障局党组书记、局长"


def test_every_citation_is_exactly_the_transcripts_words(sampled: Parts) -> None:
    for question in (
        RATE,
        "3号线票价多少钱",
        "随迁子女入学需要哪些材料？",
        "How many berths will the harbour have?",
    ):
        for citation in sampled.assistant.ask(question).citations:
            assert (
                sampled.library.get(citation.transcript_id).text[citation.start : citation.end]
                == citation.text
            )


@pytest.mark.parametrize(
    "question",
    [
        "明天天气怎么样？",
        "北京市的医保参保率是多少？",
        "2019年医保参保率是多少？",
        "高考报名什么时候开始？",
    ],
)
def test_what_the_documents_do_not_say_is_refused(sampled: Parts, question: str) -> None:
    answer = sampled.assistant.look_up(question)
    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.hits


def test_an_official_is_not_answered_for_with_anothers_words(sampled: Parts) -> None:
    answer = sampled.assistant.look_up("沈若岚对参保率说了什么？")
    assert all(c.speaker and c.speaker.name == "沈若岚" for c in answer.citations)


def test_a_reporters_question_is_never_quoted_as_an_answer(sampled: Parts) -> None:
    answer = sampled.assistant.look_up("石门镇通信中断，镇里的群众现在怎么样？")
    assert answer.citations
    assert all(citation.kind != "question" for citation in answer.citations)
    assert answer.citations[0].question


def test_a_follow_up_is_understood_from_the_question_before_it(sampled: Parts) -> None:
    answer = sampled.assistant.ask("那2024年呢？", ["2025年医保参保率是多少？", "97.8%"])
    assert "参保率" in answer.question.text


def test_a_question_without_answer_is_noted_for_staff_and_personal_data_is_not(
    parts: Parts,
) -> None:
    parts.assistant.ask("明天天气怎么样？")
    parts.assistant.ask("局长的手机号码是多少？")
    assert [noted.question for noted in parts.library.unanswered()] == ["明天天气怎么样？"]


@pytest.mark.parametrize("words", ["", "   ", "？！", "\u200b"])
def test_an_empty_question_is_refused(words: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        read_question(words)


def test_a_question_of_ten_thousand_characters_is_refused() -> None:
    with pytest.raises(QuestionError, match=f"{MAX_CHARACTERS:,}"):
        read_question("水" * 10_000)


def test_invisible_characters_are_taken_out() -> None:
    assert read_question("参保\u200b率\u202e是多少").asked == "参保率是多少"


@pytest.mark.parametrize(
    "words",
    [
        "局长的手机号码是多少",
        "我的身份证号是110101199001011237，能报销吗",
        "联系我 someone@example.org",
    ],
)
def test_personal_data_is_recognised(words: str) -> None:
    assert screen(words).refuse in ("personal_asked", "personal_given")


def _hits(parts: Parts) -> Sequence[Hit]:
    return parts.searcher.search(RATE)


def test_verify_cites_the_transcripts_own_characters_for_words_of_another_width(
    sampled: Parts,
) -> None:
    hit = _hits(sampled)[0]
    citations, rejected = verify([Quote(hit.passage_id, "参保率９７.８％")], [hit.span])
    assert [citation.text for citation in citations] == ["参保率97.8%"]
    assert not rejected


def test_verify_gives_back_what_does_not_stand_there(sampled: Parts) -> None:
    hit = _hits(sampled)[0]
    quotes = [
        Quote(hit.passage_id, "参保率99.9%"),
        Quote("nowhere@1:0-5", "参保率"),
        Quote(hit.passage_id, ""),
    ]
    citations, rejected = verify(quotes, [hit.span])
    assert not citations
    assert len(rejected) == 3


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("参保率为97.8%。", "参保率97.8%", True),
        ("参保率为98.7%。", "参保率97.8%", False),  # a figure that its quote does not have
        ("参保率为97.8%。", "参保率98.7%", False),  # a quote that was altered
        ("沈若岚说参保率为97.8%。", "参保率97.8%", False),  # another speaker
    ],
)
def test_a_drafted_sentence_is_shown_as_drafted_only_if_all_of_it_holds(
    sampled: Parts, text: str, words: str, shown: bool
) -> None:
    hits = [*_hits(sampled), *sampled.searcher.search("沈若岚 欢迎参加")]
    hit = next(hit for hit in hits if "参保率97.8%" in hit.text)
    ((sentence, rejected),) = check_written(
        [Unchecked(text, (Quote(hit.passage_id, words),))], [hit.span for hit in hits]
    )
    assert sentence is not None
    assert (sentence.text == text) is shown
    assert bool(rejected) is not shown
    assert shown or sentence.text == sentence.citations[0].text


def test_a_sentence_without_quote_is_never_shown(sampled: Parts) -> None:
    ((sentence, rejected),) = check_written([Unchecked("一切都好。", ())], [])
    assert sentence is None
    assert rejected


def test_a_row_has_what_the_scorer_reads_and_a_refusal_has_no_citations(sampled: Parts) -> None:
    row = answer_row(sampled.assistant.ask(RATE), ms=1.0)
    assert set(row["citations"][0]) >= {
        "doc",
        "start",
        "end",
        "text",
        "speaker",
        "paragraph",
        "url",
    }
    assert len(row["hits"]) == 10
    refusal = answer_row(sampled.assistant.look_up("明天天气怎么样？"), ms=1.0)
    assert refusal["citations"] == []
    assert refusal["answer"] == ""


def test_a_url_is_percent_encoded_and_leads_to_the_paragraph(sampled: Parts) -> None:
    citation = sampled.assistant.ask(RATE).citations[0]
    assert citation_url(citation).startswith("/t/%E4%BA%91")
    assert citation_url(citation).endswith(
        f"?cite={citation.start}-{citation.end}#p{citation.paragraph}"
    )


def test_a_question_knows_years_places_and_what_it_asks_for() -> None:
    question: Question = read_question("2020年北京市有多少个品牌调解工作室?")
    assert (question.years, question.places, question.asks) == (
        (2020,),
        ("北京", "北京市"),
        "figure",
    )


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("上海的参保率是多少？", ("上海",)),
        ("What is the rate in Beijing?", ("beijing",)),
        ("每天津贴是多少？", ()),
        ("云南通报了什么？", ("云南",)),
        ("沿海南部有多少人？", ()),
        ("南京路站什么时候开通？", ()),
        ("完成都市更新的有多少户？", ()),
        ("居民区和自治区有多少？", ()),
        ("获得广州市减免租的有多少家？", ("广州",)),
        ("推行政策而镇压的是谁？", ()),
        ("驻马店市有多少家？", ("驻马店市",)),
        ("石门镇有多少户？", ("石门镇",)),
    ],
)
def test_provinces_and_large_cities_are_known_without_what_they_are(
    words: str, places: tuple[str, ...]
) -> None:
    assert read_question(words).places == places


@pytest.mark.parametrize(
    "question",
    [
        "北京的医保参保率是多少？",
        "广州2025年的医保参保率是多少？",
        "What was the medical insurance enrolment rate in Beijing?",
    ],
)
def test_another_city_is_not_answered_for(known: Parts, question: str) -> None:
    assert known.assistant.look_up(question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "words", "has"),
    [
        ("参保率是多少？", "参保率97.8%。", True),
        ("参保率是多少？", "百分之九十七点八。", True),
        ("2023年的参保率是多少？", "2023年7月1日起先行试点,参保61.5万人。", False),
        ("比例是多少？", "按1:2配备。", True),
        ("起步价多少钱？", "起步价2元。", True),
        ("起步价多少钱？", "首班车6时发出。", False),
        ("频率是多少？", "每天3次。", True),
        ("What percentage of calls was answered?", "We answered 12 calls.", False),
    ],
)
def test_a_share_is_answered_with_a_share_and_a_price_with_money(
    question: str, words: str, has: bool
) -> None:
    assert has_form(read_question(question), words) == has


@pytest.mark.parametrize(
    ("question", "words", "has"),
    [
        ("代表团什么时候来访？", "我们对此表示欢迎，双方的立场是明确的。", False),
        ("代表团什么时候来访？", "代表团将于近期来访。", True),
        ("代表团什么时候来访？", "等工程验收以后再来。", True),
        ("When will the delegation come?", "We welcome it, and the position is clear.", False),
        ("When will the delegation come?", "It comes before the harvest.", True),
    ],
)
def test_when_is_not_answered_with_words_that_tell_no_time(
    question: str, words: str, has: bool
) -> None:
    assert has_form(read_question(question), words) == has


@pytest.mark.parametrize(
    ("question", "words", "has"),
    [
        ("有多少个泊位？", "市政府于4月22日批准了二期工程。", False),
        ("有多少个泊位？", "2023年底前建成12个泊位。", True),
        ("发生过几级地震？", "时间：2024年8月5日16时。", False),
        ("有多少站？", "3号线将于9月28日开通。", False),
        ("占领了多久？", "1915年8月4日至1918年11月，城市被占领。", True),
        ("有几层？", "大楼有七层。", True),
        ("开行了多少列？", "今年是中欧班列开行10周年。", False),
        ("開行了多少列？", "今年是中歐班列開行十週年。", False),
        ("开行了多少列？", "10年来累计开行3.8万列。", True),
        ("培训了多少人？", "召开专题交流研讨会30余场，梳理12项问题。", False),
        ("培训了多少人？", "共培训执法人员1200余人次，30余场。", True),
        ("5号线一期总投资多少？", "5号线一期全长35.2公里，设站26座。", False),
        ("5号线一期总投资多少？", "为5号线一期节约建设成本6.2亿元。", False),
        ("5号线一期节约了多少钱？", "为5号线一期节约建设成本6.2亿元。", True),
        ("转移了多少人？", "转移群众3.2万。", True),
        ("要等几个月？", "大约要等3个月。", True),
        ("How many people are covered?", "另一个是可以用余额为全家缴费。", False),
        ("持续了几年？", "供水价格20年来没有调整。", True),
        ("How many berths are there?", "The council approved it on April 22, 2025.", False),
        ("How many berths are there?", "Growth has pushed our berths to 94 percent.", False),
        (
            "How many berths are there?",
            "The berths will cost 4.7 billion yuan, or $650 million.",
            False,
        ),
        (
            "How many of the berths are used, in percent?",
            "Our berths are used to 94 percent.",
            True,
        ),
        ("How many berths are there?", "In 2025 the council approved 12 berths on line 3.", True),
        ("How many berths are there?", "In 2025 the council approved line 3.", False),
        ("How much rain fell in July?", "July 2025 saw 2,025 millimetres.", True),
    ],
)
def test_how_many_is_not_answered_with_a_day_a_time_or_the_number_of_a_line(
    question: str, words: str, has: bool
) -> None:
    assert has_form(read_question(question), words) == has


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("请问中方对此有何回应？", "other"),
        ("何人完成了工程？", "who"),
        ("参加者は何人ですか？", "figure"),
        ("学校建于西元几年？", "when"),
        ("有效期几年？", "figure"),
        ("每班不少于几人？", "figure"),
        ("哪几天可以报名？", "when"),
        ("几月开学？", "when"),
        ("首班车几点？", "when"),
        ("对近几天的局势有何评论？", "other"),
        ("新增了哪几种？", "list"),
        ("咨询电话是什么？", "phone"),
        ("服务热线受理什么困难？", "other"),
    ],
)
def test_the_words_that_ask_tell_what_is_asked_for(question: str, asks: str) -> None:
    assert read_question(question).asks == asks


def test_a_sentence_about_another_line_is_not_one_about_this() -> None:
    assert speaks_of_another(read_question("2号线东延长多少？"), "3号线全长28.6公里。")
    assert not speaks_of_another(read_question("2号线东延长多少？"), "2号线与3号线在云浦站换乘。")
    assert not speaks_of_another(
        read_question("2号线东延长多少？"), "该工程长7.8公里，在2号楼旁边。"
    )


def test_a_figure_before_what_is_counted_is_what_was_asked_for() -> None:
    slot = Slot.of("全市有多少个事项可以网上办？")
    assert slot
    assert slot.held("全市4539个事项实现网上可办，网上可办率达98.98%。") > slot.held(
        "已公示保留证明事项159项，告知承诺制事项28项。"
    )


def test_an_answer_without_sentences_has_no_text(sampled: Parts) -> None:
    answer: Answer = sampled.assistant.look_up("明天天气怎么样？")
    assert answer.text == ""


def test_a_new_topic_is_not_answered_with_the_old_one(sampled: Parts) -> None:
    assert sampled.assistant.look_up("明天天气怎么样？", [RATE, "97.8%"]).status == "not_found"


def test_the_year_of_a_follow_up_replaces_the_year_before_it(sampled: Parts) -> None:
    answer = sampled.assistant.look_up("那2024年呢？", [RATE, "97.8%"])
    assert answer.question.years == (2024,)
    assert "96.2%" in answer.text

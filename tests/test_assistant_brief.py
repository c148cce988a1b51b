"""The shortest words that answer: always inside their sentence, and only where it is plain which
they are.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pressroom.assistant.ask.question import read_question
from pressroom.assistant.build import Parts
from pressroom.assistant.read.rules.brief import brief
from pressroom.assistant.say.rows import answer_row
from pressroom.assistant.structure.listing import is_enumeration
from pressroom.assistant.web.chat.view import Line

CASES = [
    (
        "每家企业最高可获得多少招工补助？",
        "鼓励企业扩大招工规模，每家企业最高可获得30万元的招工补助。",
        "30万元",
    ),
    (
        "图书馆自哪天开始闭馆？",
        "为了做好预防工作，自2020年1月24日起，图书馆及下辖分馆闭馆。",
        "自2020年1月24日起",
    ),
    ("湿地公园面积有多大？", "湿地公园总面积300公顷，年内开放。", "300公顷"),
    ("咨询电话是多少？", "咨询电话：0523-86391105。", "0523-86391105"),
    (
        "福建省从哪些方面提出支持政策？",
        "据介绍，福建省从简化审批程序、加强用工保障等方面提出支持政策。",
        "福建省从简化审批程序、加强用工保障等方面提出支持政策。",
    ),
    ("免征期限为多久？", "自2020年2月起，免征期限不超过5个月；", "不超过5个月"),
    ("参保率是多少？", "参保人数418.9万人,参保率97.8%,提高1.6个百分点。", "97.8%"),
    ("起步价多少钱？", "起步价2元，可以乘坐6公里。", "2元"),
    ("办理要几天？", "自2020年1月10日起，10日内办结。", "10日内"),
    ("个人缴费为什么涨了？", "个人缴费涨了，医疗费用在增长。", "个人缴费涨了，医疗费用在增长。"),
    (
        "How many berths will it add?",
        "It will add four deep-water berths for ships of 100,000 tonnes.",
        "four deep-water berths",
    ),
    (
        "How much will it cost?",
        "The budget approved on April 22 is 4.7 billion yuan.",
        "4.7 billion yuan",
    ),
    (
        "What share of the calls was answered?",
        "In 2024 we answered 98.5 percent of them.",
        "98.5 percent",
    ),
    (
        "When will the road be closed?",
        "From July 1, it will be closed between 10 p.m. and 6 a.m.",
        "From July 1",
    ),
    (
        "When will it be complete?",
        "The terminal will be complete at the end of June 2028.",
        "at the end of June 2028",
    ),
    ("When will it be complete?", "It may be complete by then.", None),
    ("How many ships?", "There were 12 ships in May and 15 ships in June.", None),
    (
        "第一阶梯的基本水价是多少？",
        "第一阶梯：基本水价由每立方米1.92元调整为2.30元；",
        "2.30元",
    ),  # what it is, not what it was
    (
        "退休人员年度支付限额是多少？",
        "年度支付限额职工提高到4000元，退休人员提高到4800元。",
        None,
    ),  # neither clause says all of it
    (
        "第一阶梯的基本水价原来是多少？",
        "第一阶梯：基本水价由每立方米1.92元调整为2.30元；",
        "1.92元",
    ),
    (
        "补贴金额达到多少？",
        "20家园区减免租金，补贴金额超过2500万元，惠及企业2000家。",
        "超过2500万元",
    ),
    (
        "有多少个项目完成了试生产？",
        "27个项目完成安全审查，17个项目完成试生产，2个项目停工。",
        "17个",
    ),
    ("今年考试有多少人合格？", "参考人数878人，共有720人考试合格，通过率82%。", "720人"),
    ("开放了多少床位？", "开放了9个方舱医院，有6960多张床位，在院患者5606名。", "6960多张"),
    ("利率下调了多少个基点？", "利率上月下调15个，本月再下调10个基点。", "10个"),
    ("今年开行了多少列？", "今年是中欧班列开行10周年。", None),
    ("有多少人感染？", "新毒株已引发超过40.5%的感染病例。", None),
    ("改制为几个管理区？", "郡废除了，改制为4个管理区，有12人参加。", "4个"),
    ("面罩提供多少氧气？", "面罩提供30％–50％的氧气，因型号而异。", "30％–50％"),
    ("建筑业占百分之几？", "建筑业占百分之六至百分之九。", "百分之六至百分之九"),
    ("老城墙哪年修建？", "老城墙于1368年至1373年修建，1998年修缮。", "于1368年至1373年"),
    ("有多少种植物？", "雨林有数万种植物，昆虫250万种。", "数万种"),
    ("3号线有几站？", "3号线一期全长28.6公里，设站21座，总投资214.5亿元。", "21座"),
    ("园区有多少家企业？", "园区面积12平方公里，道路7条。", None),
    ("水价涨了多少？", "基本水价由每立方米2.88元调整为3.45元。", None),  # neither is the difference
    ("全市有多少座水库？", "南湖是一座老水库。", None),  # "a" is no number
    ("这是第多少届交通大会？", "这是第12届交通大会，来了320人。", "12届"),
    ("来了多少人？", "这是第12届交通大会，来了不少人。", None),
    ("什么时候推行一码通？", "市政府2月15日召开新闻发布会，宣布16日起在全市推行一码通。", "16日起"),
    ("医院哪天完工？", "新华社云浦2月4日电，医院正在扩建。", None),
    ("哪一年并入云浦？", "镇于9月并入云浦。", None),
    ("公告2020年第8号何时实施？", "2020年第8号公告已经实施。", None),  # the question says it itself
    ("提供多少种外语服务？", "12345热线提供英、法、德等8种外语服务。", "8种"),
    (
        "志愿者有多少？",
        "今天来了一群人，用时3天。",
        None,
    ),  # nothing of the question stands beside it
]
METRO = [
    "指挥部宣布，地铁3号线一期工程已于3月8日实现全线“洞通”。",
    "3号线一期全长28.6公里，计划于2025年9月28日开通初期运营。",
]
OF_SEVERAL = [
    ("地铁3号线什么时候开通？", METRO, "计划于2025年9月28日"),
    ("地鐵3號線什麼時候開通？", METRO, "计划于2025年9月28日"),
    ("3号线哪天洞通？", METRO, "于3月8日"),
    ("When does metro line 3 open?", METRO, None),  # across languages its words do not tell which
    (
        "When will the new berth open?",
        ["The berth was approved on May 6, 2025.", "The new berth will open on June 30, 2028."],
        "on June 30, 2028",
    ),
    (
        "When will it be?",
        ["It was planned on May 6, 2025.", "It was built on June 30, 2028."],
        None,
    ),
    (
        "票价多少钱？",
        ["票价这样定。", "起步票价2元。", "如果换乘，票价1元。"],
        "2元",
    ),  # no part of a condition
]


@pytest.mark.parametrize(("question", "words", "expected"), CASES)
def test_a_question_is_answered_with_as_few_words_as_do(
    question: str, words: str, expected: str | None
) -> None:
    assert brief(read_question(question), [words]) == expected


@pytest.mark.parametrize(("question", "sentences", "expected"), OF_SEVERAL)
def test_the_day_or_figure_is_taken_from_the_sentence_that_says_what_is_asked(
    question: str, sentences: list[str], expected: str | None
) -> None:
    assert brief(read_question(question), sentences) == expected


@pytest.mark.parametrize("question", ["地铁3号线什么时候开通？", "地鐵3號線什麼時候開通？"])
def test_the_row_tells_the_day_of_what_is_asked_not_the_first_of_two(
    sampled: Parts, question: str
) -> None:
    assert (
        answer_row(sampled.assistant.look_up(question), ms=1.0)["answer"] == "计划于2025年9月28日"
    )


def test_of_a_fragment_its_own_words_tell_which() -> None:
    asked = read_question("那退休人员呢？", ["职工年度支付限额是多少？", "职工提高到4000元。"])
    assert brief(asked, ["年度支付限额，职工提高到4000元，退休人员提高到4800元。"]) == "4800元"
    assert brief(asked, ["年度支付限额，职工提高到4000元，居民提高到450元。"]) is None
    asked = read_question("5号线一期呢？", ["3号线一期设站多少座？", "设站21座。"])
    assert (
        brief(asked, ["5号线一期全长35.2公里，设站26座，土建完成58%。"]) is None
    )  # its length is not what is asked


def test_of_several_figures_none_is_picked_where_the_question_does_not_tell_which() -> None:
    assert brief(read_question("志愿者有多少人？"), ["机关干部96名、公安民警80名。"]) is None


def test_what_is_counted_off_is_answered_whole() -> None:
    assert is_enumeration("一是减税；二是降费。")
    assert is_enumeration("（一）身份证；（二）户口簿。")
    assert not is_enumeration("票价2元，其中一是起步价。")
    assert not is_enumeration("3号线第三季度开通。")


@pytest.mark.parametrize(
    "words", ["如果下雨，大坝3号闸开放。", "网传3号线停运3天，纯属谣言。", "目前没有发现12例病例。"]
)
def test_no_part_is_taken_of_a_condition_a_rumour_or_a_denial(words: str) -> None:
    assert brief(read_question("多少？"), [words]) == words


@given(
    st.text(
        alphabet="一二三多少个万元月日2019年，。、的哪些什么时候参保率起至", min_size=1, max_size=40
    )
)
def test_brief_words_stand_in_their_sentence_as_they_are(words: str) -> None:
    for asked in ("参保率是多少？", "什么时候起？", "哪些？"):
        found = brief(read_question(asked), [words])
        assert found is None or (found and found in words)


def test_the_row_has_the_brief_words_and_the_citation_their_sentence(sampled: Parts) -> None:
    answer = sampled.assistant.look_up("2025年医保参保率是多少？")
    row = answer_row(answer, ms=1.0)
    assert row["answer"] in answer.text
    assert any(row["answer"] in citation["text"] for citation in row["citations"])


def test_a_figure_is_marked_where_it_stands_whole() -> None:
    line = Line("企业增加13%，个体户3%。", None, (), None, brief="3%")
    assert line.parts == ("企业增加13%，个体户", "3%", "。")
    assert Line("企业增加13%。", None, (), None, brief="3%").parts == ("企业增加13%。", "", "")

"""Text -> Transcript: golden files for every sample, the shape of a city's conference, gold scores,
and what always holds.

The golden files hold what a person read in the sample and found right. After a change that is
meant, write them anew and read the difference before it is committed:

    REGENERATE_GOLDEN=1 python -m pytest tests/test_corpus_parse.py -k golden

A golden file may have a "remark": a doubt about the result it freezes. Writing anew keeps it.
"""

from __future__ import annotations

import importlib.util
import json
import os
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pressroom.corpus.errors import PressroomError, ReadError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import read_path
from pressroom.corpus.source import Hints, SourceText
from pressroom.corpus.transcript import Transcript

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))

CITY = """云浦频道 > 要闻

云浦市城市绿化新闻发布会全程实录

来源: 云浦日报  作者:杜知微
2024-04-12 15:42:00
分享:

云浦市城市绿化新闻发布会现场。云浦日报记者 杜知微 摄

云浦日报4月12日讯(记者 杜知微)4月12日上午10时,云浦市城市绿化新闻发布会召开,全程实录如下。

云浦市委宣传部副部长、市政府新闻办主任沈若岚:

各位记者朋友,大家上午好!下面先请市园林局局长高望山介绍情况。

云浦市园林局党组书记、局长高望山:

各位记者朋友,上午好!

一、口袋公园建设

去年新建口袋公园36个。

二、行道树更新

今年更换行道树4200株。

谢谢大家!

云浦市委宣传部副部长、市政府新闻办主任沈若岚:

下面进入提问环节。

1.记者:行道树为什么要换?

云浦市园林局副局长叶知秋

谢谢您的提问。原因有三个。

一是老化。部分行道树树龄超过40年。

二是飞絮:每年四月市民意见最多。

2.云浦晚报记者:口袋公园今年还建吗?

云浦市园林局党组书记、局长高望山:

建。计划新建28个。

云浦市园林局副局长叶知秋:

我补充一点:选址听居民的。

云浦市委宣传部副部长、市政府新闻办主任沈若岚:

今天的发布会到此结束,谢谢大家!

关键词:园林,口袋公园,新闻发布会责任编辑:许向晚
"""

CONFERENCE = """云浦市医疗保障新闻发布会全程实录

2024-06-18

主持人林知夏：各位记者朋友，大家好。先请周启明局长介绍情况。

市医疗保障局局长周启明：各位记者朋友，上午好！

{paragraphs}

我先介绍这些，谢谢大家！

记者：请问门诊统筹怎么报？

市医疗保障局局长周启明：谢谢你的提问。
"""


def parsed(text: str, document_id: str = "document") -> Transcript:
    return parse(SourceText(document_id, text, "document.txt"))


def paragraphs(transcript: Transcript) -> list[str]:
    return [
        transcript.words(paragraph) for turn in transcript.turns for paragraph in turn.paragraphs
    ]


def labels(transcript: Transcript) -> list[str | None]:
    return [turn.label for turn in transcript.turns]


# golden files


def outline(transcript: Transcript) -> dict[str, Any]:
    """What a golden file holds."""
    return {
        "title": transcript.title,
        "date": transcript.date,
        "source": transcript.source,
        "language": transcript.language,
        "place": transcript.place,
        "body": transcript.body,
        "published": transcript.published,
        "evidence": {evidence.field: evidence.found for evidence in transcript.evidence},
        "warnings": list(transcript.warnings),
        "turns": [
            {
                "label": turn.label,
                "speaker": turn.speaker.name if turn.speaker else None,
                "title": turn.speaker.title if turn.speaker else None,
                "body": turn.speaker.body if turn.speaker else None,
                "kind": turn.kind,
                "answers": turn.answers,
                "follows": turn.follows,
                "remarks": [transcript.text[start:end] for start, end in turn.remarks],
                "paragraphs": len(turn.paragraphs),
                "begin": [transcript.words(paragraph)[:20] for paragraph in turn.paragraphs],
            }
            for turn in transcript.turns
        ],
    }


@pytest.mark.parametrize("sample", SAMPLE_FILES, ids=lambda path: path.stem)
def test_a_sample_parses_as_its_golden_file_says(sample: Path):
    golden = GOLDEN / f"{sample.stem}.json"
    known = json.loads(golden.read_text("utf-8")) if golden.exists() else {}
    remark = {"remark": known.pop("remark")} if "remark" in known else {}
    [source] = read_path(sample)
    found = outline(parse(source))
    if os.environ.get("REGENERATE_GOLDEN"):
        golden.write_text(
            json.dumps({**remark, **found}, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        pytest.skip(f"wrote {golden.name}; read the difference before you commit it")
    assert found == known


def test_every_golden_file_has_its_sample():
    assert {path.stem for path in GOLDEN.glob("*.json")} == {path.stem for path in SAMPLE_FILES}


def test_the_time_and_the_place_of_a_conference_are_treated_alike():
    [source] = read_path(SAMPLES / "云浦市防汛救灾发布会-2024-08-05.txt")
    kept = paragraphs(parse(source))
    assert ("时间：2024年8月5日16时" in kept) == ("地点：云浦市应急指挥中心一楼" in kept)


def test_the_date_under_a_signature_is_part_of_the_notice():
    [source] = read_path(SAMPLES / "关于调整居民用水价格的通知-2025-01-10.txt")
    assert paragraphs(parse(source))[-2:] == ["云浦市发展和改革委员会", "2025年1月10日"]


# the shape of a city's conference


def test_what_belongs_to_the_web_page_is_in_no_turn():
    words = "\n".join(paragraphs(parsed(CITY)))
    for furniture in (
        "云浦频道",
        "作者",
        "15:42",
        "分享",
        "新闻发布会现场",
        "关键词",
        "责任编辑",
        "全程实录\n",
    ):
        assert furniture not in words


def test_the_header_gives_title_date_and_source():
    transcript = parsed(CITY)
    assert (transcript.title, transcript.date, transcript.source) == (
        "云浦市城市绿化新闻发布会全程实录",
        "2024-04-12",
        "云浦日报",
    )
    assert transcript.title_span is not None
    assert transcript.text[slice(*transcript.title_span)] == transcript.title


def test_the_turns_of_a_conference_come_in_order_with_their_kinds():
    kinds = [
        (turn.kind, turn.speaker.name if turn.speaker else None) for turn in parsed(CITY).turns
    ]
    assert kinds == [
        ("narration", None),
        ("moderation", "沈若岚"),
        ("statement", "高望山"),
        ("moderation", "沈若岚"),
        ("question", "记者"),
        ("answer", "叶知秋"),
        ("question", "云浦晚报记者"),
        ("answer", "高望山"),
        ("answer", "叶知秋"),
        ("moderation", "沈若岚"),
    ]


def test_a_label_that_lacks_its_colon_is_still_a_label():
    turn = parsed(CITY).turns[5]
    assert (turn.label, turn.speaker and turn.speaker.title) == (
        "云浦市园林局副局长叶知秋",
        "云浦市园林局副局长",
    )


def test_the_number_of_a_question_is_in_neither_label_nor_words():
    transcript = parsed(CITY)
    turn = transcript.turns[4]
    assert (turn.label, [transcript.words(p) for p in turn.paragraphs]) == (
        "记者",
        ["行道树为什么要换?"],
    )


def test_headings_are_kept_as_paragraphs_and_marked():
    transcript = parsed(CITY)
    headings = [
        transcript.words(p) for turn in transcript.turns for p in turn.paragraphs if p.heading
    ]
    assert headings == ["一、口袋公园建设", "二、行道树更新"]


def test_every_answer_knows_the_last_question_before_it():
    transcript = parsed(CITY)
    assert [turn.answers for turn in transcript.turns] == [
        None,
        None,
        None,
        None,
        None,
        5,
        None,
        7,
        7,
        None,
    ]
    assert transcript.question_of(transcript.turns[8]) is transcript.turns[6]


def test_the_paragraphs_of_a_city_conference_are_all_there():
    assert paragraphs(parsed(CITY))[1:] == [
        "各位记者朋友,大家上午好!下面先请市园林局局长高望山介绍情况。",
        "各位记者朋友,上午好!",
        "一、口袋公园建设",
        "去年新建口袋公园36个。",
        "二、行道树更新",
        "今年更换行道树4200株。",
        "谢谢大家!",
        "下面进入提问环节。",
        "行道树为什么要换?",
        "谢谢您的提问。原因有三个。",
        "一是老化。部分行道树树龄超过40年。",
        "二是飞絮:每年四月市民意见最多。",
        "口袋公园今年还建吗?",
        "建。计划新建28个。",
        "我补充一点:选址听居民的。",
        "今天的发布会到此结束,谢谢大家!",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "一是报销比例看级别：一级机构报80%。",
        "第一阶梯：年用水量220立方米以下。",
        "（三）对困难群体：全额资助。",
        "其次：抓落实。",
        "具体来说：有三点。",
        "需要说明的是：数字会变。",
        "举个例子：一位老人去年花了两万元。",
        "咨询电话：12393",
        "注：以上为初步数据。",
        "第一个问题：谁来管？",
        "“云浦医保”小程序：可以办理。",
        "他说：“好。”",
        "老百姓说：“方便。”",
        "周启明强调：“我们不会压缩。”",
        "国务院总理李强强调：要稳就业。",
        "李医生告诉我们：药品充足。",
        "习近平总书记指出：“绿水青山就是金山银山。”",
        "省委书记强调：要把群众放在心上。",
        "张市长要求：年底前完成。",
        "王主任介绍：进展顺利。",
        "有专家认为：安全。",
        "市民代表反映：路不好走。",
        "有市民问：缴费年年涨，究竟值不值？",
        "大家常问：药店能报吗？",
        "最后一问：怎么办？",
        "首先回答第一问：能。",
        "我的回答：会。",
        "一位记者朋友说：“服务变好了。”",
        "退休人员：3500元。\n\n灵活就业退休人员另有办法。",
        "举个例子：一位老人去年花了两万元。\n\n举个例子：一家三口每月用水12立方米。",
        "城乡居民：每人每年640元。\n\n城乡居民：报销七成。",
    ],
)
def test_enumerations_and_quoted_speech_never_become_speakers(words: str):
    transcript = parsed(CONFERENCE.format(paragraphs=words))
    assert labels(transcript) == [
        "主持人林知夏",
        "市医疗保障局局长周启明",
        "记者",
        "市医疗保障局局长周启明",
    ]
    assert paragraphs(transcript)[2:-3] == words.split("\n\n")


def test_a_press_release_without_speakers_is_a_statement_of_the_body_that_signs_it():
    transcript = parsed(
        "关于公园开放的通知\n\n各公园自5月1日起延长开放时间。\n\n特此通知。\n\n云浦市园林管理局\n"
    )
    [turn] = transcript.turns
    assert (turn.kind, turn.label) == ("statement", None)
    assert turn.speaker is not None
    assert (turn.speaker.name, turn.speaker.body) == ("云浦市园林管理局", "云浦市园林管理局")


def test_a_spokesperson_takes_the_title_that_the_document_gives():
    transcript = parsed(
        "2024年5月8日外交部发言人李敏主持例行记者会\n\n路透社记者：请问有何评论？\n\n李敏："
        "我们注意到有关报道。\n"
    )
    speakers = [
        (turn.speaker.name, turn.speaker.title) for turn in transcript.turns if turn.speaker
    ]
    assert speakers == [("路透社记者", None), ("李敏", "外交部发言人")]


def test_a_follow_up_is_a_question_of_its_own():
    transcript = parsed(
        "例行记者会\n\n新华社记者：何时公布？\n\n李敏：月底。\n\n追问：哪一天？\n\n李敏：31日。\n"
    )
    assert [(turn.kind, turn.answers) for turn in transcript.turns] == [
        ("question", None),
        ("answer", 1),
        ("question", None),
        ("answer", 3),
    ]


def test_an_english_briefing_has_names_in_capitals_and_a_bare_q():
    transcript = parsed(
        "Press Briefing\n\nMS. LEE:  Good afternoon.\n\nQ    When does it open?\n\nMS. LEE:  In "
        "May.\n\nQ    Why?\n\nMS. LEE:  Rain.\n"
    )
    assert labels(transcript) == ["MS. LEE", "Q", "MS. LEE", "Q", "MS. LEE"]
    assert [turn.kind for turn in transcript.turns][1:] == [
        "question",
        "answer",
        "question",
        "answer",
    ]


def test_the_file_may_name_title_and_date_itself():
    transcript = parse(
        SourceText("x", CITY, "x.jsonl, line 1", title="别的标题", date="2020-01-02")
    )
    assert (transcript.title, transcript.date) == ("别的标题", "2020-01-02")


def test_a_document_without_date_takes_the_one_in_its_id():
    assert parsed("发布会\n\n局长：今天说两点。\n", "briefing_2023_07_09").date == "2023-07-09"


# gold scores on real transcripts


@pytest.fixture(scope="session")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "score_turns", shared / "score" / "score_turns.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(scorer: ModuleType, folder: Path) -> list[dict[str, float | None]]:
    rows = []
    for gold in sorted(folder.glob("*.gold.json")):
        [source] = read_path(gold.with_name(gold.name.replace(".gold.json", ".txt")))
        rows.append(scorer.score(json.loads(gold.read_text("utf-8")), scored(parse(source))))
    return rows


def scored(transcript: Transcript) -> dict[str, Any]:
    turns = [
        {
            "label": turn.label,
            "speaker": turn.speaker.name if turn.speaker else None,
            "kind": turn.kind,
            "paragraphs": [transcript.words(paragraph) for paragraph in turn.paragraphs],
        }
        for turn in transcript.turns
    ]
    return {"title": transcript.title, "date": transcript.date, "turns": turns}


def test_a_real_city_conference_parses_without_a_mistake(scorer: ModuleType, shared: Path):
    [row] = scores(scorer, shared / "transcripts" / "city")
    assert row.pop("leaked") == 0
    assert set(row.values()) - {None} == {1.0}


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("mfa-zh", 0.99),
        ("dialogue-zh-hant", 0.98),
        ("briefing-en", 0.97),
        ("conferencia-es", 0.95),
        ("taskforce-en", 0.98),
    ],
)
def test_real_transcripts_keep_their_speakers_turns_titles_and_dates(
    scorer: ModuleType, shared: Path, kind: str, least: float
):
    rows = scores(scorer, shared / "transcripts" / kind)
    assert len(rows) >= 4
    for measure, bound in (("speaker", least), ("turn_f1", least), ("title", 0.95), ("date", 0.95)):
        values = [value for row in rows if (value := row[measure]) is not None]
        assert not values or sum(values) / len(values) >= bound, measure


# what always holds

PIECES = [
    *(
        "记者：",
        "1.记者：",
        "市长张三：",
        "主持人：",
        "云浦市教育局局长 李四",
        "追问：",
        "MS. LEE:",
        "Q  ",
        "**",
        "[",
        "]",
        "(01:51)",
    ),
    *(
        "一、总体情况",
        "一是",
        "来源：日报",
        "2024年5月6日",
        "责任编辑：张三",
        "首页 > 新闻",
        "图为现场",
        "云浦市教育局",
        "Mr. Lee",
    ),
    *(
        "“",
        "”",
        "《",
        "》",
        "。",
        "？",
        "；",
        ".",
        "3.5",
        " ",
        "　",
        "\n",
        "\n\n",
        "\r\n",
        "\x0b",
        "\u2028",
    ),
]
TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(PIECES) | st.text(max_size=5), max_size=40
).map("".join)


@examples(max_examples=300, deadline=None)
@given(TEXTS)
@example("[,:")
@example(",a: b\n,: c")
def test_any_text_is_parsed_or_refused_in_words_for_people(text: str):
    try:
        transcript = parsed(text)
    except PressroomError:
        assert not text.strip()
        return
    assert transcript.text == text


@examples(max_examples=300, deadline=None)
@given(TEXTS.filter(lambda text: text.strip()))
def test_paragraphs_are_numbered_in_order_apart_and_without_white_space_at_their_ends(text: str):
    transcript = parsed(text)
    found = [paragraph for turn in transcript.turns for paragraph in turn.paragraphs]
    assert [paragraph.number for paragraph in found] == list(range(1, len(found) + 1))
    assert found
    for before, after in pairwise(found):
        assert before.end <= after.start
    for paragraph in found:
        assert transcript.words(paragraph)
        assert transcript.words(paragraph) == transcript.words(paragraph).strip()


@examples(max_examples=200, deadline=None)
@given(TEXTS.filter(lambda text: text.strip()))
def test_turns_are_numbered_and_answers_point_back_to_questions(text: str):
    transcript = parsed(text)
    assert [turn.number for turn in transcript.turns] == list(range(1, len(transcript.turns) + 1))
    for turn in transcript.turns:
        asked = transcript.question_of(turn)
        assert (turn.kind == "answer") == (asked is not None)
        assert asked is None or (asked.kind == "question" and asked.number < turn.number)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "　\t\r\n"])
def test_white_space_is_not_a_document(text: str):
    with pytest.raises(ReadError, match=r"document\.txt: the document is empty; expected"):
        parsed(text)


@pytest.mark.timeout(2, method="signal")
@pytest.mark.parametrize(
    "line",
    ["a > b > c > d > e > f > g > h > i > j > k > l > m > n。", "A" * 80 + "%: yes"],
    ids=["many arrows", "many capitals"],
)
def test_an_odd_line_does_not_hang_the_parser(line: str):
    assert paragraphs(parsed(f"{line}\n正文在这里。"))


def test_a_day_of_publication_in_the_metadata_that_lies_before_the_event_is_not_believed():
    text = "云浦市湿地公园发布会\n\n2025年4月8日\n\n市园林局局长周婷：公园5月1日开放。\n"
    stale, fresh = (
        parse(SourceText("x", text, "x.docx", hints=Hints(date=day)))
        for day in ("2013-12-23", "2025-04-09")
    )
    assert (stale.date, stale.published, stale.found("published")) == ("2025-04-08", None, None)
    assert fresh.published == "2025-04-09"

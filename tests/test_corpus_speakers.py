"""Shapes of labels that press offices print, who is one person, which question is followed up, and
what the header says of itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from pressroom.corpus.errors import PressroomError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import Hints, SourceText
from pressroom.corpus.transcript import Span, Transcript
from pressroom.index.spanned import Spanned

HEAD = "云浦市园林新闻发布会\n\n2024年5月6日\n\n"


def parsed(text: str, document_id: str = "document") -> Transcript:
    return parse(SourceText(document_id, text, "document.txt"))


def kinds(transcript: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.label, turn.kind) for turn in transcript.turns]


def people(transcript: Transcript) -> dict[str | None, tuple[str, str | None] | None]:
    return {
        turn.label: (turn.speaker.name, turn.speaker.title) if turn.speaker else None
        for turn in transcript.turns
    }


# shapes

SHAPES = {
    "own line": "主持人 柳青禾：\n\n各位好。\n\n发布人 高望山：\n\n去年36个。\n\n凤凰卫视记者：\n\n今年呢？\n\n高望山：\n\n28个。\n",
    "brackets": "[主持人 柳青禾]\n各位好。\n[高望山]\n去年36个。\n[凤凰卫视记者]\n今年呢？\n[高望山]\n28个。\n",
    "lenticular brackets": "【主持人】各位好。\n【高望山】去年36个。\n【凤凰卫视记者】今年呢？\n【高望山】28个。\n",
    "stamps before": (
        "[10:05:21] 主持人：各位好。\n[10:06:02] 高望山：去年36个。\n[10:09:40] 凤凰卫视记者：今年呢？\n[10:10:11] 高望山：28个。\n"
    ),
    "date and time after": (
        "主持人 柳青禾 2024-05-06 10:00:05：\n各位好。\n高望山 2024-05-06 10:01:05：\n去年36个。\n"
        "凤凰卫视记者 2024-05-06 10:08:00：\n今年呢？\n高望山 2024-05-06 10:09:00：\n28个。\n"
    ),
    "bold": "**主持人 柳青禾：** 各位好。\n\n**高望山**：去年36个。\n\n**凤凰卫视记者：**今年呢？\n\n**高望山**\n\n28个。\n",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=list(SHAPES))
def test_every_shape_gives_the_same_four_turns(text: str):
    transcript = parsed(HEAD + text)
    assert [turn.kind for turn in transcript.turns] == [
        "moderation",
        "statement",
        "question",
        "answer",
    ]
    assert [transcript.words(turn.paragraphs[0]) for turn in transcript.turns] == [
        "各位好。",
        "去年36个。",
        "今年呢？",
        "28个。",
    ]
    assert transcript.turns[2].speaker is not None
    assert transcript.turns[2].speaker.body == "凤凰卫视"


@pytest.mark.parametrize(
    "text",
    [
        "问：今年呢？\n\n答：28个。\n\n问：在哪？\n\n答：东区。\n",
        "【问】今年呢？\n【答】28个。\n【问】在哪？\n【答】东区。\n",
        "1.问：今年呢？\n\n答：28个。\n\n2.问：在哪？\n\n答：东区。\n",
        "（记者）今年呢？\n（答）28个。\n（记者）在哪？\n（答）东区。\n",
        "Q1: How many?\n\nA1: Four.\n\nQ2: Where?\n\nA2: East.\n",
    ],
)
def test_marks_of_question_and_answer_make_turns(text: str):
    transcript = parsed("云浦市园林局负责人答记者问\n\n" + text)
    assert [(turn.kind, turn.answers) for turn in transcript.turns] == [
        ("question", None),
        ("answer", 1),
        ("question", None),
        ("answer", 3),
    ]


def test_a_list_of_options_is_no_question_and_answer():
    transcript = parsed(
        HEAD
        + "市园林局局长高望山：三个方案。\n\nA：东区。\n\nB：西区。\n\n记者：为什么？\n\n高望山：便民。\n"
    )
    assert [turn.label for turn in transcript.turns] == ["市园林局局长高望山", "记者", "高望山"]


def test_a_label_in_capitals_may_run_over_two_lines_and_hold_commas_and_brackets():
    title = "SECRETARIA DE SALUD, CULTURA Y DEPORTE (SSCD)"
    line = (
        "La obra empieza en mayo y termina en junio del mismo año, como se dijo ya hace\n"
        "unos meses a todos los vecinos de la ciudad, que lo pidieron muchas veces y\n"
        "que ahora por fin van a verla; y eso es lo que hoy queremos contarles aquí.\n\n"
    )
    label = f"**ANA RUIZ PEÑA, {title.replace(' Y ', chr(10) + 'Y ')}:** {line}"
    transcript = parsed(
        f"Conferencia de prensa\n\n{label}PREGUNTA: ¿Cuándo?\n\n{line * 6}ANA RUIZ PEÑA: En mayo.\n"
    )
    assert [turn.label for turn in transcript.turns] == [
        f"ANA RUIZ PEÑA, {title}",
        "PREGUNTA",
        "ANA RUIZ PEÑA",
    ]
    assert transcript.turns[2].speaker == transcript.turns[0].speaker


def test_a_label_in_italics_belongs_to_a_recording_that_is_played():
    transcript = parsed(
        "Conferencia\n\nANA RUIZ: Vean.\n\n**_LUIS PAZ:_ ** _No más._\n\nPREGUNTA: ¿Qué?\n\nANA RUIZ: Eso.\n"
    )
    assert [turn.label for turn in transcript.turns] == ["ANA RUIZ", "PREGUNTA", "ANA RUIZ"]


def test_a_remark_between_labelled_paragraphs_is_nobodys():
    lines = [f"柳青禾：第{n}段。\n\n高望山：好。\n\n" for n in range(6)]
    transcript = parsed(HEAD + "".join(lines) + "（进行投票）\n\n高望山：完。\n")
    turn = transcript.turns[-2]
    assert (turn.label, turn.kind, len(turn.remarks)) == (None, "narration", 1)


# one person


def test_short_forms_of_one_person_are_one_speaker_and_keep_their_label():
    transcript = parsed(
        HEAD + "云浦市园林局党组书记、局长高望山：好。\n\n记者：几个？\n\n高望山：28个。\n\n"
        "高局长：对。\n\n局长高望山：对。\n\n高望山局长：对。\n"
    )
    officials = [turn for turn in transcript.turns if turn.kind != "question"]
    assert [turn.label for turn in officials] == [
        "云浦市园林局党组书记、局长高望山",
        "高望山",
        "高局长",
        "局长高望山",
        "高望山局长",
    ]
    assert {turn.speaker for turn in officials} == {officials[0].speaker}


def test_a_short_form_that_fits_two_people_is_joined_to_neither():
    transcript = parsed(
        HEAD
        + "市园林局副局长刘远山：好。\n\n市水务局副局长刘近水：好。\n\n记者：谁？\n\n刘副局长：我。\n"
    )
    assert people(transcript)["刘副局长"] == ("刘副局长", None)


def test_a_name_takes_the_title_with_which_it_is_introduced():
    transcript = parsed(
        HEAD
        + "主持人：下面请市园林局局长高望山介绍情况。\n\n高望山：好。\n\n记者：几个？\n\n高望山：28个。\n"
    )
    assert people(transcript)["高望山"] == ("高望山", "市园林局局长")


def test_an_english_surname_takes_name_and_title_from_the_headline():
    transcript = parsed(
        "Press Briefing by Press Secretary Ann Lee and NSC Coordinator for Arctic Affairs Bo Kern\n\nMay 6, 2024\n\n"
        "MS. LEE:  Hello.\n\nQ    When?\n\nMR. KERN:  In May.\n\nReporter (Yunpu Daily): Why?\n\nMS. LEE:  Rain.\n"
    )
    assert people(transcript)["MS. LEE"] == ("Ann Lee", "Press Secretary")
    assert people(transcript)["MR. KERN"] == ("Bo Kern", "NSC Coordinator for Arctic Affairs")
    reporter = transcript.turns[3].speaker
    assert reporter is not None
    assert (reporter.name, reporter.body) == ("Reporter (Yunpu Daily)", "Yunpu Daily")


# follow-ups


def test_a_follow_up_goes_back_to_the_first_question_of_its_exchange():
    transcript = parsed(
        HEAD
        + "路透社记者：几个？\n\n高望山：28个。\n\n路透社记者：追问一下，在哪？\n\n高望山：东区。\n\n追问：何时？\n\n高望山：五月。\n\n"
        "法新社记者：谁？\n\n高望山：我。\n"
    )
    assert [(turn.answers, turn.follows) for turn in transcript.turns] == [
        (None, None),
        (1, None),
        (None, 1),
        (3, None),
        (None, 1),
        (5, None),
        (None, None),
        (7, None),
    ]


def test_a_question_to_two_officials_is_answered_twice():
    transcript = parsed(
        HEAD + "记者：谁答？\n\n市园林局局长高望山：我。\n\n市园林局副局长叶知秋：还有我。\n"
    )
    assert [turn.answers for turn in transcript.turns] == [None, 1, 1]


# header and doubts


def test_the_event_and_its_publication_have_each_their_day_and_place_in_the_text():
    transcript = parsed(
        "云浦市绿化新闻发布会\n来源：云浦日报\n2024-01-02 09:00:00\n"
        "12月30日上午，云浦市园林局在市民中心召开新闻发布会。\n主持人：好。\n市园林局局长高望山：好。\n"
    )
    assert (transcript.date, transcript.published) == ("2023-12-30", "2024-01-02")
    assert (transcript.place, transcript.body, transcript.source) == (
        "市民中心",
        "云浦市园林局",
        "云浦日报",
    )
    found = {evidence.field: evidence.found for evidence in transcript.evidence}
    assert found == {
        "title": "line 1",
        "date": "lede",
        "published": "line 3",
        "source": "line 2",
        "place": "lede",
        "body": "lede",
    }


def test_the_text_is_believed_before_the_metadata_of_its_file():
    hints = Hints(title="Untitled", date="2020-01-01", source="Word")
    transcript = parse(
        SourceText("x", HEAD + "主持人：好。\n市园林局局长高望山：好。\n", "x.docx", hints=hints)
    )
    assert (transcript.title, transcript.date, transcript.source) == (
        "云浦市园林新闻发布会",
        "2024-05-06",
        "Word",
    )
    assert transcript.found("source") == "metadata"


def test_doubts_are_told():
    transcript = parsed("发布会\n\n" + "今天介绍情况。" * 600, "briefing_2023_07_09")
    assert transcript.warnings == (
        "date found only in the file name",
        "no speaker found",
        "a turn of 4,200 characters without speaker",
    )
    assert "no date found" in parsed("发布会\n\n局长：好。\n").warnings


def test_remarks_are_spans_of_the_text():
    transcript = parsed(
        HEAD + "主持人：好（笑）。\n\n市园林局局长高望山：（掌声）谢谢（按2023年口径）。\n"
    )
    assert [[transcript.text[a:b] for a, b in turn.remarks] for turn in transcript.turns] == [
        ["（笑）"],
        ["（掌声）"],
    ]


def test_any_offset_of_a_paragraph_finds_it_and_no_other_does():
    transcript = parsed(HEAD + SHAPES["own line"])
    owners = {
        offset: (turn, p)
        for turn in transcript.turns
        for p in turn.paragraphs
        for offset in range(p.start, p.end)
    }
    assert all(
        transcript.paragraph_at(offset) == owners.get(offset)
        for offset in range(-1, len(transcript.text) + 1)
    )


# speed


def parsed_if_any(text: str) -> None:
    try:
        parsed(text)
    except PressroomError:
        assert not text.strip()


@pytest.mark.timeout(60)  # half a second where nothing else runs, and hours where it grows faster
def test_two_megabytes_are_read_in_line_with_their_length():
    turn = (
        "云浦市园林局局长高望山：\n\n"
        + "去年新建公园36个，今年更换行道树4200株。" * 12
        + "\n\n路透社记者：今年建几个？\n\n"
    )
    parsed_if_any(HEAD + turn * (2_000_000 // len(turn)))


ODD = [
    "（" * 10_000 + "）" * 10_000,
    "局长" * 10_000,
    "12月3日" * 4_000,
    "a" + " " * 19_998 + "b",
    "".join(f"N{i} S{i}: y\n" for i in range(1_800)),
]
ODD += [
    char * 20_000 if form == "run" else (char * 40 + "：\n") * 470
    for char in "aA[（【*_#>-.。：记1Q年“、·"
    for form in ("run", "lines")
]


@pytest.mark.timeout(60)  # here and below: a fraction of a second where nothing else runs
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_reading_odd_text_comes_to_an_end(text: str):
    parsed_if_any(text[:20_000])


@pytest.mark.timeout(120)
def test_random_heaps_of_marks_are_read():
    rng = random.Random(1)
    marks = [
        "记者：",
        "局长",
        "高望山",
        "[",
        "]",
        "（",
        "）",
        "**",
        "Q ",
        "10:05:21",
        "2024-05-06",
        " ",
        "\n",
        "：",
        "MS. LEE:",
        "问",
        "召开",
        "在",
        "。",
    ]
    for _ in range(100):
        text = "".join(
            rng.choice(marks) * rng.choice([1, 1, 1, 50, 800]) for _ in range(rng.randint(1, 200))
        )
        parsed_if_any(text[:20_000])


def test_a_label_of_punctuation_alone_names_nobody():
    turns = parse(
        SourceText(
            "d", "新闻发布会\n\n？！：第一句话。\n\n，：第二句话。\n\n？！：第三句话。", "d.txt"
        )
    ).turns
    assert [turn.speaker for turn in turns if turn.speaker] == []


@pytest.mark.parametrize("masked", ["○○○", "＊＊＊", "×××"])
def test_signs_that_stand_for_a_name_are_a_speaker(masked: str):
    turns = parse(
        SourceText(
            "d",
            f"新闻发布会\n\n{masked}：第一句话。\n\n{masked}：第二句话。\n\n{masked}：第三句话。",
            "d.txt",
        )
    ).turns
    assert {turn.speaker.name for turn in turns if turn.speaker} == {masked}


SECTIONS = "".join(
    f"{number}.{what}\n\n【申领对象】{who}。\n\n【收件地点】{where}。\n\n【法规出处】《云浦市证照办法》。\n\n"
    for number, what, who, where in (
        ("1", "渔民证", "在本市从事捕捞的居民", "码头服务站"),
        ("2", "摊位证", "在集市摆摊的居民", "集市管理所"),
        ("3", "导游证", "通过考试的居民", "旅游服务中心"),
    )
)


@pytest.mark.parametrize("lines", [SECTIONS, " ".join(SECTIONS.split("\n\n"))])
def test_what_sets_off_parts_of_a_text_in_brackets_is_nobodys_label(lines: str):
    told = parsed(f"云浦市办证指南\n\n2024年5月6日\n\n市民可按下列办法申领证照。\n\n{lines}")

    assert {turn.label for turn in told.turns} == {None}


def test_a_paper_and_a_nickname_in_brackets_are_labels_still():
    told = parsed(
        f"{HEAD}【柳青禾】各位好。\n【云浦日报】今年栽多少棵？\n【柳青禾】三千棵。\n"
        "【爱花人】哪里能看？\n【柳青禾】河边。\n"
    )

    assert [turn.label for turn in told.turns][1::2] == ["云浦日报", "爱花人"]


def test_a_mark_behind_an_indent_begins_a_turn_whatever_stands_before():
    told = parsed(
        "集市摆摊有新规。 　　何处摆 　　问：河边能摆吗？ 　　答：能。 　　何时摆 "
        "　　问：夜里能摆吗？ 　　答：到十点。"
    )

    assert [turn.kind for turn in told.turns][-4:] == ["question", "answer"] * 2


@dataclass(frozen=True, slots=True)
class Found(Spanned):
    span: Span


def test_a_mark_is_nobodys_name():
    told = parsed(f"{HEAD}问：栽多少棵？\n\n答：三千棵。\n")
    answer = Found(told.span_of(told.turns[-1]))

    assert (answer.speaker, answer.printed) == (None, "答")

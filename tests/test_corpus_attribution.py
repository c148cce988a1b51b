"""Whatever looks like a label ends the turn before it; of what nobody knows, nobody is said to have
said it; and no letter of a text is lost in silence.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pressroom.assistant.desk.preview import outline, transcript_json
from pressroom.assistant.structure.turns import official_turns
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.parse.words.roles import role_of
from pressroom.corpus.parse.words.vocabulary import vocabulary
from pressroom.corpus.source import Mark, SourceText
from pressroom.corpus.transcript import Transcript

# An official and a reporter in several languages, and how each setting of labels joins them to words.
TALKS = {
    "en": ("Mayor Lindqvist", "Reporter", "The wharf opens in May.", "When?", "On the third."),
    "de": ("Ministerin Brandhoff", "Frage", "Der Kai öffnet im Mai.", "Wann?", "Am dritten."),
    "fr": ("Ministre Harcourt", "Journaliste", "Le quai ouvre en mai.", "Quand ?", "Le trois."),
    "ru": ("Министр Зимородкова", "Вопрос", "Причал откроется в мае.", "Когда?", "Третьего."),
    "ko": ("도윤재 시장", "기자", "부두는 오월에 엽니다.", "언제입니까?", "삼일입니다."),
    "zh": ("市港务局局长方柏年", "记者", "码头五月启用。", "哪一天？", "五月三日。"),
    "ar": ("الوزيرة ليلى الصافي", "سؤال", "يفتح الرصيف في مايو.", "متى؟", "في الثالث."),
}
SETTINGS = {
    "colon": "{label}: {words}\n\n",
    "own line": "{label}:\n\n{words}\n\n",
    "brackets": "[{label}] {words}\n\n",
    "lenticular": "【{label}】{words}\n\n",
    "stamp": "{label} 00:12:31\n{words}\n\n",
    "bold": "**{label}:** {words}\n\n",
}


def parsed(text: str) -> Transcript:
    return parse(SourceText("document", text, "document.txt"))


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=list(SETTINGS))
@pytest.mark.parametrize("talk", TALKS.values(), ids=list(TALKS))
def test_any_setting_is_read_in_any_language(talk: tuple[str, ...], setting: str):
    official, reporter, opening, question, answer = talk
    asked = (reporter, question)
    said = [(official, opening), asked, (official, answer), asked, (official, answer)]
    body = "".join(setting.format(label=label, words=words) for label, words in said)
    transcript = parsed(f"Harbour\n\n2025-05-08\n\n{body}")
    assert [turn.label for turn in transcript.turns] == [label for label, _ in said]
    assert [turn.kind for turn in transcript.turns][:3] == ["statement", "question", "answer"]


def test_a_label_that_stands_once_and_that_no_table_knows_ends_the_turn_before_it():
    transcript = parsed(
        "2024年5月8日例行记者会\n\n路透社记者：何时开工？\n\n李敏：月底。\n\n"
        "漕运使陆沉舟：我有不同意见。\n\n李敏：谢谢。\n\n法新社记者：为何？\n\n李敏：已经说过。\n"
    )
    by_label = {turn.label: turn for turn in transcript.turns}
    assert [transcript.words(p) for p in by_label["漕运使陆沉舟"].paragraphs] == ["我有不同意见。"]


UNSURE = (
    "云浦市园林新闻发布会\n\n2024年5月6日\n\n【主持人】各位好。\n\n【高望山】去年36个。\n\n"
    "【凤凰卫视记者】今年呢？\n\n【高望山】28个。\n\n【热心读者来电摘录】公园太少。\n\n"
    "【凤凰卫视记者】为何？\n\n【高望山】土地有限。\n"
)


def test_of_an_unsure_turn_nobody_is_said_to_have_said_it():
    transcript = parsed(UNSURE)
    [unsure] = [turn for turn in transcript.turns if turn.unsure]
    assert (unsure.label, unsure.speaker) == ("热心读者来电摘录", None)
    assert unsure not in official_turns(transcript)
    assert transcript.warnings[0] == (
        "a turn whose speaker is not determined, printed as “热心读者来电摘录”"
    )
    assert "speaker not determined, printed as “热心读者来电摘录”" in outline(transcript)


def test_the_opening_of_a_conference_is_its_one_officials():
    transcript = parsed(
        "Press Conference by Minister of Ports Ada K. Lindqvist\n\nJune 5, 2025\n\n"
        "I would like to thank the city.\n\nQ: When?\n\nMINISTER LINDQVIST: In July.\n"
    )
    assert transcript.turns[0].speaker == transcript.turns[2].speaker
    assert transcript.turns[0].speaker is not None
    assert transcript.turns[0].speaker.name == "Ada K. Lindqvist"


def test_what_the_file_marks_as_a_label_is_one():
    text = "Talk\n\nAda Good morning.\n\nBo When?\n"
    marks = (Mark("label", 6, 9), Mark("label", 25, 27))
    transcript = parse(SourceText("talk", text, "talk.vtt", marks=marks))
    assert [turn.label for turn in transcript.turns] == ["Ada", "Bo"]


def test_what_is_left_out_is_told_with_its_reason():
    transcript = parsed(
        "首页 > 新闻\n\n供热发布会实录\n\n2025年3月4日\n\n主持人：大家好。\n\n记者：何时供热？\n\n"
        "局长：十一月。\n\n关键词:供热\n"
    )
    rows = transcript_json(transcript)["left_out"]
    assert [row["words"] for row in rows] == ["首页 > 新闻", "关键词:供热"]
    assert all(row["why"] for row in rows)


LINES = st.lists(
    st.sampled_from(
        [
            *(f"{label}：" for label in ("记者", "局长", "陆沉舟", "MS. LEE", "Note", "时间")),
            *("【主持人】好。", "[Q] When?", "首页 > 新闻", "****", "2025年3月4日", "来源：日报"),
            *("码头五月启用。", "Q: When?", "A: In May.", "市长张三", "一、总体情况", "# # #"),
        ]
    )
    | st.text(max_size=12),
    max_size=20,
).map("\n".join)


@examples(max_examples=200, deadline=None)
@given(LINES.filter(lambda text: text.strip()))
def test_no_letter_vanishes_and_none_stands_twice(text: str):
    transcript = parsed(text)
    paragraphs = [(p.start, p.end) for turn in transcript.turns for p in turn.paragraphs]
    spans = sorted([*paragraphs, *((span.start, span.end) for span in transcript.outside)])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    rest = list(text)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    assert not "".join(rest).strip()


def test_the_vocabulary_has_marks_for_a_question_an_answer_and_a_reporter():
    roles = vocabulary().roles
    assert min(len(roles[role]) for role in ("question", "answer", "reporter", "moderator")) > 20
    assert role_of("VORS. HAGEMANN") == "moderator"
    assert role_of("Press Secretary") is None


NUMBERED = (
    "云浦市防汛新闻发布会\n\n2025年5月15日\n\n市水利局局长方柏年：\n\n今年雨水偏多。\n\n请大家提问。\n\n"
    "1.{first}：水库有没有隐患？\n\n市水利局局长方柏年：\n\n剩余4座空库运行。\n\n"
    "2.{second}：今年雨水多不多？\n\n市水利局局长方柏年：\n\n预计偏多一到两成。\n"
)


@pytest.mark.parametrize("labels", [("漕运使陆沉舟", "记者"), ("漕运使陆沉舟", "漕运使陆沉舟")])
def test_a_numbered_label_that_no_table_knows_ends_the_turn_before_it(labels: tuple[str, str]):
    transcript = parsed(NUMBERED.format(first=labels[0], second=labels[1]))
    asked = [turn.label for turn in transcript.turns if turn.kind == "question" or turn.unsure]
    assert asked == list(labels)


def test_numbered_items_with_a_heading_stay_the_words_of_who_lists_them():
    text = NUMBERED.format(first="记者", second="记者").replace(
        "今年雨水偏多。", "今年有两件事。\n\n1.加固水库：年内完成18座。\n\n2.清理河道：汛前完成。"
    )
    assert [turn.label for turn in parsed(text).turns][:2] == ["市水利局局长方柏年", "记者"]


def test_a_name_that_no_table_knows_is_a_label_where_the_text_introduces_it():
    transcript = parsed(
        "云浦市防汛新闻发布会\n\n2025年5月15日\n\n主持人：请市水利局局长方柏年先生、市住房和城乡建设局副局长"
        "尉迟敏女士、市气象局局长禤鹤鸣和市人力资源和社会保障局党组书记、局长梅望舒介绍情况。\n\n尉迟敏：好的。\n\n"
        "方柏年：今年雨水偏多。\n\n梅望舒：有补贴。\n\n禤鹤鸣：预计偏多一到两成。\n"
    )
    assert {turn.speaker.name: turn.speaker.title for turn in transcript.turns if turn.speaker} == {
        "主持人": None,
        "尉迟敏": "市住房和城乡建设局副局长",
        "方柏年": "市水利局局长",
        "梅望舒": "市人力资源和社会保障局党组书记、局长",
        "禤鹤鸣": "市气象局局长",
    }


def answering(head: str, marks: tuple[str, str]) -> set[tuple[str, str | None]]:
    said = "".join(f"{marks[at % 2]}: {words}\n\n" for at, words in enumerate(["A?", "B."] * 2))
    transcript = parsed(f"{head}\n\n{said}")
    return {
        (turn.speaker.name, turn.speaker.title)
        for turn in transcript.turns
        if turn.speaker and turn.kind == "answer"
    }


@pytest.mark.parametrize(
    ("head", "marks", "expected"),
    [
        (
            "市公积金中心负责人答记者问\n\n近日，市公积金中心主任亢学勤就有关问题回答了记者提问。",
            ("问", "答"),
            ("亢学勤", "市公积金中心主任"),
        ),
        (
            "司法部负责人就《条例》答记者问\n\n国务院总理李民日前签署国务院令。司法部负责人回答了提问。",
            ("问", "答"),
            ("司法部负责人", None),
        ),
        (
            "Your questions\n\nAda Lindqvist, Minister of Ports, answered readers' questions.",
            ("Q", "A"),
            ("Ada Lindqvist", "Minister of Ports"),
        ),
        (
            "Interview zum Hafen\n\nDie Fragen beantwortete Ministerin Ada Brandhoff.",
            ("Frage", "Antwort"),
            ("Ada Brandhoff", "Ministerin"),
        ),
    ],
)
def test_who_answers_under_a_mark_is_who_the_head_says_answers(
    head: str, marks: tuple[str, str], expected: tuple[str, str | None]
):
    assert answering(head, marks) == {expected}


def test_of_two_who_are_said_to_answer_nobody_is_taken():
    head = "Talk\n\nMayor Ada Lindqvist and Minister Tom Arkwright answered questions."
    assert answering(head, ("Q", "A")) == {("A", None)}


def test_an_office_is_known_by_its_contraction():
    transcript = parsed(
        "農損記者會\n\n2025年8月20日\n\n出席：部長鄔景昀、原鄉事務委員會主任委員哈勇・巴尚\n\n"
        "部長：\n大家午安。\n\n記者：\n路通了嗎？\n\n主委：\n下週搶通。\n\n部長：\n謝謝。\n"
    )
    assert [turn.speaker.name for turn in transcript.turns if turn.speaker][2] == "哈勇・巴尚"


def test_what_is_a_label_once_is_one_at_the_end_of_the_text_too():
    """Else the host's farewell is the guest's."""
    transcript = parsed(
        "在线访谈\n\n[小夏] 欢迎收看。请先介绍计划。\n\n[栾成蹊] 今年改造126个小区。\n\n"
        "[网友] 居民出钱吗？\n\n[栾成蹊] 按楼层分摊。\n\n[网友] 停车呢？\n\n"
        "[栾成蹊] 已协调车位。\n\n[小夏] 感谢各位网友。\n"
    )
    assert [turn.label for turn in transcript.turns][-2:] == ["栾成蹊", "小夏"]


def test_a_line_that_names_who_speaks_or_when_is_no_speech():
    transcript = parsed(
        "在线访谈\n\n嘉宾：栾成蹊 市住建局副局长\n\n访谈时间：2025-03-18 15:00\n\n"
        "网友：居民出钱吗？\n\n栾成蹊：按楼层分摊。\n\n网友：停车呢？\n\n栾成蹊：有车位。\n"
    )
    assert [turn.label for turn in transcript.turns] == [None, *("网友", "栾成蹊") * 2]
    assert transcript.date == "2025-03-18"


def test_an_outlet_is_called_without_the_brackets_of_its_paper():
    transcript = parsed(
        "临岚县清洁取暖发布会\n\n《临岚融媒》客户端记者：旧炉具怎么收？\n\n局长郗广林：改一户清一户。\n\n"
        "《临岚融媒》客户端记者：补多少？\n\n局长郗广林：每台一千元。\n"
    )
    bodies = {turn.speaker.body for turn in transcript.turns if turn.speaker and turn.label}
    assert "临岚融媒客户端" in bodies


def test_who_thanks_below_an_office_is_not_called_thanks():
    transcript = parsed(
        "松嶺市捷運通車記者會\n\n主持人\n各位媒體朋友，午安，請提問。\n\n松嶺日報記者\n夜間噪音有沒有超標？\n\n"
        "幸佩安副局長\n謝謝。測試期間沿線設了五個測點，沒有超標。\n\n松嶺日報記者\n什麼時候通車？\n\n"
        "幸佩安副局長\n謝謝。八月十六日正式通車。\n"
    )
    assert [turn.label for turn in transcript.turns].count("幸佩安副局長") == 2
    assert not any(turn.speaker and turn.speaker.name == "謝謝" for turn in transcript.turns)


def test_part_office_and_name_on_three_lines_are_one_label_before_an_address():
    """Else whoever chairs is called `主持人`, and office and name are what he says first."""
    transcript = parsed(
        "岚山市防汛新闻发布会\n\n主持人\n\n岚山市应急管理局新闻发言人、宣传处副处长\n\n米昭\n\n各位媒体朋友：\n\n"
        "大家下午好！现在请提问。\n\n岚山日报记者\n\n水库水位降下来了吗？\n\n岚山市水利局局长\n\n邬敬之\n\n"
        "记者朋友们：\n\n三座水库都在汛限水位以下。\n\n岚山日报记者\n\n还要多久？\n\n岚山市水利局局长\n\n邬敬之\n\n"
        "大约三天，请大家放心。\n"
    )
    told = [turn.speaker and (turn.speaker.name, turn.speaker.title) for turn in transcript.turns]
    chair = "米昭", "岚山市应急管理局新闻发言人、宣传处副处长"
    assert told.index(chair) < told.index(("邬敬之", "岚山市水利局局长"))
    assert transcript.turns[told.index(chair)].kind == "moderation"


def test_the_full_stop_of_an_initial_ends_no_label():
    said = "– Тариф вырастет с июля.\n\n«Вести»\n– Насколько?\n\n"
    transcript = parsed(f"Брифинг\n\nТ. А. Сафин\n{said}Т. А. Сафин\n– На десятую часть.\n")
    assert {turn.label for turn in transcript.turns} <= {None, "Т. А. Сафин"}


def test_bold_words_before_a_dash_are_labels_and_an_office_in_brackets_is_of_the_name_before():
    text = (
        "Media call\n\nPresent: Imelda Boateng (Leader), Rhys Penhaligon (Director of Housing)\n\n"
        "Rhys Penhaligon — We let 86 flats in June.\n\n"
        "Caller from the Echo — Will rents rise?\n\nRhys Penhaligon — By 2.7 per cent.\n\n"
        "Caller from Radio Dales — Will you resign?\n\nImelda Boateng — No, I will not.\n"
    )
    labels = ["Rhys Penhaligon", "Caller from the Echo", "Rhys Penhaligon"]
    labels += ["Caller from Radio Dales", "Imelda Boateng"]
    marks, at = [], 0
    for label in labels:
        at = text.index(f"{label} —", at)
        marks.append(Mark("bold", at, at + len(label)))
        at += len(label)
    transcript = parse(SourceText("document", text, "document.md", marks=tuple(marks)))
    assert [turn.label for turn in transcript.turns if turn.label] == labels
    titles = {turn.label: turn.speaker.title for turn in transcript.turns if turn.speaker}
    assert titles["Rhys Penhaligon"] == "Director of Housing"
    assert titles["Imelda Boateng"] == "Leader"


def test_a_name_with_who_it_is_in_brackets_is_a_label_on_a_line_of_its_own():
    transcript = parsed(
        "知识产权审判新闻通气会\n\n鄢如松（江临中院党组成员、副院长）\n全年审结4067件。\n\n"
        "《江临晚报》\n惩罚性赔偿适用了多少件？\n\n厉敬之（江临中院知识产权庭庭长）\n31件。\n\n"
        "南国法治网\n小微企业有什么帮扶？\n\n厉敬之（江临中院知识产权庭庭长）\n免收调解费。\n"
    )
    assert [turn.speaker and turn.speaker.name for turn in transcript.turns] == [
        *("鄢如松", "《江临晚报》", "厉敬之", "南国法治网", "厉敬之")
    ]
    assert transcript.turns[2].speaker.title == "江临中院知识产权庭庭长"


LISTED = {
    "◎": "◎市長\n本日は一点発表します。\n\n◎記者\n財源はいくらですか。\n\n◎市長\n一億円です。\n",
    "-": "- Mayor Lindqvist: The wharf opens.\n\n- Reporter: When?\n\n- Mayor Lindqvist: In May.\n",
    "▲": "▲ 시장: 부두를 엽니다.\n\n▲ 기자: 언제입니까?\n\n▲ 시장: 오월입니다.\n",
}


@pytest.mark.parametrize("sign", LISTED)
def test_the_sign_that_opens_a_line_is_no_part_of_the_label(sign: str):
    transcript = parsed(f"Briefing\n\n{LISTED[sign]}")
    labels = [turn.label for turn in transcript.turns if turn.label]
    assert len(labels) == 3
    assert not any(label.startswith(sign) for label in labels)


def test_a_numbered_mark_of_a_question_needs_no_mark_of_an_answer():
    transcript = parsed(
        "Entrevista coletiva\n\nO PREFEITO - A tarifa fica em R$ 4,80.\n\nP1 - E a integração?\n\n"
        "O PREFEITO - Começa em fevereiro.\n\nP2 - Quem paga a ponte?\n\nO PREFEITO - O estado.\n"
    )
    assert [turn.label for turn in transcript.turns] == [
        *("O PREFEITO", "P1", "O PREFEITO", "P2", "O PREFEITO")
    ]


def test_an_answer_that_tells_a_number_to_call_is_an_answer():
    transcript = parsed(
        "解读\n\n问：谁来监管？\n答：市住建局。\n\n问：向谁咨询？\n答：0512-5566778。\n"
    )
    assert [turn.kind for turn in transcript.turns] == ["question", "answer"] * 2


def test_bold_words_with_their_full_stop_are_labels():
    said = [("Portavoz", "Se aprueban 12 millones."), ("Pregunta", "¿Cuándo?")] * 2
    text, marks = "Rueda de prensa\n\n", []
    for label, words in said:
        marks.append(Mark("bold", len(text), len(text) + len(label) + 1))
        text += f"{label}. {words}\n\n"
    transcript = parse(SourceText("document", text, "document.md", marks=tuple(marks)))
    assert [turn.label for turn in transcript.turns] == [label for label, _ in said]


def test_whoever_tells_a_reporter_something_is_no_reporter():
    transcript = parsed("食品安全发布会\n\n合格率98.9%。\n\n市民刘女士告诉记者：“希望公开名单。”\n")
    assert [turn.label for turn in transcript.turns] == [None]

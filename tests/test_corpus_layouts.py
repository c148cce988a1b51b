"""Layouts of conferences, hearings and interviews of many press offices, each read to who says
what; texts are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import read_path
from pressroom.corpus.transcript import Transcript

Who = tuple[str, str | None, str]  # name, office, kind


def read(folder: Path, name: str, text: str) -> Transcript:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return parse(next(iter(read_path(path))))


def who(transcript: Transcript) -> list[Who]:
    return [
        (turn.speaker.name, turn.speaker.title, turn.kind)
        for turn in transcript.turns
        if turn.speaker
    ]


LAYOUTS: dict[str, tuple[str, str, list[Who]]] = {
    "an office and a name on lines of their own, captions between": (
        "talk.txt",
        "水利发展情况发布会\n\n2024-06-11\n\n新闻发布会现场（徐想 摄）\n\n新闻局副局长、新闻发言人\n寿小丽\n\n"
        "上午好！今天我们请来了水利部部长李大川先生。\n\n水利部部长李大川（刘健 摄）\n\n水利部部长\n李大川\n\n"
        "今年新开工项目1.9万个。\n\n新华社记者\n\n汛期形势如何？\n\n李大川\n\n总体偏重。\n\n路透社记者\n\n"
        "水价会调整吗？\n\n李大川\n\n没有安排。\n\n寿小丽\n\n发布会到此结束。\n",
        [
            ("寿小丽", "新闻局副局长、新闻发言人", "moderation"),
            ("李大川", "水利部部长", "statement"),
            ("新华社记者", None, "question"),
            ("李大川", "水利部部长", "answer"),
            ("路透社记者", None, "question"),
            ("李大川", "水利部部长", "answer"),
            ("寿小丽", "新闻局副局长、新闻发言人", "moderation"),
        ],
    ),
    "a hearing: a polite form or an office, a name, a full stop": (
        "hearing.txt",
        "Hearing on the Harbor\n\nTuesday, March 4, 2025\n\nChairwoman Marsh. The committee will come "
        "to order.\n\nDr. Okafor, you are recognized.\n\nDr. Okafor. Dredging was completed.\n\n"
        "Mr. Lund. Our members lost a season.\n\nMr. Castellan. When will ships come back?\n\n"
        "Dr. Okafor. On April 2.\n\nMr. Castellan. And the boats?\n\nMr. Lund. In May.\n",
        [
            ("Marsh", "Chairwoman", "statement"),
            ("Dr. Okafor", None, "statement"),
            ("Mr. Lund", None, "statement"),
            ("Mr. Castellan", None, "question"),
            ("Dr. Okafor", None, "answer"),
            ("Mr. Castellan", None, "question"),
            ("Mr. Lund", None, "answer"),
        ],
    ),
    "a table in Markdown": (
        "tabla.md",
        "# Rueda de prensa\n\n12 de abril de 2024\n\n| Interviene | Texto |\n|---|---|\n"
        "| Alcaldesa Inés Robledal | Abrimos la piscina el 2 de junio. |\n"
        "| El Heraldo | ¿Cuánto costará? |\n| Alcaldesa Inés Robledal | Cuatro euros. |\n"
        "| Radio Valdemora | ¿Habrá autobús? |\n| Concejal Bruno Tal | Sí, la línea 5. |\n",
        [
            ("Inés Robledal", "Alcaldesa", "statement"),
            ("El Heraldo", None, "question"),
            ("Inés Robledal", "Alcaldesa", "answer"),
            ("Radio Valdemora", None, "question"),
            ("Bruno Tal", "Concejal", "answer"),
        ],
    ),
    "a name, an office, a dash": (
        "presse.txt",
        "Conférence de presse\n\nle 7 novembre 2024\n\nM. Armand Questel, préfet de région – Bonjour."
        "\n\nMme Odile Ferrand, directrice de l'agence – Nous comptons 214 cas.\n\n"
        "Le Courrier – Les cantines rouvrent-elles ?\n\nM. Armand Questel – Oui.\n\n"
        "France Côte – Et les crèches ?\n\nMme Odile Ferrand – Le 18 novembre.\n",
        [
            ("M. Armand Questel", "préfet de région", "statement"),
            ("Mme Odile Ferrand", "directrice de l'agence", "statement"),
            ("Le Courrier", None, "question"),
            ("M. Armand Questel", "préfet de région", "answer"),
            ("France Côte", None, "question"),
            ("Mme Odile Ferrand", "directrice de l'agence", "answer"),
        ],
    ),
    "bold lines in Markdown": (
        "rad.md",
        "# Pressekonferenz\n\n9. September 2024\n\n**Oberbürgermeisterin Grit Sommerau**\n\n"
        "Wir bauen 48 Kilometer.\n\n**Hollfelder Bote**\n\nWann?\n\n"
        "**Oberbürgermeisterin Grit Sommerau**\n\nIm Mai.\n\n**Freie Presse Nord**\n\nUnd wo?\n\n"
        "**Baudezernent Ole Tamm**\n\nAm Markt.\n",
        [
            ("Grit Sommerau", "Oberbürgermeisterin", "statement"),
            ("Hollfelder Bote", None, "question"),
            ("Grit Sommerau", "Oberbürgermeisterin", "answer"),
            ("Freie Presse Nord", None, "question"),
            ("Ole Tamm", "Baudezernent", "answer"),
        ],
    ),
    "bare names that the head introduces": (
        "weekly.txt",
        "Weekly Press Conference\n\n12 May 2025\n\nPresent: Mayor Helen Gu; Fire Chief Omar Reyes\n\n"
        "Helen Gu\nGood morning. The stairs reopen.\n\nDana Whitlock, Herald\nWhy so late?\n\n"
        "Helen Gu\nThe wall was rebuilt.\n\nKofi Asante, Channel 6\nIs it safe?\n\n"
        "Omar Reyes\nYes. We tested it twice.\n",
        [
            ("Helen Gu", "Mayor", "statement"),
            ("Dana Whitlock", "Herald", "question"),
            ("Helen Gu", "Mayor", "answer"),
            ("Kofi Asante", "Channel 6", "question"),
            ("Omar Reyes", "Fire Chief", "answer"),
        ],
    ),
    "an office that one label has and the next leaves out": (
        "arabic.txt",
        "مؤتمر صحفي\n\n6 فبراير 2025\n\nوزير الموانئ سامي البحار: يفتح الميناء في مايو.\n\n"
        "صحيفة الساحل: كم عدد الأرصفة؟\n\nسامي البحار: اثنا عشر.\n\nقناة النورس: ومتى؟\n\n"
        "سامي البحار: في الثالث.\n",
        [
            ("سامي البحار", "وزير الموانئ", "statement"),
            ("صحيفة الساحل", None, "question"),
            ("سامي البحار", "وزير الموانئ", "answer"),
            ("قناة النورس", None, "question"),
            ("سامي البحار", "وزير الموانئ", "answer"),
        ],
    ),
    "bullets before labels, under a field that names who is present": (
        "briefing.txt",
        "해솔시 정례 브리핑\n\n일시: 2025년 3월 12일\n참석자: 교통국장 윤가람, 공보관 서다온\n\n"
        "○ 교통국장 윤가람\n노선을 4월 1일부터 늘립니다.\n\n○ 기자(해솔일보)\n요금은 오릅니까?\n\n"
        "○ 교통국장 윤가람\n오르지 않습니다.\n\n○ 기자\n야간에도 다닙니까?\n\n"
        "○ 교통국장 윤가람\n새벽 1시까지 다닙니다.\n",
        [
            ("윤가람", "교통국장", "statement"),
            ("기자(해솔일보)", None, "question"),
            ("윤가람", "교통국장", "answer"),
            ("기자", None, "question"),
            ("윤가람", "교통국장", "answer"),
        ],
    ),
    "a host who asks, and a spokesman who leads and answers": (
        "doorstop.txt",
        "Media doorstop\n\n17 April 2025\n\nHOST: Minister, are bonds going up?\n\n"
        "MINISTER ORLA FENN: No. The cap stays.\n\nJOURNALIST: What about pets?\n\n"
        "FENN: No extra bond.\n\nJOURNALIST: And social housing?\n\nFENN: We build 1,200 homes.\n",
        [
            ("HOST", None, "question"),
            ("ORLA FENN", "MINISTER", "answer"),
            ("JOURNALIST", None, "question"),
            ("ORLA FENN", "MINISTER", "answer"),
            ("JOURNALIST", None, "question"),
            ("ORLA FENN", "MINISTER", "answer"),
        ],
    ),
    "a body, a name and an office, then short forms": (
        "hant.txt",
        "海港市政府記者會逐字稿\n113年9月4日\n\n發言人簡伯言：各位早安，請工務局局長說明。\n"
        "工務局 阮子平 局長：斜坡工程在10月15日完工。\n記者甲：會再封路嗎？\n阮局長：不會，夜間施工。\n"
        "記者乙：居民補償呢？\n簡發言人：每戶兩萬元，九月底前入帳。\n",
        [
            ("簡伯言", "發言人", "moderation"),
            ("阮子平", "工務局局長", "statement"),
            ("記者甲", None, "question"),
            ("阮子平", "工務局局長", "answer"),
            ("記者乙", None, "question"),
            ("簡伯言", "發言人", "answer"),
        ],
    ),
    "a caller by the name of an account": (
        "radio.txt",
        "《行风热线》节目实录\n\n主持人魏来：今天做客的是市住房公积金管理中心主任卞如松。\n\n卞如松：听众朋友们好。\n\n"
        "听众张先生：租房能提几次？\n\n卞如松：可以按月提。\n\n微信网友“海阔天空”：外地户口行不行？\n\n卞如松：行。\n",
        [
            ("魏来", "主持人", "moderation"),
            ("卞如松", "市住房公积金管理中心主任", "statement"),
            ("听众张先生", None, "question"),
            ("卞如松", "市住房公积金管理中心主任", "answer"),
            ("微信网友“海阔天空”", None, "question"),
            ("卞如松", "市住房公积金管理中心主任", "answer"),
        ],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_a_layout_is_read_to_who_says_what(tmp_path: Path, layout: tuple[str, str, list[Who]]):
    name, text, expected = layout
    transcript = read(tmp_path, name, text)
    assert who(transcript) == expected
    assert not any(turn.unsure for turn in transcript.turns)


def test_questions_without_labels_are_paired_with_what_answers_them(tmp_path: Path):
    text = (
        "“We will not raise fares”\n\nAn interview with Transport Commissioner Ilse Brandt\n\n"
        "Commissioner, when does line 7 open?\n\nOn 3 October. It leaves at 5:12.\n\n"
        "Will fares go up?\n\nNo. I have said so in the council.\n\nAnd the depot?\n\n"
        "It costs 31 million.\n\nThe state pays half.\n"
    )
    transcript = read(tmp_path, "interview.txt", text)
    kinds = [(turn.kind, turn.answers, len(turn.paragraphs)) for turn in transcript.turns]
    assert kinds[1:] == [
        ("question", None, 1),
        ("answer", 2, 1),
        ("question", None, 1),
        ("answer", 4, 1),
        ("question", None, 1),
        ("answer", 6, 2),
    ]
    assert {name for name, _, kind in who(transcript) if kind == "answer"} == {"Ilse Brandt"}
    assert kinds[0][0] == "narration"


def test_a_text_that_asks_once_is_no_interview(tmp_path: Path):
    text = "Why a new depot?\n\nThe old one is full.\n\nIt was built in 1931.\n\nIt opens in May.\n"
    assert {turn.kind for turn in read(tmp_path, "depot.txt", text).turns} == {"statement"}


def test_headings_in_bold_are_no_speakers(tmp_path: Path):
    text = (
        "# Port Sable opens a ferry line\n\n12 May 2025\n\n## Key Facts\n\nIt opens on 3 June.\n\n"
        "**Next Steps**\n\nThe council votes on Friday.\n\n**Mayor Helen Gu:** We are happy.\n\n"
        "**Background** The line was planned in 2019.\n"
    )
    assert who(read(tmp_path, "ferry.md", text)) == [("Helen Gu", "Mayor", "statement")]


def test_contact_data_that_close_a_text_are_not_the_words_of_who_speaks_last(tmp_path: Path):
    text = (
        "Briefing on Ferries\n\nMay 6, 2025\n\nMAYOR GU: The ferry opens in June. Call 555-010-2233 "
        "for a seat.\n\nQ: When?\n\nMAYOR GU: On the third.\n\nFOR FURTHER INFORMATION CONTACT:\n\n"
        "Jane Dorrit, Press Office, 555-010-2233, press@portsable.example\n"
    )
    transcript = read(tmp_path, "ferries.txt", text)
    assert [turn.label for turn in transcript.turns] == ["MAYOR GU", "Q", "MAYOR GU", None]
    assert "555-010-2233 for a seat" in transcript.span_of(transcript.turns[0]).text


def test_the_times_at_which_speeches_were_posted_are_in_no_turn(tmp_path: Path):
    text = "改革发布会文字实录\n\n" + "".join(
        f"{label}：\n\n{words}\n\n2024-03-05 10:0{at}:12\n\n"
        for at, (label, words) in enumerate(
            [("主持人", "大家好。"), ("晚报记者", "何时开通？"), ("主持人", "下月开通。")]
        )
    )
    transcript = read(tmp_path, "live.txt", text)
    assert [transcript.span_of(turn).text for turn in transcript.turns] == [
        "大家好。",
        "何时开通？",
        "下月开通。",
    ]


def timed(folder: Path, *clocks: str) -> list[str | None]:
    text = "Briefing on ferries\n\n" + "".join(
        f"{'Helen Gu' if at % 2 == 0 else 'Speaker 2'}: ({clock})\nIs the ferry number {at} in?\n\n"
        for at, clock in enumerate(clocks)
    )
    transcript = read(folder, "timed.txt", text)
    return [transcript.clock_at(turn.paragraphs[0].start) for turn in transcript.turns]


def test_times_beside_labels_are_those_of_a_recording(tmp_path: Path):
    assert timed(tmp_path, "00:19", "59:58", "01:00:12") == ["00:00:19", "00:59:58", "01:00:12"]


@pytest.mark.parametrize(
    "clocks",
    [
        ("10:05:21", "10:06:02", "10:09:40"),
        ("01:50", "00:19", "01:10"),
        ("01:01", "01:02", "01:03"),
    ],
    ids=["times of a day", "times that go back", "hours and minutes, or nobody speaks so fast"],
)
def test_other_times_are_none_of_a_recording(tmp_path: Path, clocks: tuple[str, str, str]):
    assert set(timed(tmp_path, *clocks)) == {None}

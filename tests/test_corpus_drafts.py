"""Drafts: edits change structure and never words, are made again on another text, and nobody
overwrites anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from pressroom.corpus.drafts.draft import ConflictError, Draft, SameDraftError
from pressroom.corpus.drafts.editing import apply, carried
from pressroom.corpus.drafts.edits import (
    EditError,
    JoinTurn,
    MergeSpeakers,
    SetField,
    SetSpeaker,
    SetTurn,
    SplitTurn,
    anchor,
    edits_json,
    edits_of,
)
from pressroom.corpus.drafts.store import Drafts
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.library import Library
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Transcript

TEXT = """云浦市地铁建设发布会

2025年3月1日

主持人王芳：欢迎出席。下面请提问。

云浦日报记者：何时开通？

市交通局局长张三：九月开通。全长32公里。

票价另行公布。

市交通局副局长李四：投资120亿元。

市交通局局长张三：谢谢。
"""


def source(text: str = TEXT, name: str = "metro") -> SourceText:
    return SourceText(name, text, f"{name}.txt")


@pytest.fixture
def transcript() -> Transcript:
    return parse(source())


@pytest.fixture
def library(tmp_path: Path, database_url: str | None) -> Iterator[Library]:
    opened = Library.open(tmp_path, database_url)
    yield opened
    opened.close()


@pytest.fixture
def drafts(library: Library) -> Drafts:
    return Drafts(library.database)


@pytest.fixture
def draft(drafts: Drafts, transcript: Transcript) -> Draft:
    return drafts.create(source(), transcript, document_id="metro", by="editor", original=b"bytes")


def at(transcript: Transcript, words: str) -> tuple[int, str]:
    place = transcript.text.index(words)
    return place, anchor(transcript.text, place)


def said(transcript: Transcript) -> list[tuple[str, str | None, str]]:
    return [
        (
            turn.kind,
            turn.speaker.name if turn.speaker else None,
            "|".join(map(transcript.words, turn.paragraphs)),
        )
        for turn in transcript.turns
    ]


def test_a_field_of_the_header_says_that_staff_wrote_it_and_answers_its_warning(
    transcript: Transcript,
):
    bare = parse(source("发布会\n\n局长张三：好。\n"))
    assert bare.warnings == ("no date found",)
    dated = apply(bare, [SetField("date", "2025-03-02"), SetField("place", " 市政府\n三楼 ")])
    assert (dated.date, dated.found("date"), dated.place, dated.warnings) == (
        "2025-03-02",
        "staff",
        "市政府 三楼",
        (),
    )
    assert apply(transcript, [SetField("place", None)]).place is None


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (SetField("date", "2025-02-30"), "date: '2025-02-30' is not a day; expected YYYY-MM-DD"),
        (SetField("title", "  "), "title: is empty"),
        (SetField("mood", "good"), "mood: no such field"),  # type: ignore[arg-type]
        (SetField("body", "长" * 501), "body: 501 characters; at most 500"),
        (SetSpeaker("赵六", None, "赵七"), "赵六: does not speak in this document"),
        (SetSpeaker("李四", "市交通局副局长", " "), "name: is empty"),
        (SplitTurn(5, "nothing"), "does not stand at that place"),
        (SplitTurn(-3, ""), "does not stand at that place"),
        (SetTurn(0, "", "song", None), "does not stand at that place"),  # type: ignore[arg-type]
    ],
)
def test_an_edit_that_does_not_fit_says_why(transcript: Transcript, edit, message: str):
    with pytest.raises(EditError, match=message):
        apply(transcript, [edit])


def test_a_speaker_is_renamed_wherever_they_speak(transcript: Transcript):
    renamed = apply(
        transcript, [SetSpeaker("张三", "市交通局局长", "张珊", "市交通局副局长", "市交通局")]
    )
    assert {
        turn.speaker for turn in renamed.turns if turn.speaker and turn.speaker.name == "张珊"
    } == {
        turn.speaker
        for turn in renamed.turns
        if turn.kind == "answer" and turn.speaker and turn.speaker.name != "李四"
    }
    assert not any(turn.speaker and turn.speaker.name == "张三" for turn in renamed.turns)


def test_two_speakers_become_one(transcript: Transcript):
    merged = apply(transcript, [MergeSpeakers("李四", "市交通局副局长", "张三", "市交通局局长")])
    assert [name for kind, name, _ in said(merged) if kind == "answer"] == ["张三", "张三", "张三"]


def test_a_turn_is_split_at_a_paragraph_or_inside_one_and_joined_again(transcript: Transcript):
    whole = said(transcript)
    parted = apply(transcript, [SplitTurn(*at(transcript, "票价"))])
    assert [words for _, _, words in said(parted)][2:4] == [
        "九月开通。全长32公里。",
        "票价另行公布。",
    ]
    inside = apply(transcript, [SplitTurn(*at(transcript, "全长"))])
    assert [words for _, _, words in said(inside)][2:4] == [
        "九月开通。",
        "全长32公里。|票价另行公布。",
    ]
    numbers = [paragraph.number for turn in inside.turns for paragraph in turn.paragraphs]
    assert numbers == list(range(1, len(numbers) + 1))
    assert said(apply(parted, [JoinTurn(*at(transcript, "票价"))])) == whole


def test_a_turn_takes_another_kind_and_answers_are_paired_anew(transcript: Transcript):
    place = at(transcript, "欢迎出席")
    asked = apply(transcript, [SetTurn(*place, "question", None)])
    assert (asked.turns[0].kind, asked.turns[0].speaker) == ("question", None)
    given = apply(
        transcript, [SetTurn(*at(transcript, "何时开通"), "statement", "张三", "市交通局局长")]
    )
    assert [turn.answers for turn in given.turns] == [None] * len(given.turns)
    assert given.turns[1].speaker == given.turns[2].speaker


def test_the_first_turn_has_none_before_it_and_a_start_is_no_split(transcript: Transcript):
    with pytest.raises(EditError, match="is the first turn"):
        apply(transcript, [JoinTurn(*at(transcript, "欢迎出席"))])
    with pytest.raises(EditError, match="a turn starts there already"):
        apply(transcript, [SplitTurn(*at(transcript, "欢迎出席"))])


def test_no_edit_changes_a_word(transcript: Transcript):
    edits = [
        SetField("title", "另一个"),
        SetSpeaker("李四", "市交通局副局长", "李思", "副局长"),
        SplitTurn(*at(transcript, "全长")),
        SetTurn(*at(transcript, "全长"), "narration", None),
    ]
    edited = apply(transcript, edits)
    assert edited.text == transcript.text

    def spoken(one: Transcript) -> str:
        return "".join(one.words(p) for turn in one.turns for p in turn.paragraphs)

    assert spoken(edited) == spoken(transcript)
    assert edits_of(edits_json(edits)) == edits


def test_edits_are_made_again_on_a_corrected_text_where_their_words_stand(transcript: Transcript):
    edits = [
        SetSpeaker("李四", "市交通局副局长", "李思"),
        SplitTurn(*at(transcript, "票价")),
        SetTurn(*at(transcript, "投资"), "statement", "李思"),
    ]
    corrected = parse(
        source("更正版\n\n" + TEXT.replace("32公里", "33.5公里").replace("投资120", "投入130"))
    )
    fitting, lost = carried(corrected, edits)
    assert [type(edit) for edit in fitting] == [SetSpeaker, SplitTurn]
    assert lost == [edits[2]]
    assert "票价另行公布。" in [words for _, _, words in said(apply(corrected, fitting))]


def test_a_draft_keeps_what_came_in_and_who_changed_what(
    drafts: Drafts, draft: Draft, transcript: Transcript
):
    assert (draft.state, draft.revision, drafts.original(draft.id), drafts.source(draft.id)) == (
        "draft",
        1,
        b"bytes",
        source(),
    )
    edited = drafts.edit(draft.id, SetField("title", "新题目"), revision=1, by="second")
    assert (edited.title, edited.revision, edited.changed_by) == ("新题目", 2, "second")
    assert drafts.transcript(edited).title == "新题目"
    assert drafts.parsed(draft.id).title == transcript.title
    back = drafts.undo(draft.id, revision=2, by="editor")
    assert (back.title, back.revision) == (transcript.title, 3)
    assert [(made.by, made.undone_by) for made in drafts.made(draft.id)] == [("second", "editor")]
    with pytest.raises(LibraryError, match="nothing was changed"):
        drafts.undo(draft.id, revision=3, by="editor")


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(drafts: Drafts, draft: Draft):
    drafts.edit(draft.id, SetField("title", "甲的题目"), revision=1, by="甲")
    for change in (
        lambda: drafts.edit(draft.id, SetField("title", "乙的题目"), revision=1, by="乙"),
        lambda: drafts.undo(draft.id, revision=1, by="乙"),
        lambda: drafts.move(draft.id, "ready", revision=1, by="乙"),
        lambda: drafts.aim(draft.id, "other", None, revision=1, by="乙"),
    ):
        with pytest.raises(
            ConflictError, match=r"甲 changed this draft .* Nothing of yours was saved over it"
        ) as caught:
            change()
        assert [(made.by, made.edit) for made in caught.value.since] == [
            ("甲", SetField("title", "甲的题目"))
        ]
    assert drafts.transcript(drafts.get(draft.id)).title == "甲的题目"


def test_an_edit_that_does_not_fit_leaves_the_draft_as_it_was(drafts: Drafts, draft: Draft):
    with pytest.raises(EditError):
        drafts.edit(draft.id, SetField("date", "soon"), revision=1, by="甲")
    assert drafts.get(draft.id) == draft


def test_a_draft_goes_from_state_to_state_and_a_closed_one_stays(drafts: Drafts, draft: Draft):
    ready = drafts.move(draft.id, "ready", revision=1, by="甲")
    back = drafts.move(draft.id, "sent_back", revision=ready.revision, by="乙", remark="核对日期")
    assert (back.state, back.remark) == ("sent_back", "核对日期")
    planned = drafts.move(
        draft.id,
        "scheduled",
        revision=back.revision,
        by="乙",
        publish_at="2020-01-01T00:00:00+00:00",
    )
    assert [found.id for found in drafts.due()] == [draft.id]
    with pytest.raises(
        LibraryError, match="is scheduled; expected one that is draft or ready or sent_back"
    ):
        drafts.edit(draft.id, SetField("title", "x"), revision=planned.revision, by="甲")
    gone = drafts.move(draft.id, "discarded", revision=planned.revision, by="甲")
    assert drafts.due() == []
    assert drafts.listed() == []
    with pytest.raises(LibraryError, match="is discarded"):
        drafts.move(draft.id, "published", revision=gone.revision, by="甲")


def test_an_unknown_draft_says_where_ids_are_listed(drafts: Drafts):
    for ask in (drafts.get, drafts.source, drafts.parsed):
        with pytest.raises(LibraryError, match=r"nothing: no such draft; `pressroom draft list`"):
            ask("nothing")


def test_a_draft_survives_being_closed(
    drafts: Drafts, draft: Draft, tmp_path: Path, database_url: str | None
):
    drafts.edit(draft.id, SetField("body", "市交通局"), revision=1, by="甲")
    again = Library.open(tmp_path, database_url)
    kept = Drafts(again.database)
    assert kept.transcript(kept.get(draft.id)) == replace(drafts.transcript(drafts.get(draft.id)))
    again.close()


def test_one_text_given_by_many_at_once_makes_one_draft(
    tmp_path: Path, database_url: str | None, library: Library, transcript: Transcript
):
    """Each with a connection of its own, as processes have; nothing but the database is between
    them.
    """
    libraries = [Library.open(tmp_path, database_url) for _ in range(6)]

    def give(opened: Library) -> str:
        try:
            return (
                Drafts(opened.database)
                .create(source(), transcript, document_id="metro", by="wang")
                .id
            )
        except SameDraftError as error:
            return error.draft.id

    with ThreadPoolExecutor(6) as pool:
        given = list(pool.map(give, libraries))
    for opened in libraries:
        opened.close()
    assert len(set(given)) == 1
    assert [draft.id for draft in Drafts(library.database).listed()] == given[:1]

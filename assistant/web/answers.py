"""Record -> the page that shows an answer again, with what became of its documents since."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.records import Record
from assistant.texts import preferred, texts
from assistant.web.html import render


def answer_page(record: Record, changed: Mapping[str, str]) -> str:
    """The same words as then; a cited document that was replaced or withdrawn since is said first."""
    t, content = texts(record.language), record.content
    titles = {citation["doc"]: citation["title"] for citation in content["citations"]}
    return render(
        "kept.html",
        t=t,
        page_language=record.language,
        record=record,
        notices=[t[change].format(title=titles[document_id]) for document_id, change in changed.items()],
        refusal=None if content["sentences"] or changed else t.get(content["reply"] or record.status),
        citations=[(number, c, changed.get(c["doc"])) for number, c in enumerate(content["citations"], 1)],
        **{name: content[name] for name in ("question", "understood", "sentences")},
    )


def missing_answer_page(accept: str) -> str:
    language = preferred(accept)
    return render("message.html", t=texts(language), page_language=language, heading="missing_answer", message="missing_answer_text")

"""The chat page: Gradio components, and the answer as HTML cards that lead to the source paragraph."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import gradio as gr

from assistant.answer import Answer, Assistant
from assistant.citations import Citation
from assistant.rows import citation_url, document_url
from assistant.web.texts import preferred, texts
from corpus.errors import QuestionError
from corpus.library import Library
from index.search import Hit

log = logging.getLogger(__name__)

# Only fonts that the reader's system has: nothing is fetched from another host.
_FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
THEME = gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=["ui-monospace", "monospace"])
CSS = """
.gradio-container { max-width: 60rem !important; margin: 0 auto !important; }
#intro h1 { margin-bottom: 0; }
#chat { min-height: 20rem; }
.pr-quotes p { margin: .2rem 0 .6rem; font-size: 1.1em; line-height: 1.7; }
.pr-mark { font-size: .75em; vertical-align: super; }
.pr-state { font-size: .85em; color: var(--body-text-color-subdued); margin: .2rem 0 .6rem; }
.pr-card { display: block; border: 1px solid var(--border-color-primary); border-left: 4px solid var(--primary-500); border-radius: .5rem; padding: .7rem 1rem; margin: .5rem 0;
  background: var(--background-fill-primary); }
.pr-card blockquote { margin: .3rem 0 !important; border: 0 !important; padding: 0 !important; }
.pr-who { font-weight: 600; } .pr-soft { color: var(--body-text-color-subdued); font-size: .9em; }
.pr-nearest .pr-card { border-left-color: var(--border-color-primary); }
.pr-card blockquote, .pr-quotes p { overflow-wrap: anywhere; unicode-bidi: plaintext; }
"""
HEAD = '<meta name="referrer" content="no-referrer">'
_NEAREST = 3
_EXAMPLES = 4


def build_chat(assistant: Assistant, library: Library) -> gr.Blocks:
    """The page at /. Each tab keeps its own conversation; nothing of it is stored."""
    with gr.Blocks(title="Pressroom 发布厅", analytics_enabled=False, fill_height=True) as page:
        intro = gr.HTML(elem_id="intro")
        said = gr.State([])
        chat = gr.Chatbot(elem_id="chat", show_label=False, sanitize_html=True, render_markdown=True, latex_delimiters=[], feedback_options=None, height=None, buttons=["copy"])
        with gr.Row():
            box = gr.Textbox(elem_id="question", show_label=False, container=False, scale=8, max_lines=4, autofocus=True)
            send = gr.Button(variant="primary", scale=1, min_width=90, elem_id="send")
        with gr.Row():
            clear = gr.Button(size="sm", elem_id="clear")

        def greet(request: gr.Request) -> tuple[Any, ...]:
            t = texts(preferred(request.headers.get("accept-language", "")))
            return _intro(library, t), gr.update(placeholder=t["placeholder"], label=t["send"]), gr.update(value=t["send"]), gr.update(value=t["clear"])

        def take(words: str, history: list[dict[str, Any]]) -> tuple[Any, ...]:
            asked = words.strip()
            return ("", [*history, {"role": "user", "content": _plain(asked)}], asked) if asked else ("", history, "")

        def reply(asked: str, history: list[dict[str, Any]], conversation: list[str]) -> Iterator[tuple[Any, Any]]:
            if not asked:
                yield history, conversation
                return
            for content, spoken in _stream(assistant, library, asked, conversation):
                yield [*history, {"role": "assistant", "content": content}], [*conversation, asked, spoken]

        asking = gr.State("")
        page.load(greet, None, [intro, box, send, clear], show_progress="hidden", api_visibility="private")
        for trigger in (box.submit, send.click):
            trigger(take, [box, chat], [box, chat, asking], show_progress="hidden", api_visibility="private").then(
                reply, [asking, chat, said], [chat, said], show_progress="hidden", api_visibility="private", concurrency_limit=8
            )
        clear.click(lambda: ([], []), None, [chat, said], show_progress="hidden", api_visibility="private")
    return page


def _stream(assistant: Assistant, library: Library, asked: str, conversation: list[str]) -> Iterator[tuple[str, str]]:
    """(message so far, the words for the history): the stage, then sentence by sentence, then the cards."""
    t = texts("zh" if any("\u4e00" <= char <= "\u9fff" for char in asked) else "en")
    yield f'<div class="pr-state">{escape(t["searching"])}</div>', ""
    try:
        answer = assistant.ask(asked, conversation)
    except QuestionError as error:
        yield f'<div class="pr-state">{_plain(str(error))}</div>', ""
        return
    if not answer.sentences:
        yield _refusal(answer, library, t), ""
        return
    numbers = {citation: number for number, citation in enumerate(answer.citations, 1)}
    shown: list[str] = []
    for sentence in answer.sentences:
        marks = "".join(f'<a class="pr-mark" href="{citation_url(c)}" target="_blank">[{numbers[c]}]</a>' for c in sentence.citations)
        shown.append(f"<p>{_plain(sentence.text)}{marks}</p>")
        yield f'<div class="pr-quotes">{"".join(shown)}</div>', answer.text
    yield f'<div class="pr-quotes">{"".join(shown)}</div>{_state(answer, t)}{"".join(_card(c, n, t) for c, n in numbers.items())}', answer.text


def _state(answer: Answer, t: Mapping[str, str]) -> str:
    verbatim = all(sentence.text == citation.text for sentence in answer.sentences for citation in sentence.citations)
    state = f"✓ {t['verified'] if verbatim else t['written']}"
    if answer.question.text != answer.question.asked:
        state += " · " + t["understood"].format(question=answer.question.text)
    return f'<div class="pr-state">{_plain(state)}</div>'


def _card(citation: Citation, number: int, t: Mapping[str, str]) -> str:
    speaker, role = (citation.speaker.name, citation.speaker.title or "") if citation.speaker else (citation.source or t["narrator"], "")
    asked = f'<div class="pr-soft">{_plain(t["asked"].format(question=_short(citation.question)))}</div>' if citation.question else ""
    return (
        f'<div class="pr-card"><div><span class="pr-soft">[{number}]</span> <span class="pr-who">{_plain(speaker)}</span> <span class="pr-soft">{_plain(role)}</span></div>'
        f"<blockquote>{_plain(citation.text)}</blockquote>{asked}"
        f'<div class="pr-soft">{_plain(t["document"].format(title=citation.document_title))} · {_plain(citation.date or "")} · '
        f'<a href="{citation_url(citation)}" target="_blank">{escape(t["open"].format(paragraph=citation.paragraph))}</a></div></div>'
    )


def _refusal(answer: Answer, library: Library, t: Mapping[str, str]) -> str:
    declined = answer.status == "declined"
    words = [t["declined" if declined else "not_found"], _coverage(library, t["coverage_private" if declined else "coverage"])]
    message = "".join(f"<p>{_plain(line)}</p>" for line in words if line)
    if declined or not answer.hits:
        return f'<div class="pr-quotes">{message}</div>'
    near = "".join(_near(hit, t) for hit in answer.hits[:_NEAREST])
    return f'<div class="pr-quotes">{message}</div><details class="pr-nearest"><summary>{escape(t["nearest"])}</summary>{near}</details>'


def _near(hit: Hit, t: Mapping[str, str]) -> str:
    place = hit.transcript.paragraph_at(hit.start)
    number = place[1].number if place else 1
    return (
        f'<div class="pr-card"><blockquote>{_plain(_short(hit.text, 120))}</blockquote><div class="pr-soft">{_plain(hit.transcript.title)} · '
        f'<a href="{document_url(hit.transcript.id)}#p{number}" target="_blank">{escape(t["open"].format(paragraph=number))}</a></div></div>'
    )


def _intro(library: Library, t: Mapping[str, str]) -> str:
    opening = _coverage(library, t["opening"]) or t["opening_empty"]
    return f"<h1>{escape(t['title'])}</h1><p>{escape(t['tagline'])}</p><p>{escape(opening)}</p>"


def _coverage(library: Library, text: str) -> str:
    """The text with how many documents there are, and from when to when; empty for an empty library."""
    entries = [entry for entry in library.entries() if not entry.withdrawn_at]
    dates = sorted(entry.date for entry in entries if entry.date)
    return text.format(count=len(entries), first=dates[0] if dates else "?", last=dates[-1] if dates else "?") if entries else ""


def _short(text: str | None, length: int = 80) -> str:
    text = text or ""
    return text if len(text) <= length else text[:length] + "…"


def _plain(text: str) -> str:
    """Text as text: neither HTML nor Markdown in it means anything."""
    return "".join(char if char.isalnum() or char in " ，。、；：？！“”‘’（）《》" else "<br>" if char == "\n" else f"&#{ord(char)};" for char in text)

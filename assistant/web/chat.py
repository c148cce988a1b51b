"""The chat page at /: Gradio components; each tab keeps its own conversation, and nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answer import Answer, Assistant
from assistant.replies import reply_to
from assistant.texts import preferred, texts
from assistant.web.examples import Examples
from assistant.web.html import plain
from assistant.web.messages import answer_message, intro, reply_message
from corpus import language
from corpus.errors import QuestionError
from corpus.library import Library

# Only fonts that the reader's system has: nothing is fetched from another host.
_FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
THEME = gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=["ui-monospace", "monospace"])
CSS = Path(__file__).parent / "static" / "chat.css"
HEAD = '<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">'
_AT_ONCE = 8

Messages = list[dict[str, Any]]


def build_chat(assistant: Assistant, library: Library) -> gr.Blocks:
    """The page. Raises nothing of its own: what goes wrong with a question is said in its message."""
    examples = Examples(assistant, library)
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    with gr.Blocks(title="Pressroom 发布厅", analytics_enabled=False) as page:
        head = gr.HTML(elem_id="intro")
        chat = gr.Chatbot(elem_id="chat", show_label=False, latex_delimiters=[], feedback_options=None, height="auto", buttons=["copy"])
        with gr.Row():
            box = gr.Textbox(elem_id="question", show_label=False, container=False, scale=8, max_lines=4, autofocus=True)
            send = gr.Button(variant="primary", scale=1, min_width=90, elem_id="send")
        with gr.Row():
            clear = gr.Button(size="sm", elem_id="clear", scale=0, min_width=120)
        spoken, asking = gr.State([]), gr.State("")

        def greet(request: gr.Request) -> tuple[Any, ...]:
            t = texts(preferred(request.headers.get("accept-language", "")))
            box_update = gr.update(placeholder=t["placeholder"], label=t["send"])
            chat_update = gr.update(examples=[{"text": question} for question in examples.get()], placeholder=t["you_may_ask"])
            return intro(library, t), chat_update, box_update, gr.update(value=t["send"]), gr.update(value=t["clear"])

        def take(words: str, messages: Messages) -> tuple[str, Messages, str]:
            asked = words.strip()
            return "", [*messages, {"role": "user", "content": plain(asked)}] if asked else messages, asked

        def take_example(messages: Messages, chosen: gr.SelectData) -> tuple[str, Messages, str]:
            return take(chosen.value["text"], messages)

        def reply(asked: str, messages: Messages, conversation: list[str]) -> Iterator[tuple[Messages, list[str]]]:
            if not asked:
                yield messages, conversation
                return
            for content, said in stream(assistant, library, asked, conversation):
                yield [*messages, {"role": "assistant", "content": content}], [*conversation, asked, said]

        page.load(greet, None, [head, chat, box, send, clear], **hidden)
        taken = [
            box.submit(take, [box, chat], [box, chat, asking], **hidden),
            send.click(take, [box, chat], [box, chat, asking], **hidden),
            chat.example_select(take_example, [chat], [box, chat, asking], **hidden),
        ]
        for step in taken:
            step.then(reply, [asking, chat, spoken], [chat, spoken], concurrency_limit=_AT_ONCE, concurrency_id="ask", **hidden)
        clear.click(lambda: ([], []), None, [chat, spoken], **hidden)
        chat.clear(lambda: [], None, [spoken], **hidden)
    return page


def stream(assistant: Assistant, library: Library, asked: str, conversation: list[str]) -> Iterator[tuple[str, str]]:
    """(the message so far, the words for the conversation): the stage first, then the answer as it grows."""
    t = texts(language.detect(asked))
    yield f'<div class="pr-state">{escape(t["searching"])}</div>', ""
    answer: Answer | None = None
    try:
        for answer in assistant.answers(asked, conversation):
            if answer.sentences and not answer.id:
                yield answer_message(answer, t, whole=False), answer.text
    except QuestionError as error:
        yield f'<div class="pr-state">{plain(str(error))}</div>', ""
        return
    if answer is not None:
        reply = reply_to(answer, library)
        whole = answer_message(answer, t, whole=True, notes=reply.notes) if answer.sentences else reply_message(answer, reply, t)
        yield whole, answer.text

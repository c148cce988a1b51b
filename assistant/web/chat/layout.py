"""Texts -> the components of the chat: what a citizen sees and presses, and what the page's own
script reads. Their texts are in every language at once (gr.I18n).
"""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from pressroom.assistant.languages.tongue import Tongue, tongues

_COMPOSER = ("placeholder", "send", "clear", "your_question", "conversation")
_TEXTS = (*_COMPOSER, "year", "body", "speaker", "asking_about")
# What Gradio's own buttons say, in our words for it: it has not all of our languages.
_BUTTONS = {
    "chatbot.edit": "edit",
    "chatbot.submit": "send",
    "chatbot.cancel": "cancel",
    "chatbot.retry": "again",
    "chatbot.like": "useful",
    "chatbot.dislike": "not_useful",
}
# As Gradio's own texts are called. It has none in Vietnamese, and takes no language that it has
# not: there it gets the name of one that we have not, of which nothing is seen.
_GRADIOS = {"zh": "zh-CN", "zh-Hant": "zh-TW", "vi": "id"}


def locale_of(words: Tongue) -> str:
    """A language by the name that Gradio has for it."""
    return _GRADIOS.get(words.code, words.code)


TEXTS = gr.I18n(
    **{
        locale_of(words): {
            **{name: words.t[name] for name in _TEXTS},
            **{name: words.t[ours] for name, ours in _BUTTONS.items()},
        }
        for words in tongues()
    }
)


@dataclass(frozen=True)
class Layout:
    """`asked` is a question by the address, ?question=; `note` what became known of which answer
    since. Neither is seen.
    """

    chat: gr.Chatbot
    box: gr.Textbox
    year: gr.Dropdown
    body: gr.Dropdown
    speaker: gr.Dropdown
    document: gr.Dropdown
    clear: gr.Button
    asked: gr.Textbox
    note: gr.JSON

    @property
    def limits(self) -> list[gr.Dropdown]:
        """What a search is kept to."""
        return [self.year, self.body, self.speaker, self.document]


def laid_out() -> Layout:
    """The components, in the Blocks that are open."""
    chat = _conversation()
    with gr.Column(elem_id="composer"):
        box = _box()
        with gr.Row(elem_id="limits"):
            limits = {name: _limit(name) for name in ("year", "body", "speaker", "document")}
            clear = gr.Button(TEXTS("clear"), elem_id="clear", size="sm", scale=0)
    unseen = {"asked": gr.Textbox(visible=False), "note": gr.JSON(visible=False)}
    return Layout(chat, box, clear=clear, **limits, **unseen)


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label=TEXTS("conversation"),
        show_label=False,
        container=False,
        height=None,
        layout="panel",
        editable="user",
        buttons=[],
        render_markdown=False,
        feedback_options=("Like", "Dislike"),
    )


def _box() -> gr.Textbox:
    return gr.Textbox(
        label=TEXTS("your_question"),
        placeholder=TEXTS("placeholder"),
        elem_id="question",
        max_lines=6,
        container=False,
        submit_btn=TEXTS("send"),
        autofocus=True,
    )


def _limit(name: str) -> gr.Dropdown:
    return gr.Dropdown(
        [],
        label=TEXTS("asking_about" if name == "document" else name),
        elem_id=name,
        allow_custom_value=True,
        container=False,
        show_label=False,
        visible=name != "document",
        scale=1,
        min_width=120,
    )

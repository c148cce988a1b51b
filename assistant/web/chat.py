"""The chat page at /: Gradio components on a page of our own language and frame; the conversation itself comes through talk.py.

Gradio's page is the same for everybody, so every text in it is a slot, `@@name@@`, that is filled for each visit: its language is right
from the first byte, and no event has to come back before the page can be used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr
from starlette.types import ASGIApp, Message, Scope

from assistant.tongue import Tongue
from assistant.web.html import render
from assistant.web.visit import Visit
from corpus.catalogue import Shelf, Wanted

# Only fonts that the reader's system has: nothing is fetched from another host.
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", "sans-serif"]
THEME = gr.themes.Base(
    primary_hue=gr.themes.colors.blue, neutral_hue=gr.themes.colors.slate, font=_FONTS, font_mono=["ui-monospace", "monospace"]
).set(
    body_background_fill="var(--paper)",
    body_background_fill_dark="var(--paper)",
    body_text_color="var(--ink)",
    body_text_color_dark="var(--ink)",
)
# Written into the page itself: Gradio's `head` is put in by Gradio's script, so that our header shows without its style until then, and
# the box may be there before what answers its key. The script is small and not deferred: it runs before any of Gradio's.
_HEAD = (
    '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark"><link rel="icon" href="/style/icon.svg">'
    '<link rel="stylesheet" href="/style/base.css"><link rel="stylesheet" href="/style/chat.css">'
    '<script src="/style/chat.js"></script>'
)
_SLOT = re.compile(r"@@(\w+)@@")
_SOCIAL = re.compile(r'\s*<meta\s+(?:property="og|name="twitter)[^>]*/>')
_MANIFEST = re.compile(r'\s*<link rel="manifest"[^>]*>')
_BODIES, _NAMES = 200, 400  # that can be chosen from a list; the browse pages have all


def build_chat() -> gr.Blocks:
    """The page with its slots. It has no event that needs the server, and so keeps no connection and no state."""
    with gr.Blocks(title="@@window@@", analytics_enabled=False) as blocks:
        gr.HTML("@@opening@@", elem_id="opening", apply_default_css=False, js_on_load=None)
        gr.HTML("@@conversation@@", elem_id="conversation", apply_default_css=False, js_on_load=None)
        with gr.Column(elem_id="composer"):
            gr.HTML("@@scope@@", elem_id="scope", apply_default_css=False, js_on_load=None)
            with gr.Row(elem_id="asking"):
                box = gr.Textbox(
                    label="@@label@@", placeholder="@@placeholder@@", elem_id="question", scale=8, max_lines=6, container=False
                )
                send = gr.Button("@@send@@", variant="primary", scale=0, min_width=96, elem_id="send")
                gr.Button("@@stop@@", variant="stop", scale=0, min_width=96, elem_id="stop")
            with gr.Row(elem_id="more"):
                gr.Button("@@clear@@", size="sm", scale=0, elem_id="clear")
                gr.HTML("@@privacy@@", elem_id="privacy", apply_default_css=False, js_on_load=None)
        ask = "(words) => pressroom.ask(words)"
        box.submit(None, [box], [box], js=ask, api_visibility="private")
        send.click(None, [box], [box], js=ask, api_visibility="private")
    return blocks


def fill(html: str, visit: Visit, shelf: Shelf, chosen: Wanted) -> str:
    """Gradio's page for one visit: its slots filled, its language and direction said, our header before it and footer behind."""
    words = visit.tongue
    slots = _slots(visit, shelf, chosen)
    html = _SLOT.sub(lambda slot: _in_script(slots[slot[1]]), html)
    html = _MANIFEST.sub("", _SOCIAL.sub("", html))
    html = html.replace('lang="en"', f'lang="{words.tag}" dir="{words.direction}"', 1)
    header = render("parts/header.html", visit=visit, tongue=words, t=words.t, here="ask")
    plain = render("parts/scriptless.html", t=words.t, question="", document=chosen.document)
    footer = render("parts/footer.html", t=words.t)
    html = html.replace("</head>", f"{_HEAD}</head>", 1)
    html = re.sub(r"(<body[^>]*>)", lambda body: body[1] + header + plain, html, count=1)
    return html.replace("</body>", f"{footer}</body>")


def _slots(visit: Visit, shelf: Shelf, chosen: Wanted) -> dict[str, str]:
    words = visit.tongue
    frame: dict[str, Any] = {"visit": visit, "tongue": words, "t": words.t}
    options = {"years": shelf.years, "bodies": shelf.bodies[:_BODIES], "names": list(shelf.officials)[:_NAMES]}
    card = shelf.card(chosen.document) if chosen.document else None
    return {
        "window": f"{words.t['title']} · {words.t['opening_heading']}",
        "opening": render("parts/opening.html", **frame, known=known(shelf, words), card=card),
        "conversation": render("parts/conversation.html", **frame),
        "scope": render("parts/scope.html", **frame, **options, chosen=chosen, card=card),
        "privacy": render("parts/privacy.html", **frame),
        **{name: words.t[name] for name in ("placeholder", "send", "stop", "clear")},
        "label": words.t["your_question"],
    }


@dataclass(frozen=True, slots=True)
class Known:
    """What the library holds, in words: how many documents, from when to when, of which bodies (the first few, and how many more)."""

    documents: str
    first: str
    last: str
    bodies: tuple[str, ...]
    others: int


def known(shelf: Shelf, words: Tongue) -> Known | None:
    """None for an empty library."""
    if not shelf.cards:
        return None
    days = sorted(card.date for card in shelf.cards if card.date)
    bodies = shelf.bodies
    return Known(
        words.count("documents_n", len(shelf.cards)),
        words.day(days[0]) if days else "?",
        words.day(days[-1]) if days else "?",
        tuple(bodies[:_FIRST]),
        max(0, len(bodies) - _FIRST),
    )


_FIRST = 4


def _in_script(text: str) -> str:
    """Text inside a JSON string inside a script."""
    inside = json.dumps(text, ensure_ascii=False)[1:-1]
    return (
        inside.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("'", "\\u0027").replace("\u2028", "\\u2028")
    )


async def page_of(application: ASGIApp, scope: Scope, path: str) -> str:
    """The body that an application gives for GET `path`, uncompressed."""
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    inner: Mapping[str, Any] = {**scope, "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers}
    await application(dict(inner), receive, send)
    return b"".join(parts).decode("utf-8")

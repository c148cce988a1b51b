// The check page works without this; with it, words that are marked are given to whoever said them, and nothing typed is left behind unseen.
"use strict";
{
  const check = document.getElementById("check");
  const article = document.querySelector(".turns");
  const save = document.querySelector(".save");
  let unsaved = false;
  const touched = () => {
    unsaved = true;
    save.classList.add("unsaved");
    save.title = check.dataset.unsaved;
  };
  for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => { if (event.target.form === check) touched(); });
  check.addEventListener("submit", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  if (document.querySelector("[aria-invalid=true]")) touched();

  // Marking words. Places are counted in code points, as the server counts them.
  const paragraphs = [...article.querySelectorAll("p[data-start]")];
  const length = (text) => [...text].length;
  const before = (paragraph, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    range.setEnd(node, offset);
    return length(range.toString());
  };
  const marked = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const inside = paragraphs.filter((paragraph) => range.intersectsNode(paragraph));
    if (!inside.length) return null;
    const first = inside[0], last = inside.at(-1);
    const from = first.contains(range.startContainer) ? before(first, range.startContainer, range.startOffset) : 0;
    const to = last.contains(range.endContainer) ? before(last, range.endContainer, range.endOffset) : length(last.textContent);
    const words = range.toString().trim();
    return words && { at: Number(first.dataset.start) + from, until: Number(last.dataset.start) + to, words, last, range, turn: first.closest(".turn") };
  };
  const template = document.getElementById("marking");
  let panel = null;
  const close = () => {
    panel?.remove();
    panel = null;
    CSS.highlights?.delete("marked");
  };
  const open = ({ at, until, words, turn, range }, place, where) => {
    close();
    document.querySelector("[data-opened]")?.remove();
    panel = template.content.firstElementChild.cloneNode(true);
    panel.querySelector("[name='words.at']").value = at;
    panel.querySelector("[name='words.until']").value = until;
    panel.querySelector("blockquote").textContent = words;
    panel.querySelector("[name='words.kind']").value = turn.dataset.kind;
    panel.querySelector("[name='words.speaker']").value = turn.dataset.speaker;
    panel.querySelector("[data-close]").addEventListener("click", close);
    place.insertAdjacentElement(where, panel);
    if (range && window.Highlight && CSS.highlights) CSS.highlights.set("marked", new Highlight(range.cloneRange()));
  };
  article.querySelector("[data-hint]").hidden = false;
  const look = (event) => {
    if (event.target.closest?.("fieldset, button, a")) return;
    const found = marked();
    if (found) open(found, found.last.closest(".paragraph"), "afterend");
  };
  article.addEventListener("mouseup", look);
  article.addEventListener("touchend", look);
  article.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") look(event); });
  for (const button of article.querySelectorAll("button.edit")) {
    if (!button.value) continue; // the server has opened this one
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const turn = button.closest(".turn"), own = [...turn.querySelectorAll("p[data-start]")];
      const words = own.map((paragraph) => paragraph.textContent).join("\n");
      open({ at: turn.dataset.start, until: turn.dataset.end, words, turn }, turn.querySelector("h2"), "afterend");
      if (turn.id !== "t1") {
        const join = document.createElement("button");
        Object.assign(join, { name: "join", value: turn.dataset.start, textContent: template.dataset.join });
        join.setAttribute("form", "check");
        join.addEventListener("click", () => { for (const hidden of panel.querySelectorAll("[type=hidden]")) hidden.disabled = true; });
        panel.querySelector("[data-close]").before(join);
      }
      panel.querySelector("select").focus();
    });
  }
}

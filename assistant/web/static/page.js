// Pages that are read work without this; with it, a search marks words as they are typed, and what needs a script appears.
"use strict";
for (const print of document.querySelectorAll("[data-print]")) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
for (const form of document.querySelectorAll("form[data-chat]")) form.action = form.dataset.chat;

const within = document.getElementById("within");
if (within && window.Highlight && CSS.highlights) {
  const live = document.getElementById("live");
  let found = [], at = -1;
  const look = () => {
    const wanted = within.value.trim().toLowerCase();
    found = [];
    at = -1;
    const walker = document.createTreeWalker(document.querySelector(".turns"), NodeFilter.SHOW_TEXT);
    while (wanted && walker.nextNode()) {
      const text = walker.currentNode.data.toLowerCase();
      for (let place = text.indexOf(wanted); place >= 0; place = text.indexOf(wanted, place + wanted.length)) {
        const range = new Range();
        range.setStart(walker.currentNode, place);
        range.setEnd(walker.currentNode, place + wanted.length);
        found.push(range);
      }
    }
    CSS.highlights.set("live", new Highlight(...found));
    live.textContent = wanted ? String(found.length) : "";
  };
  within.addEventListener("input", look);
  within.form.addEventListener("submit", (event) => {
    if (!found.length) return; // the server folds width and traditional characters too
    event.preventDefault();
    at = (at + 1) % found.length;
    found[at].startContainer.parentElement.scrollIntoView({ block: "center" });
    live.textContent = `${at + 1} / ${found.length}`;
  });
}

// What Gradio has no part for: its language from the server, the conversation of this tab, copying, and that the server is gone.
"use strict";
// Gradio takes the browser's language; the reader's is the one that the page is in.
Object.defineProperty(navigator, "language", { get: () => document.documentElement.dataset.locale });

const pressroom = (() => {
  const KEPT = "pressroom.conversation", DRAFT = "pressroom.draft"; // in the tab's own storage: a reload keeps it, closing the tab ends it
  const LIMITS = ["year", "body", "speaker", "document"];
  const SAME = { __type__: "update" }; // Gradio leaves a part as it is
  const stopped = new Set(), dropped = new Set(); // questions, by the signs of their replies
  let turns = 0, top = 0, open = false, ready = false, asked, coming = [], waiting = null, sent = {};

  const address = () => new URLSearchParams(location.search);
  const rows = () => document.querySelectorAll("#chat .user-row");
  const box = () => document.querySelector("#question textarea");
  const texts = () => document.querySelector("gradio-app").dataset;

  function kept(name) {
    try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
  }

  function store(name, what) {
    try { sessionStorage.setItem(name, JSON.stringify(what)); } catch { /* full or forbidden: it is on the page */ }
  }

  /** What a reply carries that has to be known of it. */
  const facts = (message) => message?.content?.[0]?.props?.props ?? {};
  const isComing = (chat) => facts(chat.at(-1)).status === "pending";

  /** A message whose piece is changed so: its words, and what has to be known of it. */
  function changed(message, known, words) {
    const [piece] = message.content;
    const props = { ...piece.props, props: { ...facts(message), ...known } };
    return { ...message, content: [{ ...piece, value: words ?? piece.value, props }] };
  }

  /** The conversation, whose last reply will not come: it says why, and can be asked for again. */
  function givenUp(chat, why) {
    const reply = changed(chat.at(-1), { status: "failed" }, document.getElementById(why).innerHTML);
    return [...chat.slice(0, -1), { ...reply, options: [{ value: facts(reply).asked, label: texts().again }] }];
  }

  /** The words in the box, the conversation and the limits with which the page opens, after the question that its address asks. */
  function opened() {
    open = true;
    const query = address();
    const question = query.get("question") ?? "";
    if (question) {
      query.delete("question");
      history.replaceState(null, "", query.size ? `?${query}` : "./");
    }
    const chat = kept(KEPT) ?? [];
    asked = facts(chat.at(-1)).sign;
    const draft = (!box()?.value && kept(DRAFT)) || SAME;
    return [question || SAME, draft, isComing(chat) ? givenUp(chat, "lost") : chat, ...LIMITS.map((name) => query.get(name) ?? "")];
  }

  /** Whatever changed the conversation, the page follows it: Stop stands there exactly while a reply is coming, one that was
   *  stopped says so, also where words of it were still under way, and the box is empty once its question is drawn. */
  function follow(chat, words) {
    if (!open) return [SAME, SAME]; // Gradio begins with an empty one
    const { sign, typed } = facts(chat.at(-1));
    if (dropped.has(sign)) return [SAME, []]; // which is followed in its turn
    if (isComing(chat) && stopped.has(sign)) return [SAME, givenUp(chat, "stopped")];
    keep(chat);
    const isBusy = isComing(chat), isNew = sign !== asked, isDrawn = isNew && words?.trim() === typed;
    if (isNew) sent = {};
    asked = sign;
    if (isBusy) coming = chat;
    else if (waiting !== null) setTimeout(send, 0, waiting); // the button is drawn after this
    if (!isBusy) waiting = null;
    const buttons = { submit_btn: !isBusy && texts().send, stop_btn: isBusy && texts().stop };
    return [{ ...SAME, ...buttons, ...(isDrawn ? { value: "" } : {}) }, SAME];
  }

  /** Keeps the conversation; a new question comes to the top of the screen, and the server is watched until it is answered. */
  function keep(chat) {
    store(KEPT, chat);
    document.body.classList.toggle("talking", chat.length > 0);
    if (chat.length === turns && Math.abs(scrollY - top) > 2) return; // who reads elsewhere is left there
    requestAnimationFrame(() => { rows()[rows().length - 1]?.scrollIntoView({ block: "start" }); top = scrollY; });
    if (chat.length !== turns) watch();
    turns = chat.length;
  }

  // Gradio says only in English that the server is gone, and reloads the page when it is back.
  async function watch() {
    const gone = document.getElementById("gone");
    while (document.querySelector("#chat .stage") && gone.hidden) {
      await new Promise((later) => setTimeout(later, 1000));
      gone.hidden = await fetch("healthz").then((response) => response.ok, () => false);
    }
  }

  function send(words) {
    if (box()?.value === words) document.querySelector("#question .submit-button")?.click();
  }

  /** The conversation when Stop is pressed; an answer that has just come stays. */
  function stop(chat) {
    focus();
    const { sign } = facts(coming.at(-1));
    if (!sign || (facts(chat.at(-1)).sign === sign && !isComing(chat))) return [SAME]; // a list of outputs, of one
    stopped.add(sign);
    return [givenUp(coming, "stopped")];
  }

  /** The conversation with what became known of an answer in it: what was thought of it, or what can be asked next, if it is the last. */
  function noted(note, chat) {
    const at = chat.findIndex((message) => note && facts(message).id === note.id);
    if (at < 0 || (note.options && at < chat.length - 1)) return [SAME];
    const { options = chat[at].options, opinion = facts(chat[at]).opinion } = note;
    const reply = { ...changed(chat[at], { opinion }), options };
    return [chat.map((message, place) => (place === at ? reply : message))];
  }

  function anew() {
    history.replaceState(null, "", "./");
    if (asked) dropped.add(asked); // of which words may still be under way
    store(KEPT, []);
    focus();
    return ["", [], ...LIMITS.map(() => "")];
  }

  const focus = () => box()?.focus();

  /** From now on Gradio does what one asks for. */
  function begin() {
    ready = true;
    if (waiting !== null) send(waiting);
    waiting = null;
  }

  // Gradio loses what is sent before all its parts are there, drops it while it ends a question, and mixes up two at once: it waits
  // in the box until it can be asked. What is sent twice at once is one question.
  function hold(event) {
    const words = box()?.value, now = Date.now(), isEarly = !ready || document.querySelector("#question .stop-button");
    if (isEarly) waiting = words;
    if (isEarly || (words === sent.words && now - sent.at < 1000)) {
      event.preventDefault();
      event.stopPropagation();
    } else sent = { words, at: now };
  }
  // Enter that ends a word which an input method composes asks nothing; Safari tells it by 229 alone.
  const composes = (event) => event.isComposing || event.keyCode === 229;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.target !== box()) return;
    if (composes(event)) event.preventDefault(); // or Gradio would ask
    else hold(event);
  }, { capture: true });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#question .submit-button")) hold(event);
  }, { capture: true });

  addEventListener("pagehide", () => store(DRAFT, box()?.value ?? "")); // also when Gradio reloads the page, as a lost server is back

  async function copy(text, done) {
    await navigator.clipboard.writeText(text);
    const toast = Object.assign(document.createElement("p"), { className: "toast", role: "status", textContent: done });
    document.body.append(toast);
    setTimeout(() => toast.remove(), 2500);
  }

  // Gradio's examples are buttons in a list, with English names: a group, named by their words.
  new MutationObserver(() => {
    for (const list of document.querySelectorAll("#chat .examples[role=list]")) {
      list.setAttribute("role", "group");
      for (const example of list.children) example.removeAttribute("aria-label");
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", async (event) => {
    const { copy: text, share } = event.target.closest?.("[data-copy], [data-share]")?.dataset ?? {};
    const said = document.querySelector("gradio-app")?.dataset;
    if (text !== undefined) await copy(text.replace(/^\/(?=t\/)/gm, new URL(".", location.href).href), said.copied);
    if (share === undefined || event.ctrlKey || event.metaKey) return; // it is a link, too
    event.preventDefault();
    const url = new URL(share.slice(1), new URL(".", location.href)).href;
    if (navigator.share && matchMedia("(pointer: coarse)").matches) await navigator.share({ url }).catch(() => null);
    else await copy(url, said.linkCopied);
  });
  return { opened, begin, follow, stop, noted, anew };
})();
globalThis.pressroom = pressroom;

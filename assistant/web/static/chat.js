// What Gradio has no part for; docs/chat.md tells why, part by part.
"use strict";
// Gradio takes the browser's language; the reader's is the one that the page is in.
Object.defineProperty(navigator, "language", { get: () => document.documentElement.dataset.locale });

const pressroom = (() => {
  const TALK = "pressroom.conversation", DRAFT = "pressroom.draft", LIMITS = ["year", "body", "speaker", "document"];
  const SAME = { __type__: "update" }; // Gradio leaves a part as it is
  const past = new Set(); // the signs of replies that are no longer the last
  let latest = [], asked, isOpen = false, isReady = false, waiting = null, sent = {}, top = 0;
  const box = () => document.querySelector("#question textarea");
  const texts = () => document.querySelector("gradio-app").dataset;

  // In the tab's own storage, if it has room: a reload keeps it, closing the tab ends it.
  const kept = (name) => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } };
  const keep = (name, what) => { try { sessionStorage.setItem(name, JSON.stringify(what)); } catch { /* it is on the page */ } };
  addEventListener("pagehide", () => keep(DRAFT, box()?.value ?? ""));

  /** What a reply carries that has to be known of it. */
  const facts = (message) => message?.content?.[0]?.props?.props ?? {};
  const isComing = (chat) => facts(chat.at(-1)).status === "pending";

  /** A reply of which something else is known, with other options and words. */
  function changed(reply, known, options, value = reply.content[0].value) {
    const [piece] = reply.content;
    return { ...reply, options, content: [{ ...piece, value, props: { ...piece.props, props: { ...facts(reply), ...known } } }] };
  }

  /** The conversation, whose last reply will not come: it says why, and can be asked for again. */
  function givenUp(chat, why) {
    const again = [{ value: facts(chat.at(-1)).asked, label: texts().again }], said = document.getElementById(why).innerHTML;
    return [...chat.slice(0, -1), changed(chat.at(-1), { status: "failed" }, again, said)];
  }

  /** With what the page opens: the question that its address asks, the words in the box, the conversation and the limits. */
  function opened() {
    const address = new URLSearchParams(location.search), question = address.get("question"), chat = kept(TALK) ?? [];
    address.delete("question");
    if (question) history.replaceState(null, "", address.size ? `?${address}` : "./");
    isOpen = true;
    asked = facts(chat.at(-1)).sign;
    const draft = (!box()?.value && kept(DRAFT)) || SAME, limits = LIMITS.map((name) => address.get(name) ?? "");
    return [question || SAME, draft, isComing(chat) ? givenUp(chat, "lost") : chat, ...limits];
  }

  /** Whatever writes the conversation, the page follows it, unless that is older than what stands there, as of an answer that was
   *  stopped. Stop stands there exactly while a reply is coming, and the box is empty once its question is drawn. */
  function follow(chat, words) {
    const { sign, typed } = facts(chat.at(-1)), isNew = sign !== asked, isBusy = isComing(chat);
    if (!isOpen) return [SAME, SAME]; // Gradio begins with an empty one
    if (past.has(sign) || (!isNew && isBusy && latest.length && !isComing(latest))) return [SAME, latest];
    if (isNew) begun(sign);
    latest = chat;
    keep(TALK, chat);
    document.body.classList.toggle("talking", chat.length > 0);
    if (isNew || Math.abs(scrollY - top) < 3) requestAnimationFrame(showQuestion); // who reads elsewhere is left there
    if (!isBusy) setTimeout(sendWaiting, 0); // the button is drawn after this
    const buttons = { submit_btn: !isBusy && texts().send, stop_btn: isBusy && texts().stop };
    return [{ ...SAME, ...buttons, ...(isNew && words?.trim() === typed ? { value: "" } : {}) }, SAME];
  }

  /** From now on the last reply is the one of this sign, or none; of those before words may still be under way. */
  function begun(sign) {
    if (asked) past.add(asked);
    asked = sign;
    sent = {};
  }

  function showQuestion() {
    [...document.querySelectorAll("#chat .user-row")].at(-1)?.scrollIntoView({ block: "start" });
    top = scrollY;
  }

  /** The conversation when Stop is pressed; an answer that has just come stays. */
  function stop() {
    box()?.focus();
    if (!isComing(latest)) return [SAME]; // a list of outputs, of one
    latest = givenUp(latest, "stopped");
    return [latest];
  }

  /** What became known of an answer, in the conversation: what was thought of it, or what can be asked next, if it is the last. */
  function noted(note) {
    const at = latest.findIndex((message) => note && facts(message).id === note.id), reply = latest[at];
    if (!reply || (note.options && at < latest.length - 1)) return [SAME];
    const known = changed(reply, { opinion: note.opinion ?? facts(reply).opinion }, note.options ?? reply.options);
    latest = latest.map((message) => (message === reply ? known : message));
    return [latest];
  }

  function anew() {
    history.replaceState(null, "", "./");
    box()?.focus();
    begun();
    return ["", [], ...LIMITS.map(() => "")];
  }

  /** Gradio is ready for what one asks. */
  function begin() {
    isReady = true;
    sendWaiting();
  }

  function sendWaiting() {
    const words = waiting;
    waiting = null;
    if (words !== null && box()?.value === words) document.querySelector("#question .submit-button")?.click();
  }

  // Gradio loses what is sent before all its parts are there, and mixes up two questions at once: it waits in the box until it can be
  // asked. What is sent twice at once is one question.
  function hold(event) {
    const words = box()?.value, isEarly = !isReady || document.querySelector("#question .stop-button");
    if (isEarly) waiting = words;
    if (isEarly || (words === sent.words && Date.now() - sent.at < 1000)) {
      event.preventDefault();
      event.stopPropagation();
    } else sent = { words, at: Date.now() };
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.target !== box()) return;
    // Enter that ends a word which an input method composes asks nothing; Safari tells it by 229 alone.
    if (event.isComposing || event.keyCode === 229) event.preventDefault();
    else hold(event);
  }, { capture: true });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#question .submit-button")) hold(event);
  }, { capture: true });

  document.addEventListener("click", async (event) => {
    const part = event.target.closest?.("[data-copy], [data-share]");
    if (!part || (part.href && (event.ctrlKey || event.metaKey))) return; // what is shared is a link, too
    event.preventDefault();
    const url = part.href, done = document.getElementById("done");
    if (url && navigator.share && matchMedia("(pointer: coarse)").matches) return navigator.share({ url }).catch(() => null);
    await navigator.clipboard.writeText(url ?? part.dataset.copy.replace(/^\/(?=t\/)/gm, new URL(".", location.href).href));
    done.textContent = url ? texts().linkCopied : texts().copied;
    setTimeout(() => done.replaceChildren(), 2500);
  });

  // What Gradio names in English alone is named in the reader's language, or by its own words; its examples are buttons in a list.
  new MutationObserver(() => {
    document.querySelector("#chat .examples[role=list]")?.setAttribute("role", "group");
    document.querySelector("#chat .edit-textarea")?.setAttribute("aria-label", texts().edit);
    for (const part of document.querySelectorAll("#chat [aria-label]")) {
      const name = JSON.parse(texts().names)[part.ariaLabel];
      if (name) part.ariaLabel = name;
      if (name && part.title) part.title = name;
      if (part.matches(".example, [data-testid=user], [data-testid=bot]")) part.removeAttribute("aria-label");
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
  return { opened, begin, follow, stop, noted, anew };
})();
globalThis.pressroom = pressroom;

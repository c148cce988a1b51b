// The chat page: sends a question, shows what comes, keeps the conversation in this tab. All HTML that is inserted was made by our server.
"use strict";
const pressroom = (() => {
  const KEPT = "pressroom.conversation"; // in the tab's own storage: a reload keeps it, closing the tab ends it
  const SILENCE = 60_000; // milliseconds without a word after which the connection counts as lost
  const PAUSE = 300; // milliseconds after an answer before what can be asked next is looked up
  const LIMITS = ["year", "body", "speaker"];
  let turns = [], running = null, editing = null, toast = null;

  const $ = (selector, within = document) => within.querySelector(selector);
  const list = () => $("#turns");
  const words = (name) => list().dataset[name];
  const box = () => $("#question textarea");
  const say = (text) => { $("#say").textContent = ""; requestAnimationFrame(() => { $("#say").textContent = shown(text); }); };
  // As assistant/web/html.py does it: nothing in a text can turn other text around.
  const shown = (text) => text.replace(/[\u202d\u202e]/g, (mark) => `⟨U+${mark.codePointAt(0).toString(16).toUpperCase()}⟩`);

  function type(text) {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  // --- what the search is limited to

  const field = (name) => $(`.scope [name="${name}"]`);
  const limits = () => Object.fromEntries([...LIMITS, "document"].map((name) => [name, field(name).value || null]));

  function limit(scope) {
    for (const name of LIMITS) {
      const value = scope[name] ?? "";
      if (![...field(name).options].some((option) => option.value === value)) field(name).add(new Option(value));
      field(name).value = value;
    }
    field("document").value = scope.document ?? "";
    chips();
  }

  function chips() {
    const chosen = Object.entries(limits()).filter(([, value]) => value);
    $("#chips").replaceChildren(...chosen.map(([name, value]) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.dataset.remove = name;
      chip.textContent = shown(`${name === "document" ? field(name).dataset.title || value : value} ✕`);
      chip.setAttribute("aria-label", shown(`${words("remove")}: ${value}`));
      const item = document.createElement("li");
      item.append(chip);
      return item;
    }));
  }

  // --- turns

  function show(turn, number) {
    const item = document.createElement("li");
    item.id = `turn${number}`;
    const head = document.createElement("div");
    head.className = "asked";
    const title = document.createElement("h2");
    title.textContent = shown(turn.asked);
    title.dir = "auto";
    const edit = document.createElement("button");
    edit.type = "button";
    edit.textContent = words("edit");
    edit.dataset.edit = number;
    edit.setAttribute("aria-label", `${words("edit")}: ${title.textContent.slice(0, 80)}`);
    head.append(title, edit);
    const reply = document.createElement("div");
    reply.className = "answer";
    reply.innerHTML = turn.html;
    item.append(head, reply);
    list().append(item);
    document.body.classList.add("talking");
    return item;
  }

  function keep() {
    try { sessionStorage.setItem(KEPT, JSON.stringify(turns.filter((turn) => turn.done))); } catch { /* full or forbidden: it is kept on the page */ }
  }

  function cut(from) {
    turns = turns.slice(0, from);
    while (list().children.length > from) list().lastElementChild.remove();
  }

  function note(answer, text, again) {
    const line = document.createElement("p");
    line.className = again ? "problem" : "soft";
    line.textContent = text;
    if (again) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.again = again;
      button.textContent = words("again");
      line.append(" ", button);
    }
    answer.querySelector(".stage")?.remove();
    answer.append(line);
    say(text);
  }

  // --- asking

  function ask(text, clicked = false) {
    const asked = (text ?? "").trim();
    if (!asked || running) return running ? text : "";
    if (editing !== null) cut(editing);
    editing = null;
    const number = turns.length + 1;
    const turn = { asked, html: "", said: "", id: null, done: false };
    const history = turns.filter((one) => one.done && one.status !== "declined").flatMap((one) => [one.question ?? one.asked, one.said]).slice(-16);
    turns.push(turn);
    const item = show(turn, number);
    item.scrollIntoView({ block: "start" });
    receive(turn, item.querySelector(".answer"), { question: asked, history, ...limits(), turn: number, clicked });
    return "";
  }

  async function receive(turn, answer, question) {
    const stop = new AbortController();
    let stopped = false, silence = null;
    running = { stop: () => { stopped = true; stop.abort(); } };
    document.body.classList.add("busy");
    answer.setAttribute("aria-busy", "true");
    const listen = () => { clearTimeout(silence); silence = setTimeout(() => stop.abort(), SILENCE); };
    let began = false;
    try {
      listen();
      const body = JSON.stringify(question);
      const response = await fetch("chat/ask", { method: "POST", headers: { "content-type": "application/json" }, body, signal: stop.signal });
      if (!response.ok) throw new Error(response.status === 422 ? (await response.json()).error : "");
      began = true;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let buffer = "";
      while (!turn.done) {
        const { value, done } = await reader.read();
        if (done) break;
        listen();
        buffer += value;
        const events = buffer.split("\n\n");
        buffer = events.pop();
        for (const event of events) take(turn, answer, event);
      }
      if (!turn.done) throw new Error("");
    } catch (error) {
      if (turn.done) return;
      if (stopped) note(answer, words("stopped"));
      else note(answer, (error.name === "Error" && error.message) || words(began ? "lost" : "unsent"), turn.asked);
    } finally {
      clearTimeout(silence);
      running = null;
      document.body.classList.remove("busy");
      answer.removeAttribute("aria-busy");
      if (stopped) box().focus();
    }
  }

  function take(turn, answer, event) {
    const [, name] = /^event: (\w+)/m.exec(event) ?? [];
    const data = JSON.parse(event.slice(event.indexOf("data: ") + 6));
    answer.innerHTML = data.html;
    if (name === "stage") say(data.say);
    if (name === "problem") { turn.done = true; turn.html = data.html; say(data.say); }
    if (name !== "whole") return;
    Object.assign(turn, { html: data.html, said: data.said, question: data.asked, id: data.id, status: data.status, done: true });
    limit(data.scope);
    say(data.say);
    keep();
    goOn(turn, answer);
  }

  async function goOn(turn, answer) {
    const place = $(".next", answer);
    if (!turn.id || !place || place.hasChildNodes()) return;
    await new Promise((later) => setTimeout(later, PAUSE));
    if (running || turns.at(-1) !== turn) return; // who has asked on needs none, and shall not wait for them
    try {
      const response = await fetch(`chat/next/${encodeURIComponent(turn.id)}`);
      if (response.ok) place.innerHTML = await response.text();
      turn.html = place.closest(".answer").innerHTML;
      keep();
    } catch { /* they are an extra */ }
  }

  // --- what can be pressed

  async function copy(text, done) {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(done);
    toast?.remove();
    toast = Object.assign(document.createElement("p"), { className: "toast", textContent: done });
    document.body.append(toast);
    setTimeout(() => toast?.remove(), 2500);
  }

  async function share(path) {
    const url = new URL(path, location.href).href;
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      try { await navigator.share({ url }); return; } catch (error) { if (error.name === "AbortError") return; }
    }
    await copy(url, words("linkCopied"));
  }

  function clear() {
    running?.stop();
    cut(0);
    editing = null;
    keep();
    document.body.classList.remove("talking");
    limit({});
    type("");
    box().focus();
    say(words("cleared"));
    if (new URLSearchParams(location.search).size) history.replaceState(null, "", "./");
  }

  function edit(number) {
    if (running) return;
    editing = number - 1;
    type(turns[editing].asked);
    box().focus();
    box().select();
    say(words("edited"));
  }

  async function opine(form, useful) {
    const given = new FormData(form);
    const body = JSON.stringify({ useful, reason: (!useful && given.get("reason")) || null, comment: (!useful && given.get("comment")) || null });
    const id = form.closest("[data-answer]").dataset.answer;
    const response = await fetch(`api/answers/${encodeURIComponent(id)}/feedback`, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(() => null);
    const thanks = document.createElement("p");
    thanks.className = response?.ok ? "status sure thanks" : "problem";
    thanks.textContent = response?.ok ? words("thanks") : words("unsent");
    thanks.tabIndex = -1;
    if (response?.ok) form.replaceWith(thanks); else form.append(thanks);
    thanks.focus();
    say(thanks.textContent);
    const turn = turns.find((one) => one.id === id);
    if (turn && response?.ok) { turn.html = thanks.closest(".answer").innerHTML; keep(); }
  }

  function light(target, on) {
    const link = target.closest?.(".mark, .card");
    if (!link?.id) return;
    const other = link.id.replace(/([mc])(\d+)$/, (_, kind, number) => (kind === "m" ? "c" : "m") + number);
    for (const marked of document.querySelectorAll(`[id="${CSS.escape(link.id)}"], [id="${CSS.escape(other)}"]`)) marked.classList.toggle("lit", on);
  }

  function press(event) {
    const target = event.target.closest("button, a.mark, .card a.number");
    if (!target) return;
    const { ask: question, copy: text, share: path, edit: number, again, remove } = target.dataset;
    if (target.id === "stop") running?.stop();
    else if (target.id === "clear") clear();
    else if (question) ask(question, true);
    else if (text !== undefined) copy(text.replace(/^\/(?=t\/)/gm, `${location.origin}/`), words("copied"));
    else if (path) share(path);
    else if (number) edit(Number(number));
    else if (again) { cut(turns.findIndex((one) => one.asked === again && !one.said)); ask(again); }
    else if (remove) { field(remove).value = ""; chips(); box().focus(); }
    else if (target.dataset.why !== undefined) {
      const why = $(".why", target.form);
      why.hidden = !why.hidden;
      target.setAttribute("aria-expanded", String(!why.hidden));
      if (!why.hidden) $("input", why).focus();
    } else if (target.matches("a")) {
      event.preventDefault();
      const aim = document.getElementById(target.hash.slice(1));
      aim?.scrollIntoView({ block: "nearest" });
      aim?.focus({ preventScroll: true });
      for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
      light(target.matches(".mark") ? target : aim, true);
    }
  }

  // --- beginning

  async function examples() {
    const document_id = field("document").value;
    const response = await fetch(`chat/examples${document_id ? `?document=${encodeURIComponent(document_id)}` : ""}`).catch(() => null);
    if (response?.ok) $("#examples").innerHTML = await response.text();
  }

  function begin() {
    box().dir = "auto";
    chips();
    try { turns = JSON.parse(sessionStorage.getItem(KEPT)) ?? []; } catch { turns = []; }
    const asked = new URLSearchParams(location.search);
    turns.forEach((turn, index) => show(turn, index + 1));
    if (turns.length) goOn(turns.at(-1), list().lastElementChild);
    examples();
    const question = asked.get("question");
    if (question) {
      asked.delete("question");
      history.replaceState(null, "", asked.size ? `?${asked}` : "./");
      ask(question);
    } else if (turns.length) list().lastElementChild.scrollIntoView({ block: "start" });
    else if (matchMedia("(pointer: fine)").matches) box().focus({ preventScroll: true });
  }

  const ready = () => box() && list() && $(".scope") && $("#chips");
  const wait = new MutationObserver(() => { if (ready()) { wait.disconnect(); begin(); } });
  wait.observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("click", press);
  document.addEventListener("change", (event) => { if (event.target.closest(".scope")) chips(); });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".reply form.opinion")) return;
    event.preventDefault();
    opine(event.target, event.submitter?.value === "true");
  });
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(kind, (event) => light(event.target, on));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (running) running.stop();
    for (const open of document.querySelectorAll(".languages[open]")) { open.open = false; $("summary", open).focus(); }
  });
  return { ask };
})();
globalThis.pressroom = pressroom;

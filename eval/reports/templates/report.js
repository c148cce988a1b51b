"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const form = document.getElementById("filters"), body = document.querySelector("#list tbody"), view = document.getElementById("case");
let order = { key: null, down: false }, chosen = null;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function compared(a, b) {
  if (a === null || a === undefined || a === "–" || a === "") return 1;
  if (b === null || b === undefined || b === "–" || b === "") return -1;
  const numbers = [Number(a), Number(b)];
  return numbers.some(Number.isNaN) ? String(a).localeCompare(String(b)) : numbers[0] - numbers[1];
}

function marked(heads, head, down) {
  heads.forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
}

// tables of figures: a click on a head sorts, another turns it round; what is not known stays last
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.querySelectorAll("thead th")];
  heads.forEach((head, at) => head.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") !== "descending" && at > 0 || head.getAttribute("aria-sort") === "ascending";
    const rows = [...table.tBodies[0].rows], value = row => row.cells[at].textContent;
    const known = rows.filter(row => value(row) !== "–"), unknown = rows.filter(row => value(row) === "–");
    known.sort((a, b) => (down ? -1 : 1) * compared(value(a), value(b)));
    table.tBodies[0].append(...known, ...unknown);
    marked(heads, head, down);
  }));
}

for (const key of ["set", "failure", "kind", "language"]) {
  const select = form.elements[key];
  select.append(element("option", "all", { value: "" }));
  for (const value of new Set(data.cases.map(row => row[key]))) select.append(element("option", value, { value }));
}

function passing() {
  const wanted = Object.fromEntries(["set", "failure", "kind", "language"].map(key => [key, form.elements[key].value]));
  const words = form.elements.words.value.trim().toLowerCase();
  return data.cases.filter(row => Object.entries(wanted).every(([key, value]) => !value || row[key] === value)
    && (!words || [row.id, row.question, row.answer, ...row.answers].some(text => text.toLowerCase().includes(words))));
}

function list() {
  let rows = passing();
  if (order.key) {
    const blank = row => row[order.key] === null || row[order.key] === undefined;
    rows = [...rows.filter(row => !blank(row)).sort((a, b) => (order.down ? -1 : 1) * compared(a[order.key], b[order.key])), ...rows.filter(blank)];
  }
  body.replaceChildren(...rows.map(row => {
    const line = element("tr", null, { tabindex: 0, "aria-selected": row === chosen });
    line.append(element("td", row.id.length > 18 ? row.id.slice(0, 17) + "…" : row.id), element("td", row.kind), element("td", row.language), element("td", row.question),
      element("td", row.failure, { class: "f-" + row.failure.replaceAll(" ", "-") }), element("td", row.rank ?? "–"),
      element("td", row.confidence?.toFixed(3) ?? "–"), element("td", row.ms?.toFixed(0) ?? "–"));
    line.addEventListener("click", () => { chosen = row; list(); show(row); });
    line.addEventListener("keydown", event => { if (event.key === "Enter") line.click(); });
    return line;
  }));
  document.getElementById("count").textContent = `${rows.length} of ${data.cases.length}`;
}

// offsets count code points, as everywhere in Pressroom
function passage(hit, gold, kind) {
  const [key, doc, start, end] = hit, chars = [...(data.texts[key] ?? "")];
  const inside = gold.filter(place => place[0] === doc && place[1] < end && place[2] > start).sort((a, b) => a[1] - b[1]);
  const quote = element("blockquote", null, { class: kind + (inside.length ? " covers" : "") });
  let at = 0;
  for (const place of inside) {
    const from = Math.max(at, place[1] - start), to = Math.max(from, Math.min(chars.length, place[2] - start));
    quote.append(chars.slice(at, from).join(""), element("mark", chars.slice(from, to).join("")));
    at = to;
  }
  quote.append(chars.slice(at).join(""));
  return quote;
}

// what a citizen reads first: the words of a quote that are marked in it
function shown(cited, marked) {
  const quote = element("blockquote"), chars = [...cited.text], [doc, start] = cited.place;
  const mark = marked.find(([place]) => place[0] === doc && place[1] >= start && place[2] <= cited.place[2]);
  const [from, to] = mark ? [mark[0][1] - start, mark[0][2] - start] : [0, 0];
  quote.append(chars.slice(0, from).join(""), ...(mark ? [element("mark", chars.slice(from, to).join(""), { class: "told", title: "marked for the citizen" })] : []), chars.slice(to).join(""));
  return quote;
}

function show(row) {
  const parts = [element("h3", row.question), element("p", `${row.set} · ${row.id} · ${row.kind} · ${row.language}`, { class: "facts" })];
  const head = text => parts.push(element("h4", text));
  parts.push(element("p", `${row.failure}: ${data.means[row.failure]}`, { class: "f-" + row.failure.replaceAll(" ", "-") }));
  if (row.error) parts.push(element("p", row.error, { class: "f-error" }));
  if (row.history.length) { head("History"); row.history.forEach((turn, at) => parts.push(element("p", (at % 2 ? "A: " : "Q: ") + turn))); }
  head("Right");
  parts.push(element("p", row.unanswerable ? "The documents do not answer it." : row.answers.join(" / ")));
  if (row.document) parts.push(element("p", [row.document, row.speaker].filter(Boolean).join(" · "), { class: "facts" }));
  if (row.brief) parts.push(element("p", `shortest: ${row.brief}`, { class: "facts" }));
  head(`Shown (${row.status}${row.confidence === null ? "" : ", confidence " + row.confidence.toFixed(3)})`);
  if (!row.cited.length) parts.push(element("p", row.answer || "Nothing: a refusal."));
  for (const cited of row.cited) {
    parts.push(shown(cited, row.marked), element("p", [cited.speaker, cited.date, cited.place[0]].filter(Boolean).join(" · "), { class: "facts" }));
  }
  if (Object.keys(row.others).length) { head("Other systems"); parts.push(element("p", Object.entries(row.others).map(([name, what]) => `${name}: ${what}`).join(" · "))); }
  head("Passages found, best first (green: holds right words)");
  row.hits.forEach((hit, at) => parts.push(element("p", `${at + 1}. ${hit[1]}`, { class: "facts" }), passage(hit, row.gold, "hit")));
  view.replaceChildren(...parts);
  view.scrollTop = 0;
}

const heads = [...document.querySelectorAll("#list thead th")];
heads.forEach(head => head.addEventListener("click", () => {
  order = { key: head.dataset.key, down: order.key === head.dataset.key && !order.down };
  marked(heads, head, order.down);
  list();
}));
function choose() {
  const rows = passing();
  chosen = rows.includes(chosen) ? chosen : rows[0] ?? null;
  list();
  if (chosen) show(chosen); else view.replaceChildren(element("p", "No case passes the filters.", { class: "facts" }));
}
form.addEventListener("input", choose);
for (const chip of document.querySelectorAll(".chip")) chip.addEventListener("click", () => {
  form.elements.set.value = chip.dataset.set;
  form.elements.failure.value = chip.dataset.failure;
  choose();
  document.getElementById("cases").scrollIntoView();
});
chosen = data.cases.find(row => row.failure !== "right") ?? null;
choose();

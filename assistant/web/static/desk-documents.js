// The add page works without this; with it files are sent one after the other, dropped or chosen, and progress comes by itself.
"use strict";
const jobs = document.getElementById("jobs");
const form = document.getElementById("files");

let timer = 0;
const look = async () => {
  clearTimeout(timer);
  try {
    const answer = await fetch(jobs.dataset.from, { headers: { accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const open = jobs.contains(document.activeElement);
      if (!open) jobs.innerHTML = await answer.text();
    }
  } catch { /* the next look may be luckier */ }
  timer = setTimeout(look, jobs.querySelector("[data-busy=yes]") ? 1000 : 8000);
};
if (jobs) timer = setTimeout(look, 1000);

if (form) {
  const drop = form.querySelector(".drop"), input = form.querySelector("[type=file]"), sent = form.querySelector(".sent");
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); send([...event.dataTransfer.files]); });
  form.addEventListener("submit", (event) => { event.preventDefault(); send([...input.files]); });
  // After a new sign-in in another tab, the form is sent as one of that session.
  const freshen = async () => {
    const page = await fetch("/desk/add").then((answer) => answer.text()).catch(() => "");
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#files [name=csrf]");
    if (fresh) form.querySelector("[name=csrf]").value = fresh.value;
  };
  const send = async (files) => {
    let done = 0;
    const failed = [];
    for (const file of files) {
      sent.textContent = `${++done} / ${files.length} · ${file.name}`;
      const one = new FormData(form);
      one.delete("files");
      one.append("files", file);
      const answer = await fetch(form.action, { method: "POST", body: one, redirect: "manual" }).catch(() => null);
      if (!answer || (answer.type !== "opaqueredirect" && !answer.ok)) failed.push(file);
    }
    sent.textContent = failed.length ? `${form.dataset.notSent} ${failed.map((file) => file.name).join(", ")}` : "";
    const left = new DataTransfer(); // what was not sent stays chosen, to be sent once more
    for (const file of failed) left.items.add(file);
    input.files = left.files;
    if (failed.length) await freshen();
    look();
  };
}

// Whoever gives a time means that time.
const at = document.querySelector("input[name=at]");
const decide = () => { document.querySelector("[name=when][value=at]").checked = true; };
if (at) at.addEventListener("input", decide);
if (at && at.value !== at.defaultValue) decide();  // it was filled in before this was loaded

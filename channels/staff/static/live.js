/* The stream of an open console. The browser comes back by itself after a break and brings the last event's id. */
import { alertAgent } from "./alerts.js";
import { tick } from "./clocks.js";
import { announce, showNotice } from "./notice.js";

const me = document.body.dataset.me;

/* The server drew this with everything escaped. */
function drawn(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

function wanted(list, told) {
  if (!told.row) return false;
  if (list.dataset.team && list.dataset.team !== told.team) return false;
  if (list.dataset.show === "waiting" && told.state !== "waiting") return false;
  if (list.dataset.show === "mine" && me !== told.agent && me !== told.wanted) return false;
  if (!list.dataset.said) return true;
  const row = drawn(told.row);
  const said = `${row.textContent} ${told.conversation}`.toLowerCase();
  return said.includes(list.dataset.said.toLowerCase());
}

function rank(row) {
  return `${row.dataset.urgent}${row.classList.contains("is-late") ? 0 : 1}${row.dataset.asked}`;
}

function place(list, row) {
  const after = [...list.children].find((each) => rank(each) > rank(row));
  list.insertBefore(row, after ?? null);
}

function takeTicket(told) {
  const list = document.getElementById("rows");
  const before = document.getElementById(`row-${told.conversation}`);
  const focused = before && before.contains(document.activeElement);
  const chosen = before && before.classList.contains("is-chosen");
  if (before) before.remove();
  if (wanted(list, told)) {
    const row = drawn(told.row);
    row.classList.toggle("is-chosen", Boolean(chosen));
    place(list, row);
    window.htmx.process(row);
    if (focused) row.querySelector("a").focus();
  }
  document.getElementById("empty").hidden = list.children.length > 0;
  tick();
  if (!before && told.state === "waiting" && (!told.wanted || told.wanted === me)) {
    const row = document.getElementById(`row-${told.conversation}`);
    const reason = row ? row.querySelector(".reason").textContent : "";
    alertAgent(`${told.number}번 ${reason}`);
    announce(`${told.number}번 ${reason}`);
  }
  const live = document.getElementById("live");
  if (live.dataset.conversation === told.conversation) document.body.dispatchEvent(new Event("changed"));
}

function add(element) {
  const list = document.getElementById("turns");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  list.append(element);
  window.htmx.process(element);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function takeMessage(told) {
  const turn = drawn(told.html);
  const first = told.replaces && document.getElementById(`turn-${told.replaces}`);
  const card = turn.querySelector(".brief");
  if (first && card && first.querySelector(".brief")) {
    first.querySelector(".brief").replaceWith(card);
  } else if (!document.getElementById(turn.id)) {
    add(turn);
    if (told.from === "citizen") announce(turn.querySelector(".said")?.textContent ?? "");
  }
  if (told.from === "citizen") showUnsent(null);
}

function takeNote(told) {
  const note = drawn(told.html);
  if (!document.getElementById(note.id)) add(note);
}

let typingEnds;
function showUnsent(text) {
  const box = document.getElementById("unsent");
  clearTimeout(typingEnds);
  box.hidden = text === null;
  document.getElementById("draft").textContent = text ?? "";
  if (text === "") typingEnds = setTimeout(() => { box.hidden = true; }, 6000);
}

export function follow(live) {
  const base = document.querySelector(".brand").getAttribute("href");
  const query = new URLSearchParams({ at: live.dataset.at });
  if (live.dataset.conversation) query.set("conversation", live.dataset.conversation);
  const source = new EventSource(`${base}events?${query}`);
  const mark = document.getElementById("live-mark");
  const on = (name, take) => source.addEventListener(name, (event) => take(JSON.parse(event.data)));
  source.addEventListener("open", () => { mark.classList.add("is-open"); showNotice(""); });
  source.addEventListener("error", () => { mark.classList.remove("is-open"); showNotice(live.dataset.broken); });
  addEventListener("pagehide", () => source.close());
  on("ticket", takeTicket);
  on("message", takeMessage);
  on("note", takeNote);
  on("typing", () => { if (document.getElementById("unsent").hidden) showUnsent(""); });
  on("draft", (told) => showUnsent(told.text || null));
  on("state", () => document.body.dispatchEvent(new Event("changed")));
  on("ended", () => { source.close(); mark.classList.remove("is-open"); showNotice(live.dataset.ended); });
}

/* The composer of a conversation: Enter sends, "/" finds canned replies, the citizen sees that somebody writes. */
const box = () => document.getElementById("say");
const list = () => document.getElementById("canned");
let typedAt = 0;
let asked = 0;

function mayWrite() {
  const line = document.querySelector(".state-line");
  const mine = line !== null && line.dataset.mine === "yes";
  document.getElementById("composer").hidden = !mine;
  document.getElementById("not-mine").hidden = mine;
}

function post(url) {
  fetch(url, { method: "POST", headers: { "X-CSRF-Token": document.body.dataset.csrf } }).catch(() => undefined);
}

function tellTyping() {
  const now = Date.now();
  if (now - typedAt < 2500 || !box().value.trim() || box().value.startsWith("/")) return;
  typedAt = now;
  post(box().dataset.typing);
}

async function findCanned() {
  const said = box().value;
  if (!said.startsWith("/")) { show(false); return; }
  const mine = ++asked;
  const answer = await fetch(`${box().dataset.canned}?${new URLSearchParams({ text: said })}`);
  if (mine !== asked || !answer.ok) return;
  list().innerHTML = await answer.text();
  show(true);
}

/* A screen reader hears which reply is chosen while the focus stays in the box. */
function show(open) {
  list().hidden = !open;
  const chosen = open && options().find((each) => each.getAttribute("aria-selected") === "true");
  if (chosen) box().setAttribute("aria-activedescendant", chosen.id);
  else box().removeAttribute("aria-activedescendant");
}

function options() {
  return [...list().querySelectorAll("[role=option]:not([aria-disabled])")];
}

function move(step) {
  const all = options();
  const now = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const next = (now + step + all.length) % all.length;
  all.forEach((each, index) => each.setAttribute("aria-selected", String(index === next)));
  all[next]?.scrollIntoView({ block: "nearest" });
  show(true);
}

function choose(option) {
  asked += 1;
  box().value = option.dataset.text;
  show(false);
  box().focus();
}

function press(event) {
  if (event.isComposing) return;
  const open = !list().hidden && options().length > 0;
  const chosen = options().find((each) => each.getAttribute("aria-selected") === "true");
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (open && (event.key === "Enter" || event.key === "Tab") && chosen) {
    event.preventDefault();
    choose(chosen);
  } else if (event.key === "Escape" && !list().hidden) {
    event.preventDefault();
    event.stopPropagation();
    show(false);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (box().value.trim()) document.getElementById("composer").requestSubmit();
  }
}

/* What was sent is out of the box at once, so that the next words are never lost; what failed comes back. */
function sendAtOnce(form, field, fresh) {
  let sent = { text: "", id: "" };
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    sent = { text: field.value, id: form.elements.client_id?.value };
    field.value = "";
    fresh();
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form || event.detail.successful || field.value) return;
    field.value = sent.text;
    if (sent.id) form.elements.client_id.value = sent.id;
  });
}

export function compose() {
  const form = document.getElementById("composer");
  const fresh = () => { form.elements.client_id.value = crypto.randomUUID?.() ?? ""; };
  fresh();
  mayWrite();
  document.getElementById("side").addEventListener("htmx:afterSettle", mayWrite);
  box().addEventListener("keydown", press);
  box().addEventListener("input", () => { tellTyping(); findCanned(); });
  list().addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  sendAtOnce(form, box(), fresh);
  sendAtOnce(document.getElementById("note-form"), document.getElementById("note"), () => undefined);
}

/* The console by keyboard. Keys count only while nothing is being written, and not for who turned them off. */
const OFF = "minwon-staff-keys-off";
function writing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function rows() {
  return [...document.querySelectorAll("#rows .row-link")];
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  all[Math.min(all.length - 1, Math.max(0, now + step))].focus();
}

const deeds = {
  j: () => move(1),
  k: () => move(-1),
  c: () => document.getElementById("claim")?.click(),
  g: () => document.querySelector(".brand").click(),
  r: () => document.getElementById("say")?.focus(),
  n: () => document.getElementById("note")?.focus(),
  "?": () => document.getElementById("keys").showModal(),
};

/* Who speaks to the computer would press keys with every word: so they can be turned off, and on again. */
function offerSwitch() {
  const open = document.getElementById("keys-open");
  const on = document.getElementById("keys-on");
  open.hidden = false;
  open.addEventListener("click", () => document.getElementById("keys").showModal());
  on.checked = !localStorage.getItem(OFF);
  on.addEventListener("change", () => (on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes")));
}

export function listen() {
  offerSwitch();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && writing(event.target)) { event.target.blur(); return; }
    if (writing(event.target) || document.querySelector("dialog[open]") || localStorage.getItem(OFF)) return;
    const deed = deeds[event.key];
    if (deed) { event.preventDefault(); deed(); }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".queue .row-link");
    if (!link) return;
    for (const row of document.querySelectorAll(".row.is-chosen")) row.classList.remove("is-chosen");
    link.closest(".row").classList.add("is-chosen");
  });
}

/* The console by keyboard. Keys count only while nothing is being written. */
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

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && writing(event.target)) { event.target.blur(); return; }
    if (writing(event.target) || document.querySelector("dialog[open]")) return;
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

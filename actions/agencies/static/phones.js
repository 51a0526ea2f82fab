// Shows who is asked while the page stays as it is: nothing is loaded again under a reader's hands. Without this file
// the page loads itself again.
"use strict";

const LOOK_EVERY_MS = 2000;
const list = document.querySelector(".phones");

async function look() {
  try {
    const answer = await fetch("/phone", { cache: "no-store" });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".phones"));
  } catch {
    // The agency is restarting; the next look finds it again.
  }
  window.setTimeout(look, document.hidden ? LOOK_EVERY_MS * 3 : LOOK_EVERY_MS);
}

function show(fresh) {
  if (fresh.innerHTML === list.innerHTML) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : "";
  list.replaceChildren(...fresh.children); // our own server's escaped template
  if (focused) list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

look();

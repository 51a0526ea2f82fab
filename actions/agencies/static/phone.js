// Shows new requests by themselves and counts the time down. Without this file the page works by being loaded again.
"use strict";

const LOOK_EVERY_MS = 600;
const main = document.querySelector("[data-requests]");
const place = document.getElementById("requests");
let tag = "";

async function look() {
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(main.dataset.requests, { headers, cache: "no-store" });
    if (answer.status === 200) show(answer.headers.get("ETag") || "", await answer.text());
  } catch {
    // The agency is restarting; the next look finds it again.
  }
  window.setTimeout(look, document.hidden ? LOOK_EVERY_MS * 3 : LOOK_EVERY_MS);
}

function show(newTag, markup) {
  const first = tag === "";
  tag = newTag;
  if (first && same(markup)) return;
  const before = new Set(references());
  const held = place.contains(document.activeElement) ? buttonOf(document.activeElement) : "";
  place.innerHTML = markup; // our own server's escaped template
  const fresh = references().some((reference) => !before.has(reference));
  if (fresh && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(120); // before a touch it is refused
  if (held) (place.querySelector(held) ?? heading()).focus();
  tell();
  count();
}

// The same button of the same request, when the page is drawn anew under a finger or a reading cursor.
function buttonOf(element) {
  const request = element.closest("[data-request]")?.dataset.request ?? "";
  return `[data-request="${CSS.escape(request)}"] .${element.className}`;
}

function heading() {
  const first = place.querySelector("h1");
  first.tabIndex = -1;
  return first;
}

// What now stands first is said once, its digits one by one; the time that runs down is not said each second.
function tell() {
  const first = place.querySelector(".card");
  const parts = [...first.querySelectorAll("h1, .code")].map((part) => part.innerText.replace(/\s+/g, " "));
  document.getElementById("announcer").textContent = parts.join(" ").replace(/\d{4}/g, (digits) => [...digits].join(" "));
}

function references() {
  return [...place.querySelectorAll("[data-request]")].map((card) => card.dataset.request);
}

function same(markup) {
  const holder = document.createElement("div");
  holder.innerHTML = markup;
  return holder.textContent.trim() === place.textContent.trim();
}

function count() {
  for (const time of place.querySelectorAll("[data-countdown]")) {
    const left = Math.max(0, Math.round((Date.parse(time.dateTime) - Date.now()) / 1000));
    time.textContent = `${Math.floor(left / 60)}분 ${String(left % 60).padStart(2, "0")}초 남음`;
  }
}

window.setInterval(count, 1000);
look();

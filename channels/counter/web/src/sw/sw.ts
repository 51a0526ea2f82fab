/** The service worker: a page for when the line is down, and notices. It keeps nothing that anybody said. */

import { notices as noticesEn, offline as offlineEn, page as pageEn } from "../words.en.json";
import { notices as noticesKo, offline as offlineKo, page as pageKo } from "../words.ko.json";
import { offlinePage } from "./offline.ts";

const here = self as unknown as ServiceWorkerGlobalScope;
const asked = new URL(here.location.href).searchParams;
const language = asked.get("lang") === "en" ? "en" : "ko";
const words = {
  ko: { notices: noticesKo, offline: offlineKo, name: pageKo.title },
  en: { notices: noticesEn, offline: offlineEn, name: pageEn.title },
}[language];
const SHELF = "minwon-offline-1";
const KEPT = ["/assets/offline.css", "/assets/favicon.svg"];

here.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(KEPT)));
  void here.skipWaiting();
});

here.addEventListener("activate", (event) => event.waitUntil(here.clients.claim()));

here.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === "navigate" && event.request.method === "GET" && pathname === "/")
    event.respondWith(fetch(event.request).catch(() => page()));
  else if (KEPT.includes(pathname))
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(pathname)) ?? Response.error()));
});

here.addEventListener("push", (event) => event.waitUntil(notify(event.data?.json())));

here.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show());
});

function page(): Response {
  const html = offlinePage(words.offline, language, words.name, asked.get("check") ?? "");
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

/** The payload says only of what kind the news is. Who looks at the page needs no notice. */
async function notify(payload: unknown): Promise<void> {
  if ((await counters()).some((window) => window.visibilityState === "visible")) return;
  const kind = (payload as { kind?: unknown } | undefined)?.kind === "paper" ? "paper" : "answer";
  const { body } = words.notices;
  await here.registration.showNotification(words.notices[kind], { body, tag: "minwon", lang: language, icon: "/assets/icon-192.png" });
}

async function show(): Promise<void> {
  const [open] = await counters();
  if (open) await open.focus();
  else await here.clients.openWindow("/");
}

/** The windows with the conversation: the house has others, as the staff's console. */
async function counters(): Promise<readonly WindowClient[]> {
  const windows = await here.clients.matchAll({ type: "window" });
  return windows.filter(({ url }) => new URL(url).pathname === "/");
}

/** The cards that only tell: waiting for a person, a complaint, a link. */

import type { ComplaintCard, HandoverCard, LinkCard } from "../message.ts";
import { showDate } from "../dates.ts";
import { safeUrl } from "../links.ts";
import { fill, words } from "../words.ts";
import { frame, h, outside } from "./element.ts";

export function drawHandover(card: HandoverCard): HTMLElement {
  const say = words.handover;
  const minutes = Math.ceil(card.wait_seconds / 60);
  const place = card.position > 1 ? fill(say.position, { count: card.position - 1 }) : say.next;
  const wait = minutes > 0 ? fill(say.minutes, { count: minutes }) : say.soon;
  return frame(
    "handover",
    say.title,
    "person",
    h("p", { class: "card-lead" }, place),
    h("p", { class: "card-note" }, wait),
  );
}

export function drawComplaint(card: ComplaintCard): HTMLElement {
  const say = words.complaint;
  const rows: [string, string][] = [
    [say.number, card.number],
    [say.state, card.state],
    [say.due, card.due_at ? showDate(card.due_at) : ""],
    [say.handler, card.handler],
  ];
  const shown = rows.filter(([, value]) => value !== "");
  return frame(
    "complaint",
    card.kind || say.title,
    "paper",
    h("dl", { class: "facts" }, ...shown.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
  );
}

export function drawLink(card: LinkCard): HTMLElement | null {
  const url = safeUrl(card.url, location.href);
  return url === null
    ? null
    : h("div", { class: "card card-link" }, outside(url, card.title || url, words.document.new_window, "button"));
}

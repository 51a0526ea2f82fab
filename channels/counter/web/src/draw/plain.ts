/** The cards that only tell: waiting for a person, a link. */

import type { HandoverCard, LinkCard } from "../message.ts";
import { safeUrl } from "../links.ts";
import { fill, words } from "../words.ts";
import type { Place } from "./desk.ts";
import { frame, h, icon, outside } from "./element.ts";

export function drawHandover(card: HandoverCard, place: Place): HTMLElement {
  const say = words.handover;
  if (!place.live) return frame("handover is-past", say.past, "person", h("p", { class: "card-past" }, say.ended));
  return frame(
    "handover",
    say.title,
    "person",
    h("p", { class: "card-lead queue-place" }, queuePlace(card)),
    h("p", { class: "card-note" }, queueWait(card)),
    h("p", { class: "card-notice" }, icon("eye"), h("span", {}, say.notice)),
  );
}

export const queuePlace = (card: HandoverCard): string =>
  card.position > 1 ? fill(words.handover.position, { count: card.position - 1 }) : words.handover.next;

export function queueWait(card: HandoverCard): string {
  const minutes = Math.ceil(card.wait_seconds / 60);
  return minutes > 0 ? fill(words.handover.minutes, { count: minutes }) : words.handover.soon;
}

export function drawLink(card: LinkCard): HTMLElement | null {
  const url = safeUrl(card.url, location.href);
  return url === null
    ? null
    : h("div", { class: "card card-link" }, outside(url, card.title || url, words.document.new_window, "button"));
}

/** One turn of the conversation: who, what, when, the card and, under the newest one, the chips. */

import { dayKey, showDay, showTime } from "../dates.ts";
import { markLanguages } from "../languages.ts";
import type { Button, Message, Speaker } from "../message.ts";
import type { Entry, Outgoing } from "../thread.ts";
import { fill, language, words } from "../words.ts";
import { drawCard } from "./card.ts";
import type { Desk, Place } from "./desk.ts";
import { h, icon } from "./element.ts";
import { asSteps } from "./steps.ts";

export type Turn = { entry: Entry; place: Place; chips: boolean; first: boolean };

export function drawTurn(turn: Turn, desk: Desk): HTMLElement {
  const { message, card } = turn.entry;
  const parts: (HTMLElement | null)[] = [who(message.from, turn.first, speakerOf(message))];
  if (message.text !== "") parts.push(h("p", { class: "bubble" }, message.text));
  if (card !== null) parts.push(drawCard(card, turn.place, desk));
  if (desk.easy()) for (const form of parts.at(-1)?.querySelectorAll<HTMLElement>("form.card-body") ?? []) asSteps(form);
  if (turn.chips) parts.push(chips(message.buttons, turn.place.busy, desk));
  parts.push(h("time", { class: "clock", datetime: message.at }, showTime(message.at)));
  const how = { class: `turn is-${message.from}${turn.first ? " is-first" : ""}`, id: `m${message.seq}`, tabindex: -1 };
  const drawn = h("li", how, ...parts);
  markLanguages(drawn, language);
  return drawn;
}

export const speakerOf = (message: Message): string =>
  message.from === "staff" && message.name !== ""
    ? fill(words.staff_named, { name: message.name })
    : words.from[message.from];

function who(from: Speaker, first: boolean, name = words.from[from]): HTMLElement {
  return h("span", { class: first && (from === "bot" || from === "staff") ? "who" : "who unseen" }, name);
}

function chips(buttons: Button[], busy: boolean, desk: Desk): HTMLElement {
  const each = buttons.map((button) =>
    h(
      "button",
      { type: "button", class: "chip", disabled: busy, "data-focus": button.payload, click: () => desk.press(button) },
      button.title,
    ),
  );
  return h("div", { class: "chips" }, ...each);
}

export function drawDay(at: string, now: Date): HTMLElement {
  const name = dayKey(at) === dayKey(now.toISOString()) ? `${words.page.today} · ${showDay(at)}` : showDay(at);
  return h("li", { class: "day" }, h("span", {}, name));
}

export function drawOutgoing(item: Outgoing, retry: () => void, discard: () => void): HTMLElement {
  const bubble = h("p", { class: "bubble" }, item.shown);
  const turn = h("li", { class: `turn is-citizen is-${item.status}`, tabindex: -1 }, who("citizen", false), bubble);
  if (item.status === "sending") turn.append(h("span", { class: "clock" }, words.sending.pending));
  else turn.append(trouble(item, retry, discard));
  markLanguages(turn, language);
  return turn;
}

function trouble(item: Outgoing, retry: () => void, discard: () => void): HTMLElement {
  const line = h("p", { class: "unsent" }, icon("warn"), h("span", {}, item.problem ?? words.sending.failed));
  const again = h("button", { type: "button", class: "text-button", click: retry }, words.sending.retry);
  const drop = h("button", { type: "button", class: "text-button", click: discard }, words.sending.discard);
  return h("div", { class: "unsent-box" }, line, h("div", { class: "unsent-actions" }, again, drop));
}

export function drawTyping(from: "bot" | "staff"): HTMLElement {
  const dots = [1, 2, 3].map(() => h("i", {}));
  return h(
    "li",
    { class: `turn is-${from} is-typing` },
    from === "staff"
      ? h("span", { class: "who" }, words.typing_staff)
      : h("span", { class: "unseen" }, words.typing),
    h("p", { class: "bubble dots", "aria-hidden": "true" }, ...dots),
  );
}

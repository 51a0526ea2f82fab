import type { ComplaintCard } from "../message.ts";
import { showDate, showMoment } from "../dates.ts";
import { fill, words } from "../words.ts";
import type { Desk, Place } from "./desk.ts";
import { frame, h, icon } from "./element.ts";

const say = words.complaint;
const STAGES = ["received", "accepted", "in_progress", "answered"] as const;

export const stateOf = (card: ComplaintCard): string => card.state_title || (card.state ? say[card.state] : "");

export function drawComplaint(card: ComplaintCard, place: Place, desk: Desk): HTMLElement {
  const box = frame("complaint", card.title || say.title, "megaphone", stages(card), facts(card), actions(card, place, desk));
  box.querySelector(".card-head")?.append(h("span", { class: "badge is-calm" }, stateOf(card)));
  return box;
}

/** How far it has come. A complaint that was withdrawn or closed has no next step. */
function stages(card: ComplaintCard): HTMLElement | null {
  const at = STAGES.findIndex((stage) => stage === card.state);
  if (at < 0) return null;
  const over = card.state === "answered";
  const steps = STAGES.map((stage, index) => {
    const how = index < at || over ? "done" : index === at ? "now" : "next";
    const dot = h("span", { class: "dot", "aria-hidden": "true" }, how === "done" ? icon("check") : String(index + 1));
    return h(
      "li",
      { class: `step is-${how}`, "aria-current": how === "now" ? "step" : null },
      dot,
      h("span", { class: "step-name" }, say[stage]),
    );
  });
  return h("ol", { class: "steps" }, ...steps);
}

function facts(card: ComplaintCard): HTMLElement {
  const waits = card.state === "received";
  const rows: [string, string][] = [
    [say.number, card.number],
    [say.accept_by, waits && card.accept_by ? fill(say.until, { date: showMoment(card.accept_by) }) : ""],
    [say.due, card.due_at ? fill(say.until, { date: showDate(card.due_at) }) : ""],
    [say.department, card.department],
    [say.handler, card.handler.name],
  ];
  const list = h("dl", { class: "facts" });
  for (const [name, value] of rows)
    if (value !== "") list.append(h("div", {}, h("dt", {}, name), h("dd", { class: name === say.number ? "digits" : null }, value)));
  if (card.handler.phone !== "") list.append(h("div", {}, h("dt", {}, say.phone), h("dd", {}, telephone(card.handler.phone))));
  return list;
}

const telephone = (number: string): HTMLElement =>
  h("a", { class: "text-link", href: `tel:${number.replace(/[^\d+]/g, "")}` }, icon("phone"), number);

function actions(card: ComplaintCard, place: Place, desk: Desk): HTMLElement | null {
  if (card.actions.length === 0 || place.over) return null;
  const buttons = card.actions.map((action) =>
    h(
      "button",
      { type: "button", class: "button", disabled: place.busy, "data-focus": action.payload, click: () => desk.press(action) },
      action.title,
    ),
  );
  return h("div", { class: "card-actions" }, ...buttons);
}

import type { ProgressCard } from "../message.ts";
import { ended, isEnded, words } from "../words.ts";
import { frame, h, icon } from "./element.ts";

const say = words.progress;

export function drawProgress(card: ProgressCard): HTMLElement {
  const steps = card.steps.map((step, index) => {
    const stage = index < card.done ? "done" : index === card.done && !isEnded(card.state) ? "now" : "next";
    const state = { done: say.step_done, now: say.step_now, next: say.step_next }[stage];
    const dot = h(
      "span",
      { class: "dot", "aria-hidden": "true" },
      stage === "done" ? icon("check") : String(index + 1),
    );
    return h(
      "li",
      { class: `step is-${stage}`, "aria-current": stage === "now" ? "step" : null },
      dot,
      h("span", { class: "step-name" }, step),
      h("span", { class: "unseen" }, ` ${state}`),
    );
  });
  const heading = isEnded(card.state) ? ended[card.state] : say.title;
  const note = say[card.state];
  const line = note === "" ? null : h("p", { class: "card-note" }, note);
  return frame(`progress is-${card.state}`, heading, "stamp", h("ol", { class: "steps" }, ...steps), line);
}

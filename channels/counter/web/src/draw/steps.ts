/** In easy mode a card asks one question at a time. Nothing is taken out: the others wait with what they hold. */

import { fill, words } from "../words.ts";
import { h } from "./element.ts";

const say = words.easy;
const QUESTIONS = [":scope > .field", ":scope > .pair > .field", ":scope > .switch", ":scope > .remember", ":scope > .consents"];

export function asSteps(form: HTMLElement): void {
  const questions = () => [...form.querySelectorAll<HTMLElement>(QUESTIONS.join())].filter((each) => !each.hidden);
  if (questions().length < 2) return;
  let now = 0;
  const count = h("p", { class: "hint" });
  const back = h("button", { type: "button", class: "button", click: () => go(now - 1) }, say.back);
  const next = h("button", { type: "button", class: "button is-primary", click: () => go(now + 1) }, say.next);
  const row = h("div", { class: "card-actions step-row" }, back, next);
  const go = (to: number, focus = true) => {
    const all = questions();
    now = Math.max(0, Math.min(to, all.length - 1));
    for (const question of form.querySelectorAll<HTMLElement>(QUESTIONS.join()))
      question.classList.toggle("is-later", question !== all[now]);
    form.classList.toggle("is-last-step", now === all.length - 1);
    back.hidden = now === 0;
    next.hidden = now === all.length - 1;
    count.textContent = fill(say.step, { now: now + 1, all: all.length });
    if (focus) all[now]?.querySelector<HTMLElement>("input, select, summary")?.focus();
  };
  // The box can be checked only as a whole: where something is wrong, lead to its question.
  form.addEventListener("submit", () => {
    const wrong = questions().findIndex((each) => each.querySelector('[aria-invalid="true"]'));
    if (wrong >= 0) go(wrong);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || next.hidden || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    go(now + 1);
  });
  form.classList.add("is-stepped");
  form.prepend(count);
  form.querySelector(":scope > .card-actions, :scope > button[type=submit]")?.before(row);
  go(0, false);
}

/** Shows the code with which another device takes the conversation along. */

import { type Counter, Refused, serverNow } from "./api.ts";
import { timeLeft } from "./dates.ts";
import { openDialog } from "./dialog.ts";
import { h } from "./draw/element.ts";
import { fill, words } from "./words.ts";

const say = words.resume;

export async function showResumeCode(counter: Counter): Promise<void> {
  const body = h("div", { class: "resume" }, h("p", {}, say.asking));
  const close = h("button", { type: "button", class: "button is-primary", autofocus: true, click: () => dialog.close() }, say.close);
  const dialog = h(
    "dialog",
    { class: "ask", "aria-labelledby": "resume-title" },
    h("h2", { id: "resume-title" }, say.title),
    body,
    h("div", { class: "card-actions" }, close),
  );
  openDialog(dialog);
  try {
    body.replaceChildren(...lines(await counter.resumeCode()));
    body.querySelector<HTMLElement>("[tabindex]")?.focus();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    body.replaceChildren(h("p", { class: "trouble" }, error.message));
  }
}

function lines(given: { code: string; until: string }): HTMLElement[] {
  const { minutes, seconds } = timeLeft(Date.parse(given.until), serverNow());
  const address = `${location.host}/resume`;
  return [
    h("p", {}, say.note),
    h("p", { class: "resume-address" }, address),
    h(
      "p",
      { class: "code", tabindex: -1 },
      h("span", { class: "code-label" }, say.code),
      h("strong", { class: "code-digits is-long", "data-resume-code": true }, given.code),
    ),
    h("p", {}, fill(say.left, { minutes: minutes + (seconds > 0 ? 1 : 0) }), " ", say.private),
  ];
}

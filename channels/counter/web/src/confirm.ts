/** Asks before the conversation is closed for a new one: a slip of the thumb must not cost anybody the paper. */

import { openDialog } from "./dialog.ts";
import { h } from "./draw/element.ts";
import { words } from "./words.ts";

const say = words.sending;

export function confirmNew(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const stay = h("button", { type: "button", class: "button", autofocus: true, click: () => dialog.close() }, say.stay);
  const go = h("button", { type: "button", class: "button is-primary", click: () => form.submit() }, say.start_over);
  const dialog = h(
    "dialog",
    { class: "ask", "aria-labelledby": "ask-title", "aria-describedby": "ask-note" },
    h("h2", { id: "ask-title" }, say.start_over_ask),
    h("p", { id: "ask-note" }, say.start_over_note),
    h("div", { class: "card-actions" }, stay, go),
  );
  openDialog(dialog);
}

/** Name and telephone number for the answer: they go straight to the complaint, never into the conversation. */

import { Refused } from "../api.ts";
import type { ContactCard } from "../message.ts";
import { isMobile, phoneDigits } from "../phone.ts";
import { words } from "../words.ts";
import type { Desk, Place } from "./desk.ts";
import { frame, h, icon } from "./element.ts";
import { lead, mark, phoneField, textField, wait } from "./person_fields.ts";

const say = words.contact;

export function drawContact(card: ContactCard, place: Place, desk: Desk): HTMLElement {
  const given = card.state === "given" || desk.contacts.has(place.seq);
  if (given) return frame("contact is-past is-good", say.given, "check");
  if (card.state === "closed" || !place.live)
    return frame("contact is-past", say.title, "lock", h("p", { class: "card-past" }, say.closed));
  return frame("contact", card.title || say.title, "lock", panel(place, desk));
}

function panel(place: Place, desk: Desk): HTMLElement {
  const trouble = h("p", { class: "trouble", tabindex: -1, hidden: true });
  const form = h("form", { class: "card-body", novalidate: true, autocomplete: "on" });
  const submit = h(
    "button",
    { type: "submit", class: "button is-primary is-wide", "data-focus": "submit", disabled: place.busy },
    say.submit,
  );
  form.append(
    h("p", { class: "card-note" }, `${say.note} ${say.secure}`),
    textField("name", words.identity.name, desk.draft.name, { autocomplete: "name", enterkeyhint: "next" }),
    phoneField(desk.draft.phone),
    trouble,
    submit,
  );
  form.addEventListener("input", (event) => event.target instanceof HTMLInputElement && mark(form, event.target.name, ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form, submit, trouble, place, desk);
  });
  return form;
}

async function send(
  form: HTMLFormElement,
  submit: HTMLButtonElement,
  trouble: HTMLElement,
  place: Place,
  desk: Desk,
): Promise<void> {
  if (submit.getAttribute("aria-disabled") === "true") return;
  const data = new FormData(form);
  const [name, phone] = [String(data.get("name")).trim(), String(data.get("phone"))];
  mark(form, "name", name === "" ? words.identity.name_missing : "");
  mark(form, "phone", isMobile(phone) ? "" : words.identity.phone_wrong);
  const wrong = form.querySelector<HTMLInputElement>('[aria-invalid="true"]');
  if (wrong) return lead(wrong);
  wait(submit, say.submitting);
  try {
    await desk.giveContact(place.seq, { name, phone: phoneDigits(phone) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    wait(submit, null, say.submit);
    trouble.replaceChildren(icon("warn"), error.status === 0 ? words.identity.network : error.message);
    trouble.hidden = false;
    trouble.focus();
  }
}

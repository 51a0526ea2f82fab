/** The secure panel: what is typed here goes straight to the identity service and never into the conversation. */

import { type Person, Refused } from "../api.ts";
import { parseBirth } from "../birth.ts";
import { showDate } from "../dates.ts";
import type { IdentityCard } from "../message.ts";
import { isMobile, phoneDigits } from "../phone.ts";
import { words } from "../words.ts";
import type { Desk, Draft, Place } from "./desk.ts";
import { h, icon } from "./element.ts";
import { lead, mark, phoneField, textField, wait } from "./person_fields.ts";

const say = words.identity;
const PLACES: Record<string, string> = { bad_birth_date: "birth_date", bad_phone: "phone" };

export function drawPanel(card: IdentityCard, place: Place, desk: Desk): HTMLElement[] {
  const draft = desk.draft;
  const trouble = h("p", { class: "trouble", tabindex: -1, hidden: true });
  const form = h("form", { class: "card-body", novalidate: true, autocomplete: "on" });
  const submit = h(
    "button",
    { type: "submit", class: "button is-primary is-wide", "data-focus": "submit", disabled: place.busy },
    say.submit,
  );
  form.append(
    h("p", { class: "card-note" }, card.purpose === "" ? "" : `${card.purpose} · `, say.secure),
    h(
      "div",
      { class: "pair" },
      textField("name", say.name, draft.name, { autocomplete: "name", enterkeyhint: "next" }),
      birthField(draft),
    ),
    phoneField(draft.phone),
    providers(card, draft),
    remember(draft),
    consents(card),
    trouble,
    submit,
  );
  form.addEventListener("input", (event) => keep(form, draft, event));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form, submit, trouble, desk);
  });
  return [form];
}

function birthField(draft: Draft): HTMLElement {
  const field = textField(
    "birth_date",
    say.birth,
    draft.birth,
    { inputmode: "numeric", autocomplete: "bday", enterkeyhint: "next" },
    say.birth_hint,
  );
  const input = field.querySelector("input");
  const show = () => {
    const birth = parseBirth(input?.value ?? "", new Date());
    const hint = field.querySelector(".hint");
    hint?.replaceChildren(birth.ok ? showDate(`${birth.iso}T00:00:00+09:00`) : say.birth_hint);
    hint?.classList.toggle("is-read", birth.ok);
  };
  field.addEventListener("input", show);
  show();
  return field;
}

function providers(card: IdentityCard, draft: Draft): HTMLElement {
  if (!card.providers.some((each) => each.id === draft.provider)) draft.provider = card.providers[0]?.id ?? "";
  const tiles = card.providers.map(({ id, title }) => {
    const input = h("input", {
      type: "radio",
      name: "provider",
      value: id,
      "aria-describedby": "panel-provider-wrong",
      "data-focus": `provider-${id}`,
    });
    input.checked = draft.provider === id;
    return h("label", { class: "tile" }, input, h("span", {}, title));
  });
  return h(
    "fieldset",
    { class: "field" },
    h("legend", {}, say.provider),
    h("div", { class: "tiles" }, ...tiles),
    h("p", { class: "wrong", id: "panel-provider-wrong", "data-wrong": "provider" }),
  );
}

function remember(draft: Draft): HTMLElement {
  const input = h("input", {
    type: "checkbox",
    name: "remember",
    "data-focus": "remember",
    "aria-describedby": "panel-remember-note",
  });
  input.checked = draft.remember;
  return h(
    "div",
    { class: "remember" },
    h("label", { class: "tick" }, input, h("span", {}, say.remember)),
    h("p", { class: "hint", id: "panel-remember-note" }, say.remember_note),
  );
}

function consents(card: IdentityCard): HTMLElement {
  const lines = card.consents.map((consent) =>
    h(
      "li",
      {},
      h(
        "details",
        {},
        h("summary", {}, h("span", {}, consent.title), h("small", {}, say.full_text)),
        h("p", {}, consent.text),
      ),
    ),
  );
  return h("div", { class: "consents" }, h("p", { class: "label" }, say.consents), h("ul", {}, ...lines));
}

function keep(form: HTMLFormElement, draft: Draft, event: Event): void {
  const data = new FormData(form);
  const typed = (name: string): string => String(data.get(name) ?? "");
  Object.assign(draft, {
    name: typed("name"),
    birth: typed("birth_date"),
    phone: typed("phone"),
    provider: typed("provider"),
    remember: data.has("remember"),
  });
  if (event.target instanceof HTMLInputElement) mark(form, event.target.name, "");
}

/** What is wrong with each field, in the order of the panel; nothing when all is well. */
function faults(draft: Draft): [string, string][] {
  const found: [string, string][] = [];
  const birth = parseBirth(draft.birth, new Date());
  if (draft.name.trim() === "") found.push(["name", say.name_missing]);
  if (!birth.ok) found.push(["birth_date", birth.why === "rrn" ? say.birth_rrn : say.birth_wrong]);
  if (!isMobile(draft.phone)) found.push(["phone", say.phone_wrong]);
  if (draft.provider === "") found.push(["provider", say.provider_missing]);
  return found;
}

async function send(form: HTMLFormElement, submit: HTMLButtonElement, trouble: HTMLElement, desk: Desk): Promise<void> {
  if (submit.getAttribute("aria-disabled") === "true") return;
  const found = faults(desk.draft);
  for (const name of ["name", "birth_date", "phone", "provider"])
    mark(form, name, found.find(([field]) => field === name)?.[1] ?? "");
  const first = found[0];
  if (first) return lead(form.querySelector<HTMLInputElement>(`[name="${first[0]}"]`));
  wait(submit, say.submitting);
  trouble.hidden = true;
  desk.remember();
  try {
    await desk.askIdentity(personOf(desk.draft));
  } catch (error) {
    wait(submit, null, say.submit);
    if (!(error instanceof Refused)) throw error;
    showRefusal(form, trouble, error);
  }
}

function showRefusal(form: HTMLFormElement, trouble: HTMLElement, error: Refused): void {
  const name = PLACES[error.code];
  if (name !== undefined) {
    mark(form, name, error.message);
    return lead(form.querySelector<HTMLInputElement>(`[name="${name}"]`));
  }
  trouble.replaceChildren(icon("warn"), error.status === 0 ? say.network : error.message);
  trouble.hidden = false;
  trouble.focus();
}

function personOf(draft: Draft): Person {
  const birth = parseBirth(draft.birth, new Date());
  return {
    name: draft.name.trim(),
    birth_date: birth.ok ? birth.iso : "",
    phone: phoneDigits(draft.phone),
    provider: draft.provider,
  };
}

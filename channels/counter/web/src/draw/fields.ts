/** The fields of an options card. Each writes what is picked into `choices`. */

import { asksDays, type Choices, daysAreFine, isAsked, yearsAreFine } from "../choices.ts";
import type { Field, OptionsCard } from "../message.ts";
import { words } from "../words.ts";
import { h } from "./element.ts";

const say = words.options;

export function drawField(field: Field, seq: number, choices: Choices): HTMLElement {
  switch (field.type) {
    case "flag":
      return flag(field, choices);
    case "years":
      return years(field, seq, choices);
    case "many":
      return many(field, choices);
    case "period":
      return period(field, seq, choices);
    case "consent":
      return consent(field);
    case "choice":
      return group(field, segments(field, seq, choices));
  }
}

/** Show the number of years and the two days only while they are asked for. */
export function showAsked(form: HTMLElement, card: OptionsCard, choices: Choices): void {
  for (const field of card.fields) {
    const years = part(form, "years", field);
    const days = part(form, "days", field);
    if (years) years.hidden = !isAsked(field, choices.values);
    if (days) days.hidden = !asksDays(field, choices.values);
  }
}

/** Tell whether everything asked for can be sent; say what is wrong and lead there. */
export function areReady(form: HTMLElement, card: OptionsCard, choices: Choices): boolean {
  for (const field of card.fields.filter((each) => isAsked(each, choices.values))) {
    const box = part(form, "years", field) ?? part(form, "days", field);
    if (box === null) continue;
    const wrong = fault(field, choices);
    const inputs = box.querySelectorAll("input");
    for (const input of inputs) input.setAttribute("aria-invalid", String(wrong !== ""));
    box.querySelector(".wrong")?.replaceChildren(wrong);
    if (wrong !== "") {
      inputs[0]?.focus();
      return false;
    }
  }
  return true;
}

function fault(field: Field, choices: Choices): string {
  if (field.type === "years") return yearsAreFine(choices.values[field.name] ?? "") ? "" : say.years_wrong;
  return !asksDays(field, choices.values) || daysAreFine(choices.values, field.latest) ? "" : say.days_wrong;
}

const part = (form: HTMLElement, kind: string, field: Field): HTMLElement | null =>
  form.querySelector<HTMLElement>(`[data-${kind}="${CSS.escape(field.name)}"]`);

const group = (field: Field, ...children: HTMLElement[]): HTMLElement =>
  h("fieldset", { class: "field" }, h("legend", {}, field.label), ...children);

function segments(field: Field, seq: number, choices: Choices): HTMLElement {
  const picks = field.choices.map(({ value, label }) => {
    const input = h("input", {
      type: "radio",
      name: `${field.name}-${seq}`,
      value,
      "data-focus": `${field.name}-${value}`,
    });
    input.checked = choices.values[field.name] === value;
    input.addEventListener("change", () => (choices.values[field.name] = value));
    return h("label", { class: "segment" }, input, h("span", {}, label));
  });
  return h("div", { class: "segments" }, ...picks);
}

function many(field: Field, choices: Choices): HTMLElement {
  const chosen = new Set(choices.several[field.name]);
  const picks = field.choices.map(({ value, label }) => {
    const input = h("input", { type: "checkbox", value, "data-focus": `${field.name}-${value}` });
    input.checked = chosen.has(value);
    input.addEventListener("change", () => {
      input.checked ? chosen.add(value) : chosen.delete(value);
      choices.several[field.name] = field.choices.map((each) => each.value).filter((each) => chosen.has(each));
    });
    return h("label", { class: "pick" }, input, h("span", {}, label));
  });
  return group(field, h("div", { class: "picks" }, ...picks));
}

function period(field: Field, seq: number, choices: Choices): HTMLElement {
  const wrong = `days-${seq}-${field.name}-wrong`;
  const day = (name: "since" | "until") => {
    const input = h("input", {
      type: "date",
      max: field.latest || null,
      "aria-describedby": wrong,
      "data-focus": `${field.name}-${name}`,
    });
    input.value = choices.values[name] ?? "";
    input.addEventListener("change", () => (choices.values[name] = input.value));
    return h("label", { class: "day-field" }, input, h("span", {}, say[name]));
  };
  const days = h("div", { class: "days", "data-days": field.name }, day("since"), day("until"));
  days.append(h("p", { class: "wrong", id: wrong }));
  return group(field, segments(field, seq, choices), days);
}

function consent(field: Field): HTMLElement {
  const lines = h("span", {}, field.label, h("br", {}), field.note);
  const summary = h("summary", {}, lines, h("small", {}, words.identity.full_text));
  return h("div", { class: "consents" }, h("ul", {}, h("li", {}, h("details", {}, summary, h("p", {}, field.text)))));
}

function flag(field: Field, choices: Choices): HTMLElement {
  const input = h("input", { type: "checkbox", role: "switch", "data-focus": field.name });
  input.checked = choices.values[field.name] === "yes";
  input.addEventListener("change", () => (choices.values[field.name] = input.checked ? "yes" : "no"));
  return h("label", { class: "switch" }, h("span", {}, field.label), input);
}

function years(field: Field, seq: number, choices: Choices): HTMLElement {
  const id = `years-${seq}-${field.name}`;
  const input = h("input", {
    id,
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    maxlength: 3,
    class: "short",
    "aria-describedby": `${id}-wrong`,
    "data-focus": field.name,
  });
  input.value = choices.values[field.name] || "5";
  choices.values[field.name] = input.value;
  input.addEventListener("input", () => (choices.values[field.name] = input.value.trim()));
  const line = h("span", { class: "with-unit" }, input, say.years_unit);
  return h(
    "div",
    { class: "field", "data-years": field.name },
    h("label", { for: id }, field.label),
    line,
    h("p", { class: "wrong", id: `${id}-wrong` }),
  );
}

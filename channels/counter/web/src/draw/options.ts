import { type Choices, isAsked, payloadOf, startingChoices, yearsAreFine } from "../choices.ts";
import type { Field, OptionsCard } from "../message.ts";
import { words } from "../words.ts";
import type { Desk, Place } from "./desk.ts";
import { frame, h, icon } from "./element.ts";

export function drawOptions(card: OptionsCard, place: Place, desk: Desk): HTMLElement {
  const choices = desk.choices.get(place.seq) ?? startingChoices(card);
  desk.choices.set(place.seq, choices);
  if (!place.live)
    return frame(
      "options is-past",
      card.title,
      "paper",
      h("p", { class: "card-past" }, icon("check"), words.options.done),
    );
  const form = h("form", { class: "card-body", novalidate: true });
  if (card.custom)
    form.append(
      h("p", { class: "card-note" }, words.options.custom_note),
      ...card.fields.map((field) => drawField(field, place.seq, choices)),
    );
  if (card.purposes.length > 0) form.append(purposes(card.purposes, place.seq, choices));
  form.append(actions(card, place, desk));
  const refresh = () => showYears(form, card, choices);
  form.addEventListener("change", refresh);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (yearsReady(form, card, choices))
      desk.press({ ...card.submit, payload: payloadOf(card, choices) }, said(card, choices));
  });
  refresh();
  return frame("options", card.title, "paper", form);
}

const said = (card: OptionsCard, choices: Choices): string =>
  choices.purpose === "" ? card.submit.title : `${card.submit.title} · ${choices.purpose}`;

function purposes(names: string[], seq: number, choices: Choices): HTMLElement {
  const chips = names.map((name) => {
    const input = h("input", {
      type: "checkbox",
      name: "field.purpose",
      value: name,
      id: `purpose-${seq}-${name}`,
      "data-focus": `purpose-${name}`,
    });
    input.checked = choices.purpose === name;
    // A chip is let go by a second press, which a radio button cannot do: so at most one box is ticked.
    input.addEventListener("change", () => {
      choices.purpose = input.checked ? name : "";
      for (const other of chips) {
        const box = other.querySelector("input");
        if (box && box !== input) box.checked = false;
      }
    });
    return h("label", { class: "pick" }, input, h("span", {}, name));
  });
  const legend = h("legend", {}, words.options.purpose, " ", h("small", {}, words.options.purpose_note));
  return h("fieldset", { class: "field" }, legend, h("div", { class: "picks" }, ...chips));
}

function drawField(field: Field, seq: number, choices: Choices): HTMLElement {
  if (field.type === "flag") return flag(field, choices);
  return field.type === "years" ? years(field, seq, choices) : choice(field, seq, choices);
}

function choice(field: Field, seq: number, choices: Choices): HTMLElement {
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
  return h("fieldset", { class: "field" }, h("legend", {}, field.label), h("div", { class: "segments" }, ...picks));
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
  const line = h("span", { class: "with-unit" }, input, words.options.years_unit);
  return h(
    "div",
    { class: "field", "data-years": field.name },
    h("label", { for: id }, field.label),
    line,
    h("p", { class: "wrong", id: `${id}-wrong` }),
  );
}

function showYears(form: HTMLElement, card: OptionsCard, choices: Choices): void {
  for (const field of card.fields) {
    const part = form.querySelector<HTMLElement>(`[data-years="${CSS.escape(field.name)}"]`);
    if (part) part.hidden = !isAsked(field, choices.values);
  }
}

function yearsReady(form: HTMLElement, card: OptionsCard, choices: Choices): boolean {
  for (const field of card.fields.filter(
    (each) => card.custom && each.type === "years" && isAsked(each, choices.values),
  )) {
    const part = form.querySelector<HTMLElement>(`[data-years="${CSS.escape(field.name)}"]`);
    const fine = yearsAreFine(choices.values[field.name] ?? "");
    const input = part?.querySelector("input");
    input?.setAttribute("aria-invalid", String(!fine));
    part?.querySelector(".wrong")?.replaceChildren(fine ? "" : words.options.years_wrong);
    if (!fine) {
      input?.focus();
      return false;
    }
  }
  return true;
}

function actions(card: OptionsCard, place: Place, desk: Desk): HTMLElement {
  const submit = h(
    "button",
    { type: "submit", class: "button is-primary", disabled: place.busy, "data-focus": "submit" },
    card.submit.title,
  );
  const others = card.actions.map((action) =>
    h(
      "button",
      {
        type: "button",
        class: "button",
        disabled: place.busy,
        "data-focus": action.payload,
        click: () => desk.press(action),
      },
      action.title,
    ),
  );
  return h("div", { class: "card-actions" }, submit, ...others);
}

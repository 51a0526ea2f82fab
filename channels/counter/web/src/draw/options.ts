import { type Choices, payloadOf, startingChoices } from "../choices.ts";
import type { CardButton, OptionsCard } from "../message.ts";
import { words } from "../words.ts";
import type { Desk, Place } from "./desk.ts";
import { frame, h, icon } from "./element.ts";
import { areReady, drawField, showAsked } from "./fields.ts";

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
  const draw = (agrees: boolean) =>
    card.fields
      .filter((field) => (field.type === "consent") === agrees)
      .map((field) => drawField(field, place.seq, choices));
  if (card.custom) form.append(h("p", { class: "card-note" }, words.options.custom_note));
  if (card.lines.length > 0) form.append(h("ul", { class: "lines" }, ...card.lines.map((line) => h("li", {}, line))));
  form.append(...draw(false));
  if (card.purposes.length > 0) form.append(purposes(card.purposes, place.seq, choices));
  form.append(...draw(true), actions(card, place, desk, choices));
  const refresh = () => showAsked(form, card, choices);
  form.addEventListener("change", refresh);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (areReady(form, card, choices))
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

function actions(card: OptionsCard, place: Place, desk: Desk, choices: Choices): HTMLElement {
  const carrying = (action: CardButton) =>
    action.with_fields ? { ...action, payload: payloadOf(card, choices, action) } : action;
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
        click: () => desk.press(carrying(action)),
      },
      action.title,
    ),
  );
  return h("div", { class: "card-actions" }, submit, ...others);
}

/** The fields that ask who somebody is, for every panel that keeps them out of the conversation. */

import { caretAfter, formatPhone, phoneDigits } from "../phone.ts";
import { words } from "../words.ts";
import { h, icon } from "./element.ts";

const say = words.identity;
let drawn = 0;

export function textField(
  name: string,
  label: string,
  value: string,
  attributes: Record<string, string | number>,
  hint = "",
): HTMLElement {
  const id = `panel-${name}-${++drawn}`; // two panels may stand in one page
  const input = h("input", {
    id,
    name,
    type: "text",
    required: true,
    "aria-describedby": `${id}-hint ${id}-wrong`,
    "data-focus": name,
    ...attributes,
  });
  input.value = value;
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    input,
    h("p", { class: "hint", id: `${id}-hint` }, hint),
    h("p", { class: "wrong", id: `${id}-wrong`, "data-wrong": name }),
  );
}

export function phoneField(value: string): HTMLElement {
  const field = textField("phone", say.phone, value, {
    type: "tel",
    inputmode: "tel",
    autocomplete: "tel",
    enterkeyhint: "done",
    placeholder: say.phone_example,
  });
  const input = field.querySelector("input");
  input?.addEventListener("input", () => {
    const before = phoneDigits(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
    input.value = formatPhone(input.value);
    const caret = caretAfter(input.value, before);
    input.setSelectionRange(caret, caret);
  });
  return field;
}

export function mark(form: HTMLFormElement, name: string, sentence: string): void {
  const inputs = form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`);
  for (const input of inputs)
    sentence === "" ? input.removeAttribute("aria-invalid") : input.setAttribute("aria-invalid", "true");
  form.querySelector(`[data-wrong="${name}"]`)?.replaceChildren(...(sentence === "" ? [] : [icon("warn"), sentence]));
}

/** Lead to what is wrong, with the sentence below it in sight. */
export function lead(input: HTMLElement | null | undefined): void {
  input?.focus();
  input?.closest(".field")?.scrollIntoView({ block: "nearest" });
}

/** Say that it is on its way, or with `sentence` null that the button can be pressed again. */
export function wait(submit: HTMLButtonElement, sentence: string | null, otherwise = ""): void {
  // aria-disabled keeps the focus where it is; `disabled` would drop it.
  submit.setAttribute("aria-disabled", String(sentence !== null));
  submit.textContent = sentence ?? otherwise;
}

/** What a person has picked on an options card, and the payload that says it. Pure. */

import type { Field, OptionsCard } from "./message.ts";

export type Choices = { purpose: string; values: Record<string, string> };

export const MAX_YEARS = 100;

export function startingChoices(card: OptionsCard): Choices {
  return { purpose: "", values: Object.fromEntries(card.fields.map((field) => [field.name, field.value])) };
}

/** A number of years is asked for only while some choice stands on "recent". */
export function isAsked(field: Field, values: Record<string, string>): boolean {
  return field.type !== "years" || Object.values(values).includes("recent");
}

export function yearsAreFine(value: string): boolean {
  return /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_YEARS;
}

/** The submit payload with what was picked: `/choose_basic` or `/choose_options{"past_addresses":"none",…}`. */
export function payloadOf(card: OptionsCard, choices: Choices): string {
  const picked: Record<string, string | number> = {};
  if (choices.purpose !== "") picked["purpose"] = choices.purpose;
  if (card.custom) {
    for (const field of card.fields.filter((each) => isAsked(each, choices.values))) {
      const value = choices.values[field.name] ?? field.value;
      picked[field.name] = field.type === "years" ? Number(value) : value;
    }
  }
  return Object.keys(picked).length === 0 ? card.submit.payload : card.submit.payload + JSON.stringify(picked);
}

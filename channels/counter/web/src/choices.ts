/** What a person has picked on an options card, and the payload that says it. Pure. */

import type { CardButton, Field, OptionsCard } from "./message.ts";

/** `values` by field, and the days under `since` and `until`; `several` for the fields that take more than one. */
export type Choices = { purpose: string; values: Record<string, string>; several: Record<string, string[]> };

export const MAX_YEARS = 100;
export const PICK = "pick";

export function startingChoices(card: OptionsCard): Choices {
  const values = Object.fromEntries(card.fields.map((field) => [field.name, field.value]));
  const several = Object.fromEntries(manyOf(card).map((field) => [field.name, [...field.values]]));
  const period = card.fields.find((field) => field.type === "period");
  const days = period ? { since: period.since, until: period.until } : {};
  return { purpose: card.purpose, values: { ...values, ...days }, several };
}

const manyOf = (card: OptionsCard): Field[] => card.fields.filter((field) => field.type === "many");

/** A number of years is asked for only while some choice stands on "recent". */
export function isAsked(field: Field, values: Record<string, string>): boolean {
  return field.type !== "years" || Object.values(values).includes("recent");
}

export const asksDays = (field: Field, values: Record<string, string>): boolean =>
  field.type === "period" && values[field.name] === PICK;

export function yearsAreFine(value: string): boolean {
  return /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_YEARS;
}

/** Two ISO days in their order, of which at least the first has come. */
export function daysAreFine(values: Record<string, string>, latest: string): boolean {
  const [since, until] = [values["since"] ?? "", values["until"] ?? ""];
  return since !== "" && until !== "" && since <= until && (latest === "" || since <= latest);
}

/** The payload of `button` with what was picked: `/choose_basic` or `/choose_options{"past_addresses":"none",…}`. */
export function payloadOf(card: OptionsCard, choices: Choices, button: CardButton = card.submit): string {
  const picked: Record<string, string | number | string[]> = {};
  // An empty purpose is said only to take back one that was known before.
  if (choices.purpose !== "" || card.purpose !== "") picked["purpose"] = choices.purpose;
  for (const field of card.fields.filter((each) => isAsked(each, choices.values)))
    Object.assign(picked, said(field, choices, button === card.submit));
  return Object.keys(picked).length === 0 ? button.payload : button.payload + JSON.stringify(picked);
}

function said(field: Field, choices: Choices, submits: boolean): Record<string, string | number | string[]> {
  const value = choices.values[field.name] ?? field.value;
  if (field.type === "many") return { [field.name]: choices.several[field.name] ?? [] };
  if (field.type === "years") return { [field.name]: Number(value) };
  if (field.type === "consent" && !submits) return {};
  const days = { since: choices.values["since"] ?? "", until: choices.values["until"] ?? "" };
  return { [field.name]: value, ...(asksDays(field, choices.values) ? days : {}) };
}

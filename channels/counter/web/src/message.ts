/** Messages and cards as the server sends them, parsed once at the edge. */

import { language } from "./words.ts";

export type Speaker = "citizen" | "bot" | "staff" | "system";
export type ConversationState = "bot" | "waiting" | "staff" | "closed";
export type Button = { title: string; payload: string };

export type Field = {
  name: string;
  label: string;
  type: (typeof FIELD_TYPES)[number];
  choices: { value: string; label: string }[];
  value: string;
  /** What is ticked of a field that takes several. */
  values: string[];
  /** The days of a period, ISO; empty for none. `latest` is the last one that can be picked. */
  since: string;
  until: string;
  latest: string;
  /** A consent's second line and its full text. */
  note: string;
  text: string;
};
/** `with_fields`: the button carries what was picked so far. */
export type CardButton = Button & { with_fields: boolean };
export type OptionsCard = {
  type: "options";
  title: string;
  fields: Field[];
  purposes: string[];
  /** What was said before the card came. */
  purpose: string;
  lines: string[];
  custom: boolean;
  submit: CardButton;
  actions: CardButton[];
};
export type IdentityCard = {
  type: "identity";
  id: string;
  state: "requested" | "pending" | "approved" | "refused" | "expired";
  providers: { id: string; title: string }[];
  expires_at: string | null;
  binding_code: string | null;
  purpose: string;
  consents: { title: string; text: string }[];
  actions: Button[];
  phone_url: string | null;
  /** Given up by the citizen: nothing on it can be done any more. */
  closed: boolean;
};
export type ProgressCard = {
  type: "progress";
  number: string;
  steps: string[];
  done: number;
  state: (typeof PROGRESS_STATES)[number];
};
export type DocumentCard = {
  type: "document";
  title: string;
  number: string;
  /** What the number is called on this paper. */
  number_label: string;
  state: string;
  download_url: string | null;
  preview_url: string | null;
  wallet_state: (typeof WALLET_STATES)[number] | null;
  wallet_url: string | null;
  verify_url: string | null;
  /** The same content as a page to be read. */
  html_url: string | null;
  /** Where the paper is offered to another wallet. */
  offer_url: string | null;
  expires_at: string | null;
  issued_at: string | null;
  check_code: string | null;
};
export type PaperRow = {
  title: string;
  number: string;
  state: string;
  expires_at: string | null;
  download_url: string | null;
  html_url: string | null;
};
/** The list of one's own papers, newest first. */
export type PapersCard = { type: "papers"; title: string; rows: PaperRow[]; note: string };
export type HandoverCard = { type: "handover"; position: number; wait_seconds: number; ticket: number | null };
export type ComplaintCard = {
  type: "complaint";
  number: string;
  title: string;
  state: (typeof COMPLAINT_STATES)[number] | null;
  /** The state in words. */
  state_title: string;
  due_at: string | null;
  accept_by: string | null;
  department: string;
  handler: { name: string; phone: string };
  actions: Button[];
};
/** Asks how the city can reach the person; what is typed goes past the conversation. */
export type ContactCard = { type: "contact"; id: string; state: (typeof CONTACT_STATES)[number]; title: string };
export type LinkCard = { type: "link"; title: string; url: string | null };
export type Card =
  | OptionsCard
  | IdentityCard
  | ProgressCard
  | DocumentCard
  | PapersCard
  | HandoverCard
  | ComplaintCard
  | ContactCard
  | LinkCard;

export type Message = {
  seq: number;
  at: string;
  from: Speaker;
  /** Who of the staff it is; empty where nobody is named. */
  name: string;
  text: string;
  buttons: Button[];
  card: Card | null;
  replaces: number | null;
  client_id: string | null;
};

type Raw = Record<string, unknown>;

const raw = (value: unknown): Raw => (typeof value === "object" && value !== null ? (value as Raw) : {});
const text = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
const some = (value: unknown): string | null => text(value) || null;
const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);
const list = <T>(value: unknown, each: (item: Raw) => T): T[] =>
  Array.isArray(value) ? value.map((item) => each(raw(item))) : [];
const oneOf = <T extends string>(value: unknown, known: readonly T[], otherwise: T): T =>
  known.find((item) => item === value) ?? otherwise;

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter(Boolean) : []);

const button = (item: Raw): Button => ({ title: text(item["title"]), payload: text(item["payload"]) });

/** Read one message; null when it is none (a typing sign, a state). */
export function parseMessage(value: unknown): Message | null {
  const item = raw(value);
  if (typeof item["seq"] !== "number") return null;
  return {
    seq: item["seq"],
    at: text(item["at"]),
    from: oneOf(item["from"], ["citizen", "bot", "staff", "system"], "system"),
    name: text(item["name"]),
    text: text(item["text"]),
    buttons: list(item["buttons"], button).filter((each) => each.payload !== ""),
    card: parseCard(item["card"]),
    replaces: typeof item["replaces"] === "number" ? item["replaces"] : null,
    client_id: some(item["client_id"]),
  };
}

export function parseState(value: unknown): ConversationState {
  return oneOf(value, ["bot", "waiting", "staff", "closed"], "bot");
}

const FIELD_TYPES = ["choice", "flag", "years", "period", "many", "consent"] as const;
const PROGRESS_STATES = ["running", "waiting", "held", "cancelled", "rejected", "done"] as const;
const COMPLAINT_STATES = ["received", "accepted", "in_progress", "answered", "withdrawn", "closed"] as const;
const CONTACT_STATES = ["requested", "given", "closed"] as const;
const cardButton = (item: Raw): CardButton => ({ ...button(item), with_fields: item["with_fields"] === true });
const WALLET_STATES = ["sending", "delivered", "waiting", "failed", "revoked"] as const;

const readers: { [K in Card["type"]]: (card: Raw) => Extract<Card, { type: K }> } = {
  options: (card) => ({
    type: "options",
    title: text(card["title"]),
    fields: list(card["fields"], field),
    purposes: texts(card["purposes"]),
    purpose: text(card["purpose"]),
    lines: texts(card["lines"]),
    custom: card["custom"] === true,
    submit: cardButton(raw(card["submit"])),
    actions: list(card["actions"], cardButton),
  }),
  identity: (card) => ({
    type: "identity",
    id: text(card["id"]),
    state: oneOf(card["state"], ["requested", "pending", "approved", "refused", "expired"], "requested"),
    providers: list(card["providers"], (item) => ({ id: text(item["id"]), title: text(item["title"]) })),
    expires_at: some(card["expires_at"]),
    binding_code: some(card["binding_code"]),
    purpose: text(card["purpose"]),
    consents: list(card["consents"], (item) => ({ title: text(item["title"]), text: text(item["text"]) })),
    actions: list(card["actions"], button),
    phone_url: some(card["phone_url"]),
    closed: card["closed"] === true,
  }),
  progress: (card) => ({
    type: "progress",
    number: text(card["number"]),
    steps: texts(card["steps"]),
    done: number(card["done"]),
    state: oneOf(card["state"], PROGRESS_STATES, "running"),
  }),
  document: (card) => ({
    type: "document",
    title: text(card["title"]),
    number: text(card["number"]),
    number_label: text(card["number_label"]),
    state: text(card["state"]),
    download_url: some(card["download_url"]),
    preview_url: some(card["preview_url"]),
    wallet_state: WALLET_STATES.find((state) => state === card["wallet_state"]) ?? null,
    wallet_url: some(card["wallet_url"]),
    verify_url: some(card["verify_url"]),
    html_url: some(card["html_url"]),
    offer_url: some(card["offer_url"]),
    expires_at: some(card["expires_at"]),
    issued_at: some(card["issued_at"]),
    check_code: some(card["check_code"]),
  }),
  papers: (card) => ({
    type: "papers",
    title: text(card["title"]),
    rows: list(card["rows"], (row) => ({
      title: text(row["title"]),
      number: text(row["number"]),
      state: text(row["state"]),
      expires_at: some(row["expires_at"]),
      download_url: some(row["download_url"]),
      html_url: some(row["html_url"]),
    })),
    note: text(card["note"]),
  }),
  handover: (card) => ({
    type: "handover",
    position: number(card["position"]),
    wait_seconds: number(card["wait_seconds"]),
    ticket: typeof card["number"] === "number" ? card["number"] : null,
  }),
  complaint: (card) => ({
    type: "complaint",
    number: text(card["number"]),
    title: text(card["title"]) || text(card["kind"]),
    state: COMPLAINT_STATES.find((state) => state === card["state"]) ?? null,
    state_title: text(card["state_title"]),
    due_at: some(card["due_at"]),
    accept_by: some(card["accept_by"]),
    department: text(card["department"]),
    handler: { name: text(raw(card["handler"])["name"]), phone: text(raw(card["handler"])["phone"]) },
    actions: list(card["actions"], button).filter((each) => each.payload !== ""),
  }),
  contact: (card) => ({
    type: "contact",
    id: text(card["id"]),
    state: oneOf(card["state"], CONTACT_STATES, "requested"),
    title: text(card["title"]),
  }),
  link: (card) => ({ type: "link", title: text(card["title"]), url: some(card["url"]) }),
};

/** Read a card; a type that this page does not know is left out and the message's text stands alone. */
/** Read a card. One that is drawn without a turn of the conversation brings its English words along. */
export function parseCard(value: unknown, own = language): Card | null {
  const both = raw(value);
  const card = own === "en" ? { ...both, ...raw(both["english"]) } : both;
  const type = Object.keys(readers).find((known) => known === card["type"]) as Card["type"] | undefined;
  return type === undefined ? null : readers[type](card);
}

function field(item: Raw): Field {
  const type = oneOf(item["type"], FIELD_TYPES, "choice");
  const value = item["value"];
  return {
    name: text(item["name"]),
    label: text(item["label"]),
    type,
    choices: list(item["choices"], (choice) => ({ value: text(choice["value"]), label: text(choice["label"]) })),
    value: type === "flag" ? (value === true || value === "yes" ? "yes" : "no") : text(value),
    values: texts(value),
    since: text(item["since"]),
    until: text(item["until"]),
    latest: text(item["latest"]),
    note: text(item["note"]),
    text: text(item["text"]),
  };
}

/** Calls to our own server. The cookie goes along by itself; this script never sees a token. */

import {
  parseCard,
  type IdentityCard,
  type Message,
  parseMessage,
  parseState,
  type ConversationState,
} from "./message.ts";
import type { Body } from "./thread.ts";
import { words } from "./words.ts";

/** The server's answer when it says no. `status` 0 means that it could not be reached. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, title: string) {
    super(title);
    this.status = status;
    this.code = code;
  }
}

export type Person = { name: string; birth_date: string; phone: string; provider: string };
export type Contact = { name: string; phone: string };

let skew = 0;

/** The server's time in milliseconds: a wrong clock on the phone must not change a countdown. */
export const serverNow = (): number => Date.now() + skew;

export class Counter {
  readonly #root: string;
  constructor(conversation: string) {
    this.#root = `/api/conversations/${encodeURIComponent(conversation)}`;
  }

  async say(clientId: string, body: Body): Promise<number> {
    const answer = await call("POST", `${this.#root}/messages`, { client_id: clientId, ...body });
    return Number(answer["seq"]);
  }

  async poll(
    after: number,
    wait: number,
    signal: AbortSignal,
  ): Promise<{ messages: Message[]; state: ConversationState }> {
    const answer = await call("GET", `${this.#root}/messages?after=${after}&wait=${wait}`, undefined, signal);
    const items = Array.isArray(answer["messages"]) ? answer["messages"] : [];
    return { messages: items.map(parseMessage).filter((item) => item !== null), state: parseState(answer["state"]) };
  }

  async askIdentity(person: Person): Promise<IdentityCard | null> {
    const answer = await call("POST", `${this.#root}/identity`, person);
    const card = parseCard(answer["card"] ?? answer);
    return card?.type === "identity" ? card : null;
  }

  async giveContact(contact: Contact): Promise<void> {
    await call("POST", `${this.#root}/contact`, contact);
  }

  async givePlace(place: { lat: number; lon: number; accuracy: number }): Promise<void> {
    await call("POST", `${this.#root}/place`, place);
  }

  async usePhotoPlace(attachment: string): Promise<void> {
    await call("POST", `${this.attachments}/${encodeURIComponent(attachment)}/place`);
  }

  /** The ids of what no complaint has taken along yet. */
  async waitingAttachments(): Promise<Set<string>> {
    const { waiting } = await call("GET", this.attachments);
    return new Set(Array.isArray(waiting) ? waiting.map((each: { id?: unknown }) => String(each.id)) : []);
  }

  async removeAttachment(attachment: string): Promise<void> {
    await call("DELETE", `${this.attachments}/${encodeURIComponent(attachment)}`);
  }

  /** A code with which another device takes this conversation along, and the moment until which it counts. */
  async resumeCode(): Promise<{ code: string; until: string }> {
    const answer = await call("POST", `${this.#root}/resume-code`);
    return { code: String(answer["code"]), until: String(answer["expires_at"]) };
  }

  async subscribe(subscription: PushSubscriptionJSON): Promise<void> {
    await call("POST", `${this.#root}/push`, subscription);
  }

  async unsubscribe(endpoint: string): Promise<void> {
    await call("DELETE", `${this.#root}/push`, { endpoint });
  }

  get attachments(): string {
    return `${this.#root}/attachments`;
  }

  socket(after: number): WebSocket {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    return new WebSocket(`${scheme}//${location.host}${this.#root}/socket?after=${after}`);
  }
}

/** Ask a route of our own server. Throws Refused. */
export async function call(
  method: string,
  url: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const init: RequestInit = { method, headers: { accept: "application/json" }, cache: "no-store" };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { accept: "application/json", "content-type": "application/json" };
  }
  const response = await fetch(url, init).catch(() => {
    throw new Refused(0, "unreachable", words.sending.offline);
  });
  learnTime(response);
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) return answer;
  throw new Refused(response.status, String(answer["code"] ?? ""), String(answer["title"] || words.sending.trouble));
}

function learnTime(response: Response): void {
  const date = Date.parse(response.headers.get("date") ?? "");
  // The header counts whole seconds: a smaller difference says nothing.
  if (!Number.isNaN(date)) skew = Math.abs(date - Date.now()) > 2000 ? date - Date.now() : 0;
}

/** The conversation as this page knows it: what the server said, and what is still on its way there. Pure. */

import type { Card, ConversationState, IdentityCard, Message } from "./message.ts";

export type Body = { text: string } | { payload: string };

export type Outgoing = {
  client_id: string;
  shown: string;
  body: Body;
  at: string;
  status: "sending" | "failed";
  /** Why the server refused it; null when it could not be reached, so that it is sent again by itself. */
  problem: string | null;
  seq: number | null;
};

export type Thread = {
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  state: ConversationState;
  /** The answer to the secure panel, drawn until its event arrives as a message. */
  asked: Asked | null;
};

export type Asked = { card: IdentityCard; after: number };

export type Entry = { message: Message; card: Card | null; updated: number | null };

export const emptyThread: Thread = { messages: [], outgoing: [], state: "bot", asked: null };

export const lastSeq = (thread: Thread): number => thread.messages.at(-1)?.seq ?? 0;

/** Add messages in order, each sequence number once; a citizen's own copy that has come back leaves the outgoing ones. */
export function receive(thread: Thread, arrived: readonly Message[]): Thread {
  const known = new Set(thread.messages.map((message) => message.seq));
  const fresh = arrived.filter((message) => !known.has(message.seq) && known.add(message.seq));
  if (fresh.length === 0) return thread;
  const messages = [...thread.messages, ...fresh].sort((one, other) => one.seq - other.seq);
  return { ...thread, messages, outgoing: stillOut(thread.outgoing, messages) };
}

export function queue(thread: Thread, item: Outgoing): Thread {
  return { ...thread, outgoing: [...thread.outgoing, item] };
}

/** Take up what an earlier page could not send, unless the counter had it after all. */
export function queueAgain(thread: Thread, item: Outgoing): Thread {
  return { ...thread, outgoing: stillOut([...thread.outgoing, { ...item, status: "sending", problem: null }], thread.messages) };
}

/** The server has it under `seq`. */
export function accepted(thread: Thread, clientId: string, seq: number): Thread {
  const outgoing = change(thread.outgoing, clientId, { seq, status: "sending", problem: null });
  return { ...thread, outgoing: stillOut(outgoing, thread.messages) };
}

export function failed(thread: Thread, clientId: string, problem: string | null): Thread {
  return { ...thread, outgoing: change(thread.outgoing, clientId, { status: "failed", problem }) };
}

export function retried(thread: Thread, clientId: string): Thread {
  return { ...thread, outgoing: change(thread.outgoing, clientId, { status: "sending", problem: null }) };
}

export function discarded(thread: Thread, clientId: string): Thread {
  return { ...thread, outgoing: thread.outgoing.filter((item) => item.client_id !== clientId) };
}

/** What is drawn: each message once, with the newest state of its card. */
export function fold(thread: Thread): Entry[] {
  const entries = new Map<number, Entry>();
  const roots = new Map<number, number>();
  for (const message of thread.messages) {
    const root = message.replaces === null ? undefined : (roots.get(message.replaces) ?? message.replaces);
    const target = root === undefined ? undefined : entries.get(root);
    if (root === undefined || target === undefined) {
      entries.set(message.seq, { message, card: message.card, updated: null });
    } else {
      roots.set(message.seq, root);
      entries.set(root, { ...target, card: message.card ?? target.card, updated: message.seq });
    }
  }
  return [...entries.values()].map((entry) => withAnswer(entry, thread.asked));
}

/** The one card whose buttons still count: the newest step of a request. A paper that comes meanwhile is no step. */
export function liveCard(entries: readonly Entry[]): number | null {
  const steps = ["options", "identity", "contact", "progress"];
  return entries.findLast((entry) => entry.card !== null && steps.includes(entry.card.type))?.message.seq ?? null;
}

/** The place in the queue that still holds: the newest, and only while nobody has taken over. */
export function liveHandover(entries: readonly Entry[], state: ConversationState): number | null {
  if (state !== "waiting") return null;
  return entries.findLast((entry) => entry.card?.type === "handover")?.message.seq ?? null;
}

/** An answer counts only for a card that has not changed since it was asked. */
function withAnswer(entry: Entry, asked: Asked | null): Entry {
  if (asked === null || entry.card?.type !== "identity" || entry.card.id !== asked.card.id) return entry;
  const waiting = entry.card.state === "requested" && (entry.updated ?? entry.message.seq) <= asked.after;
  return waiting ? { ...entry, card: asked.card } : entry;
}

function change(outgoing: readonly Outgoing[], clientId: string, by: Partial<Outgoing>): Outgoing[] {
  return outgoing.map((item) => (item.client_id === clientId ? { ...item, ...by } : item));
}

function stillOut(outgoing: readonly Outgoing[], messages: readonly Message[]): Outgoing[] {
  const ids = new Set(messages.map((message) => message.client_id));
  const seqs = new Set(messages.map((message) => message.seq));
  return outgoing.filter((item) => !ids.has(item.client_id) && (item.seq === null || !seqs.has(item.seq)));
}

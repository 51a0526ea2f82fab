import assert from "node:assert/strict";
import { test } from "node:test";
import type { Card, Message } from "../../channels/counter/web/src/message.ts";
import { parseCard } from "../../channels/counter/web/src/message.ts";
import {
  accepted,
  emptyThread,
  failed,
  fold,
  lastSeq,
  liveCard,
  type Outgoing,
  queue,
  receive,
  retried,
} from "../../channels/counter/web/src/thread.ts";

function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    seq,
    at: "2026-03-05T06:00:00+00:00",
    from: "bot",
    name: "",
    text: `말 ${seq}`,
    buttons: [],
    card: null,
    replaces: null,
    client_id: null,
    ...more,
  };
}

function outgoing(client_id: string): Outgoing {
  return {
    client_id,
    shown: "등본",
    body: { text: "등본" },
    at: "2026-03-05T06:00:00Z",
    status: "sending",
    problem: null,
    seq: null,
  };
}

const progress = (done: number): Card => ({
  type: "progress",
  number: "1",
  steps: ["조회", "작성"],
  done,
  state: "running",
});
const identity = (state: string): Card => parseCard({ type: "identity", id: "v1", state, providers: [] }) as Card;

test("messages stand in order and each once, however they arrive", () => {
  const thread = receive(receive(emptyThread, [message(2), message(1), message(2)]), [message(1), message(3)]);
  assert.deepEqual(
    thread.messages.map((each) => each.seq),
    [1, 2, 3],
  );
  assert.equal(lastSeq(thread), 3);
});

test("nothing new leaves the very same thread", () => {
  const thread = receive(emptyThread, [message(1)]);
  assert.equal(receive(thread, [message(1)]), thread);
});

test("a new state of a card is drawn where the card stands, with the words it had", () => {
  const thread = receive(emptyThread, [
    message(1, { card: progress(0) }),
    message(2),
    message(3, { text: "", card: progress(1), replaces: 1 }),
  ]);
  const entries = fold(thread);
  assert.deepEqual(
    entries.map((entry) => entry.message.seq),
    [1, 2],
  );
  assert.deepEqual([entries[0]?.card, entries[0]?.message.text, entries[0]?.updated], [progress(1), "말 1", 3]);
});

test("a state that names a later state of a card still finds its first place", () => {
  const chain = [
    message(1, { card: progress(0) }),
    message(2, { card: progress(1), replaces: 1 }),
    message(3, { card: progress(2), replaces: 2 }),
  ];
  assert.deepEqual(
    fold(receive(emptyThread, chain)).map((entry) => entry.card),
    [progress(2)],
  );
});

test("a state of a card that was never seen stands by itself", () => {
  assert.equal(fold(receive(emptyThread, [message(5, { card: progress(1), replaces: 2 })])).length, 1);
});

test("one's own message leaves the way out when it comes back, before or after it was accepted", () => {
  const waiting = queue(emptyThread, outgoing("a"));
  const back = message(4, { from: "citizen", client_id: "a" });
  assert.deepEqual(receive(waiting, [back]).outgoing, []);
  assert.deepEqual(accepted(receive(waiting, [message(4, { from: "citizen" })]), "a", 4).outgoing, []);
  assert.equal(accepted(waiting, "a", 4).outgoing.length, 1);
});

test("what failed can be sent again under the same id", () => {
  const thread = failed(queue(emptyThread, outgoing("a")), "a", "잠시 뒤에 다시 해 주세요.");
  assert.equal(thread.outgoing[0]?.status, "failed");
  const again = retried(thread, "a").outgoing[0];
  assert.deepEqual([again?.client_id, again?.status, again?.problem], ["a", "sending", null]);
});

test("the answer to the secure panel shows until its message says more", () => {
  const pending = { ...(identity("pending") as Extract<Card, { type: "identity" }>), binding_code: "4271" };
  const open = {
    ...receive(emptyThread, [message(1, { card: identity("requested") })]),
    asked: { card: pending, after: 1 },
  };
  assert.deepEqual(fold(open)[0]?.card, pending);
  const refused = receive(open, [message(2, { card: identity("refused"), replaces: 1 })]);
  assert.deepEqual(fold(refused)[0]?.card, identity("refused"));
  const reopened = receive(refused, [message(3, { card: identity("requested"), replaces: 1 })]);
  assert.deepEqual(fold(reopened)[0]?.card, identity("requested"));
});

test("only the newest step's buttons count", () => {
  const thread = receive(emptyThread, [
    message(1, { card: identity("approved") }),
    message(2, { card: progress(1) }),
    message(3, { card: { type: "link", title: "", url: null } }),
  ]);
  assert.equal(liveCard(fold(thread)), 2);
});

test("a paper that comes while the next one is being asked for does not close its card", () => {
  const shown = (seq: number, card: object): Message => message(seq, { card: parseCard(card) });
  const arrived = [
    shown(1, { type: "progress", number: "1" }),
    shown(2, { type: "options", fields: [], submit: { title: "떼기", payload: "/choose_basic" } }),
    shown(3, { type: "document", number: "1" }),
  ];
  assert.equal(liveCard(fold(receive(emptyThread, arrived))), 2);
});

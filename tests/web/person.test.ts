import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Feed } from "../../channels/counter/web/src/hall-feed.ts";
import { type Card, type ComplaintCard, parseCard, parseMessage } from "../../channels/counter/web/src/message.ts";
import { Preview } from "../../channels/counter/web/src/preview.ts";
import { emptyThread, fold, liveHandover, receive } from "../../channels/counter/web/src/thread.ts";

const handover = (seq: number, position: number) => {
  const message = parseMessage({ seq, at: "2026-03-05T06:00:00Z", from: "bot", text: "", card: { type: "handover", position } });
  assert.ok(message);
  return message;
};

test("the place in the queue holds only while nobody has taken over, and only the newest", () => {
  const entries = fold(receive(emptyThread, [handover(1, 3), handover(2, 1)]));
  assert.equal(liveHandover(entries, "waiting"), 2);
  for (const state of ["bot", "staff", "closed"] as const) assert.equal(liveHandover(entries, state), null);
});

test("a complaint says who deals with it, and nothing that is not known", () => {
  const card = parseCard({
    type: "complaint",
    number: "민원 2026-000123-4",
    kind: "street_light",
    state: "hologram",
    handler: { name: "이도로", phone: 120 },
  }) as ComplaintCard;
  assert.deepEqual(card.handler, { name: "이도로", phone: "120" });
  assert.deepEqual([card.title, card.state, card.due_at, card.actions], ["street_light", null, null, []]);
});

test("whoever serves has a name, and a ticket its number", () => {
  const message = parseMessage({ seq: 1, from: "staff", name: "박상담", text: "안녕하세요" });
  assert.deepEqual([message?.from, message?.name], ["staff", "박상담"]);
  const card = parseCard({ type: "handover", position: 2, wait_seconds: 60, number: 17 }) as Extract<Card, { type: "handover" }>;
  assert.equal(card.ticket, 17);
});

function preview() {
  const sent: string[] = [];
  const pressed: (() => void)[] = [];
  const part = { replaceChildren() {}, addEventListener: (_: string, act: () => void) => pressed.push(act) };
  const line = { hidden: true, querySelector: () => part };
  const made = new Preview(line as unknown as HTMLElement, (text) => sent.push(text));
  return { made, sent, line, press: () => pressed[0]?.() };
}

test("what is being written is shown to nobody before a person serves and the notice stands", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { made, sent, line } = preview();
  made.typed("비밀");
  t.mock.timers.tick(2000);
  assert.deepEqual([sent, line.hidden], [[], true]);
  assert.notEqual(made.serving(true), "");
  assert.equal(line.hidden, false);
  made.typed("안녕하세요");
  t.mock.timers.tick(2000);
  assert.deepEqual(sent, ["안녕하세요"]);
  made.serving(false);
  made.typed("다음 일");
  t.mock.timers.tick(2000);
  assert.deepEqual([sent, line.hidden], [["안녕하세요"], true]);
});

test("a person who hides what is being written takes back what was shown", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { made, sent, press } = preview();
  made.serving(true);
  made.typed("주소는");
  t.mock.timers.tick(2000);
  press();
  made.typed("주소는 서울");
  t.mock.timers.tick(2000);
  assert.deepEqual(sent, ["주소는", ""]);
});

test("the hall hears each event, also the same one twice", () => {
  const feed = new Feed(() => undefined, () => undefined);
  const heard = mock.fn();
  const leave = feed.watch(heard);
  feed.tell({ state: "waiting", position: 2, ticket: 17 });
  feed.tell({}, "thinking");
  feed.tell({}, "thinking");
  leave();
  feed.tell({}, "typing");
  assert.equal(heard.mock.callCount(), 3);
  const scene = heard.mock.calls[2]?.arguments[0];
  assert.deepEqual(scene, { state: "waiting", position: 2, ticket: 17, event: "thinking", events: 2 });
});

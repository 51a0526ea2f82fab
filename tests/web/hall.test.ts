import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Acting } from "../../channels/counter/web/src/hall/acting.ts";
import { distanceFor, FIELD_OF_VIEW } from "../../channels/counter/web/src/hall/fit.ts";
import { hoursAt } from "../../channels/counter/web/src/hall/hours.ts";
import { jointsOf } from "../../channels/counter/web/src/hall/joints.ts";
import { paceAfter, QUICKEST, SLOWEST } from "../../channels/counter/web/src/hall/pace.ts";
import { paperAt } from "../../channels/counter/web/src/hall/paper.ts";
import { Pulse } from "../../channels/counter/web/src/hall/pulse.ts";
import { boardOf, type Pose, posesOf } from "../../channels/counter/web/src/hall/staging.ts";
import { FLOOR, isStep, pushOf, sentTo, standing, stepped } from "../../channels/counter/web/src/hall/walking.ts";
import type { HallScene } from "../../channels/counter/web/src/hall-feed.ts";
import korean from "../../channels/counter/web/src/words.ko.json" with { type: "json" };

const say = { ...korean.hall.board, ahead: korean.handover.position, next: korean.handover.next };

function scene(more: Partial<HallScene> = {}): HallScene {
  return { state: "bot", position: null, ticket: null, event: null, events: 0, ...more };
}

test("before anything has happened all three clerks are idle", () =>
  assert.deepEqual(posesOf(scene(), null), { talk: "idle", papers: "idle", person: "idle" }));

test("the assistant thinks, writes, listens on, and is idle when nobody says more", () => {
  const asked = scene({ event: "thinking", events: 1 });
  assert.deepEqual([0, 5, 30, 100].map((seconds) => posesOf(asked, seconds).talk), ["thinking", "typing", "listening", "idle"]);
});

test("a paper is handed over at the counter for papers, and at no other", () => {
  const issued = posesOf(scene({ event: "paper_issued", events: 1 }), 1);
  assert.deepEqual(issued, { talk: "idle", papers: "handing", person: "idle" });
});

test("papers that came while nobody saw the page are handed over and put away whole when it is seen again", () => {
  const acting = new Acting(scene());
  acting.hear(scene({ event: "paper_issued", events: 1 }));
  acting.hear(scene({ event: "delivered", events: 2 }));
  acting.hear(scene({ event: "typing", events: 3 }));
  const seen = [900, 902, 903, 905.5, 906].map((seconds) => acting.at(seconds));
  assert.deepEqual(seen.map(({ paper }) => paper.stage), ["issued", "issued", "delivered", "delivered", "delivered"]);
  assert.equal(seen[0]?.paper.since, 0);
  assert.deepEqual(seen.map(({ event }) => event).slice(0, 3), ["paper_issued", "paper_issued", "delivered"]);
});

test("what came before a paper is over; what comes after it is acted after it", () => {
  const acting = new Acting(scene({ events: 4 }));
  acting.hear(scene({ event: "paper_issued", events: 4 }));
  assert.equal(acting.at(0).paper.stage, "none");
  acting.hear(scene({ event: "thinking", events: 5 }));
  assert.deepEqual(acting.at(1), { event: "thinking", since: 0, paper: { stage: "none", since: 0 } });
  acting.hear(scene({ event: "paper_issued", events: 6 }));
  assert.deepEqual([acting.at(2).event, acting.at(30).event], ["paper_issued", "paper_issued"]);
  acting.hear(scene({ event: "thinking", events: 7 }));
  assert.deepEqual([acting.at(31).event, acting.at(32).since, acting.at(32).paper.stage], ["thinking", 1, "issued"]);
});

test("a person who has taken over leans in, listens and writes; the assistant rests meanwhile", () => {
  const poses = (more: Partial<HallScene>) => posesOf(scene({ state: "staff", ...more }), 1);
  assert.deepEqual(posesOf(scene({ state: "staff" }), null).person, "taken_over");
  assert.deepEqual([poses({ event: "typing" }).person, poses({ event: "thinking" }).person], ["typing", "listening"]);
  assert.equal(poses({ event: "typing" }).talk, "idle");
});

test("nobody acts in a conversation that has ended", () =>
  assert.deepEqual(posesOf(scene({ state: "closed", event: "typing" }), 1), { talk: "idle", papers: "idle", person: "idle" }));

test("the display shows the real queue: ticket, how many are before, and whose turn is next", () => {
  const waiting = (position: number | null, ticket: number | null) => boardOf(scene({ state: "waiting", position, ticket }), say);
  assert.deepEqual(waiting(3, 17), { large: "대기번호 17", small: "앞에 2명이 있어요" });
  assert.deepEqual(waiting(1, 17).small, korean.handover.next);
  assert.deepEqual(waiting(null, null), { large: korean.hall.board.waiting, small: "" });
  assert.equal(boardOf(scene({ state: "staff" }), say).large, korean.hall.board.served);
});

test("keys lead the walker, both ways at once no faster, and never off the floor", () => {
  const start = standing({ x: 0, z: 2 });
  const aside = stepped(start, pushOf(new Set(["ArrowRight"])), 0.1);
  const slanting = stepped(start, pushOf(new Set(["KeyD", "KeyS"])), 0.1);
  assert.ok(aside.x > 0 && aside.z === 2 && aside.moving);
  assert.ok(Math.abs(Math.hypot(slanting.x, slanting.z - 2) - aside.x) < 1e-9);
  let walker = start;
  for (let at = 0; at < 200; at++) walker = stepped(walker, { x: 1, z: -1 }, 0.1);
  assert.deepEqual([walker.x, walker.z], [FLOOR.aside, FLOOR.back]);
});

test("keys against each other stand still, and other keys are left to the page", () => {
  assert.deepEqual(pushOf(new Set(["ArrowLeft", "KeyD"])), { x: 0, z: 0 });
  assert.deepEqual([isStep("Tab"), isStep("Enter"), isStep("KeyW")], [false, false, true]);
});

test("a walker that was sent arrives, stops there and faces the counters; a key ends the errand", () => {
  let walker = sentTo(standing({ x: -2, z: 3 }), { x: 3, z: 1.5 });
  assert.equal(stepped(walker, { x: -1, z: 0 }, 0.1).goal, null);
  for (let at = 0; at < 60; at++) walker = stepped(walker, { x: 0, z: 0 }, 0.1);
  assert.ok(Math.hypot(walker.x - 3, walker.z - 1.5) < 0.05);
  assert.deepEqual([walker.goal, walker.moving, walker.heading], [null, false, Math.PI]);
});

test("a page that comes back after an hour does not throw the walker across the hall", () =>
  assert.ok(stepped(standing({ x: 0, z: 2 }), { x: 1, z: 0 }, 3600).x < 0.5));

test("day, night and season are those of Seoul, wherever the browser is", () => {
  assert.deepEqual(hoursAt(new Date("2026-05-05T05:00:00Z")), { season: "spring", phase: "day", festival: null });
  assert.deepEqual(hoursAt(new Date("2026-12-31T15:30:00Z")), { season: "winter", phase: "night", festival: "year_end" });
  assert.deepEqual(hoursAt(new Date("2026-10-15T09:10:00Z")), { season: "autumn", phase: "dusk", festival: null });
  assert.deepEqual(hoursAt(new Date("2026-07-31T20:40:00Z")), { season: "summer", phase: "dawn", festival: null });
});

test("the paper goes from the hand to the counter and stays; then into the wallet, which shuts again", () => {
  const [hand, counter, wallet] = [{ x: 0, y: 1.4, z: -1 }, { x: 1, y: 1.1, z: 0 }, { x: 3, y: 2, z: 2 }];
  const now = (stage: "none" | "issued" | "delivered", seconds: number) => paperAt(stage, seconds, hand, counter, wallet);
  assert.equal(now("none", 9).size, 0);
  assert.deepEqual([now("issued", 0).at, now("issued", 60).at], [hand, counter]);
  assert.equal(now("issued", 60).size, 1);
  assert.deepEqual(now("delivered", 0).at, counter);
  assert.ok(now("delivered", 0.9).size < 1 && now("delivered", 0.9).wallet === 1);
  assert.deepEqual([now("delivered", 1.8).at, now("delivered", 1.8).size, now("delivered", 9).wallet], [wallet, 0, 0]);
});

test("each pose holds the body in its own way", () => {
  const poses: Pose[] = ["idle", "listening", "thinking", "typing", "handing", "taken_over"];
  assert.equal(new Set(poses.map((pose) => JSON.stringify(jointsOf(pose, 1)))).size, poses.length);
});

test("the three counters are whole on a narrow phone and on a wide screen", () => {
  const seen = (aspect: number) => 2 * distanceFor(aspect) * Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
  for (const aspect of [0.8, 1.7, 4, 6]) assert.ok(seen(aspect) * aspect >= 11.1 && seen(aspect) >= 4.6, String(aspect));
});

test("a machine that is late gets fewer pictures, down to two a second; one in time keeps its pace", () => {
  assert.equal(paceAfter(QUICKEST, 0.04), QUICKEST);
  assert.ok(paceAfter(QUICKEST, 0.2) > QUICKEST);
  let pace = QUICKEST;
  for (let at = 0; at < 50; at++) pace = paceAfter(pace, 9);
  assert.equal(pace, SLOWEST);
});

/** A page whose screen ticks when the test says so. */
function screen(t: TestContext) {
  const page = Object.assign(new EventTarget(), { hidden: false });
  const asked = new Map<number, FrameRequestCallback>();
  let next = 1;
  const fakes = {
    document: page,
    requestAnimationFrame: (act: FrameRequestCallback) => (asked.set(next, act), next++),
    cancelAnimationFrame: (frame: number) => asked.delete(frame),
  };
  const before = Object.keys(fakes).map((name) => [name, Reflect.get(globalThis, name)] as const);
  Object.assign(globalThis, fakes);
  t.after(() => before.forEach(([name, value]) => Reflect.set(globalThis, name, value)));
  const tick = (milliseconds: number) => {
    const now = [...asked.values()];
    asked.clear();
    for (const act of now) act(milliseconds);
  };
  const hide = (hidden: boolean) => {
    page.hidden = hidden;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  return { tick, hide, asked };
}

test("at most thirty pictures a second, none while the page is hidden, and none after the hall is shut", (t) => {
  const { tick, hide, asked } = screen(t);
  let beats = 0;
  const pulse = new Pulse(() => beats++);
  for (let at = 1; at <= 60; at++) tick((at * 1000) / 60);
  assert.ok(beats >= 20 && beats <= 31, String(beats));
  hide(true);
  assert.equal(asked.size, 0);
  hide(false);
  assert.equal(asked.size, 1);
  pulse.stop();
  hide(false);
  assert.equal(asked.size, 0);
});

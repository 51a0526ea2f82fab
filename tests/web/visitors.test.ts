import assert from "node:assert/strict";
import { test } from "node:test";
import { BENCH, isBench, SEATS, seatFor } from "../../channels/counter/web/src/hall/benches.ts";
import { FIELD_OF_VIEW, reachFor } from "../../channels/counter/web/src/hall/fit.ts";
import { hoursAt } from "../../channels/counter/web/src/hall/hours.ts";
import { looksOf, Others } from "../../channels/counter/web/src/hall/others.ts";
import { Clock } from "../../channels/counter/web/src/hall/pace.ts";
import { Reporting, standOf } from "../../channels/counter/web/src/hall/reporting.ts";
import { pushFrom } from "../../channels/counter/web/src/hall/stick.ts";
import { FLOOR, onFloor, seatedAt, sentTo, standing, stepped, stood, type Walker } from "../../channels/counter/web/src/hall/walking.ts";

const still = { x: 0, z: 0 };

function later(walker: Walker, steps = 80): Walker {
  let now = walker;
  for (let at = 0; at < steps; at++) now = stepped(now, still, 0.1);
  return now;
}

const frame = (others: unknown[], more: Record<string, unknown> = {}) => ({ all: false, others, gone: [], more: 0, ...more });

test("who goes to a seat sits down on it, looks at the counters, and stays", () => {
  const seat = { x: 1.78, z: BENCH.z };
  const sitting = later(seatedAt(standing({ x: -2, z: 1.5 }), seat));
  assert.deepEqual([sitting.x, sitting.z, sitting.sits, sitting.moving, sitting.heading], [seat.x, seat.z, true, false, Math.PI]);
  assert.deepEqual(later(sitting), sitting);
});

test("a key, an errand and the button get one up again, on to the floor before the bench", () => {
  const sitting = later(seatedAt(standing({ x: 0, z: 2 }), { x: 1.02, z: BENCH.z }));
  const risen = [stood(sitting), stepped(sitting, { x: 0, z: -1 }, 0.1), later(sentTo(sitting, { x: 3, z: 1.5 }))];
  for (const walker of risen) assert.ok(!walker.sits && walker.z <= FLOOR.front, JSON.stringify(walker));
});

test("a step on the way ends the wish to sit", () => {
  const turned = stepped(seatedAt(standing({ x: 0, z: 2 }), { x: 4, z: BENCH.z }), { x: -1, z: 0 }, 0.1);
  assert.equal(later(turned).sits, false);
});

test("the nearest free seat in the picture is taken, and none where all are", () => {
  const [near, next] = [...SEATS].sort((a, b) => Math.abs(a.x) - Math.abs(b.x));
  assert.ok(near && next);
  const here = { x: near.x, z: 2 };
  assert.deepEqual(seatFor(here, [], 9), near);
  assert.notDeepEqual(seatFor(here, [near], 9), near);
  assert.equal(seatFor(here, SEATS, 9), null);
  assert.ok(SEATS.some((seat) => Math.abs(seat.x) > 3));
  assert.ok(Math.abs(seatFor({ x: 9, z: 2 }, [], 3)?.x ?? 9) <= 3);
});

test("a tap on a bench is one, and a tap between two benches is not", () => {
  assert.ok(SEATS.every(isBench));
  assert.deepEqual([isBench({ x: 0, z: BENCH.z }), isBench({ x: 1.4, z: 1.5 })], [false, false]);
});

test("the floor ends where the picture does, so that nobody walks out of it", () => {
  for (const aspect of [1.2, 1.7, 4, 6]) {
    const reach = reachFor(aspect, BENCH.z);
    const edge = onFloor({ x: 99, z: 2 }, reach).x;
    assert.equal(edge, Math.min(reach, FLOOR.aside));
    assert.ok(reach > 3.2, String(aspect));
  }
  assert.ok(reachFor(1.3, BENCH.z) < reachFor(1.3, 0) && FIELD_OF_VIEW > 0);
});

test("the stick pushes the way the thumb leans, no harder than a key, and rests near its middle", () => {
  assert.deepEqual(pushFrom(2, -2), still);
  assert.deepEqual(pushFrom(500, 0), { x: 1, z: 0 });
  const slanting = pushFrom(-400, 300);
  assert.ok(Math.abs(Math.hypot(slanting.x, slanting.z) - 1) < 1e-9 && slanting.x < 0 && slanting.z > 0);
  const half = pushFrom(0, 12);
  assert.ok(half.z > 0.2 && half.z < 0.8);
  assert.ok(stepped(standing(still), { x: 0.5, z: 0 }, 0.1).x < stepped(standing(still), { x: 1, z: 0 }, 0.1).x);
});

test("a place is told in decimetres: at once when it changed, five times a second at most, and now and then to stay", () => {
  const reporting = new Reporting();
  const at = (x: number, sits = false) => standOf({ x, z: 2, sits });
  assert.deepEqual(at(-1.26), { x: -13, z: 20, sits: false });
  assert.deepEqual([reporting.due(at(1), 0), reporting.due(at(2), 0.1), reporting.due(at(2), 0.21)], [true, false, true]);
  assert.deepEqual([reporting.due(at(2), 9), reporting.due(at(2), 10.3), reporting.due(at(2, true), 11)], [false, true, true]);
});

test("others stand where the counter says, walk from place to place, and are gone when it says so", () => {
  const others = new Others();
  others.hear(frame([[7, -20, 20, false], [8, 30, 30, true]], { all: true, more: 5 }));
  assert.deepEqual(others.all.map(({ id, x, z, sits }) => [id, x, z, sits]), [[7, -2, 2, false], [8, 3, 3, true]]);
  assert.deepEqual([others.count, others.seated], [7, [{ x: 3, z: 3 }]]);
  others.hear(frame([[7, -10, 20, false]], { gone: [8], more: 0 }));
  others.move(0.1);
  const [walking] = others.all;
  assert.ok(walking && walking.x > -2 && walking.x < -1 && walking.moving && others.count === 1);
  for (let at = 0; at < 20; at++) others.move(0.1);
  assert.deepEqual([walking.x, walking.moving], [-1, false]);
  others.forget();
  assert.equal(others.count, 0);
});

test("a frame that begins anew leaves nobody of before, and one that is none changes nothing", () => {
  const others = new Others();
  others.hear(frame([[7, 0, 20, false]], { all: true }));
  others.hear({ others: "everybody" });
  assert.equal(others.count, 1);
  others.hear(frame([[9, 0, 20, false]], { all: true }));
  assert.deepEqual(others.all.map(({ id }) => id), [9]);
});

test("who was far off is put there at once and does not race across the hall", () => {
  const others = new Others();
  others.hear(frame([[7, -90, 20, false]]));
  others.hear(frame([[7, 90, 20, false]]));
  assert.equal(others.all[0]?.x, 9);
});

test("the looks of a stay are its own and always the same", () => {
  assert.deepEqual(looksOf(12345), looksOf(12345));
  assert.ok(new Set(Array.from({ length: 200 }, (_, id) => JSON.stringify(looksOf(id * 7919)))).size > 50);
});

test("the hall is hung with lanterns at Seollal and Chuseok, which go by the moon, and with lamps at the year's end", () => {
  const festival = (day: string) => hoursAt(new Date(`${day}T12:00:00+09:00`)).festival;
  assert.deepEqual(["2026-02-17", "2027-02-07", "2025-01-29"].map(festival), ["seollal", "seollal", "seollal"]);
  assert.deepEqual(["2026-09-25", "2025-10-06", "2027-09-15"].map(festival), ["chuseok", "chuseok", "chuseok"]);
  assert.deepEqual(["2026-02-10", "2026-02-09", "2026-02-19", "2026-02-20"].map(festival), ["seollal", null, "seollal", null]);
  assert.deepEqual(["2026-12-14", "2026-12-15", "2027-01-03", "2027-01-04"].map(festival), [null, "year_end", "year_end", null]);
});

test("the date is Seoul's: at four in the afternoon in London it is the next day's decoration", () =>
  assert.equal(hoursAt(new Date("2026-12-14T15:30:00Z")).festival, "year_end"));

test("day becomes dusk becomes night while the hall stays open", () => {
  const phases = [4, 9.5, 12].map((hour) => hoursAt(new Date(Date.UTC(2026, 3, 10, Math.floor(hour), (hour % 1) * 60))).phase);
  assert.deepEqual(phases, ["day", "dusk", "night"]);
  const clock = new Clock();
  assert.deepEqual([0, 5, 10, 12, 20].map((seconds) => clock.due(seconds)), [true, false, true, false, true]);
});

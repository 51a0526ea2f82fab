import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBirth } from "../../channels/counter/web/src/birth.ts";

const today = new Date("2026-03-05T03:00:00Z");
const read = (typed: string) => parseBirth(typed, today);

for (const typed of [
  "880314",
  "19880314",
  "1988-03-14",
  "1988.3.14.",
  "88/3/14",
  "1988년 3월 14일",
  " ８８０３１４ ",
]) {
  test(`${typed} is the fourteenth of March 1988`, () =>
    assert.deepEqual(read(typed), { ok: true, iso: "1988-03-14" }));
}

test("two digits mean the latest year that has come", () => {
  assert.deepEqual(read("190520"), { ok: true, iso: "2019-05-20" });
  assert.deepEqual(read("440130"), { ok: true, iso: "1944-01-30" });
});

for (const typed of ["880230", "881314", "88031", "8803140", "20990101", "18990101", "생일", "1988-03"]) {
  test(`${typed} is no birth date`, () => assert.deepEqual(read(typed), { ok: false, why: "unreadable" }));
}

for (const typed of ["880314-2", "880314-2******", "8803142000000", "880314 2345678"]) {
  test(`${typed} says more than a birth date`, () => assert.deepEqual(read(typed), { ok: false, why: "rrn" }));
}

test("nothing typed is told from something wrong", () => assert.deepEqual(read("  "), { ok: false, why: "empty" }));

test("a day of the leap year stands, and falls in other years", () => {
  assert.equal(read("20000229").ok, true);
  assert.equal(read("20010229").ok, false);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import english from "../../channels/counter/web/src/words.en.json" with { type: "json" };
import korean from "../../channels/counter/web/src/words.ko.json" with { type: "json" };
import { offlinePage } from "../../channels/counter/web/src/sw/offline.ts";
import { faultOf, kept } from "../../channels/counter/web/src/upload.ts";

/** Every sentence by its address, with its `{places}` in order. */
function sentences(value: unknown, path = ""): [string, string[]][] {
  if (typeof value === "string") return [[path, (value.match(/\{\w+\}/g) ?? []).sort()]];
  return Object.entries(value as object).flatMap(([name, part]) => sentences(part, `${path}/${name}`));
}

test("both languages have the same sentences with the same places", () =>
  assert.deepEqual(sentences(english), sentences(korean)));

test("English has no Korean left, but in what is said for the citizen and in the name of the other language", () => {
  const left = JSON.stringify(english, (name, value) => (["text", "person", "language", "language_label"].includes(name) && typeof value === "string" && /[가-힣]/.test(value) ? "" : value));
  assert.doesNotMatch(left, /[가-힣]/);
});

test("the offline page says what still works, and nothing in it is markup of another's", () => {
  const page = offlinePage(korean.offline, "ko", "민원 <카운터>", "https://wallet.example/verify?a=1&b=2");
  assert.match(page, /href="tel:120"/);
  assert.match(page, /href="https:\/\/wallet\.example\/verify\?a=1&amp;b=2"/);
  assert.match(page, /민원 &lt;카운터&gt;/);
  assert.doesNotMatch(offlinePage(korean.offline, "ko", "", "javascript:alert(1)"), /javascript/);
});

test("files that the counter would refuse are not sent at all", () => {
  for (const name of ["a.jpg", "a.JPEG", "a.png", "a.heic", "a.pdf"]) assert.equal(faultOf({ name, size: 10 }), "", name);
  for (const name of ["a.svg", "a.html", "a", "jpg", "a.pdf.exe"]) assert.equal(faultOf({ name, size: 10 }), korean.attach.wrong_kind, name);
  assert.equal(faultOf({ name: "a.jpg", size: 10 * 1024 * 1024 }), "");
  assert.equal(faultOf({ name: "a.jpg", size: 10 * 1024 * 1024 + 1 }), korean.attach.too_large);
});

test("a picture asks for its place only where the counter offers it", () => {
  assert.equal(kept({ id: "1", name: "a.jpg", place: null }, "a.jpg").place, null);
  assert.equal(kept({ id: "1", place: { offered: true, district: null, dong: null } }, "a.jpg").place, "");
  assert.equal(kept({ id: "1", place: { offered: true, district: "마포구", dong: "망원동" } }, "a.jpg").place, "마포구 망원동");
});

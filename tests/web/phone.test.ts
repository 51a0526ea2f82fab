import assert from "node:assert/strict";
import { test } from "node:test";
import { caretAfter, formatPhone, isMobile, phoneDigits } from "../../channels/counter/web/src/phone.ts";

test("hyphens appear while the number is typed", () => {
  const steps = ["0", "010", "010-1", "010-1234", "010-1234-5", "010-1234-5678"];
  for (const step of steps) assert.equal(formatPhone(step.replaceAll("-", "")), step);
});

test("other ways of writing come to the same number", () => {
  for (const typed of ["010-0000-0001", "010 0000 0001", "+82 10-0000-0001", "０１００００００００１"]) {
    assert.equal(formatPhone(typed), "010-0000-0001");
  }
});

test("old ten-digit numbers keep three digits in the middle", () =>
  assert.equal(formatPhone("0111234567"), "011-123-4567"));

test("digits beyond eleven are not taken", () => assert.equal(formatPhone("010123456789"), "010-1234-5678"));

test("only whole mobile numbers pass", () => {
  assert.ok(isMobile("010-0000-0001"));
  for (const typed of ["", "010-0000-000", "02-120-1234", "010-00000-0001", "1588-1234"])
    assert.ok(!isMobile(typed), typed);
});

test("the caret stays behind the digit it stood behind", () => {
  assert.equal(caretAfter("010-1234-5678", 3), 3);
  assert.equal(caretAfter("010-1234-5678", 4), 5);
  assert.equal(caretAfter("010-1234-5678", 11), 13);
});

test("digits are what is sent", () => assert.equal(phoneDigits("010-0000-0001"), "01000000001"));

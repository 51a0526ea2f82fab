import assert from "node:assert/strict";
import { test } from "node:test";
import { languageOf, pieces } from "../../channels/counter/web/src/languages.ts";

test("a text's language is told by its letters; numbers and names of formats have none", () => {
  assert.equal(languageOf("주민등록표(등본)"), "ko");
  assert.equal(languageOf("Resident register"), "en");
  assert.equal(languageOf("PDF를 내려받아요"), "ko");
  for (const none of ["4821-9305-7162-0394", "PDF", "JPEG, PNG", "", "\n"]) assert.equal(languageOf(none), null, none);
});

test("a text of two languages comes in pieces, each with its lines as they were", () => {
  const text = "Here it is.\n4821\n여기 있어요.\nDone.";
  assert.deepEqual(pieces(text), [
    { text: "Here it is.\n4821\n", language: "en" },
    { text: "여기 있어요.\n", language: "ko" },
    { text: "Done.", language: "en" },
  ]);
  assert.equal(pieces(text).map((piece) => piece.text).join(""), text);
});

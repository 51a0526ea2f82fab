import assert from "node:assert/strict";
import { test } from "node:test";
import { daysAreFine, isAsked, payloadOf, startingChoices, yearsAreFine } from "../../channels/counter/web/src/choices.ts";
import { lengthOf } from "../../channels/counter/web/src/composer.ts";
import { timeLeft } from "../../channels/counter/web/src/dates.ts";
import { newId } from "../../channels/counter/web/src/ids.ts";
import { safeUrl } from "../../channels/counter/web/src/links.ts";
import { type OptionsCard, parseCard, parseMessage } from "../../channels/counter/web/src/message.ts";
import { fill } from "../../channels/counter/web/src/words.ts";

const fields = [
  {
    name: "past_addresses",
    label: "지난 주소",
    type: "choice",
    choices: [
      { value: "none", label: "빼기" },
      { value: "recent", label: "최근" },
    ],
    value: "none",
  },
  { name: "address_years", label: "몇 년", type: "years", value: 5 },
  { name: "others_names", label: "이름", type: "flag", value: true },
];
const card = (custom: boolean) =>
  parseCard({
    type: "options",
    title: "등본",
    fields: custom ? fields : [],
    purposes: ["은행 제출"],
    custom,
    submit: { title: "떼기", payload: custom ? "/choose_options" : "/choose_basic" },
  }) as OptionsCard;

test("the basic card says its bare payload, or the purpose with it", () => {
  const choices = startingChoices(card(false));
  assert.equal(payloadOf(card(false), choices), "/choose_basic");
  assert.equal(payloadOf(card(false), { ...choices, purpose: "은행 제출" }), '/choose_basic{"purpose":"은행 제출"}');
});

test("the custom card says each field, and years only when some are asked for", () => {
  const choices = startingChoices(card(true));
  assert.equal(payloadOf(card(true), choices), '/choose_options{"past_addresses":"none","others_names":"yes"}');
  const recent = { ...choices, values: { ...choices.values, past_addresses: "recent" } };
  assert.equal(
    payloadOf(card(true), recent),
    '/choose_options{"past_addresses":"recent","address_years":5,"others_names":"yes"}',
  );
  assert.ok(isAsked(card(true).fields[1]!, recent.values));
});

const period = {
  name: "span",
  label: "기간",
  type: "period",
  choices: [{ value: "default" }, { value: "pick" }],
  value: "pick",
  since: "2025-01-01",
  until: "2025-12-31",
  latest: "2026-03-05",
};
const items = { name: "items", type: "many", choices: [{ value: "rank" }, { value: "unit" }], value: ["unit"] };
const whom = { name: "for_whom", type: "choice", choices: [{ value: "self" }, { value: "child" }], value: "self" };
const consent = { name: "health_consent", type: "consent", label: "따로", note: "동의", text: "전문", value: "yes" };
const options = (given: object[], more: object = {}) =>
  parseCard({
    type: "options",
    fields: given,
    purposes: ["비자"],
    custom: true,
    submit: { title: "떼기", payload: "/choose_options" },
    actions: [{ title: "골라서", payload: "/choose_custom", with_fields: true }],
    ...more,
  }) as OptionsCard;
const heard = (payload: string) => JSON.parse(payload.replace(/^\/\w+/, ""));

test("a period says its days only when they are picked one by one", () => {
  const shown = options([period]);
  const choices = startingChoices(shown);
  assert.deepEqual(heard(payloadOf(shown, choices)), { span: "pick", since: "2025-01-01", until: "2025-12-31" });
  const whole = { ...choices, values: { ...choices.values, span: "default" } };
  assert.deepEqual(heard(payloadOf(shown, whole)), { span: "default" });
});

test("days stand in their order and do not begin after the last one there is", () => {
  const latest = "2026-03-05";
  for (const [since, until, fine] of [
    ["2025-01-01", "2025-12-31", true],
    ["2026-03-05", "2026-12-31", true],
    ["2025-02-01", "2025-01-01", false],
    ["2026-03-06", "2026-04-01", false],
    ["", "2025-01-01", false],
  ] as const)
    assert.equal(daysAreFine({ since, until }, latest), fine, since);
});

test("several choices are said as a list, none as an empty one", () => {
  const shown = options([items]);
  assert.deepEqual(heard(payloadOf(shown, startingChoices(shown))), { items: ["unit"] });
  assert.deepEqual(heard(payloadOf(shown, { ...startingChoices(shown), several: { items: [] } })), { items: [] });
});

test("consent goes with the button that says so, and with no other", () => {
  const shown = options([whom, consent], { custom: false, submit: { title: "동의하고", payload: "/choose_basic" } });
  const choices = startingChoices(shown);
  assert.deepEqual(heard(payloadOf(shown, choices)), { for_whom: "self", health_consent: "yes" });
  assert.deepEqual(heard(payloadOf(shown, choices, shown.actions[0])), { for_whom: "self" });
});

test("a purpose that was known before can be taken back", () => {
  const shown = options([], { purpose: "비자" });
  const choices = startingChoices(shown);
  assert.equal(choices.purpose, "비자");
  assert.deepEqual(heard(payloadOf(shown, { ...choices, purpose: "" })), { purpose: "" });
});

test("the list of papers links only what can be opened here", () => {
  const row = { title: "등본", number: "4821930571620394", state: "발급", download_url: null };
  const shown = parseCard({ type: "papers", title: "뗀 서류", rows: [row], note: null });
  assert.deepEqual(shown, {
    type: "papers",
    title: "뗀 서류",
    rows: [{ ...row, expires_at: null, html_url: null }],
    note: "",
  });
});

test("years are whole numbers from 1 to 100", () => {
  for (const fine of ["1", "5", "100"]) assert.ok(yearsAreFine(fine));
  for (const wrong of ["", "0", "101", "5.5", "오", "-3"]) assert.ok(!yearsAreFine(wrong), wrong);
});

test("a card of a type from the future leaves the message's words alone", () => {
  const message = parseMessage({
    seq: 1,
    at: "2026-03-05T06:00:00Z",
    from: "bot",
    text: "안녕하세요",
    card: { type: "hologram" },
  });
  assert.deepEqual([message?.text, message?.card], ["안녕하세요", null]);
});

test("a card that brings English along is read in the page's language", () => {
  const both = { type: "progress", number: "1", steps: ["조회"], done: 0, state: "running", english: { steps: ["Look up"] } };
  const steps = (own: "ko" | "en") => (parseCard(both, own) as { steps: string[] }).steps;
  assert.deepEqual([steps("ko"), steps("en")], [["조회"], ["Look up"]]);
});

test("what has no number is no message", () => assert.equal(parseMessage({ type: "typing" }), null));

test("links lead to us, to https, or to another door of this machine", () => {
  const here = "http://127.0.0.1:8000/";
  assert.equal(safeUrl("/api/x", here), "http://127.0.0.1:8000/api/x");
  assert.equal(safeUrl("http://127.0.0.1:8100/verify", here), "http://127.0.0.1:8100/verify");
  assert.equal(safeUrl("https://wallet.example/", here), "https://wallet.example/");
  for (const bad of ["javascript:alert(1)", "http://evil.example/", "data:text/html,x", null])
    assert.equal(safeUrl(bad, here), null);
});

test("length counts characters as people do, not halves of them", () => assert.equal(lengthOf("가𠀋나"), 3));

test("time left never goes below nothing", () => {
  assert.deepEqual(timeLeft(90_000, 0), { minutes: 1, seconds: 30 });
  assert.deepEqual(timeLeft(0, 5_000), { minutes: 0, seconds: 0 });
});

test("ids are version-4 UUIDs and differ", () => {
  const ids = new Set(Array.from({ length: 100 }, newId));
  assert.equal(ids.size, 100);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a place without a value is left to be seen", () => assert.equal(fill("{a}와 {b}", { a: 1 }), "1와 {b}"));

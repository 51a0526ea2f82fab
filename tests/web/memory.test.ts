import assert from "node:assert/strict";
import { test } from "node:test";
import { keep, recall } from "../../channels/counter/web/src/memory.ts";

class Drawer implements Storage {
  items = new Map<string, string>();
  get length() {
    return this.items.size;
  }
  key = (index: number) => [...this.items.keys()][index] ?? null;
  getItem = (name: string) => this.items.get(name) ?? null;
  setItem = (name: string, value: string) => void this.items.set(name, value);
  removeItem = (name: string) => void this.items.delete(name);
  clear = () => this.items.clear();
}

const person = { name: "김서연", birth: "880314", phone: "010-0000-0001", provider: "kakao", remember: true };

test("what the person ticked to keep is there the next time", () => {
  const drawer = new Drawer();
  keep(drawer, person);
  assert.deepEqual(recall(drawer), person);
});

test("without the tick nothing is kept, and what was kept is gone", () => {
  const drawer = new Drawer();
  keep(drawer, person);
  keep(drawer, { ...person, remember: false });
  assert.equal(drawer.length, 0);
  assert.equal(recall(drawer).name, "");
});

test("a spoilt or forbidden drawer is an empty one", () => {
  const drawer = new Drawer();
  for (const spoilt of ["{", "null", "[]", "3"]) {
    drawer.setItem("minwon.person", spoilt);
    assert.equal(recall(drawer).remember, false, spoilt);
  }
  drawer.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  assert.doesNotThrow(() => keep(drawer, person));
});

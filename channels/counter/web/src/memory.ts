/** Name, birth date, phone and provider on this device, only if the person ticked it. */

import type { Draft } from "./draw/desk.ts";

const KEY = "minwon.person";

export function recall(storage: Storage): Draft {
  const empty = { name: "", birth: "", phone: "", provider: "", remember: false };
  const saved = readSaved(storage);
  const text = (name: string): string => (typeof saved[name] === "string" ? saved[name] : "");
  if (text("name") === "") return empty;
  return { name: text("name"), birth: text("birth"), phone: text("phone"), provider: text("provider"), remember: true };
}

/** Storage may be full or forbidden: then nothing is remembered, and nothing else suffers. */
export function keep(storage: Storage, draft: Draft): void {
  try {
    if (!draft.remember) return storage.removeItem(KEY);
    const { name, birth, phone, provider } = draft;
    storage.setItem(KEY, JSON.stringify({ name, birth, phone, provider }));
  } catch {
    return;
  }
}

function readSaved(storage: Storage): Record<string, unknown> {
  try {
    return (JSON.parse(storage.getItem(KEY) ?? "{}") as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

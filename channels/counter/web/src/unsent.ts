/** What has not reached the counter yet, kept in this tab until it has: opening the page anew loses and doubles nothing.
 *
 * The counter knows a message by its id, so one that had come through after all is taken once. What looks like a
 * resident number is never kept.
 */

import type { Outgoing } from "./thread.ts";

type Kept = { outgoing: readonly Outgoing[]; draft: string };

const PREFIX = "minwon.unsent.";
const NUMBER = /\d{6}\s*[-–—]?\s*[0-9]\d{6}/;

export class Unsent {
  readonly #storage: Storage;
  readonly #key: string;

  /** Forgets what was kept for any other conversation. */
  constructor(storage: Storage, conversation: string) {
    this.#storage = storage;
    this.#key = PREFIX + conversation;
    for (const key of Object.keys(storage)) if (key.startsWith(PREFIX) && key !== this.#key) storage.removeItem(key);
  }

  recall(): Kept {
    const saved = this.#saved();
    const outgoing = Array.isArray(saved.outgoing) ? saved.outgoing.filter((item) => typeof item?.client_id === "string") : [];
    return { outgoing, draft: typeof saved.draft === "string" ? saved.draft : "" };
  }

  keep({ outgoing, draft }: Kept): void {
    const kept = { outgoing: outgoing.filter((item) => item.problem === null && !NUMBER.test(item.shown)), draft: NUMBER.test(draft) ? "" : draft };
    try {
      if (kept.outgoing.length === 0 && kept.draft === "") this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      return; // storage may be full or forbidden: then nothing is kept, and nothing else suffers
    }
  }

  #saved(): Partial<Kept> {
    try {
      return (JSON.parse(this.#storage.getItem(this.#key) ?? "{}") as Partial<Kept> | null) ?? {};
    } catch {
      return {};
    }
  }
}

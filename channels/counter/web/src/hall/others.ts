/** The other visitors: what the counter told of them, and how their figures get from one told place to the next. */

import { dresses, hairs } from "./palette.ts";
import type { Spot } from "./walking.ts";

/** Drawn by lot for each stay: whoever comes again is somebody else. */
export type Other = Spot & { id: number; heading: number; moving: boolean; sits: boolean; goal: Spot };
export type OtherLooks = { dress: string; hair: string; long: boolean; height: number };

const SPEED = 2.8;
const CATCH_UP = 3; // times the way that is left, each second
const LEAP = 5; // metres: who is told of so far off was not seen on the way
const NEAR = 0.03;

export class Others {
  readonly #all = new Map<number, Other>();
  #more = 0;

  get all(): readonly Other[] {
    return [...this.#all.values()];
  }

  /** All who are there besides oneself, shown or not. */
  get count(): number {
    return this.#all.size + this.#more;
  }

  get seated(): readonly Spot[] {
    return this.all.filter((other) => other.sits).map((other) => other.goal);
  }

  /** Take one frame of the counter; anything else is nothing. */
  hear(frame: Record<string, unknown>): void {
    const { all, others, gone, more } = frame;
    if (!Array.isArray(others) || !Array.isArray(gone) || typeof more !== "number") return;
    if (all === true) this.#all.clear();
    for (const id of gone) this.#all.delete(Number(id));
    for (const [id, x, z, sits] of others.map(numbers)) this.#put(id, { x: x / 10, z: z / 10 }, sits === 1);
    this.#more = more;
  }

  forget(): void {
    this.#all.clear();
    this.#more = 0;
  }

  move(step: number): void {
    for (const other of this.#all.values()) approach(other, step);
  }

  #put(id: number, goal: Spot, sits: boolean): void {
    const known = this.#all.get(id);
    if (known === undefined || Math.hypot(known.x - goal.x, known.z - goal.z) > LEAP)
      this.#all.set(id, { ...goal, id, goal, sits, heading: Math.PI, moving: false });
    else Object.assign(known, { goal, sits });
  }
}

export function looksOf(id: number): OtherLooks {
  const pick = <T>(from: readonly T[], by: number): T => from[Math.floor(id / by) % from.length] as T;
  return { dress: pick(dresses, 1), hair: pick(hairs, 11), long: pick([true, false], 7), height: pick([0.92, 0.96, 1, 1.04], 13) };
}

function approach(other: Other, step: number): void {
  const [x, z] = [other.goal.x - other.x, other.goal.z - other.z];
  const left = Math.hypot(x, z);
  other.moving = left > NEAR && !other.sits;
  if (left > 0) {
    const way = Math.min(1, (Math.max(SPEED, left * CATCH_UP) * step) / left);
    other.x += x * way;
    other.z += z * way;
  }
  if (other.moving) other.heading = Math.atan2(x, z);
  else if (other.sits) other.heading = Math.PI;
}

const numbers = (told: unknown): [number, number, number, number] => {
  const [id, x, z, sits] = Array.isArray(told) ? told.map(Number) : [];
  return [id ?? 0, x ?? 0, z ?? 0, sits ?? 0];
};

/** When the page says where its figure is: after a change, five times a second at most, and now and then to stay. */

import type { Stand } from "../hall-feed.ts";
import type { Spot } from "./walking.ts";

const GAP = 0.2;
const STAYS = 10;

export const standOf = ({ x, z, sits }: Spot & { sits: boolean }): Stand => ({ x: Math.round(x * 10), z: Math.round(z * 10), sits });

export class Reporting {
  #last: Stand | null = null;
  #at = -Infinity;

  /** Whether `stand` is to be told at `seconds`; it is taken for told then. */
  due(stand: Stand, seconds: number): boolean {
    const last = this.#last;
    const changed = last === null || last.x !== stand.x || last.z !== stand.z || last.sits !== stand.sits;
    if (seconds - this.#at < (changed ? GAP : STAYS)) return false;
    [this.#last, this.#at] = [stand, seconds];
    return true;
  }
}

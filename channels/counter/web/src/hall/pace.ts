/** How long the hall waits between two pictures, in seconds: a slow machine gets fewer pictures, not a slow page. */

export const QUICKEST = 1 / 30;
export const SLOWEST = 0.5;
const LATE = 2.5; // times the pace
const SLOWER = 1.5;

/** The pace after a picture that came `step` seconds after the one before. */
export function paceAfter(pace: number, step: number): number {
  return step > LATE * pace ? Math.min(SLOWEST, pace * SLOWER) : pace;
}

const LOOKS_EVERY = 10; // seconds between two looks at the clock on the wall

export class Clock {
  #next = -Infinity;

  due(seconds: number): boolean {
    if (seconds < this.#next) return false;
    this.#next = seconds + LOOKS_EVERY;
    return true;
  }
}

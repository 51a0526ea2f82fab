/** Calls at most thirty times a second, and not at all while nobody can see the page. */

import { paceAfter, QUICKEST } from "./pace.ts";

const EARLY = 0.004; // screens do not tick exactly

export class Pulse {
  readonly #beat: (seconds: number, step: number) => void;
  #pace = QUICKEST;
  #last: number | null = null;
  #frame = 0;

  constructor(beat: (seconds: number, step: number) => void) {
    this.#beat = beat;
    document.addEventListener("visibilitychange", this.#look);
    this.#look();
  }

  stop(): void {
    document.removeEventListener("visibilitychange", this.#look);
    cancelAnimationFrame(this.#frame);
  }

  readonly #look = (): void => {
    cancelAnimationFrame(this.#frame);
    [this.#pace, this.#last] = [QUICKEST, null];
    if (!document.hidden) this.#frame = requestAnimationFrame(this.#tick);
  };

  readonly #tick = (milliseconds: number): void => {
    this.#frame = requestAnimationFrame(this.#tick);
    const seconds = milliseconds / 1000;
    const step = this.#last === null ? 0 : seconds - this.#last;
    if (this.#last !== null && step < this.#pace - EARLY) return;
    if (this.#last !== null) this.#pace = paceAfter(this.#pace, step);
    this.#last = seconds;
    this.#beat(seconds, step);
  };
}

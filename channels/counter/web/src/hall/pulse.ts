/** Calls at most thirty times a second, and not at all while nobody can see the page. */

const SHORTEST = 1 / 30 - 0.004; // screens do not tick exactly

export class Pulse {
  readonly #beat: (seconds: number, step: number) => void;
  #last = 0;
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
    if (!document.hidden) this.#frame = requestAnimationFrame(this.#tick);
  };

  readonly #tick = (milliseconds: number): void => {
    this.#frame = requestAnimationFrame(this.#tick);
    const seconds = milliseconds / 1000;
    if (seconds - this.#last < SHORTEST) return;
    const step = seconds - this.#last;
    this.#last = seconds;
    this.#beat(seconds, step);
  };
}

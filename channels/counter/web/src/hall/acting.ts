/** What is acted in the hall, in its order: each paper is handed over and put away whole, however fast the news came.
 *
 * A page that nobody sees draws nothing, and hears of papers all the same: they are acted when it is seen again.
 */

import type { HallEvent, HallScene } from "../hall-feed.ts";
import type { Stage } from "./paper.ts";

type PaperEvent = "paper_issued" | "delivered";

/** Seconds for which the hands are at a paper, before the next thing about one begins. */
const HANDS = { paper_issued: 2.4, delivered: 3.4 } as const;
const STAGES = { paper_issued: "issued", delivered: "delivered" } as const;

/** `since` counts seconds from the beginning; null where nothing has happened since the hall was opened. */
export type Acted = { event: HallEvent | null; since: number | null; paper: { stage: Stage; since: number } };

export class Acting {
  #heard: number;
  readonly #waiting: PaperEvent[] = [];
  #now: { event: HallEvent; begun: number | null } | null = null;
  #paper: { event: PaperEvent; begun: number } | null = null;

  /** What happened before the hall was opened is not acted again. */
  constructor(before: HallScene) {
    this.#heard = before.events;
  }

  hear({ event, events }: HallScene): void {
    if (event === null || events === this.#heard) return;
    this.#heard = events;
    if (isPaper(event)) this.#waiting.push(event);
    else this.#now = { event, begun: null };
  }

  /** What is acted at `seconds`. A paper goes before all that came meanwhile. */
  at(seconds: number): Acted {
    if (this.#paper === null || seconds - this.#paper.begun >= HANDS[this.#paper.event]) this.#turnTo(this.#waiting.shift(), seconds);
    if (this.#now !== null) this.#now.begun ??= seconds;
    const paper = this.#paper;
    const stage = paper === null ? ("none" as const) : STAGES[paper.event];
    return { ...this.#deed(seconds), paper: { stage, since: paper === null ? 0 : seconds - paper.begun } };
  }

  #turnTo(next: PaperEvent | undefined, seconds: number): void {
    if (next !== undefined) this.#paper = { event: next, begun: seconds };
  }

  #deed(seconds: number): Pick<Acted, "event" | "since"> {
    const [now, paper] = [this.#now, this.#paper];
    const handed = paper === null ? null : seconds - paper.begun;
    if (paper && handed !== null && handed < HANDS[paper.event]) return { event: paper.event, since: handed };
    const later = now?.begun != null && (paper === null || now.begun >= paper.begun);
    if (now && later) return { event: now.event, since: seconds - (now.begun ?? seconds) };
    return { event: paper?.event ?? null, since: handed };
  }
}

const isPaper = (event: HallEvent): event is PaperEvent => event in HANDS;

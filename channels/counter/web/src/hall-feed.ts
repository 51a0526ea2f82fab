/** What the hall is told of the conversation, and what it may ask of the page. The hall knows nothing else of either. */

import type { ConversationState } from "./message.ts";

/** What happened last: the citizen waits for an answer, somebody writes, a paper is issued, it is in the wallet. */
export type HallEvent = "thinking" | "typing" | "paper_issued" | "delivered";

/** `position` and `ticket` are those of the queue for a person, null outside of it. `events` counts up, so that one can happen twice. */
export type HallScene = {
  state: ConversationState;
  position: number | null;
  ticket: number | null;
  event: HallEvent | null;
  events: number;
};

/** The three counters of the hall, and the door out of it. */
export type Hotspot = "talk" | "papers" | "person" | "leave";

/** Where one's own figure is, in decimetres of the floor. */
export type Stand = { x: number; z: number; sits: boolean };

export type HallFeed = {
  readonly scene: HallScene;
  /** Be told of each new scene, until the function that is given back is called. */
  watch(listener: (scene: HallScene) => void): () => void;
  onHotspot(name: Hotspot): void;
  /** Be given what the counter tells of other visitors, frame by frame; null when the line is down. */
  meet(listener: (frame: Record<string, unknown> | null) => void): () => void;
  /** Tell where one's own figure is; null when it is in the hall no more. */
  stand(stand: Stand | null): void;
};

/** What `hall/main.ts` exports. It draws into `root` and gives back what takes it down again; null where it cannot draw.
 * `lost` is called when it can no longer. */
export type HallModule = { mount(root: HTMLElement, feed: HallFeed, lost: () => void): (() => void) | null };

export class Feed implements HallFeed {
  readonly onHotspot: (name: Hotspot) => void;
  readonly stand: (stand: Stand | null) => void;
  #scene: HallScene = { state: "bot", position: null, ticket: null, event: null, events: 0 };
  readonly #listeners = new Set<(scene: HallScene) => void>();
  readonly #meeting = new Set<(frame: Record<string, unknown> | null) => void>();

  constructor(onHotspot: (name: Hotspot) => void, stand: (stand: Stand | null) => void) {
    this.onHotspot = onHotspot;
    this.stand = stand;
  }

  get scene(): HallScene {
    return this.#scene;
  }

  watch(listener: (scene: HallScene) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  meet(listener: (frame: Record<string, unknown> | null) => void): () => void {
    this.#meeting.add(listener);
    return () => this.#meeting.delete(listener);
  }

  present(frame: Record<string, unknown> | null): void {
    for (const listener of this.#meeting) listener(frame);
  }

  tell(news: Partial<Pick<HallScene, "state" | "position" | "ticket">>, event: HallEvent | null = null): void {
    const happened = event === null ? {} : { event, events: this.#scene.events + 1 };
    this.#scene = { ...this.#scene, ...news, ...happened };
    for (const listener of this.#listeners) listener(this.#scene);
  }
}

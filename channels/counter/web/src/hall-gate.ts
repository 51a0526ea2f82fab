/** Opens the hall after first paint, where it can be drawn and is wanted. Without it the page lacks nothing. */

import type { HallFeed, HallModule } from "./hall-feed.ts";

const KEY = "minwon.hall";
const halls = import.meta.glob<HallModule>("./hall/main.ts"); // empty where the page is built without a hall
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export class HallGate {
  readonly #root: HTMLElement;
  readonly #button: HTMLElement;
  readonly #feed: HallFeed;
  readonly #lost: () => void;
  #wanted = false;
  #leave: (() => void) | null = null;

  /** `lost` is called when a hall that was wanted cannot be shown, or no longer. */
  constructor(root: HTMLElement, button: HTMLElement, feed: HallFeed, lost: () => void) {
    this.#root = root;
    this.#button = button;
    this.#feed = feed;
    this.#lost = lost;
  }

  /** Whether it can be drawn is asked for in an idle moment: a first context for it costs a slow phone much. */
  start(): void {
    const load = halls["./hall/main.ts"];
    if (load !== undefined && !stillness.matches) whenIdle(() => canDraw() && this.#offer(load));
  }

  #offer(load: () => Promise<HallModule>): void {
    this.#button.hidden = false;
    this.#button.setAttribute("aria-pressed", "false");
    this.#button.addEventListener("click", () => {
      localStorage.setItem(KEY, this.#wanted ? "off" : "on");
      void this.#turn(!this.#wanted, load);
    });
    stillness.addEventListener("change", () => {
      this.#button.hidden = stillness.matches;
      if (stillness.matches) this.close();
    });
    if (isWanted()) void this.#turn(true, load);
  }

  async #turn(on: boolean, load: () => Promise<HallModule>): Promise<void> {
    if (!on) return this.close();
    this.#want(true);
    const hall = await load().catch(() => null); // the line may be down by now
    if (!this.#wanted || this.#leave !== null) return;
    this.#root.hidden = false;
    this.#leave = hall?.mount(this.#root, this.#feed, () => this.#giveUp()) ?? null;
    if (this.#leave === null) this.#giveUp();
  }

  /** What was in the hall is gone: whoever stood there stands in the box. */
  close(): void {
    const held = this.#root.contains(document.activeElement);
    this.#want(false);
    this.#leave?.();
    this.#leave = null;
    this.#root.hidden = true;
    if (held) document.querySelector<HTMLElement>("#say")?.focus({ preventScroll: true });
  }

  #giveUp(): void {
    this.close();
    this.#lost();
  }

  #want(on: boolean): void {
    this.#wanted = on;
    this.#button.setAttribute("aria-pressed", String(on));
  }
}

/** Opens by itself only where there is room for it; on a phone the menu opens it, and it is remembered. */
function isWanted(): boolean {
  const chosen = localStorage.getItem(KEY);
  return chosen === null ? matchMedia("(min-width: 1080px) and (min-height: 700px)").matches : chosen === "on";
}

function canDraw(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext(); // a browser has few of them
  return context !== null;
}

const whenIdle = (act: () => void): void => {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act);
  else setTimeout(act, 200);
};

/** Opens the hall after first paint, where it can be drawn and is wanted. Without it the page lacks nothing. */

import type { HallFeed, HallModule } from "./hall-feed.ts";

const KEY = "minwon.hall";
const halls = import.meta.glob<HallModule>("./hall/main.ts"); // empty where the page is built without a hall

export class HallGate {
  readonly #root: HTMLElement;
  readonly #button: HTMLElement;
  readonly #feed: HallFeed;
  #leave: (() => void) | null = null;

  constructor(root: HTMLElement, button: HTMLElement, feed: HallFeed) {
    this.#root = root;
    this.#button = button;
    this.#feed = feed;
  }

  start(): void {
    const load = halls["./hall/main.ts"];
    if (load === undefined || !canDraw()) return;
    this.#button.hidden = false;
    this.#button.addEventListener("click", () => {
      localStorage.setItem(KEY, this.#leave === null ? "on" : "off");
      void this.#turn(this.#leave === null, load);
    });
    if (isWanted()) requestIdleCallbackOrSoon(() => void this.#turn(true, load));
  }

  async #turn(on: boolean, load: () => Promise<HallModule>): Promise<void> {
    this.#button.setAttribute("aria-pressed", String(on));
    if (!on) this.close();
    else if (this.#leave === null) {
      const hall = await load();
      this.#root.hidden = false;
      this.#leave = hall.mount(this.#root, this.#feed);
    }
  }

  close(): void {
    this.#leave?.();
    this.#leave = null;
    this.#root.hidden = true;
  }
}

/** Opens by itself only where there is room for it; on a phone the menu opens it, and it is remembered. */
function isWanted(): boolean {
  const chosen = localStorage.getItem(KEY);
  return chosen === null ? matchMedia("(min-width: 1080px) and (min-height: 700px)").matches : chosen === "on";
}

function canDraw(): boolean {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return false;
  return document.createElement("canvas").getContext("webgl2") !== null;
}

const requestIdleCallbackOrSoon = (act: () => void): void => {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act);
  else setTimeout(act, 200);
};

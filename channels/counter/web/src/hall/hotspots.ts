/** The counters as buttons that keyboard and screen reader know, laid over the picture at the counters' fronts. */

import { type PerspectiveCamera, Vector3 } from "three";
import type { Hotspot } from "../hall-feed.ts";
import { DESK_X } from "./room.ts";
import { DESKS } from "./staging.ts";

const FRONT = { y: 0.52, z: 0.36 } as const;
const FOOT = { y: 0, z: 0.36 } as const; // on a phone a button at the front would hide the clerk
const NARROW = 600;

export class Hotspots {
  readonly nodes: readonly HTMLButtonElement[];
  readonly #point = new Vector3();

  constructor(names: Record<Hotspot, string>, press: (name: Hotspot) => void) {
    this.nodes = [...DESKS, "leave" as const].map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = `hall-spot is-${name}`;
      button.textContent = names[name];
      button.addEventListener("click", () => press(name));
      return button;
    });
  }

  /** Lay each button where the camera sees its counter. The way out has its own corner, in the style sheet. */
  place(camera: PerspectiveCamera, width: number, height: number): void {
    const { y, z } = width < NARROW ? FOOT : FRONT;
    DESKS.forEach((desk, at) => {
      this.#point.set(DESK_X[desk], y, z).project(camera);
      const style = this.nodes[at]?.style;
      style?.setProperty("left", `${Math.round(((this.#point.x + 1) / 2) * width)}px`);
      style?.setProperty("top", `${Math.round(((1 - this.#point.y) / 2) * height)}px`);
    });
  }
}

/** A stick for a thumb, where fingers point. It needs no other way round: a tap on the floor and the keys do the same. */

import type { Push } from "./walking.ts";

const RADIUS = 24; // points from rest to full speed
const DEAD = 0.18;
const STILL: Push = { x: 0, z: 0 };

/** How far a thumb that is (`x`, `y`) points off the middle pushes: -1 to 1 each way. */
export function pushFrom(x: number, y: number): Push {
  const far = Math.hypot(x, y) / RADIUS;
  if (far < DEAD) return STILL;
  const part = Math.min(1, far) / far / RADIUS;
  return { x: x * part, z: y * part };
}

export const hasThumb = (): boolean => matchMedia("(any-pointer: coarse)").matches;

export class Stick {
  readonly node = document.createElement("div");
  readonly #knob = document.createElement("div");
  #push = STILL;

  constructor() {
    this.node.className = "hall-stick";
    this.node.setAttribute("aria-hidden", "true");
    this.node.append(this.#knob);
    this.node.addEventListener("pointerdown", (event) => {
      this.node.setPointerCapture(event.pointerId);
      this.#lean(event);
    });
    this.node.addEventListener("pointermove", (event) => this.node.hasPointerCapture(event.pointerId) && this.#lean(event));
    for (const end of ["lostpointercapture", "pointercancel"]) this.node.addEventListener(end, () => this.#rest());
  }

  get push(): Push {
    return this.#push;
  }

  #lean(event: PointerEvent): void {
    const box = this.node.getBoundingClientRect();
    this.#push = pushFrom(event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2);
    this.#show();
  }

  #rest(): void {
    this.#push = STILL;
    this.#show();
  }

  #show(): void {
    this.#knob.style.transform = `translate(${this.#push.x * RADIUS}px, ${this.#push.z * RADIUS}px)`;
  }
}

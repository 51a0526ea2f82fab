/** What one does in the hall besides the counters, as real buttons: sit down, and see the others or not. */

import { fill, words } from "../words.ts";

const KEY = "minwon.hall.others";
const say = words.hall;

export class Controls {
  readonly nodes: readonly HTMLButtonElement[];
  readonly #sit: HTMLButtonElement;
  readonly #others: HTMLButtonElement;
  #together = localStorage.getItem(KEY) !== "off";

  constructor(sit: () => void, forget: () => void) {
    this.#sit = button("is-sit", sit);
    this.#others = button("is-others", () => {
      this.#together = !this.#together;
      localStorage.setItem(KEY, this.#together ? "on" : "off");
      if (!this.#together) forget();
    });
    this.nodes = [this.#sit, this.#others];
    this.show(false, 0);
  }

  /** Who does not want to see the others is not seen by them. */
  get together(): boolean {
    return this.#together;
  }

  show(sits: boolean, others: number): void {
    write(this.#sit, sits ? say.stand : say.sit);
    write(this.#others, this.#together && others > 0 ? fill(say.others_count, { count: others }) : say.others);
    this.#others.setAttribute("aria-pressed", String(this.#together));
  }
}

function button(name: string, press: () => void): HTMLButtonElement {
  const node = document.createElement("button");
  node.type = "button";
  node.className = `hall-spot hall-act ${name}`;
  node.addEventListener("click", press);
  return node;
}

function write(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

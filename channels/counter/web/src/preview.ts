/** What is being written, shown to the person who serves: only while one does, and never unsaid or against the citizen's will. */

import { words } from "./words.ts";

const EVERY_MS = 700;
const LONGEST = 2000;
const say = words.preview;

export class Preview {
  readonly #line: HTMLElement;
  readonly #send: (text: string) => void;
  #serving = false;
  #shared = true;
  #text = "";
  #sent = "";
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(line: HTMLElement, send: (text: string) => void) {
    this.#line = line;
    this.#send = send;
    line.querySelector("button")?.addEventListener("click", () => this.#turn(!this.#shared));
  }

  /** Give the sentence that must be heard when a person begins to read along; empty otherwise. */
  serving(yes: boolean): string {
    if (yes === this.#serving) return "";
    this.#serving = yes;
    this.#show();
    return yes && this.#shared ? say.shared : "";
  }

  typed(text: string): void {
    this.#text = text.slice(0, LONGEST);
    if (this.#timer === null) this.#timer = setTimeout(() => this.#pass(), EVERY_MS);
  }

  #turn(shared: boolean): void {
    this.#shared = shared;
    if (!shared && this.#sent !== "") this.#pass("");
    this.#show();
  }

  #pass(text = this.#text): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const mayBeSeen = this.#serving && (this.#shared || text === "");
    if (!mayBeSeen || text === this.#sent) return;
    this.#sent = text;
    this.#send(text);
  }

  #show(): void {
    this.#line.hidden = !this.#serving;
    this.#line.querySelector("span")?.replaceChildren(this.#shared ? say.shared : say.hidden);
    this.#line.querySelector("button")?.replaceChildren(this.#shared ? say.hide : say.share);
  }
}

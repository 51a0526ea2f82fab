/** Reads answers aloud when the person wants it. The same words stand on the page, so nothing is only heard. */

import { pieces } from "./languages.ts";
import { language } from "./words.ts";

const KEY = "minwon.aloud";
const VOICES = { ko: "ko-KR", en: "en-US" };

export class Aloud {
  readonly #line: HTMLElement;
  #on: boolean;
  #left = 0;

  /** `line` is shown while something is read, with the button that stops it. */
  constructor(line: HTMLElement) {
    this.#line = line;
    this.#on = Aloud.possible && localStorage.getItem(KEY) === "on";
    line.querySelector("button")?.addEventListener("click", () => this.hush());
    addEventListener("pagehide", () => this.hush()); // a browser may read on when the page is gone
  }

  static get possible(): boolean {
    return "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;
  }

  get on(): boolean {
    return this.#on;
  }

  turn(on: boolean): void {
    this.#on = on;
    localStorage.setItem(KEY, on ? "on" : "off");
    if (!on) this.hush();
  }

  /** Each piece in the voice of its own language; what is of none in that of the page. */
  say(sentence: string): void {
    if (!this.#on) return;
    for (const piece of pieces(sentence)) if (piece.text.trim() !== "") this.#speak(piece.text, piece.language ?? language);
  }

  /** Stop what is being read and what stands in line; what comes next is read again. */
  hush(): void {
    if (this.#left === 0) return;
    this.#left = 0;
    speechSynthesis.cancel();
    this.#show();
  }

  #speak(text: string, voice: "ko" | "en"): void {
    const said = new SpeechSynthesisUtterance(text);
    said.lang = VOICES[voice];
    said.onend = said.onerror = () => this.#over();
    this.#left += 1;
    this.#show();
    speechSynthesis.speak(said);
  }

  #over(): void {
    this.#left = Math.max(0, this.#left - 1);
    this.#show();
  }

  /** Whoever stood on the button stands in the box when it goes. */
  #show(): void {
    const held = this.#line.contains(document.activeElement);
    this.#line.hidden = this.#left === 0;
    if (held && this.#line.hidden) document.querySelector<HTMLElement>("#say")?.focus({ preventScroll: true });
  }
}

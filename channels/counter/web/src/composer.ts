/** The box to write in. Enter sends, except while a Korean syllable is still being composed. */

import { fill, words } from "./words.ts";

export const LONGEST = 2000;
const COUNT_FROM = 1800;
const TYPING_EVERY_MS = 3000;

/** `id` is that of the plain form, where what is sent may be on its way by that form already. */
type Acts = { send(text: string, id?: string): void; typing(): void; typed(text: string): void; wrong(sentence: string): void };

/** Characters as the server counts them: code points, not UTF-16 halves. */
export const lengthOf = (text: string): number => [...text].length;

export class Composer {
  readonly #box: HTMLTextAreaElement;
  readonly #count: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #acts: Acts;
  readonly #early: { text: string; id: string };
  #told = 0;

  constructor(form: HTMLFormElement, acts: Acts) {
    this.#box = form.querySelector("textarea") as HTMLTextAreaElement;
    this.#count = form.querySelector(".composer-count") as HTMLElement;
    this.#problem = form.querySelector(".composer-problem") as HTMLElement;
    this.#acts = acts;
    this.#early = { text: this.#box.value.trim(), id: form.querySelector<HTMLInputElement>("[name=client_id]")?.value ?? "" };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#box.addEventListener("input", () => this.#changed());
    this.#changed();
  }

  /** What is being written, unless it stood here before the script came: the plain form may have sent that. */
  get draft(): string {
    return this.#box.value.trim() === this.#early.text ? "" : this.#box.value;
  }

  /** Put back what was being written, if nothing is by now. */
  restore(draft: string): void {
    if (draft === "" || this.#box.value !== "" || this.#box.disabled) return;
    this.#box.value = draft;
    this.#changed();
  }

  focus(): void {
    this.#box.focus({ preventScroll: true });
  }

  /** Nothing more can be said. Tell whether somebody was just about to. */
  close(): boolean {
    const held = this.#box.form?.contains(document.activeElement) ?? false;
    this.#box.disabled = true;
    this.#box.form?.querySelectorAll("button").forEach((button) => (button.disabled = true));
    this.#box.form?.querySelectorAll("details").forEach((box) => (box.hidden = true));
    return held;
  }

  #key(event: KeyboardEvent): void {
    // Safari ends a composition with an Enter of key code 229 that no longer says isComposing.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    const text = this.#box.value.trim();
    if (text === "") return this.focus();
    const over = lengthOf(text) - LONGEST;
    if (over > 0) {
      this.#problem.textContent = fill(words.composer.too_long, { over });
      this.#acts.wrong(this.#problem.textContent);
      this.#box.setAttribute("aria-invalid", "true");
      return this.focus();
    }
    this.#box.value = "";
    this.#changed();
    if (text === this.#early.text) this.#acts.send(text, this.#takeEarlyId());
    else this.#acts.send(text);
    this.focus();
  }

  /** The counter takes one id once: the form's own is good for one message. */
  #takeEarlyId(): string {
    const { id } = this.#early;
    this.#early.text = "";
    return id;
  }

  #changed(): void {
    const length = lengthOf(this.#box.value.trim());
    this.#acts.typed(this.#box.value);
    const near = length >= COUNT_FROM;
    this.#count.textContent = near ? fill(words.composer.count, { count: length.toLocaleString("ko-KR") }) : "";
    this.#count.classList.toggle("is-over", length > LONGEST);
    if (length <= LONGEST) this.#problem.textContent = "";
    if (length <= LONGEST) this.#box.removeAttribute("aria-invalid");
    this.#grow();
    if (length > 0 && Date.now() - this.#told > TYPING_EVERY_MS) {
      this.#told = Date.now();
      this.#acts.typing();
    }
  }

  #grow(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }
}

/** Speaking instead of writing, where the browser can hear. What was heard stands in the box and is sent by the person. */

import { language, words } from "./words.ts";

type Heard = { results: ArrayLike<ArrayLike<{ transcript: string }>> };
type Ear = {
  lang: string;
  interimResults: boolean;
  onresult: (event: Heard) => void;
  onerror: (event: { error: string }) => void;
  onend: () => void;
  start(): void;
  stop(): void;
};

const say = words.voice;

export class Voice {
  readonly #button: HTMLElement;
  readonly #box: HTMLTextAreaElement;
  readonly #announce: (sentence: string) => void;
  #ear: Ear | null = null;

  constructor(button: HTMLElement, box: HTMLTextAreaElement, announce: (sentence: string) => void) {
    this.#button = button;
    this.#box = box;
    this.#announce = announce;
    const make = earMaker();
    if (make === null) return;
    button.hidden = false;
    button.addEventListener("click", () => (this.#ear ? this.#ear.stop() : this.#listen(new make())));
  }

  #listen(ear: Ear): void {
    const before = this.#box.value === "" ? "" : `${this.#box.value.trimEnd()} `;
    let trouble = say.nothing;
    Object.assign(ear, { lang: language === "en" ? "en-US" : "ko-KR", interimResults: true });
    ear.onresult = (event) => {
      trouble = "";
      this.#box.value = before + [...Array.from(event.results)].map((result) => result[0]?.transcript ?? "").join("");
      this.#box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    ear.onerror = (event) => (trouble = event.error === "not-allowed" ? say.denied : trouble);
    ear.onend = () => {
      this.#show(null);
      this.#announce(trouble);
      this.#box.focus();
    };
    this.#show(ear);
    this.#announce(say.listening);
    ear.start();
  }

  #show(ear: Ear | null): void {
    this.#ear = ear;
    this.#button.setAttribute("aria-pressed", String(ear !== null));
    this.#button.querySelector(".unseen")?.replaceChildren(ear ? say.stop : say.start);
  }
}

function earMaker(): (new () => Ear) | null {
  const here = globalThis as unknown as Record<string, (new () => Ear) | undefined>;
  return here["SpeechRecognition"] ?? here["webkitSpeechRecognition"] ?? null;
}

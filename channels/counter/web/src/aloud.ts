/** Reads answers aloud when the person wants it. The same words stand on the page, so nothing is only heard. */

import { languageOf } from "./languages.ts";

const KEY = "minwon.aloud";
const VOICES = { ko: "ko-KR", en: "en-US" };

export class Aloud {
  #on: boolean;

  constructor() {
    this.#on = Aloud.possible && localStorage.getItem(KEY) === "on";
  }

  static get possible(): boolean {
    return "speechSynthesis" in globalThis;
  }

  get on(): boolean {
    return this.#on;
  }

  turn(on: boolean): void {
    this.#on = on;
    localStorage.setItem(KEY, on ? "on" : "off");
    if (!on) speechSynthesis.cancel();
  }

  say(sentence: string): void {
    if (!this.#on || sentence === "") return;
    const said = new SpeechSynthesisUtterance(sentence);
    said.lang = VOICES[languageOf(sentence) ?? "ko"];
    speechSynthesis.speak(said);
  }
}

import korean from "./words.ko.json" with { type: "json" };

type Words = typeof korean;

/** The page's own language; what the conversation says may be in another. Tests run without a page. */
export const language: "ko" | "en" = globalThis.document?.documentElement.lang === "en" ? "en" : "ko";

export const words: Words = language === "en" ? (await import("./words.en.json")).default : korean;

const { done_title: done, cancelled_title: cancelled, rejected_title: rejected } = words.progress;

/** What a progress card is called when nothing more will happen on it. */
export const ended = { done, cancelled, rejected };

export const isEnded = (state: string): state is keyof typeof ended => state in ended;

/** Fill `{name}` places of a sentence. An unknown place stays as it is, so that a gap is seen in tests. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

import words from "./words.ko.json" with { type: "json" };

export { words };

const { done_title: done, cancelled_title: cancelled, rejected_title: rejected } = words.progress;

/** What a progress card is called when nothing more will happen on it. */
export const ended = { done, cancelled, rejected };

export const isEnded = (state: string): state is keyof typeof ended => state in ended;

/** Fill `{name}` places of a sentence. An unknown place stays as it is, so that a gap is seen in tests. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

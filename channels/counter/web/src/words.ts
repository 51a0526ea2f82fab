import words from "./words.ko.json" with { type: "json" };

export { words };

/** Fill `{name}` places of a sentence. An unknown place stays as it is, so that a gap is seen in tests. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Marks what is in another language than what stands around it, so that it is read aloud with the right voice. */

const HANGUL = /[가-힣]/;
const LATIN_WORD = /[a-z]{2,}/; // names of formats (PDF, JPEG) are no English

/** Digits, signs and abbreviations are of no language: null. */
export function languageOf(text: string): "ko" | "en" | null {
  return HANGUL.test(text) ? "ko" : LATIN_WORD.test(text) ? "en" : null;
}

/** Give `text` in pieces of one language each; a line is never torn. */
export function pieces(text: string): { text: string; language: "ko" | "en" | null }[] {
  const found: { text: string; language: "ko" | "en" | null }[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const language = languageOf(line);
    const last = found.at(-1);
    if (last && (language === null || last.language === null || language === last.language))
      found[found.length - 1] = { text: last.text + line, language: last.language ?? language };
    else found.push({ text: line, language });
  }
  return found;
}

/** Mark every text in `root`, which stands in `around`: the language of the page unless something nearer says another. */
export function markLanguages(root: HTMLElement, around: string): void {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const every: Text[] = [];
  while (texts.nextNode()) every.push(texts.currentNode as Text);
  for (const text of every) mark(text, text.parentElement?.closest<HTMLElement>("[lang]")?.lang || around);
}

function mark(node: Text, around: string): void {
  const parts = pieces(node.data);
  if (parts.every(({ language }) => language === null || language === around)) return;
  const only = parts.length === 1 && node.parentElement?.childNodes.length === 1;
  if (only) node.parentElement.lang = parts[0]?.language ?? around;
  else node.replaceWith(...parts.map(({ text, language }) => (language === null || language === around ? text : span(text, language))));
}

function span(text: string, language: string): HTMLElement {
  const marked = document.createElement("span");
  marked.lang = language;
  marked.textContent = text;
  return marked;
}

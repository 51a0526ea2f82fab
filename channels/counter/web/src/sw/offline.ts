/** What still works without the counter. Its words are ours, so they may stand in the markup as they are. */

type Words = Record<
  "title" | "lead" | "still" | "phone" | "phone_note" | "check" | "check_note" | "paper" | "paper_note" | "unsent" | "unsent_note" | "again",
  string
>;

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

export function offlinePage(words: Words, language: string, name: string, check: string): string {
  const ways = [
    way(words.phone, words.phone_note, "tel:120"),
    way(words.check, words.check_note, /^https?:/.test(check) ? check : ""),
    way(words.paper, words.paper_note, ""),
    way(words.unsent, words.unsent_note, ""),
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'">
<title>${safe(words.title)} · ${safe(name)}</title>
<link rel="stylesheet" href="/assets/offline.css">
</head>
<body>
<main>
<img src="/assets/favicon.svg" alt="" width="48" height="48">
<h1>${safe(words.title)}</h1>
<p>${safe(words.lead)}</p>
<p><a class="button" href="/">${safe(words.again)}</a></p>
<h2>${safe(words.still)}</h2>
<ul>${ways.join("")}</ul>
</main>
</body>
</html>`;
}

function way(title: string, note: string, address: string): string {
  const head = address === "" ? `<strong>${safe(title)}</strong>` : `<a href="${safe(address)}">${safe(title)}</a>`;
  return `<li>${head}<span>${safe(note)}</span></li>`;
}

/** Birth dates as people type them: 880314, 19880314, 1988-03-14, 1988. 3. 14., 88/3/14. */

export type Birth = { ok: true; iso: string } | { ok: false; why: "empty" | "unreadable" | "rrn" };

const RRN_DIGITS = 7; // a seventh digit after six is the sex digit, never part of a date

export function parseBirth(typed: string, today: Date): Birth {
  const text = typed.normalize("NFKC").trim();
  if (text === "") return { ok: false, why: "empty" };
  const groups = text.match(/\d+/g) ?? [];
  if (looksLikeRrn(text, groups.join(""))) return { ok: false, why: "rrn" };
  const parts = groups.length === 3 ? groups : groups.length === 1 ? cut(groups[0] ?? "") : [];
  const [year = "", month = "", day = ""] = parts;
  const full = year.length === 4 ? Number(year) : year.length === 2 ? century(Number(year), today) : 0;
  const iso = `${String(full).padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isPastDay(iso, today) ? { ok: true, iso } : { ok: false, why: "unreadable" };
}

function looksLikeRrn(text: string, digits: string): boolean {
  return digits.length > 8 || (digits.length >= RRN_DIGITS && /^\d{6}[^\d]+\d/.test(text)) || /[*●]/.test(text);
}

function cut(digits: string): string[] {
  const year = digits.length - 4;
  if (year !== 2 && year !== 4) return [];
  return [digits.slice(0, year), digits.slice(year, year + 2), digits.slice(year + 2)];
}

/** Two digits mean the latest year that is not in the future. */
function century(year: number, today: Date): number {
  return 2000 + year <= today.getFullYear() ? 2000 + year : 1900 + year;
}

function isPastDay(iso: string, today: Date): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return false;
  return date.getUTCFullYear() >= 1900 && date.getTime() <= today.getTime();
}

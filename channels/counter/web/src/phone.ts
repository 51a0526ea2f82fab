/** Mobile numbers: digits inside, hyphens where people look. */

export function phoneDigits(typed: string): string {
  return typed
    .normalize("NFKC")
    .replace(/^\s*\+82[\s-]*0?/, "0")
    .replace(/\D/g, "");
}

/** Group the digits as they are typed: 010-1234-5678, or 011-123-4567 for the old ten-digit numbers. */
export function formatPhone(typed: string): string {
  const digits = phoneDigits(typed).slice(0, 11);
  const middle = digits.length === 10 && !digits.startsWith("010") ? 6 : 7;
  return [digits.slice(0, 3), digits.slice(3, middle), digits.slice(middle)].filter((part) => part !== "").join("-");
}

export function isMobile(typed: string): boolean {
  return /^(010\d{8}|01[16789]\d{7,8})$/.test(phoneDigits(typed));
}

/** Where the caret belongs after formatting: behind the same digit as before. */
export function caretAfter(formatted: string, digitsBefore: number): number {
  let seen = 0;
  for (let index = 0; index < formatted.length; index += 1) {
    if (seen === digitsBefore) return index;
    if (formatted[index] !== "-") seen += 1;
  }
  return formatted.length;
}

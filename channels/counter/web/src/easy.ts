/** Easy Korean with larger text: kept in a cookie, so that the page comes that way before any script runs. */

const YEAR_SECONDS = 31_536_000;
const NAME = "minwon_easy";

export const isEasy = (): boolean => document.documentElement.classList.contains("is-easy");

export function turnEasy(on: boolean): void {
  document.documentElement.classList.toggle("is-easy", on);
  document.cookie = `${NAME}=${on ? 1 : 0}; path=/; max-age=${YEAR_SECONDS}; samesite=strict`;
}

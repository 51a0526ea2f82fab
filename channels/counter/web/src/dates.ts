/** Times as residents read them, always in Seoul. */

import { language } from "./words.ts";

const ZONE = "Asia/Seoul";
const LOCALE = { ko: "ko-KR", en: "en-GB" }[language];
const time = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, month: "long", day: "numeric", weekday: "long" });
const date = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, dateStyle: "long" });
const key = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });

/** 오후 6:40, never broken over two lines. */
export const showTime = (at: string): string => time.format(new Date(at)).replace(/\s/g, "\u00a0");
export const showDay = (at: string): string => day.format(new Date(at));
export const showDate = (at: string): string => date.format(new Date(at));
export const showMoment = (at: string): string => `${showDate(at)} ${showTime(at)}`;

/** The Seoul calendar day, as YYYY-MM-DD: two messages with the same key stand under one separator. */
export const dayKey = (at: string): string => key.format(new Date(at));

/** Split what is left until `until` (milliseconds) into whole minutes and seconds, never below zero. */
export function timeLeft(until: number, now: number): { minutes: number; seconds: number } {
  const whole = Math.max(0, Math.ceil((until - now) / 1000));
  return { minutes: Math.floor(whole / 60), seconds: whole % 60 };
}

/** Day, night and season in Seoul. */

export type Season = "spring" | "summer" | "autumn" | "winter";
export type Phase = "night" | "dawn" | "day" | "dusk";
export type Hours = { phase: Phase; season: Season };

/** Sunrise and sunset in the middle of each season, to half an hour: what a painted window needs. */
const SUN: Record<Season, readonly [number, number]> = {
  spring: [6, 19],
  summer: [5.5, 20],
  autumn: [6.5, 18],
  winter: [7.5, 17.5],
};
const TWILIGHT = 1;

const seoul = new Intl.DateTimeFormat("en-US", {
  timeZone: "Asia/Seoul",
  month: "numeric",
  hour: "numeric",
  minute: "numeric",
  hourCycle: "h23",
});

export function hoursAt(now: Date): Hours {
  const part = (type: string) => Number(seoul.formatToParts(now).find((each) => each.type === type)?.value);
  const season = seasonOf(part("month"));
  return { season, phase: phaseOf(part("hour") + part("minute") / 60, SUN[season]) };
}

function phaseOf(hour: number, [rise, set]: readonly [number, number]): Phase {
  if (Math.abs(hour - rise) < TWILIGHT) return "dawn";
  if (Math.abs(hour - set) < TWILIGHT) return "dusk";
  return hour > rise && hour < set ? "day" : "night";
}

function seasonOf(month: number): Season {
  if (month >= 3 && month <= 5) return "spring";
  if (month >= 6 && month <= 8) return "summer";
  return month >= 9 && month <= 11 ? "autumn" : "winter";
}

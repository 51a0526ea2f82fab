/** Day, night, season and festival in Seoul. */

export type Season = "spring" | "summer" | "autumn" | "winter";
export type Phase = "night" | "dawn" | "day" | "dusk";
/** The two great days go by the moon, as Korea counts it. */
export type Festival = "seollal" | "chuseok" | "year_end";
export type Hours = { phase: Phase; season: Season; festival: Festival | null };


/** Sunrise and sunset in the middle of each season, to half an hour: what a painted window needs. */
const SUN: Record<Season, readonly [number, number]> = {
  spring: [6, 19],
  summer: [5.5, 20],
  autumn: [6.5, 18],
  winter: [7.5, 17.5],
};
const TWILIGHT = 1;

/** Month and day by the moon. The hall is decorated some days before, and until the holidays are over. */
const BY_MOON = { seollal: "1/1", chuseok: "8/15" } as const;
const BEFORE = 7;
const AFTER = 2;
const YEAR_END = { from: 1215, until: 103 } as const; // 15 December to 3 January
const DAY_MS = 86_400_000;

const seoul = new Intl.DateTimeFormat("en-US", {
  timeZone: "Asia/Seoul",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  hourCycle: "h23",
});

const moon = new Intl.DateTimeFormat("en-US-u-ca-dangi", { timeZone: "Asia/Seoul", month: "numeric", day: "numeric" });

export function hoursAt(now: Date): Hours {
  const parts = partsOf(seoul, now);
  const part = (type: string) => Number(parts[type]);
  const season = seasonOf(part("month"));
  const phase = phaseOf(part("hour") + part("minute") / 60, SUN[season]);
  return { season, phase, festival: festivalOf(now, part("month") * 100 + part("day")) };
}

export const areSame = (a: Hours, b: Hours): boolean => a.phase === b.phase && a.season === b.season && a.festival === b.festival;

function festivalOf(now: Date, date: number): Festival | null {
  for (let ahead = -AFTER; ahead <= BEFORE; ahead++) {
    const parts = partsOf(moon, new Date(now.getTime() + ahead * DAY_MS));
    const day = `${parts["month"]}/${parts["day"]}`; // a leap month is "8bis" and no festival's
    if (day === BY_MOON.seollal) return "seollal";
    if (day === BY_MOON.chuseok) return "chuseok";
  }
  return date >= YEAR_END.from || date <= YEAR_END.until ? "year_end" : null;
}

const partsOf = (format: Intl.DateTimeFormat, now: Date): Record<string, string> =>
  Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));

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

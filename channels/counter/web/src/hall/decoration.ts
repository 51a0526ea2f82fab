/** What the hall is hung with on festive days: silk lanterns, or a string of lamps at the year's end. */

import type { Festival } from "./hours.ts";
import type { Solids } from "./solids.ts";

const silk = { red: "#c23b2e", blue: "#2f4f8f", gold: "#e0b040" } as const;
const lamps = ["#ffd27a", "#f2f0e4", "#e07a5f", "#7fb08f"] as const;
const BEAM = 3.95;
const FRONT = -1.55;
const DISPLAY = 2.1; // half as wide as the number display: nothing hangs before it
const LANTERNS = [-6.6, -5.2, -2.3, 2.3, 5.2, 6.6];

export function decoration(solids: Solids, festival: Festival | null, wide: number): void {
  if (festival === "seollal" || festival === "chuseok") for (const x of LANTERNS) lantern(solids, x);
  if (festival === "year_end") for (let at = 0; at <= 60; at++) lamp(solids, at, (at / 30 - 1) * 2.2 * wide);
}

/** 청사초롱: red silk over blue, with a tassel. */
function lantern(solids: Solids, x: number): void {
  solids.post(silk.gold, [0.012, 0.012, 0.5], [x, BEAM - 0.25, FRONT]).post(silk.gold, [0.13, 0.13, 0.04], [x, BEAM - 0.5, FRONT]);
  solids.post(silk.red, [0.2, 0.2, 0.3], [x, BEAM - 0.67, FRONT]).post(silk.blue, [0.2, 0.2, 0.2], [x, BEAM - 0.92, FRONT]);
  solids.post(silk.gold, [0.13, 0.13, 0.04], [x, BEAM - 1.04, FRONT]).post(silk.gold, [0.03, 0.015, 0.24], [x, BEAM - 1.17, FRONT]);
}

/** The string hangs in bows. */
function lamp(solids: Solids, at: number, x: number): void {
  if (Math.abs(x) < DISPLAY) return;
  const bow = Math.abs(Math.sin((at * Math.PI) / 10));
  solids.box(lamps[at % lamps.length] ?? lamps[0], [0.09, 0.11, 0.09], [x, BEAM + 0.05 - 0.3 * bow, FRONT]);
}

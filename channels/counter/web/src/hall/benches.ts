/** The benches before the counters, and which seat a citizen takes. Metres. */

import type { Spot } from "./walking.ts";

export const BENCH = { wide: 1.5, deep: 0.5, high: 0.46, z: 3 } as const;
export const BENCHES: readonly number[] = [-4.15, -1.4, 1.4, 4.15];
const PLACES = [-0.38, 0.38];
const ELBOW = 0.3;

export const SEATS: readonly Spot[] = BENCHES.flatMap((x) => PLACES.map((aside) => ({ x: x + aside, z: BENCH.z })));

/** The free seat that is nearest to `spot` and no further aside than `reach`; null where all are taken. */
export function seatFor(spot: Spot, taken: readonly Spot[], reach: number): Spot | null {
  const free = SEATS.filter((seat) => Math.abs(seat.x) <= reach && !taken.some((other) => apart(other, seat) < ELBOW));
  return free.reduce<Spot | null>((best, seat) => (best !== null && apart(best, spot) <= apart(seat, spot) ? best : seat), null);
}

/** Whether `spot` lies on a bench, with a finger's width around it. */
export const isBench = ({ x, z }: Spot): boolean =>
  Math.abs(z - BENCH.z) < BENCH.deep && BENCHES.some((middle) => Math.abs(x - middle) < BENCH.wide / 2 + 0.15);

const apart = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.z - b.z);

/** The way of the paper: from the clerk's hand on to the counter, and from there into the citizen's wallet. */

export type Stage = "none" | "issued" | "delivered";
export type Place = { x: number; y: number; z: number };

/** `wallet` and `size` go from 0 (not there) to 1. */
export type PaperNow = { at: Place; size: number; wallet: number };

const HANDED = 1.6;
const FLOWN = 1.8;
const WALLET_SHUT = 3;

/** Where the paper is `seconds` after its `stage` began. */
export function paperAt(stage: Stage, seconds: number, hand: Place, counter: Place, wallet: Place): PaperNow {
  if (stage === "none") return { at: counter, size: 0, wallet: 0 };
  if (stage === "issued") return { at: arc(hand, counter, ease(seconds / HANDED), 0.25), size: ease(seconds * 2), wallet: 0 };
  const flown = ease(seconds / FLOWN);
  const opening = Math.min(ease(seconds * 2), 1 - ease((seconds - WALLET_SHUT) * 2));
  return { at: arc(counter, wallet, flown, 0.8), size: flown === 1 ? 0 : 1 - 0.55 * flown, wallet: opening };
}

function ease(part: number): number {
  const t = Math.min(1, Math.max(0, part));
  return t * t * (3 - 2 * t);
}

function arc(from: Place, to: Place, part: number, height: number): Place {
  const between = (a: number, b: number) => a + (b - a) * part;
  const lift = 4 * height * part * (1 - part);
  return { x: between(from.x, to.x), y: between(from.y, to.y) + lift, z: between(from.z, to.z) };
}

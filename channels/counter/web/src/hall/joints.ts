/** How a figure holds itself, in radians. Arms: `lift` forwards, `spread` to the side. Head: `nod` down, `turn` aside. */

import type { Pose } from "./staging.ts";

type Arm = { lift: number; spread: number };
export type Joints = { nod: number; turn: number; lean: number; left: Arm; right: Arm };

const rest: Arm = { lift: 0.12, spread: 0.08 };

export function jointsOf(pose: Pose, seconds: number): Joints {
  const breath = Math.sin(seconds * 1.6);
  const still = { nod: 0.02 * breath, turn: 0.18 * Math.sin(seconds * 0.35), lean: 0, left: rest, right: rest };
  if (pose === "listening") return { ...still, nod: 0.1 + 0.07 * Math.max(0, Math.sin(seconds * 2.2)), turn: 0, lean: 0.08 };
  if (pose === "thinking") return { ...still, nod: -0.14, turn: 0.3, right: { lift: 2.3 + 0.05 * breath, spread: -0.35 } };
  if (pose === "typing") return { ...still, nod: 0.24, turn: 0, left: tap(seconds, 0), right: tap(seconds, Math.PI) };
  if (pose === "handing") return { ...still, nod: 0.16, turn: 0, lean: 0.16, left: reach, right: reach };
  if (pose === "taken_over") return { ...still, nod: 0.06, turn: 0, lean: 0.1, right: { lift: 0.9 + 0.12 * breath, spread: 0.35 } };
  return still;
}

const reach: Arm = { lift: 1.25, spread: -0.08 };

const tap = (seconds: number, shift: number): Arm => ({ lift: 0.95 + 0.1 * Math.sin(seconds * 14 + shift), spread: -0.12 });

/** The swing of legs and arms of one who walks; all still when `moving` is false. */
export function gait(moving: boolean, seconds: number): { swing: number; bob: number } {
  const beat = seconds * 9;
  return moving ? { swing: 0.6 * Math.sin(beat), bob: 0.03 * Math.abs(Math.sin(beat)) } : { swing: 0, bob: 0 };
}

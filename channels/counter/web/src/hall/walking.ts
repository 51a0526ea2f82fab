/** One's own figure on the floor: where it stands or sits, where it looks, and how it gets on. Metres and seconds. */

export type Spot = { x: number; z: number };

/** `seat` is where it will sit when it has come to its goal. */
export type Walker = Spot & { heading: number; goal: Spot | null; seat: Spot | null; moving: boolean; sits: boolean };

/** -1 to 1 each way; `z` grows towards the citizen. */
export type Push = { x: number; z: number };

export const FLOOR = { aside: 9.5, back: 1.15, front: 2.45 } as const;
const SPEED = 2.6;
const NEAR = 0.04;
const LONGEST_STEP = 0.1; // a page that was hidden comes back with a long step
const TO_THE_COUNTERS = Math.PI;

export const standing = (at: Spot): Walker => ({ ...onFloor(at), heading: TO_THE_COUNTERS, goal: null, seat: null, moving: false, sits: false });

export const sentTo = (walker: Walker, goal: Spot): Walker => ({ ...stood(walker), goal: onFloor(goal) });

export const seatedAt = (walker: Walker, seat: Spot): Walker => ({ ...sentTo(walker, seat), seat });

/** Up from the seat, before it. Who does not sit stays where he is. */
export const stood = (walker: Walker): Walker => ({ ...walker, ...onFloor(walker), seat: null, sits: false });

/** The nearest place on the floor. `reach` is how far the picture shows to either side. */
export function onFloor({ x, z }: Spot, reach: number = FLOOR.aside): Spot {
  const aside = Math.min(reach, FLOOR.aside);
  return {
    x: Math.min(aside, Math.max(-aside, x)),
    z: Math.min(FLOOR.front, Math.max(FLOOR.back, z)),
  };
}

/** Keys and stick go before a goal, and end it. */
export function stepped(walker: Walker, push: Push, seconds: number, reach: number = FLOOR.aside): Walker {
  const way = SPEED * Math.min(seconds, LONGEST_STEP);
  const far = Math.hypot(push.x, push.z);
  const full = Math.max(1, far);
  if (far > 0) return moved({ ...stood(walker), goal: null }, push.x / full, push.z / full, way, reach);
  if (walker.goal === null) return { ...walker, moving: false };
  const goal = onFloor(walker.goal, reach);
  const [x, z] = [goal.x - walker.x, goal.z - walker.z];
  const left = Math.hypot(x, z);
  if (left < NEAR) return arrived(walker);
  return moved(walker, x / left, z / left, Math.min(way, left), reach);
}

function arrived(walker: Walker): Walker {
  const { seat } = walker;
  return { ...walker, ...seat, goal: null, seat: null, moving: false, sits: seat !== null, heading: TO_THE_COUNTERS };
}

function moved(walker: Walker, x: number, z: number, way: number, reach: number): Walker {
  const spot = onFloor({ x: walker.x + x * way, z: walker.z + z * way }, reach);
  return { ...walker, ...spot, heading: Math.atan2(x, z), moving: true };
}

const KEYS: Record<string, Push> = {
  ArrowLeft: { x: -1, z: 0 },
  ArrowRight: { x: 1, z: 0 },
  ArrowUp: { x: 0, z: -1 },
  ArrowDown: { x: 0, z: 1 },
  KeyA: { x: -1, z: 0 },
  KeyD: { x: 1, z: 0 },
  KeyW: { x: 0, z: -1 },
  KeyS: { x: 0, z: 1 },
};

/** Sits down, or stands up. */
export const SIT = "Space";

export const isStep = (code: string): boolean => code in KEYS;

export function pushOf(held: ReadonlySet<string>): Push {
  const push = { x: 0, z: 0 };
  for (const code of held) {
    push.x += KEYS[code]?.x ?? 0;
    push.z += KEYS[code]?.z ?? 0;
  }
  return { x: Math.sign(push.x), z: Math.sign(push.z) };
}

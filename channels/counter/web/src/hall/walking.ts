/** One's own figure on the floor: where it stands, where it looks, and how it gets on. Metres and seconds. */

export type Spot = { x: number; z: number };
export type Walker = Spot & { heading: number; goal: Spot | null; moving: boolean };

/** -1, 0 or 1 each way; `z` grows towards the citizen. */
export type Push = { x: number; z: number };

export const FLOOR = { left: -9.5, right: 9.5, back: 1.15, front: 3.4 } as const;
const SPEED = 2.6;
const NEAR = 0.04;
const LONGEST_STEP = 0.1; // a page that was hidden comes back with a long step

export const standing = (at: Spot): Walker => ({ ...onFloor(at), heading: Math.PI, goal: null, moving: false });

export const sentTo = (walker: Walker, goal: Spot): Walker => ({ ...walker, goal: onFloor(goal) });

export function onFloor({ x, z }: Spot): Spot {
  return {
    x: Math.min(FLOOR.right, Math.max(FLOOR.left, x)),
    z: Math.min(FLOOR.front, Math.max(FLOOR.back, z)),
  };
}

/** Keys go before a goal, and end it. */
export function stepped(walker: Walker, push: Push, seconds: number): Walker {
  const way = SPEED * Math.min(seconds, LONGEST_STEP);
  const far = Math.hypot(push.x, push.z);
  if (far > 0) return moved({ ...walker, goal: null }, push.x / far, push.z / far, way);
  if (walker.goal === null) return { ...walker, moving: false };
  const [x, z] = [walker.goal.x - walker.x, walker.goal.z - walker.z];
  const left = Math.hypot(x, z);
  if (left < NEAR) return { ...walker, goal: null, moving: false, heading: Math.PI };
  return moved(walker, x / left, z / left, Math.min(way, left));
}

function moved(walker: Walker, x: number, z: number, way: number): Walker {
  const spot = onFloor({ x: walker.x + x * way, z: walker.z + z * way });
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

export const isStep = (code: string): boolean => code in KEYS;

export function pushOf(held: ReadonlySet<string>): Push {
  const push = { x: 0, z: 0 };
  for (const code of held) {
    push.x += KEYS[code]?.x ?? 0;
    push.z += KEYS[code]?.z ?? 0;
  }
  return { x: Math.sign(push.x), z: Math.sign(push.z) };
}

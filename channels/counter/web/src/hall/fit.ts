/** How far off the camera stands, so that the three counters are whole at every shape of the canvas. */

export const FIELD_OF_VIEW = 28; // degrees, upright
const WIDE = 11.2; // metres across the three counters
const HIGH = 5.2; // metres from the benches to the number display
const ELBOW = 0.4;

/** Metres between the camera and the counters. `aspect` is width by height. */
export function distanceFor(aspect: number): number {
  const half = Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
  return Math.max(HIGH / (2 * half), WIDE / (2 * half * aspect));
}

/** How far to the side the picture shows the floor at `z`, in metres; less a body's half. */
export function reachFor(aspect: number, z: number): number {
  const half = Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
  return (distanceFor(aspect) - z) * half * aspect - ELBOW;
}

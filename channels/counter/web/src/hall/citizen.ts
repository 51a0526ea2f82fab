/** One's own figure, led by keys while the picture has the focus, by a stick, or by a tap on the floor or on a bench. */

import { type MeshLambertMaterial, type PerspectiveCamera, Plane, Raycaster, Vector2, Vector3 } from "three";
import { BENCH, isBench, seatFor } from "./benches.ts";
import { Figure, SEATED } from "./figure.ts";
import { gait } from "./joints.ts";
import { dress, hair, skin } from "./palette.ts";
import { isStep, type Push, pushOf, SIT, type Spot, seatedAt, sentTo, standing, stepped, stood } from "./walking.ts";

const START: Spot = { x: -1.9, z: 1.9 };
const TURNS = 10;
const GLIDES = 16; // on to the seat and off it, in a fifth of a second

/** What the figure asks of the hall: how far the picture reaches, which seats are taken, where the stick leans. */
export type Surroundings = { reach(): number; taken(): readonly Spot[]; stick(): Push };

export class Citizen {
  readonly figure: Figure;
  readonly #around: Surroundings;
  readonly #held = new Set<string>();
  #walker = standing(START);

  constructor(material: MeshLambertMaterial, around: Surroundings) {
    this.#around = around;
    this.figure = new Figure({ skin: skin[1], hair: hair[0], dress: dress.own, long: false }, material);
    this.figure.group.rotation.y = this.#walker.heading;
    this.figure.group.position.set(this.#walker.x, 0, this.#walker.z);
  }

  get spot(): Spot & { sits: boolean } {
    return this.#walker;
  }

  /** Whether it sits or is on the way to a seat. */
  get isSeated(): boolean {
    return this.#walker.sits || this.#walker.seat !== null;
  }

  goTo(spot: Spot): void {
    this.#walker = sentTo(this.#walker, spot);
  }

  /** On the free seat nearest to `near`. */
  sit(near: Spot = this.#walker): void {
    const seat = seatFor(near, this.#around.taken(), this.#around.reach());
    if (seat !== null) this.#walker = seatedAt(this.#walker, seat);
  }

  turnSeat(): void {
    if (this.isSeated) this.#walker = { ...stood(this.#walker), goal: null };
    else this.sit();
  }

  lead(canvas: HTMLCanvasElement, camera: PerspectiveCamera): void {
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || (!isStep(event.code) && event.code !== SIT)) return;
      event.preventDefault();
      if (event.code !== SIT) this.#held.add(event.code);
      else if (!event.repeat) this.turnSeat();
    });
    canvas.addEventListener("keyup", (event) => this.#held.delete(event.code));
    canvas.addEventListener("blur", () => this.#held.clear());
    canvas.addEventListener("click", (event) => {
      const bench = planeAt(BENCH.high, event, canvas, camera);
      const floor = planeAt(0, event, canvas, camera);
      if (bench && isBench(bench)) this.sit(bench);
      else if (floor) this.goTo(floor);
    });
  }

  move(seconds: number, step: number): void {
    const keys = pushOf(this.#held);
    this.#walker = stepped(this.#walker, keys.x || keys.z ? keys : this.#around.stick(), step, this.#around.reach());
    const { x, z, sits, moving, heading } = this.#walker;
    const { group } = this.figure;
    const near = Math.min(1, GLIDES * step);
    group.position.x += (x - group.position.x) * near;
    group.position.y += ((sits ? SEATED.lower : 0) - group.position.y) * near;
    group.position.z += (z - group.position.z) * near;
    const aside = Math.atan2(Math.sin(heading - group.rotation.y), Math.cos(heading - group.rotation.y));
    group.rotation.y += aside * Math.min(1, TURNS * step);
    if (sits) this.figure.sit();
    else this.figure.walk(gait(moving, seconds));
  }
}

/** The place at `height` under a click; null above the horizon. */
function planeAt(height: number, event: MouseEvent, canvas: HTMLCanvasElement, camera: PerspectiveCamera): Spot | null {
  const x = (event.offsetX / canvas.clientWidth) * 2 - 1;
  const y = 1 - (event.offsetY / canvas.clientHeight) * 2;
  const ray = new Raycaster();
  ray.setFromCamera(new Vector2(x, y), camera);
  const hit = ray.ray.intersectPlane(new Plane(new Vector3(0, 1, 0), -height), new Vector3());
  return hit && { x: hit.x, z: hit.z };
}

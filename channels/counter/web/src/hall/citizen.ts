/** One's own figure, led by keys while the picture has the focus, or by a tap on the floor. */

import { type MeshLambertMaterial, type PerspectiveCamera, Plane, Raycaster, Vector2, Vector3 } from "three";
import { Figure } from "./figure.ts";
import { gait } from "./joints.ts";
import { dress, hair, skin } from "./palette.ts";
import { isStep, pushOf, type Spot, sentTo, standing, stepped } from "./walking.ts";

const START: Spot = { x: -1.9, z: 1.9 };
const FLOOR = new Plane(new Vector3(0, 1, 0), 0);
const TURNS = 10;

export class Citizen {
  readonly figure: Figure;
  #walker = standing(START);
  readonly #held = new Set<string>();

  constructor(material: MeshLambertMaterial) {
    this.figure = new Figure({ skin: skin[1], hair: hair[0], dress: dress.own, long: false }, material);
    this.figure.group.rotation.y = this.#walker.heading;
  }

  get spot(): Spot {
    return this.#walker;
  }

  goTo(spot: Spot): void {
    this.#walker = sentTo(this.#walker, spot);
  }

  lead(canvas: HTMLCanvasElement, camera: PerspectiveCamera): void {
    canvas.addEventListener("keydown", (event) => {
      if (!isStep(event.code) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#held.add(event.code);
    });
    canvas.addEventListener("keyup", (event) => this.#held.delete(event.code));
    canvas.addEventListener("blur", () => this.#held.clear());
    canvas.addEventListener("click", (event) => {
      const spot = floorAt(event, canvas, camera);
      if (spot) this.goTo(spot);
    });
  }

  move(seconds: number, step: number): void {
    this.#walker = stepped(this.#walker, pushOf(this.#held), step);
    const { group } = this.figure;
    group.position.set(this.#walker.x, 0, this.#walker.z);
    const aside = Math.atan2(Math.sin(this.#walker.heading - group.rotation.y), Math.cos(this.#walker.heading - group.rotation.y));
    group.rotation.y += aside * Math.min(1, TURNS * step);
    this.figure.walk(gait(this.#walker.moving, seconds));
  }
}

/** The place on the floor under a click; null above the horizon. */
function floorAt(event: MouseEvent, canvas: HTMLCanvasElement, camera: PerspectiveCamera): Spot | null {
  const x = (event.offsetX / canvas.clientWidth) * 2 - 1;
  const y = 1 - (event.offsetY / canvas.clientHeight) * 2;
  const ray = new Raycaster();
  ray.setFromCamera(new Vector2(x, y), camera);
  const hit = ray.ray.intersectPlane(FLOOR, new Vector3());
  return hit && { x: hit.x, z: hit.z };
}

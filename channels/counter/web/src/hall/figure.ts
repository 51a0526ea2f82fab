/** A person of a few plain bodies with joints at neck, shoulders and hips. Looks towards +z; stands on y = 0. */

import { Group, MathUtils, type Mesh, type MeshLambertMaterial } from "three";
import type { Joints } from "./joints.ts";
import { paper } from "./palette.ts";
import { Solids } from "./solids.ts";

export type Looks = { skin: string; hair: string; dress: string; long: boolean };

const SHOULDER = 1.3;
const NECK = 1.46;
export const HIP = 0.72;

/** How one sits: this much lower, and the legs turned forwards. */
export const SEATED = { lower: -0.2, legs: -0.85 } as const;
const QUICK = 9; // joints reach a new pose in about a third of a second

export class Figure {
  readonly group = new Group();
  readonly #upper = new Group();
  readonly #head: Mesh;
  readonly #arms: readonly [Mesh, Mesh];
  readonly #legs: readonly [Mesh, Mesh];

  constructor(looks: Looks, material: MeshLambertMaterial) {
    const torso = new Solids().rod(looks.dress, 0.25, 0.34, [0, 1.02, 0], [1.06, 1, 0.78]);
    torso.box(paper, [0.13, 0.16, 0.03], [0, 1.36, 0.175]).post(looks.skin, [0.075, 0.085, 0.14], [0, 1.43, 0]);
    this.#head = head(looks).mesh(material);
    this.#head.position.y = NECK;
    this.#arms = [limb(-0.31, looks, material), limb(0.31, looks, material)];
    this.#legs = [leg(-0.12, material), leg(0.12, material)];
    this.#upper.add(torso.mesh(material), this.#head, ...this.#arms);
    this.group.add(this.#upper, ...this.#legs);
  }

  pose(joints: Joints, seconds: number): void {
    const near = 1 - Math.exp(-QUICK * seconds);
    const turn = (mesh: { rotation: Record<"x" | "y" | "z", number> }, axis: "x" | "y" | "z", to: number) => {
      mesh.rotation[axis] = MathUtils.lerp(mesh.rotation[axis], to, near);
    };
    turn(this.#upper, "x", joints.lean);
    turn(this.#head, "x", joints.nod);
    turn(this.#head, "y", joints.turn);
    for (const [at, arm] of [[0, joints.left], [1, joints.right]] as const) {
      turn(this.#arms[at], "x", -arm.lift);
      turn(this.#arms[at], "z", at === 0 ? -arm.spread : arm.spread);
    }
  }

  walk({ swing, bob }: { swing: number; bob: number }): void {
    this.#upper.position.y = bob;
    for (const at of [0, 1] as const) {
      const way = at === 0 ? swing : -swing;
      this.#legs[at].rotation.x = way;
      this.#arms[at].rotation.x = -way * 0.8;
    }
  }

  sit(): void {
    this.#upper.position.y = 0;
    for (const at of [0, 1] as const) {
      this.#legs[at].rotation.x = SEATED.legs;
      this.#arms[at].rotation.x = SEATED.legs / 2;
    }
  }
}

function head(looks: Looks): Solids {
  const solids = new Solids().ball(looks.skin, 0.2, [0, 0.2, 0], [1, 1.08, 0.98]);
  solids.ball(looks.hair, 0.215, [0, 0.25, -0.035], [1.02, 1, 1]);
  if (looks.long) solids.rod(looks.hair, 0.17, 0.16, [0, 0.1, -0.1], [1.12, 1, 0.6]);
  for (const x of [-0.07, 0.07]) solids.ball("#2a2523", 0.024, [x, 0.17, 0.187]).ball("#eea793", 0.032, [x * 1.75, 0.115, 0.16], [1, 0.6, 0.4]);
  return solids.box("#b5604f", [0.06, 0.014, 0.02], [0, 0.09, 0.19]);
}

function limb(x: number, looks: Looks, material: MeshLambertMaterial): Mesh {
  const arm = new Solids().rod(looks.dress, 0.075, 0.36, [0, -0.2, 0]).ball(looks.skin, 0.075, [0, -0.47, 0]).mesh(material);
  arm.position.set(x, SHOULDER, 0);
  return arm;
}

function leg(x: number, material: MeshLambertMaterial): Mesh {
  const mesh = new Solids().rod("#3a4450", 0.1, 0.46, [0, -0.34, 0]).box("#2a2523", [0.17, 0.09, 0.28], [0, -0.67, 0.05]).mesh(material);
  mesh.position.set(x, HIP, 0);
  return mesh;
}

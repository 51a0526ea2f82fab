/** Draws the other visitors: each part of the body once for all of them, and only of those whom the camera sees. */

import { Color, Frustum, Group, InstancedMesh, Matrix4, type MeshLambertMaterial, Object3D, type PerspectiveCamera, Sphere, Vector3 } from "three";
import { HIP, SEATED } from "./figure.ts";
import { gait } from "./joints.ts";
import { looksOf, type Other, type OtherLooks } from "./others.ts";
import { skin } from "./palette.ts";
import { Solids } from "./solids.ts";

const MOST = 24;
const COARSE = 0.6;
const WHITE = "#ffffff"; // takes the colour of whoever wears it
const TALL = 1;

export class Crowd {
  readonly group = new Group();
  readonly #coats: InstancedMesh;
  readonly #faces: InstancedMesh;
  readonly #short: InstancedMesh;
  readonly #long: InstancedMesh;
  readonly #legs: InstancedMesh;
  readonly #frustum = new Frustum();
  readonly #body = new Object3D();
  readonly #leg = new Object3D();
  readonly #colour = new Color();

  constructor(material: MeshLambertMaterial) {
    const drawn = (solids: Solids, most: number) => new InstancedMesh(solids.geometry(), material, most);
    this.#coats = drawn(coat(), MOST);
    this.#faces = drawn(face(), MOST);
    this.#short = drawn(hair(false), MOST);
    this.#long = drawn(hair(true), MOST);
    this.#legs = drawn(leg(), MOST * 2);
    this.#body.add(this.#leg);
    for (const mesh of this.#meshes) {
      mesh.frustumCulled = false; // culled one by one
      mesh.count = 0;
      this.group.add(mesh);
    }
  }

  move(others: readonly Other[], camera: PerspectiveCamera, seconds: number): void {
    this.#frustum.setFromProjectionMatrix(new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse));
    for (const mesh of this.#meshes) mesh.count = 0;
    const seen = others.filter(({ x, z }) => this.#frustum.intersectsSphere(new Sphere(new Vector3(x, TALL, z), TALL)));
    for (const other of seen.slice(0, MOST)) this.#put(other, looksOf(other.id), seconds);
    for (const mesh of this.#meshes) {
      mesh.visible = mesh.count > 0;
      mesh.instanceMatrix.needsUpdate = true;
      if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true;
    }
  }

  get #meshes(): readonly InstancedMesh[] {
    return [this.#coats, this.#faces, this.#short, this.#long, this.#legs];
  }

  #put(other: Other, looks: OtherLooks, seconds: number): void {
    const { swing, bob } = gait(other.moving, seconds + (other.id % 7));
    this.#body.position.set(other.x, (other.sits ? SEATED.lower : bob) * looks.height, other.z);
    this.#body.rotation.y = other.heading;
    this.#body.scale.setScalar(looks.height);
    this.#body.updateMatrix();
    add(this.#coats, this.#body.matrix, this.#colour.set(looks.dress));
    add(this.#faces, this.#body.matrix);
    add(looks.long ? this.#long : this.#short, this.#body.matrix, this.#colour.set(looks.hair));
    for (const side of [-1, 1]) this.#putLeg(side, other.sits ? SEATED.legs : side * swing);
  }

  #putLeg(side: number, turn: number): void {
    this.#leg.position.set(side * 0.12, HIP, 0);
    this.#leg.rotation.x = turn;
    this.#leg.updateMatrix();
    add(this.#legs, this.#leg.matrix.premultiply(this.#body.matrix));
  }
}

function add(mesh: InstancedMesh, place: Matrix4, colour?: Color): void {
  mesh.setMatrixAt(mesh.count, place);
  if (colour) mesh.setColorAt(mesh.count, colour);
  mesh.count += 1;
}

function coat(): Solids {
  const solids = new Solids(COARSE).rod(WHITE, 0.25, 0.34, [0, 1.02, 0], [1.06, 1, 0.78]);
  for (const x of [-0.33, 0.33]) solids.rod(WHITE, 0.075, 0.36, [x, 1.1, 0]);
  return solids;
}

function face(): Solids {
  const solids = new Solids(COARSE).post(skin[0], [0.075, 0.085, 0.14], [0, 1.43, 0]).ball(skin[0], 0.2, [0, 1.66, 0], [1, 1.08, 0.98]);
  for (const x of [-0.07, 0.07]) solids.ball("#2a2523", 0.024, [x, 1.63, 0.187]);
  for (const x of [-0.33, 0.33]) solids.ball(skin[0], 0.075, [x, 0.83, 0]);
  return solids.box("#b5604f", [0.06, 0.014, 0.02], [0, 1.55, 0.19]);
}

function hair(long: boolean): Solids {
  const solids = new Solids(COARSE).ball(WHITE, 0.215, [0, 1.71, -0.035], [1.02, 1, 1]);
  return long ? solids.rod(WHITE, 0.17, 0.16, [0, 1.56, -0.1], [1.12, 1, 0.6]) : solids;
}

const leg = (): Solids => new Solids(COARSE).rod("#3a4450", 0.1, 0.46, [0, -0.34, 0]).box("#2a2523", [0.17, 0.09, 0.28], [0, -0.67, 0.05]);

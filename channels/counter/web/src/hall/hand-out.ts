/** The paper on its way, and the wallet that opens for it above the citizen. */

import { Group, Mesh, MeshBasicMaterial, type MeshLambertMaterial, PlaneGeometry } from "three";
import { canvasTexture } from "./lettering.ts";
import { type Place, paperAt, type Stage } from "./paper.ts";
import { paper, pine, seal } from "./palette.ts";
import { DESK_TOP, DESK_X } from "./room.ts";
import { Solids } from "./solids.ts";

const HAND: Place = { x: DESK_X.papers, y: 1.42, z: -0.25 };
const COUNTER: Place = { x: DESK_X.papers + 0.25, y: DESK_TOP + 0.3, z: 0.3 };
const WALLET_UP = 1.95;

export class HandOut {
  readonly group = new Group();
  readonly #sheet = new Mesh(new PlaneGeometry(0.42, 0.58), new MeshBasicMaterial({ map: sheet() }));
  readonly #wallet: Mesh;

  constructor(material: MeshLambertMaterial) {
    this.#wallet = new Solids().box(pine.deep, [0.5, 0.34, 0.1], [0, 0, 0]).box(pine.mid, [0.52, 0.1, 0.12], [0, 0.1, 0]).box("#e6c15a", [0.08, 0.08, 0.14], [0, 0.04, 0]).mesh(material);
    this.#sheet.rotation.x = -0.25;
    this.group.add(this.#sheet, this.#wallet);
  }

  move(stage: Stage, seconds: number, citizen: { x: number; z: number }): void {
    const wallet = { x: citizen.x, y: WALLET_UP, z: citizen.z };
    const now = paperAt(stage, seconds, HAND, COUNTER, wallet);
    show(this.#sheet, now.at, now.size);
    show(this.#wallet, wallet, now.wallet);
  }
}

function show(mesh: Mesh, { x, y, z }: Place, size: number): void {
  mesh.visible = size > 0;
  mesh.position.set(x, y, z);
  mesh.scale.setScalar(Math.max(size, 0.001));
}

function sheet(): ReturnType<typeof canvasTexture> {
  return canvasTexture(84, 116, (pen) => {
    pen.fillStyle = paper;
    pen.fillRect(0, 0, 84, 116);
    pen.fillStyle = "#4a5651";
    pen.fillRect(22, 12, 40, 7);
    for (let y = 32; y < 84; y += 10) pen.fillRect(10, y, 64, 3);
    pen.strokeStyle = seal;
    pen.lineWidth = 4;
    pen.strokeRect(54, 88, 18, 18);
  });
}

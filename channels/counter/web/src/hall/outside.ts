/** What is seen through the long window: sky, hills, the town, and what falls in this season. */

import {
  DoubleSide,
  Group,
  InstancedMesh,
  type Mesh,
  MeshBasicMaterial,
  Object3D,
  PlaneGeometry,
} from "three";
import type { Hours, Phase } from "./hours.ts";
import { Board } from "./lettering.ts";
import { crown, falling, view } from "./palette.ts";
import { BACK } from "./room.ts";

const WIDE = 26;
const HIGH = 1.5;
const MIDDLE = 1.72;
const FLAKES = 70;

export class Outside {
  readonly group = new Group();
  readonly #pane = new Board(WIDE, HIGH, 78);
  readonly #flakes = flakes();
  readonly #place = new Object3D();

  constructor() {
    this.#pane.mesh.position.set(0, MIDDLE, BACK - 0.02);
    this.group.add(this.#pane.mesh as Mesh, this.#flakes);
  }

  show({ phase, season }: Hours): void {
    this.#pane.paint((pen, width, height) => paintView(pen, width, height, phase, crown[season]));
    const colour = falling[season];
    this.#flakes.visible = colour !== null;
    if (colour !== null) this.#flakes.material.color.set(colour);
  }

  move(seconds: number): void {
    if (!this.#flakes.visible) return;
    for (let at = 0; at < FLAKES; at++) {
      const fallen = (seconds * (0.12 + (at % 5) * 0.02) + at * 0.37) % HIGH;
      const x = ((at * 7.31) % WIDE) - WIDE / 2 + 0.2 * Math.sin(seconds + at);
      this.#place.position.set(x, MIDDLE + HIGH / 2 - fallen, BACK + 0.01);
      this.#place.rotation.set(0, 0, seconds * 0.8 + at);
      this.#place.updateMatrix();
      this.#flakes.setMatrixAt(at, this.#place.matrix);
    }
    this.#flakes.instanceMatrix.needsUpdate = true;
  }
}

function flakes(): InstancedMesh<PlaneGeometry, MeshBasicMaterial> {
  const mesh = new InstancedMesh(new PlaneGeometry(0.06, 0.045), new MeshBasicMaterial({ side: DoubleSide }), FLAKES);
  mesh.frustumCulled = false;
  return mesh;
}

function paintView(pen: CanvasRenderingContext2D, width: number, height: number, phase: Phase, trees: string): void {
  const colours = view[phase];
  const sky = pen.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, colours.high);
  sky.addColorStop(1, colours.low);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = phase === "night" ? "#f3ecd2" : "#fff6df";
  pen.beginPath();
  pen.arc(width * 0.575, height * 0.25, height * 0.11, 0, 7);
  pen.fill();
  hills(pen, width, height, colours.far, 0.5, 0.2);
  tower(pen, width * 0.415, height, colours.far);
  town(pen, width, height, colours.town, colours.lit);
  pen.globalAlpha = phase === "night" ? 0.35 : 0.85;
  for (let x = 8; x < width; x += 26) circle(pen, x, height * 0.98, 12 + ((x * 7) % 9), trees);
  pen.globalAlpha = 1;
}

function hills(pen: CanvasRenderingContext2D, width: number, height: number, colour: string, base: number, swing: number): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(0, height);
  for (let x = 0; x <= width; x += 8) {
    const rise = Math.sin(x * 0.0061) * 0.6 + Math.sin(x * 0.0137 + 1) * 0.4;
    pen.lineTo(x, height * (base - swing * rise));
  }
  pen.lineTo(width, height);
  pen.fill();
}

/** The tower on the hill in the middle of the town. */
function tower(pen: CanvasRenderingContext2D, x: number, height: number, colour: string): void {
  pen.fillStyle = colour;
  pen.fillRect(x - 2, height * 0.12, 4, height * 0.4);
  pen.fillRect(x - 7, height * 0.22, 14, height * 0.08);
}

function town(pen: CanvasRenderingContext2D, width: number, height: number, colour: string, lit: string | null): void {
  for (let x = 0, at = 0; x < width; at++) {
    const [wide, high] = [22 + ((at * 13) % 20), height * (0.2 + ((at * 29) % 17) / 55)];
    pen.fillStyle = colour;
    pen.fillRect(x, height - high, wide, high);
    if (lit) windows(pen, x, height - high, wide, high, lit, at);
    x += wide + ((at * 5) % 11);
  }
}

function windows(pen: CanvasRenderingContext2D, x: number, y: number, wide: number, high: number, lit: string, seed: number): void {
  pen.fillStyle = lit;
  for (let row = 5; row < high - 4; row += 8)
    for (let column = 4; column < wide - 4; column += 7) if ((seed + row * 3 + column) % 4 < 2) pen.fillRect(x + column, y + row, 3, 4);
}

function circle(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen.fill();
}

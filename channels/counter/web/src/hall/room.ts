/** The hall itself: floor, walls, the three counters with their chairs and plants. Metres; counters stand at z = 0. */

import { Group, Mesh, MeshLambertMaterial, PlaneGeometry, RepeatWrapping } from "three";
import { BENCH, BENCHES } from "./benches.ts";
import { decoration } from "./decoration.ts";
import type { Hours } from "./hours.ts";
import { canvasTexture } from "./lettering.ts";
import { crown, paper, pine, seal, stone, wood } from "./palette.ts";
import { Solids } from "./solids.ts";
import { DESKS, type Desk } from "./staging.ts";

export const DESK_X: Record<Desk, number> = { talk: -3.75, papers: 0, person: 3.75 };
export const DESK_TOP = 1.06;
export const BACK = -2.3;
const BANDS = [pine.mid, "#3d6a94", "#a8562f"];

export function room({ season, festival }: Hours, material: MeshLambertMaterial): Group {
  const group = new Group();
  const things = furniture(crown[season]);
  decoration(things, festival, DESK_X.person);
  group.add(floor(), walls().mesh(material), things.mesh(material));
  return group;
}

function floor(): Mesh {
  const texture = canvasTexture(256, 256, (pen) => {
    pen.fillStyle = stone.floor;
    pen.fillRect(0, 0, 256, 256);
    pen.fillStyle = stone.joint;
    pen.globalAlpha = 0.6;
    for (const at of [0, 128]) {
      pen.fillRect(at, 0, 3, 256);
      pen.fillRect(0, at, 256, 3);
    }
    pen.globalAlpha = 0.16;
    pen.fillRect(0, 0, 128, 128);
    pen.fillRect(128, 128, 128, 128);
  });
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.repeat.set(18, 10);
  const plane = new Mesh(new PlaneGeometry(36, 20), new MeshLambertMaterial({ map: texture }));
  plane.rotation.x = -Math.PI / 2;
  plane.position.z = 6.5;
  return plane;
}

/** The wall has one long window, so it is built around it: below, above, and the wooden posts between the panes. */
function walls(): Solids {
  const solids = new Solids();
  solids.box(stone.wall, [36, 1, 0.2], [0, 0.5, BACK]).box(stone.base, [36, 0.16, 0.26], [0, 0.08, BACK]);
  solids.box(stone.wall, [36, 5.4, 0.2], [0, 5.1, BACK]).box(wood.mid, [36, 0.09, 0.34], [0, 1.03, BACK + 0.05]);
  solids.box(wood.mid, [36, 0.1, 0.34], [0, 2.42, BACK + 0.05]);
  for (let x = -16.8; x <= 16.8; x += 1.87) solids.box(wood.mid, [0.09, 1.4, 0.26], [x, 1.72, BACK + 0.05]);
  for (let x = -17.5; x <= 17.5; x += 0.5) solids.box(wood.light, [0.07, 0.5, 0.06], [x, 4.35, BACK + 0.14]);
  return solids;
}

function furniture(leaves: string): Solids {
  const solids = new Solids();
  DESKS.forEach((desk, at) => counter(solids, DESK_X[desk], BANDS[at] ?? pine.mid));
  for (const x of [-7.1, 7.1]) plant(solids, x, leaves);
  for (const x of BENCHES) bench(solids, x);
  for (const x of [-8.6, -9.5, -10.4, 8.6, 9.5, 10.4]) chair(solids, x);
  for (const x of [-5.65, -1.87, 1.87, 5.65]) solids.post(wood.dark, [0.1, 0.12, 0.9], [x, 0.45, 0.1]).ball(leaves, 0.24, [x, 1.06, 0.1], [1, 0.85, 1]);
  return solids;
}

function counter(solids: Solids, x: number, band: string): void {
  solids.box(wood.light, [2.9, 0.96, 0.6], [x, 0.48, 0]).box(wood.dark, [2.94, 0.12, 0.64], [x, 0.06, 0]);
  solids.box(band, [2.91, 0.07, 0.61], [x, 0.86, 0]).box(stone.wall, [3.06, 0.08, 0.82], [x, 1.02, 0.04]);
  for (let slat = -1.3; slat <= 1.31; slat += 0.26) solids.box(wood.mid, [0.05, 0.68, 0.03], [x + slat, 0.46, 0.31]);
  solids.box("#3b4541", [0.52, 0.32, 0.04], [x - 0.92, 1.3, -0.16]).box("#3b4541", [0.08, 0.14, 0.06], [x - 0.92, 1.1, -0.18]);
  solids.box("#525d58", [0.56, 0.03, 0.2], [x - 0.2, 1.08, -0.2]);
  solids.box(paper, [0.3, 0.05, 0.22], [x + 0.95, 1.085, 0.02]).post(seal, [0.035, 0.045, 0.11], [x + 1.22, 1.115, 0.1]);
}

function chair(solids: Solids, x: number): void {
  solids.box(pine.mid, [0.72, 0.1, 0.6], [x, 0.46, -1.3]).box(pine.mid, [0.72, 0.62, 0.1], [x, 0.8, -1.62]);
  for (const [dx, dz] of [[-0.3, -1.08], [0.3, -1.08], [-0.3, -1.55], [0.3, -1.55]] as const) solids.box(wood.dark, [0.06, 0.42, 0.06], [x + dx, 0.21, dz]);
}

function bench(solids: Solids, x: number): void {
  const { wide, deep, high, z } = BENCH;
  solids.box(wood.light, [wide, 0.06, deep], [x, high - 0.09, z]).box(pine.mid, [wide - 0.06, 0.07, deep - 0.04], [x, high - 0.03, z]);
  for (const aside of [-0.62, 0.62]) solids.box(wood.dark, [0.07, high - 0.1, deep - 0.08], [x + aside, (high - 0.1) / 2, z]);
}

function plant(solids: Solids, x: number, leaves: string): void {
  solids.post(stone.base, [0.36, 0.28, 0.6], [x, 0.3, -0.9]).post(wood.dark, [0.06, 0.08, 1.1], [x, 1.05, -0.9]);
  solids.ball(leaves, 0.52, [x, 1.85, -0.9]).ball(leaves, 0.36, [x - 0.36, 1.55, -0.75]).ball(leaves, 0.36, [x + 0.34, 1.6, -0.95]);
}

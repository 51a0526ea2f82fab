/** The sign over each counter, and the display that shows the real queue. */

import { Group, type MeshLambertMaterial } from "three";
import { Board, plate, write } from "./lettering.ts";
import { dress, ink, paper, wood } from "./palette.ts";
import { BACK, DESK_X } from "./room.ts";
import { Solids } from "./solids.ts";
import { DESKS, type Desk } from "./staging.ts";

const SIGN_Y = 2.72;
const DISPLAY_Y = 3.52;

export class Signs {
  readonly group = new Group();
  readonly #display = new Board(3.5, 0.94, 220);
  #shown = "";

  constructor(names: Record<Desk, string>, material: MeshLambertMaterial) {
    const frame = new Solids().box(wood.dark, [3.66, 1.1, 0.1], [0, DISPLAY_Y, BACK + 0.2]);
    for (const desk of DESKS) {
      frame.box(wood.dark, [2.72, 0.62, 0.08], [DESK_X[desk], SIGN_Y, BACK + 0.3]);
      this.group.add(sign(desk, names[desk]));
    }
    this.#display.mesh.position.set(0, DISPLAY_Y, BACK + 0.26);
    this.group.add(frame.mesh(material), this.#display.mesh);
  }

  show({ large, small }: { large: string; small: string }): void {
    if (this.#shown === large + small) return;
    this.#shown = large + small;
    this.#display.paint((pen, width, height) => {
      plate(pen, width, height, ink, 0);
      pen.fillStyle = "#ffc861";
      write(pen, large, width / 2, small ? height * 0.36 : height / 2, small ? height * 0.5 : height * 0.46, width * 0.92);
      pen.fillStyle = "#d6e6dd";
      if (small) write(pen, small, width / 2, height * 0.77, height * 0.27, width * 0.92);
    });
  }
}

function sign(desk: Desk, name: string): Board["mesh"] {
  const board = new Board(2.6, 0.52, 220);
  board.paint((pen, width, height) => {
    plate(pen, width, height, dress[desk], 0);
    pen.fillStyle = paper;
    write(pen, name, width / 2, height * 0.53, height * 0.7, width * 0.9);
  });
  board.mesh.position.set(DESK_X[desk], SIGN_Y, BACK + 0.35);
  return board.mesh;
}

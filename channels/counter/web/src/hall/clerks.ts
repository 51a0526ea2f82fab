/** The three clerks behind their counters, each with a bubble that shows thinking or writing. */

import { Group, type MeshLambertMaterial } from "three";
import { Figure } from "./figure.ts";
import { jointsOf } from "./joints.ts";
import { Board, plate } from "./lettering.ts";
import { dress, hair, ink, paper, skin } from "./palette.ts";
import { DESK_X } from "./room.ts";
import { DESKS, type Desk, type Pose, type Poses } from "./staging.ts";

const BEHIND = -0.72;
const BUBBLE = { right: 0.52, up: 1.98 } as const;

export class Clerks {
  readonly group = new Group();
  readonly #clerks: readonly { desk: Desk; figure: Figure; bubble: Board }[];

  constructor(material: MeshLambertMaterial) {
    this.#clerks = DESKS.map((desk, at) => {
      const looks = { skin: skin[at] ?? skin[0], hair: hair[at] ?? hair[0], dress: dress[desk], long: at !== 1 };
      const [figure, bubble] = [new Figure(looks, material), newBubble()];
      figure.group.position.set(DESK_X[desk], 0.06, BEHIND);
      bubble.mesh.position.set(DESK_X[desk] + BUBBLE.right, BUBBLE.up, BEHIND + 0.1);
      this.group.add(figure.group, bubble.mesh);
      return { desk, figure, bubble };
    });
  }

  move(poses: Poses, seconds: number, step: number): void {
    this.#clerks.forEach(({ desk, figure, bubble }, at) => {
      figure.pose(jointsOf(poses[desk], seconds + at * 2), step);
      bubble.mesh.visible = isBusy(poses[desk]);
      bubble.mesh.scale.setScalar(1 + 0.05 * Math.sin(seconds * 4));
    });
  }
}

const isBusy = (pose: Pose): boolean => pose === "thinking" || pose === "typing";

function newBubble(): Board {
  const board = new Board(0.56, 0.34, 200, true);
  board.paint((pen, width, height) => {
    plate(pen, width, height, paper, height / 2);
    pen.fillStyle = ink;
    for (const at of [0.28, 0.5, 0.72]) {
      pen.beginPath();
      pen.arc(width * at, height / 2, height * 0.1, 0, 7);
      pen.fill();
    }
  });
  return board;
}

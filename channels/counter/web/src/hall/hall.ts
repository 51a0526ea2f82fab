/** All that stands and moves in the hall, put together once; `move` shows a scene at a time. */

import type { Group } from "three";
import type { HallScene } from "../hall-feed.ts";
import { words } from "../words.ts";
import { Acting } from "./acting.ts";
import { Citizen } from "./citizen.ts";
import { Clerks } from "./clerks.ts";
import { Crowd } from "./crowd.ts";
import { HandOut } from "./hand-out.ts";
import { areSame, type Hours } from "./hours.ts";
import { Others } from "./others.ts";
import { Outside } from "./outside.ts";
import type { Stage as PaperStage } from "./paper.ts";
import { room } from "./room.ts";
import { Signs } from "./signs.ts";
import { painted } from "./solids.ts";
import { type Stage, strike } from "./stage.ts";
import { boardOf, posesOf } from "./staging.ts";
import type { Push } from "./walking.ts";

const boardWords = { ...words.hall.board, ahead: words.handover.position, next: words.handover.next };

export class Hall {
  readonly citizen: Citizen;
  readonly others = new Others();
  readonly #stage: Stage;
  readonly #material = painted();
  readonly #clerks = new Clerks(this.#material);
  readonly #crowd = new Crowd(this.#material);
  readonly #signs = new Signs(words.hall.signs, this.#material);
  readonly #outside = new Outside();
  readonly #handOut = new HandOut(this.#material);
  #room: Group | null = null;
  #hours: Hours | null = null;
  readonly #acting: Acting;
  #paper: PaperStage = "none";

  constructor(stage: Stage, before: HallScene, stick: () => Push) {
    this.#stage = stage;
    this.#acting = new Acting(before);
    this.citizen = new Citizen(this.#material, { reach: () => stage.reach, taken: () => this.others.seated, stick });
    const drawn = [this.#outside, this.#clerks, this.#signs, this.#handOut, this.#crowd, this.citizen.figure];
    stage.scene.add(...drawn.map((each) => each.group));
  }

  /** What is being done with the last paper. */
  get paper(): PaperStage {
    return this.#paper;
  }

  hear(scene: HallScene): void {
    this.#acting.hear(scene);
  }

  static display(scene: HallScene): { large: string; small: string } {
    return boardOf(scene, boardWords);
  }

  /** Set light, view and decoration for the hour, if it is another than before. */
  turnTo(hours: Hours): void {
    if (this.#hours !== null && areSame(this.#hours, hours)) return;
    this.#hours = hours;
    this.#stage.shine(hours.phase);
    this.#outside.show(hours);
    if (this.#room) strike(this.#room.removeFromParent(), false);
    this.#room = room(hours, this.#material);
    this.#stage.scene.add(this.#room);
  }

  move(scene: HallScene, seconds: number, step: number): void {
    const { event, since, paper } = this.#acting.at(seconds);
    this.#clerks.move(posesOf({ ...scene, event }, since), seconds, step);
    this.#signs.show(Hall.display(scene));
    this.#outside.move(seconds);
    this.citizen.move(seconds, step);
    this.others.move(step);
    this.#crowd.move(this.others.all, this.#stage.camera, seconds);
    this.#paper = paper.stage;
    this.#handOut.move(paper.stage, paper.since, this.citizen.spot);
  }
}

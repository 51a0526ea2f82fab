/** All that stands and moves in the hall, put together once; `move` shows a scene at a time. */

import type { HallScene } from "../hall-feed.ts";
import { words } from "../words.ts";
import { Citizen } from "./citizen.ts";
import { Clerks } from "./clerks.ts";
import { HandOut } from "./hand-out.ts";
import type { Hours } from "./hours.ts";
import { Outside } from "./outside.ts";
import type { Stage as PaperStage } from "./paper.ts";
import { room } from "./room.ts";
import { Signs } from "./signs.ts";
import { painted } from "./solids.ts";
import type { Stage } from "./stage.ts";
import { boardOf, posesOf } from "./staging.ts";

const boardWords = { ...words.hall.board, ahead: words.handover.position, next: words.handover.next };
const papers: Partial<Record<NonNullable<HallScene["event"]>, PaperStage>> = { paper_issued: "issued", delivered: "delivered" };

export class Hall {
  readonly citizen: Citizen;
  readonly #clerks: Clerks;
  readonly #signs: Signs;
  readonly #outside: Outside;
  readonly #handOut: HandOut;
  #events: number;
  #happened: number | null = null;
  #paper: { stage: PaperStage; since: number } = { stage: "none", since: 0 };

  /** What happened before the hall was opened is not acted again. */
  constructor(stage: Stage, hours: Hours, before: HallScene) {
    const material = painted();
    this.citizen = new Citizen(material);
    this.#clerks = new Clerks(material);
    this.#signs = new Signs(words.hall.signs, material);
    this.#outside = new Outside(hours);
    this.#handOut = new HandOut(material);
    this.#events = before.events;
    const drawn = [this.#outside, this.#clerks, this.#signs, this.#handOut, this.citizen.figure].map((each) => each.group);
    stage.scene.add(room(hours.season, material), ...drawn);
  }

  static display(scene: HallScene): { large: string; small: string } {
    return boardOf(scene, boardWords);
  }

  move(scene: HallScene, seconds: number, step: number): void {
    if (scene.events !== this.#events) this.#happen(scene, seconds);
    const since = this.#happened === null ? null : seconds - this.#happened;
    this.#clerks.move(posesOf(scene, since), seconds, step);
    this.#signs.show(Hall.display(scene));
    this.#outside.move(seconds);
    this.citizen.move(seconds, step);
    this.#handOut.move(this.#paper.stage, seconds - this.#paper.since, this.citizen.spot);
  }

  #happen(scene: HallScene, seconds: number): void {
    this.#events = scene.events;
    this.#happened = seconds;
    const stage = scene.event === null ? undefined : papers[scene.event];
    if (stage) this.#paper = { stage, since: seconds };
  }
}

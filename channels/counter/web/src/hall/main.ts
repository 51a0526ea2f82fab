/** The hall over the conversation: a picture that never is in the way. Everything in it can be done without it. */

import "../style/hall.css";
import type { HallFeed, HallScene, Hotspot } from "../hall-feed.ts";
import { words } from "../words.ts";
import { Controls } from "./controls.ts";
import { Hall } from "./hall.ts";
import { Hotspots } from "./hotspots.ts";
import { hoursAt } from "./hours.ts";
import { watchLoss } from "./loss.ts";
import { Clock } from "./pace.ts";
import { Pulse } from "./pulse.ts";
import { Reporting, standOf } from "./reporting.ts";
import { DESK_X } from "./room.ts";
import { Stage } from "./stage.ts";
import { hasThumb, Stick } from "./stick.ts";

const BEFORE_DESK = 1.35;

/** Draws the hall into `root`; the function that is given back takes all of it down. `lost`: nothing is drawn any more. */
export function mount(root: HTMLElement, feed: HallFeed, lost: () => void): (() => void) | null {
  const stage = Stage.open();
  if (stage === null) return null;
  const stick = hasThumb() ? new Stick() : null;
  const hall = new Hall(stage, feed.scene, () => stick?.push ?? { x: 0, z: 0 });
  const controls = new Controls(() => hall.citizen.turnSeat(), () => leaveOthers(hall, feed));
  const hotspots = new Hotspots(words.hall.acts, (name) => act(name, hall, feed));
  dress(root, stage.canvas, [...hotspots.nodes, ...controls.nodes, ...(stick ? [stick.node] : [])]);
  describe(stage.canvas, feed.scene);
  hall.citizen.lead(stage.canvas, stage.camera);
  const sized = new ResizeObserver(() => fit(root, stage, hotspots));
  sized.observe(root);
  const leave = [
    feed.watch((scene) => describe(stage.canvas, scene)),
    feed.watch((scene) => hall.hear(scene)),
    watchLoss(stage.canvas, lost),
    feed.meet((frame) => (frame === null ? hall.others.forget() : controls.together && hall.others.hear(frame))),
  ];
  const [reporting, clock] = [new Reporting(), new Clock()];
  const pulse = new Pulse((seconds, step) => {
    if (clock.due(seconds)) hall.turnTo(hoursAt(new Date()));
    hall.move(feed.scene, seconds, step);
    stage.draw();
    const stand = standOf(hall.citizen.spot);
    if (controls.together && reporting.due(stand, seconds)) feed.stand(stand);
    controls.show(hall.citizen.isSeated, hall.others.count);
    tellCost(root, stage);
    root.dataset["paper"] = hall.paper;
  });
  return () => {
    for (const each of leave) each();
    feed.stand(null);
    pulse.stop();
    sized.disconnect();
    stage.dispose();
    root.replaceChildren();
    for (const told of ["draws", "triangles", "paper"]) delete root.dataset[told];
  };
}

function act(name: Hotspot, hall: Hall, feed: HallFeed): void {
  if (name !== "leave") hall.citizen.goTo({ x: DESK_X[name], z: BEFORE_DESK });
  feed.onHotspot(name);
}

function leaveOthers(hall: Hall, feed: HallFeed): void {
  hall.others.forget();
  feed.stand(null);
}

function fit(root: HTMLElement, stage: Stage, hotspots: Hotspots): void {
  if (root.clientWidth === 0) return;
  stage.fit(root.clientWidth, root.clientHeight);
  hotspots.place(stage.camera, root.clientWidth, root.clientHeight);
}

function dress(root: HTMLElement, canvas: HTMLCanvasElement, spots: readonly HTMLElement[]): void {
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", words.hall.region);
  canvas.className = "hall-view";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  root.replaceChildren(canvas, ...spots);
}

/** What the number display shows, for those who do not see it. The conversation announces it; here it is only found. */
function describe(canvas: HTMLCanvasElement, scene: HallScene): void {
  const { large, small } = Hall.display(scene);
  canvas.setAttribute("aria-label", [words.hall.walk, large, small].join(" ").trim());
}

/** For the test of the budget: what the last picture cost. */
function tellCost(root: HTMLElement, stage: Stage): void {
  const { draws, triangles } = stage.cost;
  root.dataset["draws"] = String(draws);
  root.dataset["triangles"] = String(triangles);
}

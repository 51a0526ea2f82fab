/** The hall over the conversation: a picture that never is in the way. Everything in it can be done without it. */

import "../style/hall.css";
import type { HallFeed, HallScene, Hotspot } from "../hall-feed.ts";
import { words } from "../words.ts";
import { Hall } from "./hall.ts";
import { Hotspots } from "./hotspots.ts";
import { hoursAt } from "./hours.ts";
import { Pulse } from "./pulse.ts";
import { DESK_X } from "./room.ts";
import { Stage } from "./stage.ts";

const BEFORE_DESK = 1.35;

/** Draws the hall into `root`; the function that is given back takes all of it down. */
export function mount(root: HTMLElement, feed: HallFeed): () => void {
  const hours = hoursAt(new Date());
  const stage = new Stage(hours.phase);
  const hall = new Hall(stage, hours, feed.scene);
  const hotspots = new Hotspots(words.hall.acts, (name) => act(name, hall, feed));
  dress(root, stage.canvas, hotspots.nodes);
  describe(stage.canvas, feed.scene);
  hall.citizen.lead(stage.canvas, stage.camera);
  const sized = new ResizeObserver(() => {
    if (root.clientWidth === 0) return;
    stage.fit(root.clientWidth, root.clientHeight);
    hotspots.place(stage.camera, root.clientWidth, root.clientHeight);
  });
  sized.observe(root);
  const leave = feed.watch((scene) => describe(stage.canvas, scene));
  const pulse = new Pulse((seconds, step) => {
    hall.move(feed.scene, seconds, step);
    stage.draw();
    tellCost(root, stage);
  });
  return () => {
    leave();
    pulse.stop();
    sized.disconnect();
    stage.dispose();
    root.replaceChildren();
  };
}

function act(name: Hotspot, hall: Hall, feed: HallFeed): void {
  if (name !== "leave") hall.citizen.goTo({ x: DESK_X[name], z: BEFORE_DESK });
  feed.onHotspot(name);
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

/** Who does what in the hall, worked out from the conversation. Seconds count from the last event. */

import type { HallScene } from "../hall-feed.ts";

export type Desk = "talk" | "papers" | "person";
export type Pose = "idle" | "listening" | "thinking" | "typing" | "handing" | "taken_over";
export type Poses = Record<Desk, Pose>;

export const DESKS: readonly Desk[] = ["talk", "papers", "person"];

/** How long each event is acted. The conversation says when something begins, never when it ends. */
const ACTED = { thinking: 20, typing: 4, paper_issued: 5, delivered: 4 } as const;
const THINKS = 2.5;
const LISTENS = 40;

/** `seconds` is null where nothing has happened since the hall was opened. */
export function posesOf(scene: HallScene, seconds: number | null): Poses {
  const poses: Poses = { talk: "idle", papers: "idle", person: "idle" };
  if (scene.state === "staff") poses.person = "taken_over";
  if (scene.state === "waiting") poses.person = "listening";
  if (scene.state === "closed" || scene.event === null || seconds === null) return poses;
  const desk = deskOf(scene);
  if (seconds < ACTED[scene.event]) poses[desk] = poseOf(scene, seconds) ?? poses[desk];
  else if (seconds < LISTENS && scene.state === "bot") poses.talk = "listening";
  return poses;
}

function deskOf(scene: HallScene): Desk {
  if (scene.event === "paper_issued" || scene.event === "delivered") return "papers";
  return scene.state === "bot" ? "talk" : "person";
}

/** The assistant thinks and then writes its answer; a person listens meanwhile, and nobody does before one has come. */
function poseOf(scene: HallScene, seconds: number): Pose | null {
  if (scene.event === "paper_issued" || scene.event === "delivered") return "handing";
  if (scene.state === "waiting") return null;
  if (scene.event === "typing") return "typing";
  if (scene.state === "staff") return "listening";
  return seconds < THINKS ? "thinking" : "typing";
}

export type BoardWords = { free: string; ticket: string; ahead: string; next: string; waiting: string; served: string; closed: string };

/** The two lines of the number display: what is large, and what stands under it. */
export function boardOf(scene: HallScene, say: BoardWords): { large: string; small: string } {
  const ticket = scene.ticket === null ? "" : say.ticket.replace("{ticket}", String(scene.ticket));
  if (scene.state === "staff") return { large: say.served, small: ticket };
  if (scene.state === "closed") return { large: say.closed, small: "" };
  if (scene.state === "bot") return { large: say.free, small: "" };
  const place = placeOf(scene.position, say);
  return { large: ticket || place, small: ticket ? place : "" };
}

function placeOf(position: number | null, say: BoardWords): string {
  if (position === null) return say.waiting;
  return position > 1 ? say.ahead.replace("{count}", String(position - 1)) : say.next;
}

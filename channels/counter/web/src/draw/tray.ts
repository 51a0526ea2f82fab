import type { Kept } from "../upload.ts";
import { fill, words } from "../words.ts";
import { h, icon } from "./element.ts";

const say = words.attach;

/** `part`: how much of it is there, 0 to 1. `asks`: the picture says where it was taken and nobody has answered yet. */
export type TrayItem = {
  file: File;
  state: "sending" | "kept" | "failed";
  part: number;
  trouble: string;
  kept: Kept | null;
  asks: boolean;
};
type Acts = { again(): void; place(use: boolean): void; remove(): void };

export function drawItem(item: TrayItem, acts: Acts): HTMLElement {
  const name = item.file.name;
  const line = h("div", { class: "tray-line" }, icon("clip"), h("span", { class: "tray-name" }, name), state(item));
  if (item.state === "failed" && item.trouble !== "" && !wrongFile(item)) line.append(textButton(say.again, acts.again));
  if (item.state !== "sending") line.append(removeButton(item, acts));
  return h("li", { class: `tray-item is-${item.state}`, tabindex: -1 }, line, bar(item), question(item, acts));
}

const wrongFile = (item: TrayItem): boolean => [say.too_large, say.wrong_kind].includes(item.trouble);

function state(item: TrayItem): HTMLElement {
  const percent = Math.floor(item.part * 100);
  const told = { sending: fill(say.sending, { percent }), kept: say.kept, failed: item.trouble }[item.state];
  return h("span", { class: "tray-state" }, told);
}

function bar(item: TrayItem): HTMLElement | null {
  return item.state === "sending" ? h("progress", { max: 1, value: item.part, "aria-label": item.file.name }) : null;
}

function removeButton(item: TrayItem, acts: Acts): HTMLElement {
  const label = fill(item.kept ? say.remove : say.drop, { name: item.file.name });
  return h("button", { type: "button", class: "round", "aria-label": label, click: acts.remove }, icon("close"));
}

function question(item: TrayItem, acts: Acts): HTMLElement | null {
  if (!item.asks) return null;
  const where = item.kept?.place ? ` (${item.kept.place})` : "";
  const use = textButton(say.place_use, () => acts.place(true));
  const skip = textButton(say.place_skip, () => acts.place(false));
  return h("p", { class: "tray-ask" }, h("span", {}, icon("pin"), say.place_ask + where), use, skip);
}

const textButton = (title: string, click: () => void): HTMLElement =>
  h("button", { type: "button", class: "text-button", click }, title);

/** The files above the box: how far each has come, whether its place may be used, and away with it again. */

import { type Counter, Refused } from "./api.ts";
import { drawItem, type TrayItem } from "./draw/tray.ts";
import { faultOf, upload } from "./upload.ts";
import { fill, words } from "./words.ts";

const say = words.attach;

export class Tray {
  readonly #list: HTMLElement;
  readonly #counter: Counter;
  readonly #announce: (sentence: string) => void;
  readonly #nodes = new Map<TrayItem, HTMLElement>();

  constructor(list: HTMLElement, counter: Counter, announce: (sentence: string) => void) {
    this.#list = list;
    this.#counter = counter;
    this.#announce = announce;
  }

  /** Take the files that a person has picked. They go one after the other: a phone's line is narrow. */
  async add(files: Iterable<File>): Promise<void> {
    const items = [...files].map((file) => this.#put(file));
    for (const item of items) if (item.state === "sending") await this.#send(item);
  }

  #put(file: File): TrayItem {
    const fault = faultOf(file);
    const item: TrayItem = { file, state: fault === "" ? "sending" : "failed", part: 0, trouble: fault, kept: null, asks: false };
    this.#draw(item);
    if (fault !== "") this.#announce(`${file.name}. ${fault}`);
    return item;
  }

  async #send(item: TrayItem): Promise<void> {
    this.#draw(Object.assign(item, { state: "sending", part: 0, trouble: "" }));
    try {
      const kept = await upload(this.#counter.attachments, item.file, (part) => this.#draw(Object.assign(item, { part })));
      this.#draw(Object.assign(item, { state: "kept", kept, asks: kept.place !== null }));
      this.#announce(`${item.file.name}. ${say.kept}${item.asks ? ` ${say.place_ask}` : ""}`);
    } catch (error) {
      this.#fail(item, error);
    }
  }

  async #usePlace(item: TrayItem, use: boolean): Promise<void> {
    try {
      if (use && item.kept) await this.#counter.usePhotoPlace(item.kept.id);
      this.#draw(Object.assign(item, { asks: false }));
      this.#announce(use ? say.place_used : say.place_skipped);
    } catch (error) {
      this.#tell(error);
    }
  }

  async #remove(item: TrayItem): Promise<void> {
    try {
      if (item.kept) await this.#counter.removeAttachment(item.kept.id);
    } catch (error) {
      return this.#tell(error);
    }
    this.#take(item, true);
    this.#announce(fill(say.removed, { name: item.file.name }));
  }

  /** Away with the files that a complaint has taken along, or that went with one that was given up. */
  async refresh(): Promise<void> {
    const kept = [...this.#nodes.keys()].filter((item) => item.kept !== null);
    if (kept.length === 0) return;
    const waiting = await this.#counter.waitingAttachments().catch(() => null); // the line is down: the next answer tells
    for (const item of kept) if (waiting !== null && item.kept && !waiting.has(item.kept.id)) this.#take(item);
  }

  #take(item: TrayItem, held = this.#nodes.get(item)?.contains(document.activeElement) ?? false): void {
    const node = this.#nodes.get(item);
    const next = (node?.nextElementSibling ?? node?.previousElementSibling)?.querySelector("button");
    node?.remove();
    this.#nodes.delete(item);
    this.#list.hidden = this.#nodes.size === 0;
    if (held) (next ?? document.querySelector<HTMLElement>("#say"))?.focus();
  }

  #fail(item: TrayItem, error: unknown): void {
    if (!(error instanceof Refused)) throw error;
    this.#draw(Object.assign(item, { state: "failed", trouble: error.message }));
    this.#announce(`${item.file.name}. ${error.message}`);
  }

  #tell(error: unknown): void {
    if (!(error instanceof Refused)) throw error;
    this.#announce(error.message);
  }

  #draw(item: TrayItem): void {
    const node = drawItem(item, {
      again: () => void this.#send(item),
      place: (use) => void this.#usePlace(item, use),
      remove: () => void this.#remove(item),
    });
    const old = this.#nodes.get(item);
    const held = old?.contains(document.activeElement) ?? false;
    if (old) old.replaceWith(node);
    else this.#list.append(node);
    this.#nodes.set(item, node);
    this.#list.hidden = false;
    if (held) (node.querySelector("button") ?? node).focus();
  }
}

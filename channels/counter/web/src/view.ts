/** Draws the thread and touches only what has changed, so that focus, typed words and screen-reader position stay. */

import { carry } from "./carried.ts";
import { dayKey } from "./dates.ts";
import type { Desk } from "./draw/desk.ts";
import { drawDay, drawOutgoing, drawTurn, drawTyping } from "./draw/turn.ts";
import { type Entry, fold, liveCard, liveHandover, type Thread } from "./thread.ts";

type Piece = { key: string; signature: string; draw: () => HTMLElement };
type Acts = { retry(clientId: string): void; discard(clientId: string): void };

export class View {
  readonly #list: HTMLElement;
  readonly #desk: Desk;
  readonly #acts: Acts;
  #drawn = new Map<string, { signature: string; node: HTMLElement }>();

  constructor(list: HTMLElement, desk: Desk, acts: Acts) {
    this.#list = list;
    this.#desk = desk;
    this.#acts = acts;
  }

  draw(thread: Thread, typing: boolean): void {
    const pieces = this.#pieces(thread, typing);
    const before = this.#drawn;
    const after: typeof before = new Map();
    const carried = before.size === 0 ? carry(this.#list) : null;
    if (carried) this.#list.replaceChildren();
    for (const piece of pieces) after.set(piece.key, this.#place(piece, before.get(piece.key)));
    for (const [key, { node }] of before) if (!after.has(key)) node.remove();
    this.#drawn = after;
    this.#order([...after.values()].map(({ node }) => node));
    carried?.();
  }

  node(key: string): HTMLElement | null {
    return this.#drawn.get(key)?.node ?? null;
  }

  #place(
    piece: Piece,
    old: { signature: string; node: HTMLElement } | undefined,
  ): { signature: string; node: HTMLElement } {
    if (old?.signature === piece.signature) return old;
    const node = piece.draw();
    if (old) replaceKeepingFocus(old.node, node);
    return { signature: piece.signature, node };
  }

  /** Bring the nodes into order without moving one that stands right: moving a node would drop its focus. */
  #order(nodes: HTMLElement[]): void {
    let at: Node | null = this.#list.firstChild;
    for (const node of nodes) {
      if (node === at) at = at.nextSibling;
      else this.#list.insertBefore(node, at);
    }
  }

  #pieces(thread: Thread, typing: boolean): Piece[] {
    const entries = fold(thread);
    const pieces = entries.flatMap((entry, index) => this.#entryPieces(entries, entry, index, thread));
    for (const item of thread.outgoing) {
      const draw = () =>
        drawOutgoing(
          item,
          () => this.#acts.retry(item.client_id),
          () => this.#acts.discard(item.client_id),
        );
      pieces.push({ key: item.client_id, signature: item.status + (item.problem ?? ""), draw });
    }
    const typist = thread.state === "staff" ? "staff" : "bot";
    if (typing) pieces.push({ key: "typing", signature: typist, draw: () => drawTyping(typist) });
    return pieces;
  }

  #entryPieces(entries: Entry[], entry: Entry, index: number, thread: Thread): Piece[] {
    const previous = entries[index - 1]?.message;
    const { message } = entry;
    const newDay = previous === undefined || dayKey(previous.at) !== dayKey(message.at);
    const busy = thread.outgoing.some((item) => item.status === "sending");
    const over = thread.state === "closed";
    const newest = entry.card?.type === "handover" ? liveHandover(entries, thread.state) : liveCard(entries);
    const live = newest === message.seq && !over;
    const chips =
      index === entries.length - 1 &&
      message.buttons.length > 0 &&
      thread.outgoing.length === 0 &&
      !over;
    const turn = {
      entry,
      place: { seq: message.seq, live, busy: live && busy, over },
      chips,
      first: newDay || previous?.from !== message.from || previous.name !== message.name,
    };
    const signature = JSON.stringify([message.text, entry.card, turn.place, chips, turn.first, this.#desk.easy()]);
    const piece = { key: keyOf(entry), signature, draw: () => drawTurn(turn, this.#desk) };
    return newDay
      ? [{ key: `day-${dayKey(message.at)}`, signature: "", draw: () => drawDay(message.at, new Date()) }, piece]
      : [piece];
  }
}

/** A message of one's own keeps the key that it had on its way out, so that it does not flicker when it is back. */
const keyOf = (entry: Entry): string => entry.message.client_id ?? `m${entry.message.seq}`;

function replaceKeepingFocus(old: HTMLElement, node: HTMLElement): void {
  const held = document.activeElement;
  const inside = held instanceof HTMLElement && old.contains(held);
  const name = inside ? held.dataset["focus"] : undefined;
  old.replaceWith(node);
  if (!inside) return;
  const same = name === undefined ? null : node.querySelector<HTMLElement>(`[data-focus="${CSS.escape(name)}"]`);
  const next =
    same && !same.hasAttribute("disabled") ? same : (node.querySelector<HTMLElement>('[data-focus="title"]') ?? node);
  next.focus({ preventScroll: true });
}

/** What the conversation can do without: the menu's switches, files and place, voice, notices, the hall. */

import { Aloud } from "./aloud.ts";
import { spoken } from "./announcer.ts";
import type { Counter } from "./api.ts";
import { confirmNew } from "./confirm.ts";
import { isEasy, turnEasy } from "./easy.ts";
import { Feed, type HallEvent, type Hotspot, type Stand } from "./hall-feed.ts";
import { Framed } from "./framed.ts";
import { HallGate } from "./hall-gate.ts";
import { tellPlace } from "./here.ts";
import { asMenu, asSwitch } from "./menu.ts";
import type { ConversationState, Message } from "./message.ts";
import { Notices } from "./notices.ts";
import { showResumeCode } from "./resume.ts";
import { fold, liveHandover, type Thread } from "./thread.ts";
import { Tray } from "./tray.ts";
import { Voice } from "./voice.ts";
import { words } from "./words.ts";

type Acts = { announce(sentence: string): void; redraw(): void; ask(text: string): void; stand(stand: Stand | null): void };

const find = <T extends HTMLElement>(selector: string): T => document.querySelector<T>(selector) as T;
const say = words.menu;

export class Extras {
  readonly #counter: Counter;
  readonly #acts: Acts;
  readonly #aloud = new Aloud(find("#hush"));
  readonly #framed = new Framed();
  readonly #tray: Tray;
  readonly #acted = new Set<string>();
  readonly #feed = new Feed((name) => this.#hotspot(name), (stand) => this.#acts.stand(stand));

  constructor(counter: Counter, acts: Acts) {
    this.#counter = counter;
    this.#acts = acts;
    this.#tray = new Tray(find("#tray"), counter, acts.announce);
  }

  start(thread: Thread): void {
    for (const box of document.querySelectorAll<HTMLDetailsElement>("details.menu")) asMenu(box);
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-new]"))
      form.addEventListener("submit", confirmNew);
    this.#switches();
    this.#additions();
    find("#resume").addEventListener("click", () => void showResumeCode(this.#counter));
    new Voice(find("#voice"), find<HTMLTextAreaElement>("#say"), this.#acts.announce);
    new Notices(this.#counter, this.#acts.announce).start(document.querySelector<HTMLElement>("#push"), find("#install"));
    this.#framed.start();
    this.#tellQueue(thread);
    for (const message of thread.messages) for (const event of eventsOf(message)) this.#acted.add(event.key);
    new HallGate(find("#hall"), find("#hall-switch"), this.#feed, () => this.#tell(words.hall.lost)).start();
  }

  arrived(fresh: readonly Message[]): void {
    for (const message of fresh) {
      if (message.from !== "citizen" && message.replaces === null) this.#aloud.say(heardOf(message));
      if (message.card?.type === "handover") this.#queue(message);
      for (const { key, event } of eventsOf(message)) this.#act(key, event);
    }
    if (!fresh.some((message) => message.from !== "citizen")) return;
    this.#framed.news();
    void this.#tray.refresh();
  }

  state(state: ConversationState): void {
    const left = state === "waiting" ? {} : { position: null, ticket: null };
    this.#feed.tell({ state, ...left });
  }

  /** What the counter tells of other visitors of the hall; null when the line is down. */
  visitors(frame: Record<string, unknown> | null): void {
    this.#feed.present(frame);
  }

  /** The conversation goes on: what was told about something before it is over. */
  said(): void {
    find("#told").textContent = "";
    this.#aloud.hush();
  }

  waiting(): void {
    this.#feed.tell({}, "thinking");
  }

  typing(): void {
    this.#feed.tell({}, "typing");
  }

  #switches(): void {
    asSwitch(find("#easy"), isEasy(), (on) => {
      turnEasy(on);
      this.#acts.redraw();
      this.#acts.announce(on ? say.easy_on : say.easy_off);
      return on;
    });
    if (!Aloud.possible) return;
    asSwitch(find("#aloud"), this.#aloud.on, (on) => {
      this.#aloud.turn(on);
      this.#acts.announce(on ? say.aloud_on : say.aloud_off);
      return on;
    });
  }

  #additions(): void {
    const files = find<HTMLInputElement>("#files");
    find("#attach-file").addEventListener("click", () => files.click());
    files.addEventListener("change", () => {
      void this.#tray.add(files.files ?? []);
      files.value = "";
    });
    find("#attach-here").hidden = !("geolocation" in navigator);
    find("#attach-here").addEventListener("click", async () => {
      this.#acts.announce(words.attach.finding);
      this.#tell(await tellPlace(this.#counter));
    });
  }

  /** Seen and heard: a sentence about something that has no place of its own in the conversation. */
  #tell(sentence: string): void {
    find("#told").textContent = sentence;
    this.#acts.announce(sentence);
  }

  #tellQueue(thread: Thread): void {
    const entries = fold(thread);
    const seq = liveHandover(entries, thread.state);
    const entry = entries.find((each) => each.message.seq === seq);
    if (entry) this.#queue({ ...entry.message, card: entry.card });
  }

  #queue(message: Message): void {
    if (message.card?.type === "handover")
      this.#feed.tell({ position: message.card.position, ticket: message.card.ticket });
  }

  /** A paper is handed over once and put away once, however often its card is told of. */
  #act(key: string, event: HallEvent): void {
    if (this.#acted.has(key)) return;
    this.#acted.add(key);
    this.#feed.tell({}, event);
  }

  #hotspot(name: Hotspot): void {
    if (name === "person") this.#acts.ask(words.side.person);
    else if (name === "papers") this.#acts.ask(words.side.starts[0]?.text ?? "");
    else find("#say").focus();
  }
}

const heardOf = ({ text, card }: Message): string => text || (card ? spoken(card) : "");

function eventsOf({ card }: Message): { key: string; event: HallEvent }[] {
  if (card?.type !== "document") return [];
  const events: HallEvent[] = card.wallet_state === "delivered" ? ["paper_issued", "delivered"] : ["paper_issued"];
  return events.map((event) => ({ key: `${card.number} ${event}`, event }));
}

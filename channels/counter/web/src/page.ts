/** The page in motion: one thread, drawn after each change; everything else hands it news. */

import { Announcer } from "./announcer.ts";
import { type Counter, Refused, serverNow } from "./api.ts";
import { Composer } from "./composer.ts";
import type { Desk } from "./draw/desk.ts";
import { enlarge } from "./enlarge.ts";
import { isEasy } from "./easy.ts";
import { Extras } from "./extras.ts";
import { keep, recall } from "./memory.ts";
import type { Button, ConversationState, Message } from "./message.ts";
import { Preview } from "./preview.ts";
import { Scroller } from "./scroll.ts";
import { Stream } from "./stream.ts";
import { accepted, type Body, discarded, failed, lastSeq, queue, queueAgain, receive, retried, type Thread } from "./thread.ts";
import { newId } from "./ids.ts";
import type { Unsent } from "./unsent.ts";
import { View } from "./view.ts";
import { words } from "./words.ts";

const PRESS_GAP_MS = 400;
const TYPING_MS = 8_000;
const OVERDUE_MS = 5_000;

const find = <T extends HTMLElement>(selector: string): T => document.querySelector<T>(selector) as T;

export class Page {
  readonly #counter: Counter;
  readonly #unsent: Unsent;
  readonly #view: View;
  readonly #announcer = new Announcer(find("#announcer"));
  readonly #scroller = new Scroller(find("#newest"), find(".desk"), find(".top"));
  readonly #composer: Composer;
  readonly #stream: Stream;
  readonly #notice = find("#notice");
  readonly #preview: Preview;
  readonly #extras: Extras;
  #thread: Thread;
  #typing: ReturnType<typeof setTimeout> | null = null;
  #connected = true;
  #ended = false;
  #pressed = -Infinity;

  constructor(counter: Counter, thread: Thread, unsent: Unsent) {
    this.#counter = counter;
    this.#unsent = unsent;
    this.#thread = unsent.recall().outgoing.reduce(queueAgain, thread);
    this.#view = new View(find("#thread"), this.#desk(), {
      retry: (id) => this.#retry(id),
      discard: (id) => this.#discard(id),
    });
    this.#stream = new Stream(counter, this.#listener()); // before the box, which may hold something already
    this.#preview = new Preview(find("#preview"), (text) => this.#stream.tellDraft(text));
    this.#composer = new Composer(find("#composer"), {
      send: (text, id) => this.#say({ text }, text, id),
      typing: () => this.#stream.tellTyping(),
      typed: (text) => this.#preview.typed(text),
      wrong: (sentence) => this.#announcer.say(sentence),
    });
    this.#extras = new Extras(counter, {
      announce: (sentence) => this.#announcer.say(sentence),
      redraw: () => this.#change(this.#thread),
      ask: (text) => this.#ask(text),
      stand: (stand) => this.#stream.tellStand(stand),
    });
  }

  start(): void {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-start]"))
      form.addEventListener("submit", (event) => this.#quickStart(event));
    addEventListener("offline", () => this.#connection(false));
    this.#composer.restore(this.#unsent.recall().draft);
    addEventListener("pagehide", () => this.#keep());
    this.#change(this.#thread);
    this.#showState(this.#thread.state);
    this.#extras.start(this.#thread);
    const newest = this.#thread.messages.at(-1);
    if (this.#thread.messages.length > 1 && newest)
      this.#scroller.follow(find("#thread").lastElementChild as HTMLElement | null);
    for (const item of this.#thread.outgoing) void this.#send(item.client_id, item.body);
    void this.#stream.run();
  }

  #desk(): Desk {
    const draft = recall(localStorage);
    const contacts = new Set<number>();
    return {
      press: (button, shown) => this.#press(button, shown ?? button.title),
      askIdentity: async (person) => {
        const after = lastSeq(this.#thread);
        const card = await this.#counter.askIdentity(person);
        if (card) this.#change({ ...this.#thread, asked: { card, after } });
        return card;
      },
      giveContact: async (seq, contact) => {
        await this.#counter.giveContact(contact);
        contacts.add(seq);
        this.#announcer.say(words.contact.given);
        this.#change(this.#thread);
      },
      contacts,
      easy: isEasy,
      announce: (sentence) => this.#announcer.say(sentence),
      now: serverNow,
      enlarge,
      choices: new Map(),
      draft,
      remember: () => keep(localStorage, draft),
    };
  }

  #listener(): ConstructorParameters<typeof Stream>[1] {
    return {
      messages: (arrived) => this.#receive(arrived),
      state: (state) => this.#showState(state),
      typing: () => this.#showTyping(),
      visitors: (frame) => this.#extras.visitors(frame),
      refused: (id, title) => this.#change(failed(this.#thread, id, title)),
      connected: (yes) => this.#connection(yes),
      gone: () => this.#gone(),
      last: () => lastSeq(this.#thread),
    };
  }

  #receive(arrived: Message[]): void {
    const before = this.#thread;
    const follow = this.#scroller.following;
    const next = receive(before, arrived);
    if (next === before) return;
    const fresh = next.messages.filter((message) => !before.messages.includes(message));
    if (fresh.some((message) => message.from !== "citizen")) this.#hideTyping();
    this.#change(next);
    for (const message of fresh) this.#announcer.message(message);
    this.#extras.arrived(fresh);
    const newest = fresh.findLast((message) => message.from !== "citizen" && message.replaces === null);
    const node = newest ? this.#view.node(newest.client_id ?? `m${newest.seq}`) : null;
    if (node && follow) this.#scroller.follow(node);
    else if (node) this.#scroller.offer(node);
  }

  /** A second press within a double click is the same press. */
  #press(button: Button, shown: string): void {
    const now = performance.now();
    if (now - this.#pressed < PRESS_GAP_MS) return;
    this.#pressed = now;
    const id = this.#say({ payload: button.payload }, shown);
    this.#view.node(id)?.focus({ preventScroll: true });
  }

  #quickStart(event: SubmitEvent): void {
    event.preventDefault();
    const text = (event.submitter as HTMLButtonElement | null)?.value ?? "";
    const now = performance.now();
    if (text === "" || now - this.#pressed < PRESS_GAP_MS) return;
    this.#pressed = now;
    this.#ask(text);
  }

  #ask(text: string): void {
    this.#say({ text }, text);
    this.#composer.focus();
  }

  #say(body: Body, shown: string, id = newId()): string {
    this.#change(
      queue(this.#thread, {
        client_id: id,
        shown,
        body,
        at: new Date().toISOString(),
        status: "sending",
        problem: null,
        seq: null,
      }),
    );
    this.#scroller.follow(this.#view.node(id));
    this.#extras.said();
    void this.#send(id, body);
    return id;
  }

  async #send(id: string, body: Body): Promise<void> {
    try {
      const seq = await this.#counter.say(id, body); // before the thread is read: news may have come meanwhile
      this.#change(accepted(this.#thread, id, seq));
      this.#connection(true);
      const answered = lastSeq(this.#thread) > seq;
      if (this.#thread.state === "bot" && !answered) this.#showTyping();
      if (!answered) this.#extras.waiting();
      setTimeout(
        () => this.#thread.outgoing.some((item) => item.client_id === id) && this.#stream.refresh(),
        OVERDUE_MS,
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const reached = error.status !== 0 && error.status < 500;
      this.#change(failed(this.#thread, id, reached ? error.message : null));
      this.#announcer.say(reached ? error.message : words.sending.failed);
      if (!reached) this.#connection(false);
      this.#scroller.follow(this.#view.node(id));
    }
  }

  #retry(id: string): void {
    const item = this.#thread.outgoing.find((each) => each.client_id === id);
    if (item === undefined) return;
    this.#change(retried(this.#thread, id));
    void this.#send(id, item.body);
  }

  #discard(id: string): void {
    this.#change(discarded(this.#thread, id));
    this.#composer.focus();
  }

  #change(thread: Thread): void {
    const sent = thread.outgoing !== this.#thread.outgoing;
    this.#thread = thread;
    if (sent) this.#keep();
    this.#view.draw(thread, this.#typing !== null);
    document.documentElement.classList.toggle("is-begun", thread.messages.length + thread.outgoing.length > 1);
  }

  #keep(): void {
    this.#unsent.keep({ outgoing: this.#thread.outgoing, draft: this.#composer.draft });
  }

  #showTyping(): void {
    this.#extras.typing();
    if (this.#typing !== null) clearTimeout(this.#typing);
    const follow = this.#scroller.following;
    this.#typing = setTimeout(() => this.#hideTyping(), TYPING_MS);
    this.#change(this.#thread);
    if (follow) this.#scroller.follow(this.#view.node("typing"));
  }

  #hideTyping(): void {
    if (this.#typing === null) return;
    clearTimeout(this.#typing);
    this.#typing = null;
    this.#change(this.#thread);
  }

  #showState(state: ConversationState): void {
    find("#state").textContent = words.state[state];
    find("#state").dataset["state"] = state;
    const before = this.#thread.state;
    if (state !== before) this.#change({ ...this.#thread, state });
    if (state !== before && state !== "staff") this.#announcer.say(words.state[state]);
    const held = find("#preview").matches(":focus-within");
    this.#announcer.say(this.#preview.serving(state === "staff"));
    if (held && find("#preview").hidden) this.#composer.focus();
    this.#extras.state(state);
    if (state === "closed") this.#end(words.state.closed);
  }

  /** Say once that the line is down; when it is back, send what could not be sent. */
  #connection(yes: boolean): void {
    if (yes === this.#connected) return;
    this.#connected = yes;
    if (!this.#ended) this.#note(yes ? "" : words.sending.offline);
    this.#announcer.say(yes ? words.sending.back : words.sending.offline);
    if (yes)
      for (const item of this.#thread.outgoing)
        if (item.status === "failed" && item.problem === null) this.#retry(item.client_id);
  }

  #gone(): void {
    this.#end(words.sending.gone);
    this.#announcer.say(words.sending.gone);
  }

  /** Nothing more can be said here: say so, and offer a new conversation. */
  #end(sentence: string): void {
    this.#ended = true;
    this.#note(sentence);
    find("#notice-new").hidden = false;
    if (this.#composer.close()) find("#notice-new button").focus();
  }

  #note(sentence: string): void {
    this.#notice.hidden = sentence === "";
    this.#notice.querySelector("span")?.replaceChildren(sentence);
  }
}

/** Receives the conversation: WebSocket from the last number on, and long poll where sockets do not come through. */

import { type Counter, Refused } from "./api.ts";
import type { Stand } from "./hall-feed.ts";
import { type ConversationState, type Message, parseMessage, parseState } from "./message.ts";

export type Listener = {
  messages(arrived: Message[]): void;
  state(state: ConversationState): void;
  typing(): void;
  /** What is told of other visitors of the hall; null when the line is down. */
  visitors(frame: Record<string, unknown> | null): void;
  refused(clientId: string, title: string): void;
  /** true once something comes through, false when neither way does. */
  connected(yes: boolean): void;
  gone(): void;
  last(): number;
};

const SOCKET_TRIES = 3;
const SOCKET_AGAIN_MS = 60_000;
const POLL_SECONDS = 25;
const OPEN_MS = 8_000;
const LONGEST_PAUSE_MS = 15_000;

const GONE = [401, 403, 404];

export class Stream {
  readonly #counter: Counter;
  readonly #to: Listener;
  #socket: WebSocket | null = null;
  #failures = 0;
  #wake: () => void = () => undefined;

  constructor(counter: Counter, to: Listener) {
    this.#counter = counter;
    this.#to = to;
    addEventListener("online", () => this.refresh());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#wake());
  }

  async run(): Promise<void> {
    for (;;) {
      if (this.#failures < SOCKET_TRIES) await this.#throughSocket();
      else if (!(await this.#throughPolls(SOCKET_AGAIN_MS))) return this.#to.gone();
      await this.#pause();
    }
  }

  /** Something is overdue: the socket may be dead without knowing it. Open a new one from the last number on. */
  refresh(): void {
    this.#socket?.close();
    this.#wake();
  }

  tellTyping(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send('{"type":"typing"}');
  }

  /** What is being written, for the person who serves. It is worth nothing later, so it is not kept when the line is down. */
  tellDraft(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: "draft", text }));
  }

  /** Where one's own figure is in the hall, or that it is there no more. */
  tellStand(stand: Stand | null): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const frame = stand === null ? { spot: null } : { spot: [stand.x, stand.z], sits: stand.sits };
    this.#socket.send(JSON.stringify({ type: "presence", ...frame }));
  }

  /** Resolves when the socket has closed. */
  #throughSocket(): Promise<void> {
    return new Promise((resolve) => {
      const socket = this.#counter.socket(this.#to.last());
      const tooLong = setTimeout(() => socket.close(), OPEN_MS);
      this.#socket = socket;
      socket.onopen = () => {
        clearTimeout(tooLong);
        this.#failures = 0;
        this.#to.connected(true);
      };
      socket.onmessage = (event) => this.#frame(String(event.data));
      socket.onclose = () => {
        clearTimeout(tooLong);
        this.#failures += 1;
        this.#socket = null;
        this.#to.visitors(null);
        resolve();
      };
    });
  }

  /** Poll for some time; then a socket may be tried again. False when the conversation is no longer ours. */
  async #throughPolls(milliseconds: number): Promise<boolean> {
    const until = Date.now() + milliseconds;
    let wait = 0; // the first answer says at once what was missed
    while (Date.now() < until) {
      try {
        const answer = await this.#counter.poll(this.#to.last(), wait, AbortSignal.timeout((wait + 10) * 1000));
        this.#to.connected(true);
        this.#to.messages(answer.messages);
        this.#to.state(answer.state);
        wait = POLL_SECONDS;
      } catch (error) {
        if (error instanceof Refused && GONE.includes(error.status)) return false;
        this.#to.connected(false);
        this.#failures += 1;
        wait = 0;
        await this.#pause();
      }
    }
    this.#failures = SOCKET_TRIES - 1;
    return true;
  }

  #frame(data: string): void {
    const value = JSON.parse(data) as Record<string, unknown>;
    const message = parseMessage(value);
    if (message) this.#to.messages([message]);
    else if (value["type"] === "typing" && value["from"] !== "citizen") this.#to.typing(); // not one's own other device
    else if (value["type"] === "presence") this.#to.visitors(value);
    else if (value["type"] === "state") this.#to.state(parseState(value["state"]));
    else if (value["type"] === "problem") this.#to.refused(String(value["client_id"]), String(value["title"]));
  }

  /** Back off, a little longer each time, but go on at once when the network or the person comes back. */
  #pause(): Promise<void> {
    const longest = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(this.#failures, 5));
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longest * (0.5 + Math.random() / 2));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

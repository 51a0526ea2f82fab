/** A paper into another wallet: link, code and digits go from our server to this dialog, never into the conversation. */

import { call, Refused } from "../api.ts";
import { showTime } from "../dates.ts";
import { openDialog } from "../dialog.ts";
import { safeUrl } from "../links.ts";
import type { DocumentCard } from "../message.ts";
import { fill, words } from "../words.ts";
import { h, icon } from "./element.ts";

const say = words.offer;
const LOOK_MS = 3_000;
const SCHEME = "openid-credential-offer://";
type State = keyof typeof say.states;

/** Give the card's button; null where the paper can no longer be offered. */
export function offerButton(card: DocumentCard, announce: (sentence: string) => void): HTMLElement | null {
  const url = safeUrl(card.offer_url, location.href);
  if (url === null || new URL(url).origin !== location.origin) return null;
  const open = () => showOffer(url, card.title, announce);
  return h("button", { type: "button", class: "button", "data-focus": "offer", click: open }, icon("wallet"), say.button);
}

function showOffer(url: string, title: string, announce: (sentence: string) => void): void {
  const body = h("div", { class: "offer-body" });
  const state = h("p", { class: "offer-state" });
  const again = h("button", { type: "button", class: "button", hidden: true }, say.again);
  const close = h("button", { type: "button", class: "button is-primary", autofocus: true }, say.close);
  const dialog = h(
    "dialog",
    { class: "ask offer", "aria-labelledby": "offer-title" },
    h("h2", { id: "offer-title" }, fill(say.title, { title })),
    body,
    state,
    h("div", { class: "card-actions" }, again, close),
  );
  const write = (sentence: string) => {
    if (state.textContent !== sentence) announce(sentence); // it is asked for again and again: each state is said once
    state.textContent = sentence;
  };
  const tell = (now: State) => {
    write(say.states[now]);
    again.hidden = WAITING.has(now);
    body.hidden = !again.hidden; // a code that is of no more use must not be scanned
  };
  const start = () => void open(url, body, write, dialog, tell).then((opened) => (again.hidden = opened));
  again.addEventListener("click", start);
  close.addEventListener("click", () => dialog.close());
  openDialog(dialog);
  start();
}

const WAITING: ReadonlySet<State> = new Set(["offered", "redeemed", "deferred"]);
const isState = (state: string): state is State => Object.hasOwn(say.states, state);

async function open(
  url: string,
  body: HTMLElement,
  write: (sentence: string) => void,
  dialog: HTMLDialogElement,
  tell: (now: State) => void,
): Promise<boolean> {
  body.replaceChildren();
  write(say.opening);
  try {
    body.replaceChildren(...drawOffer(await call("POST", url)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    write(error.message);
    return false;
  }
  tell("offered");
  void watch(url, dialog, tell);
  return true;
}

/** Ask now and then what became of the offer, until that is settled or the dialog is closed. */
async function watch(url: string, dialog: HTMLDialogElement, tell: (now: State) => void): Promise<void> {
  for (let now: State = "offered"; WAITING.has(now) && dialog.open; tell(now)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const answer = await call("GET", url).catch(() => ({ state: now })); // the line is down: look again
    const heard = String(answer["state"] ?? "");
    if (isState(heard)) now = heard;
  }
}

function drawOffer(offer: Record<string, unknown>): HTMLElement[] {
  const [uri, svg, digits] = ["offer_uri", "qr_svg", "tx_code"].map((name) => String(offer[name] ?? ""));
  // As a picture's address the drawing is no markup, whatever it says.
  const picture = h("img", {
    class: "offer-code",
    src: `data:image/svg+xml,${encodeURIComponent(svg ?? "")}`,
    alt: say.picture,
  });
  const parts = [h("p", {}, say.how), picture, drawDigits(digits ?? "")];
  if (uri?.startsWith(SCHEME)) parts.push(h("a", { href: uri, class: "button is-wide" }, say.open));
  return [...parts, h("p", { class: "hint" }, fill(say.until, { time: showTime(String(offer["expires_at"])) }))];
}

const drawDigits = (digits: string): HTMLElement =>
  h(
    "p",
    { class: "code" },
    h("span", { class: "code-label" }, say.digits),
    h("strong", { class: "code-digits", "data-tx-code": true }, digits),
  );

import type { IdentityCard } from "../message.ts";
import { safeUrl } from "../links.ts";
import { timeLeft } from "../dates.ts";
import { fill, words } from "../words.ts";
import type { Desk, Place } from "./desk.ts";
import { frame, h, outside } from "./element.ts";
import { drawPanel } from "./panel.ts";

const say = words.identity;
const WARN_SECONDS = 60;

export function drawIdentity(card: IdentityCard, place: Place, desk: Desk): HTMLElement {
  if (card.state === "approved") return frame("identity is-past is-good", say.approved, "check");
  if (!place.live || card.closed) return frame("identity is-past", say.title, "lock", h("p", { class: "card-past" }, say.closed));
  if (card.state === "requested") return frame("identity", say.title, "lock", ...drawPanel(card, place, desk));
  if (card.state === "pending") return frame("identity", say.pending_title, "phone", ...pending(card, place, desk));
  const [title, note] = card.state === "refused" ? [say.refused, say.refused_note] : [say.expired, say.expired_note];
  return frame("identity", title, "lock", h("p", { class: "card-note" }, note), actions(card, place, desk));
}

function pending(card: IdentityCard, place: Place, desk: Desk): HTMLElement[] {
  const code = h(
    "p",
    { class: "code" },
    h("span", { class: "code-label" }, say.code),
    h("strong", { class: "code-digits", "data-binding-code": true }, card.binding_code ?? ""),
  );
  const phone = safeUrl(card.phone_url, location.href);
  const parts = [h("p", { class: "card-lead" }, say.pending), code, waitingLine(card, desk)];
  if (phone !== null) parts.push(outside(phone, say.phone_link, words.document.new_window, "button is-practice"));
  return [...parts, h("p", { class: "hint" }, say.more_time), actions(card, place, desk)];
}

function waitingLine(card: IdentityCard, desk: Desk): HTMLElement {
  const left = h("span", { class: "left-value", role: "timer" });
  const line = h(
    "p",
    { class: "waiting" },
    h("span", { class: "pulse", "aria-hidden": "true" }),
    h("span", {}, say.waiting),
    left,
  );
  if (card.expires_at !== null) count(line, left, Date.parse(card.expires_at), desk);
  return line;
}

/** Tick once a second for as long as the line is on the page; a minute before the end say how to get more time. */
function count(line: HTMLElement, left: HTMLElement, until: number, desk: Desk): void {
  let before = 0;
  let shown = false;
  const show = () => {
    const { minutes, seconds } = timeLeft(until, desk.now());
    const whole = minutes * 60 + seconds;
    left.textContent =
      whole === 0
        ? say.expired
        : `${say.left} ${fill(say.left_value, { minutes, seconds: String(seconds).padStart(2, "0") })}`;
    if (whole <= WARN_SECONDS && before > WARN_SECONDS) desk.announce(say.minute_left);
    before = whole;
    return whole === 0;
  };
  show();
  const timer = setInterval(() => {
    shown ||= line.isConnected;
    if (show() || (shown && !line.isConnected)) clearInterval(timer);
  }, 1000);
}

function actions(card: IdentityCard, place: Place, desk: Desk): HTMLElement {
  const buttons = card.actions.map((action, index) =>
    h(
      "button",
      {
        type: "button",
        class: index === 0 && card.state !== "pending" ? "button is-primary" : "button",
        disabled: place.busy,
        "data-focus": action.payload,
        click: () => desk.press(action),
      },
      action.title,
    ),
  );
  return h("div", { class: "card-actions" }, ...buttons);
}

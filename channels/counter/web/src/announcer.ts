/** The one live region: each message is said once, in words, also when only its card has changed. */

import { stateOf } from "./draw/complaint.ts";
import { queuePlace, queueWait } from "./draw/plain.ts";
import { speakerOf } from "./draw/turn.ts";
import { markLanguages } from "./languages.ts";
import { safeUrl } from "./links.ts";
import type { Card, Message } from "./message.ts";
import { ended, fill, isEnded, language, words } from "./words.ts";

const FORGET_MS = 20_000;

export class Announcer {
  readonly #region: HTMLElement;
  constructor(region: HTMLElement) {
    this.#region = region;
  }

  say(sentence: string): void {
    if (sentence === "") return;
    const line = document.createElement("p");
    line.textContent = sentence;
    markLanguages(line, language);
    this.#region.append(line);
    setTimeout(() => line.remove(), FORGET_MS);
  }

  message(message: Message): void {
    if (message.from === "citizen") return;
    const heard = [message.text, message.card ? spoken(message.card) : ""].filter((part) => part !== "");
    if (heard.length > 0) this.say([`${speakerOf(message)}: `, ...heard].join("\n"));
  }
}

/** What is said of a card to who does not see it. */
export function spoken(card: Card): string {
  const identity = words.identity;
  switch (card.type) {
    case "options":
      return card.title;
    case "identity":
      if (card.state === "pending")
        return `${identity.code} ${(card.binding_code ?? "").split("").join(" ")}. ${identity.pending}`;
      return {
        requested: identity.title,
        approved: identity.approved,
        refused: identity.refused,
        expired: identity.expired,
      }[card.state];
    case "progress":
      if (isEnded(card.state)) return ended[card.state];
      if (card.state !== "running") return words.progress[card.state];
      return card.done > 0
        ? fill(words.progress.announce, { done: card.steps[card.done - 1] ?? "" })
        : words.progress.title;
    case "document":
      return [card.title, card.state, card.wallet_state === "delivered" ? words.document.wallet_delivered : ""]
        .filter(Boolean)
        .join(". ");
    case "papers":
      return card.rows.map((row) => `${row.title} ${row.state}`).join(". ");
    case "handover":
      return [words.handover.title, queuePlace(card), queueWait(card), words.handover.notice].join(". ");
    case "complaint":
      return `${card.title} ${card.number} ${stateOf(card)}`;
    case "contact":
      return card.state === "given" ? words.contact.given : card.title || words.contact.title;
    case "link":
      return safeUrl(card.url, location.href) === null ? "" : card.title;
  }
}

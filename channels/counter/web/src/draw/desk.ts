/** What a card may do with the rest of the page. */

import type { Contact, Person } from "../api.ts";
import type { Choices } from "../choices.ts";
import type { Button, IdentityCard } from "../message.ts";

export type Draft = { name: string; birth: string; phone: string; provider: string; remember: boolean };

export type Desk = {
  /** Say the button's payload in the conversation; `shown` is what the person's own bubble reads until it is back. */
  press(button: Button, shown?: string): void;
  /** Ask for the check. Throws Refused; the card changes by itself when it works. */
  askIdentity(person: Person): Promise<IdentityCard | null>;
  /** Hand in the contact of the card at `seq`. Throws Refused. */
  giveContact(seq: number, contact: Contact): Promise<void>;
  /** The cards whose contact has been handed in, by message. */
  contacts: Set<number>;
  /** Whether a card asks one question at a time. */
  easy(): boolean;
  /** Say a sentence in the live region. */
  announce(sentence: string): void;
  now(): number;
  enlarge(picture: string, title: string): void;
  /** What was picked and typed, kept over redraws: by message for options, one for the whole conversation for identity. */
  choices: Map<number, Choices>;
  draft: Draft;
  /** Keep or forget the draft on this device, as the person ticked. */
  remember(): void;
};

/** Where a card stands: its message, whether it is the newest step, whether something is on its way to the server,
 * whether the conversation is over. */
export type Place = { seq: number; live: boolean; busy: boolean; over: boolean };

import type { Card } from "../message.ts";
import type { Desk, Place } from "./desk.ts";
import { drawComplaint } from "./complaint.ts";
import { drawContact } from "./contact.ts";
import { drawDocument } from "./document.ts";
import { drawIdentity } from "./identity.ts";
import { drawOptions } from "./options.ts";
import { drawPapers } from "./papers.ts";
import { drawHandover, drawLink } from "./plain.ts";
import { drawProgress } from "./progress.ts";

export function drawCard(card: Card, place: Place, desk: Desk): HTMLElement | null {
  switch (card.type) {
    case "options":
      return drawOptions(card, place, desk);
    case "identity":
      return drawIdentity(card, place, desk);
    case "progress":
      return drawProgress(card);
    case "document":
      return drawDocument(card, desk);
    case "papers":
      return drawPapers(card);
    case "handover":
      return drawHandover(card, place);
    case "complaint":
      return drawComplaint(card, place, desk);
    case "contact":
      return drawContact(card, place, desk);
    case "link":
      return drawLink(card);
  }
}

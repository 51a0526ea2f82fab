import { showDate } from "../dates.ts";
import { safeUrl } from "../links.ts";
import type { PaperRow, PapersCard } from "../message.ts";
import { fill, words } from "../words.ts";
import { frame, h, outside } from "./element.ts";

const say = words.document;

export function drawPapers(card: PapersCard): HTMLElement {
  const note = card.note === "" ? null : h("p", { class: "card-note" }, card.note);
  return frame("papers", card.title, "paper", h("ul", { class: "papers" }, ...card.rows.map(drawRow)), note);
}

function drawRow(row: PaperRow): HTMLElement {
  const name = h("p", { class: "paper-name" }, h("strong", {}, row.title), h("span", { class: "badge" }, row.state));
  const digits = (row.number.match(/\d{4}/g) ?? [row.number]).join("-");
  const until = row.expires_at ? ` · ${fill(say.until, { date: showDate(row.expires_at) })}` : "";
  const facts = h("p", { class: "hint" }, h("span", { class: "digits" }, digits), until);
  return h("li", { class: "paper" }, name, facts, links(row));
}

function links(row: PaperRow): HTMLElement | null {
  const [download, read] = [row.download_url, row.html_url].map((url) => safeUrl(url, location.href));
  if (!download) return null;
  const unseen = h("span", { class: "unseen" }, ` ${row.title}`);
  const line = h("p", { class: "paper-links" });
  line.append(h("a", { class: "text-link", href: download, download: true }, say.download, unseen));
  if (read) line.append(outside(read, say.read, say.new_window, "text-link"));
  return line;
}

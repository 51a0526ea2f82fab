import type { DocumentCard } from "../message.ts";
import { showDate, showMoment } from "../dates.ts";
import { safeUrl } from "../links.ts";
import { fill, words } from "../words.ts";
import type { Desk } from "./desk.ts";
import { frame, h, icon, outside } from "./element.ts";
import { offerButton } from "./offer.ts";

const say = words.document;
const WALLET = {
  sending: say.wallet_sending,
  delivered: say.wallet_delivered,
  waiting: say.wallet_waiting,
  failed: say.wallet_failed,
  revoked: say.wallet_revoked,
};

export function drawDocument(card: DocumentCard, desk: Desk): HTMLElement {
  const url = (address: string | null) => safeUrl(address, location.href);
  const [download, read, wallet, verify, preview] = [
    card.download_url,
    card.html_url,
    card.wallet_url,
    card.verify_url,
    card.preview_url,
  ].map(url);
  const links = h("div", { class: "card-actions" });
  if (download)
    links.append(
      h(
        "a",
        { href: download, download: true, class: "button is-primary", "data-focus": "download" },
        icon("download"),
        say.download,
      ),
    );
  if (read) links.append(outside(read, say.read, say.new_window, "button"));
  if (wallet) links.append(outside(wallet, say.wallet, say.new_window, "button"));
  if (verify) links.append(outside(verify, say.verify, say.new_window, "button"));
  const offer = offerButton(card, desk.announce);
  if (offer) links.append(offer);
  const sheet = h(
    "div",
    { class: "sheet" },
    preview ? picture(preview, card.title, desk) : null,
    h("div", { class: "sheet-facts" }, facts(card)),
  );
  const box = frame("document", card.title, "paper", sheet, walletLine(card), links);
  if (card.state !== "") box.querySelector(".card-head")?.append(h("span", { class: "badge" }, card.state));
  return box;
}

function facts(card: DocumentCard): HTMLElement {
  const number = card.number_label || say.number;
  const rows: [string, string | null][] = [
    [number, grouped(card.number)],
    [say.check_code, card.check_code],
    [say.issued, card.issued_at && showMoment(card.issued_at)],
    [say.expires, card.expires_at && fill(say.until, { date: showDate(card.expires_at) })],
  ];
  const shown = rows.filter((row): row is [string, string] => Boolean(row[1]));
  return h(
    "dl",
    { class: "facts" },
    ...shown.map(([name, value]) =>
      h(
        "div",
        {},
        h("dt", {}, name),
        h("dd", { class: name === number || name === say.check_code ? "digits" : null }, value),
      ),
    ),
  );
}

/** The paper's number reads in fours, however it came. */
const grouped = (value: string): string =>
  /^\d{16}$/.test(value) ? (value.match(/\d{4}/g) ?? []).join("-") : value;

function picture(url: string, title: string, desk: Desk): HTMLElement {
  const image = h("img", {
    src: url,
    alt: fill(say.preview_alt, { title }),
    width: 720,
    height: 1018,
    loading: "lazy",
    decoding: "async",
  });
  const button = h(
    "button",
    {
      type: "button",
      class: "preview",
      "aria-label": fill(say.preview, { title }),
      "data-focus": "preview",
      click: () => desk.enlarge(url, title),
    },
    image,
    h("span", { class: "preview-zoom" }, icon("zoom")),
  );
  image.addEventListener("error", () => button.replaceWith(h("p", { class: "preview is-lost" }, say.preview_lost)));
  return button;
}

function walletLine(card: DocumentCard): HTMLElement | null {
  if (card.wallet_state === null) return null;
  const bad = card.wallet_state === "failed" || card.wallet_state === "revoked";
  const name = card.wallet_state === "delivered" ? "check" : bad ? "warn" : "wallet";
  return h("p", { class: `wallet-line is-${card.wallet_state}` }, icon(name), h("span", {}, WALLET[card.wallet_state]));
}

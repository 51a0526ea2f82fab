/** The paper's first page, large, in a dialog that Escape, the button or a press beside it closes. */

import { openDialog } from "./dialog.ts";
import { h, icon } from "./draw/element.ts";
import { fill, words } from "./words.ts";

const say = words.document;

export function enlarge(picture: string, title: string): void {
  const image = h("img", { src: picture, alt: fill(say.preview_alt, { title }) });
  const zoom = h(
    "button",
    { type: "button", class: "button is-quiet", "aria-pressed": "false" },
    icon("zoom"),
    h("span", {}, say.zoom),
  );
  const close = h("button", { type: "button", class: "button is-quiet", autofocus: true }, icon("close"), say.close);
  const bar = h(
    "div",
    { class: "viewer-bar" },
    h("h2", { class: "viewer-title", id: "viewer-title" }, title),
    zoom,
    close,
  );
  const dialog = h(
    "dialog",
    { class: "viewer", "aria-labelledby": "viewer-title" },
    bar,
    h("div", { class: "viewer-page", tabindex: 0, "aria-label": title, role: "group" }, image),
  );
  zoom.addEventListener("click", () => {
    const large = dialog.classList.toggle("is-large");
    zoom.setAttribute("aria-pressed", String(large));
    zoom.querySelector("span")?.replaceChildren(large ? say.unzoom : say.zoom);
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  openDialog(dialog);
}

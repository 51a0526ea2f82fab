/** Builds elements from text nodes and properties only: nothing that a message says can become markup. */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A picture from the sheet in the page (templates/icons.html), always decoration: words stand beside it. */
export function icon(name: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A card's frame. Its heading can take the focus when the card changes under the person's hands. */
export function frame(kind: string, heading: string, picture: string, ...children: Child[]): HTMLElement {
  const title = h("h3", { class: "card-title", tabindex: -1, "data-focus": "title" }, heading);
  return h(
    "section",
    { class: `card card-${kind}` },
    h("header", { class: "card-head" }, icon(picture), title),
    ...children,
  );
}

/** A link that opens beside the conversation, and says so. */
export function outside(href: string, title: string, newWindow: string, classes: string): HTMLAnchorElement {
  const how = { target: "_blank", rel: "noopener noreferrer", "data-focus": title };
  const link = h("a", { href, ...how, class: classes }, title);
  link.append(h("span", { class: "unseen" }, ` (${newWindow})`), icon("outside"));
  return link;
}

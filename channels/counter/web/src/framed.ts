/** The page in a frame of a district's site: it tells the site only that there is news, or that it may be closed. */

export class Framed {
  readonly #site: string | null = siteAround();

  start(): void {
    if (this.#site === null) return;
    addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.#tell("close"));
  }

  news(): void {
    this.#tell("news");
  }

  #tell(minwon: "close" | "news"): void {
    if (this.#site !== null) parent.postMessage({ minwon }, this.#site);
  }
}

/** The origin around us, if it is one of those that may be. */
function siteAround(): string | null {
  const allowed = (document.documentElement.dataset["frames"] ?? "").split(" ");
  if (window === window.top || !URL.canParse(document.referrer)) return null;
  const { origin } = new URL(document.referrer);
  return allowed.includes(origin) ? origin : null;
}

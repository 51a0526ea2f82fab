/** Keeps the newest turn in sight for those who are there, and lets those who read further up be. */

const NEAR_PX = 160;
const GAP_PX = 12;
const SCROLLING_MS = 1500; // a smooth scroll may still be under way

export class Scroller {
  readonly #jump: HTMLElement;
  readonly #desk: HTMLElement;
  readonly #top: HTMLElement;
  #deskHeight = 0;
  #target: HTMLElement | null = null;
  #followed: { node: HTMLElement | null; at: number } = { node: null, at: -Infinity };

  constructor(jump: HTMLElement, desk: HTMLElement, top: HTMLElement) {
    this.#jump = jump;
    this.#desk = desk;
    this.#top = top;
    jump.addEventListener("click", () => this.follow(this.#target));
    addEventListener("scroll", () => isNearEnd() && this.#hide(), { passive: true });
    this.#deskChanged();
    new ResizeObserver(() => this.#deskChanged()).observe(desk);
  }

  /** Show what begins with this turn, to the end of the conversation; where that is too tall, from its beginning on. */
  follow(node: HTMLElement | null): void {
    this.#hide();
    this.#followed = { node, at: performance.now() };
    const last = node?.parentElement?.lastElementChild;
    if (!node || !last) return;
    const height = last.getBoundingClientRect().bottom - node.getBoundingClientRect().top;
    const room = innerHeight - this.#desk.offsetHeight - this.#top.offsetHeight - 2 * GAP_PX;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    if (height > room) node.scrollIntoView({ block: "start", behavior });
    else last.scrollIntoView({ block: "end", behavior });
  }

  /** Do not take the reader away: a button leads to the new turn. */
  offer(node: HTMLElement): void {
    this.#target = node;
    this.#jump.hidden = false;
  }

  #hide(): void {
    this.#jump.hidden = true;
  }

  /** The composer grows with what is written and with notices; what was just above it stays in sight. */
  #deskChanged(): void {
    if (this.#desk.offsetHeight === this.#deskHeight) return;
    const begun = this.#deskHeight > 0;
    this.#deskHeight = this.#desk.offsetHeight;
    const moving = performance.now() - this.#followed.at < SCROLLING_MS;
    const atEnd = isNearEnd();
    document.documentElement.style.scrollPaddingBottom = `${this.#desk.offsetHeight + GAP_PX}px`;
    if (moving) this.follow(this.#followed.node);
    else if (begun && atEnd) scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  }
}

export function isNearEnd(): boolean {
  const page = document.documentElement;
  return page.scrollHeight - innerHeight - scrollY < NEAR_PX;
}

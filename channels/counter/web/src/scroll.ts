/** Keeps the newest turn in sight for those who follow, and lets those who read further up be. */

const NEAR_PX = 160;
const GAP_PX = 12;

export class Scroller {
  readonly #jump: HTMLElement;
  readonly #desk: HTMLElement;
  readonly #top: HTMLElement;
  #deskHeight = -1;
  #target: HTMLElement | null = null;
  #followed: HTMLElement | null = null;
  #following = true;
  #last = { y: 0, height: 0 };

  constructor(jump: HTMLElement, desk: HTMLElement, top: HTMLElement) {
    this.#jump = jump;
    this.#desk = desk;
    this.#top = top;
    jump.addEventListener("click", () => this.follow(this.#target));
    addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#deskChanged();
    new ResizeObserver(() => this.#deskChanged()).observe(desk);
  }

  /** Whether the person goes along with the conversation: until they scroll up, however far a turn has yet to move. */
  get following(): boolean {
    return this.#following;
  }

  /** Show what begins with this turn, to the end of the conversation; where that is too tall, from its beginning on. */
  follow(node: HTMLElement | null): void {
    this.#hide();
    this.#following = true;
    this.#followed = node;
    const last = node?.parentElement?.lastElementChild;
    if (!node || !last) return;
    const height = last.getBoundingClientRect().bottom - node.getBoundingClientRect().top;
    const hall = document.querySelector<HTMLElement>("#hall")?.offsetHeight ?? 0; // it stays in sight; 0 where it is shut
    const room = innerHeight - heldBy(this.#desk) - heldBy(this.#top) - hall - 2 * GAP_PX;
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
    const held = document.activeElement === this.#jump;
    this.#jump.hidden = true;
    if (held) (this.#target?.isConnected ? this.#target : document.querySelector<HTMLElement>("#say"))?.focus({ preventScroll: true });
  }

  /** Only a person scrolls up. The browser does too where the page above gets shorter: then its height tells. */
  #scrolled(): void {
    const height = document.documentElement.scrollHeight;
    const up = scrollY < this.#last.y && height >= this.#last.height;
    this.#last = { y: scrollY, height };
    if (isNearEnd()) this.#hide();
    if (isNearEnd()) this.#following = true;
    else if (up) this.#following = false;
  }

  /** The composer grows with what is written and with notices; what was just above it stays in sight. */
  #deskChanged(): void {
    const height = heldBy(this.#desk);
    if (height === this.#deskHeight) return;
    const begun = this.#deskHeight >= 0;
    this.#deskHeight = height;
    document.documentElement.style.scrollPaddingBottom = `${height + GAP_PX}px`;
    if (begun && this.#following && this.#followed?.isConnected) this.follow(this.#followed);
  }
}

/** How much of the window a bar keeps for itself: none where it goes along with the page. */
const heldBy = (bar: HTMLElement): number => (getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0);

function isNearEnd(): boolean {
  const page = document.documentElement;
  return page.scrollHeight - innerHeight - scrollY < NEAR_PX;
}

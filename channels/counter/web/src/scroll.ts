/** Keeps the newest turn in sight for those who are there, and lets those who read further up be. */

const NEAR_PX = 160;

export class Scroller {
  readonly #jump: HTMLElement;
  #target: HTMLElement | null = null;

  constructor(jump: HTMLElement) {
    this.#jump = jump;
    jump.addEventListener("click", () => this.follow(this.#target));
    addEventListener("scroll", () => isNearEnd() && this.#hide(), { passive: true });
  }

  /** Bring a turn into view: its end, or its beginning where it is taller than the window. */
  follow(node: HTMLElement | null): void {
    this.#hide();
    if (node === null) return;
    const room = innerHeight * 0.7;
    const block = node.offsetHeight > room ? "start" : "end";
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.scrollIntoView({ block, behavior: still ? "instant" : "smooth" });
  }

  offer(node: HTMLElement): void {
    this.#target = node;
    this.#jump.hidden = false;
  }

  #hide(): void {
    this.#jump.hidden = true;
  }
}

export function isNearEnd(): boolean {
  const page = document.documentElement;
  return page.scrollHeight - innerHeight - scrollY < NEAR_PX;
}

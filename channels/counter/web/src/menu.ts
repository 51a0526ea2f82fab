/** A `details` that behaves as a menu's box: Escape, a press beside it and a choice inside close it. */

export function asMenu(box: HTMLDetailsElement): void {
  const summary = box.querySelector("summary");
  const close = () => (box.open = false);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    event.stopPropagation();
    close();
    summary?.focus();
  });
  box.addEventListener("click", (event) => {
    const chosen = (event.target as Element).closest("a, button");
    if (chosen === null || !box.contains(chosen)) return;
    summary?.focus(); // what was pressed is about to disappear
    close();
  });
  document.addEventListener("pointerdown", (event) => !box.contains(event.target as Node) && close());
  box.addEventListener("focusout", (event) => event.relatedTarget && !box.contains(event.relatedTarget as Node) && close());
}

/** A switch of the menu: pressed or not, told in words each time. */
export function asSwitch(button: HTMLElement, on: boolean, turn: (on: boolean) => boolean | Promise<boolean>): void {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(on));
  button.addEventListener("click", async () => {
    const wanted = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(await turn(wanted)));
  });
}

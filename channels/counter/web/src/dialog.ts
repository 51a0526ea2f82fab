/** A dialog over the page. All else is out of reach meanwhile, so the live region comes along; then the focus goes back. */

export function openDialog(dialog: HTMLDialogElement): void {
  const back = wayBack(document.activeElement);
  const region = document.querySelector("#announcer");
  document.body.append(dialog);
  if (region) dialog.append(region);
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (region) document.body.append(region);
    dialog.remove();
    if (document.activeElement === document.body) back();
  });
}

/** The browser itself leads back to what opened the dialog, unless the card was drawn anew meanwhile. */
function wayBack(opener: Element | null): () => void {
  const turn = opener?.closest(".turn")?.id ?? "";
  const name = opener instanceof HTMLElement ? (opener.dataset["focus"] ?? "") : "";
  return () => {
    const there = document.getElementById(turn);
    const same = there?.querySelector<HTMLElement>(`[data-focus="${CSS.escape(name)}"]`);
    (same ?? there ?? document.querySelector<HTMLElement>("#say"))?.focus();
  };
}

/** What was filled in, and where one was, before the script came: carried over into what it draws instead. */

type Control = HTMLInputElement | HTMLSelectElement;
type Filled = { turn: string; keys: string[]; control: Control };

/** Read `list` as the server drew it; the function that is given back puts everything where it belongs now. */
export function carry(list: HTMLElement): () => void {
  const filled = [...list.querySelectorAll<Control>("input:not([type=hidden]), select")]
    .filter((control) => isChanged(control))
    .map((control) => ({ turn: turnOf(control), keys: keysOf(control), control }));
  const held = document.activeElement;
  const at = held instanceof HTMLElement && list.contains(held) ? { turn: turnOf(held), keys: keysOf(held), control: held } : null;
  return () => {
    for (const each of filled) fill(each);
    if (at !== null) refocus(at);
  };
}

function fill({ turn, keys, control }: Filled): void {
  const now = find(turn, keys);
  if (!(now instanceof HTMLInputElement)) return;
  if (now.type === "checkbox" || now.type === "radio") now.checked = control instanceof HTMLSelectElement ? control.value === "yes" : (control as HTMLInputElement).checked;
  else now.value = control.value;
  for (const kind of ["input", "change"]) now.dispatchEvent(new Event(kind, { bubbles: true }));
}

function refocus({ turn, keys, control }: { turn: string; keys: string[]; control: HTMLElement }): void {
  const now = find(turn, keys) ?? document.getElementById(turn);
  now?.focus({ preventScroll: true });
  if (!(control instanceof HTMLInputElement && now instanceof HTMLInputElement) || control.selectionStart === null) return;
  const end = now.value.length; // it may be written with hyphens now
  if (control.selectionStart === control.value.length) now.setSelectionRange(end, end);
  else now.setSelectionRange(control.selectionStart, control.selectionEnd);
}

/** The script's names for it (`data-focus`): by name and value, by name, and for a button by what it says. */
function keysOf(control: Element): string[] {
  const name = (control.getAttribute("name") ?? "").replace("field.", "");
  const value = (control as Control | HTMLButtonElement).value ?? "";
  return [`${name}-${value}`, name, control instanceof HTMLButtonElement ? value || "submit" : "", `-${name}`];
}

function find(turn: string, keys: string[]): HTMLElement | null {
  const now = [...(document.getElementById(turn)?.querySelectorAll<HTMLElement>("[data-focus]") ?? [])];
  const [full = "", name = "", said = "", end = ""] = keys;
  const is = (key: string) => (key === "" ? undefined : now.find((each) => each.dataset["focus"] === key));
  return is(full) ?? is(name) ?? is(said) ?? now.find((each) => end !== "-" && each.dataset["focus"]?.endsWith(end)) ?? null;
}

const turnOf = (node: Element): string => node.closest("li.turn")?.id ?? "";

function isChanged(control: Control): boolean {
  if (control instanceof HTMLSelectElement) return [...control.options].some((each) => each.selected !== each.defaultSelected);
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}

/** One script tag on a district's site: a button that opens the counter in a frame of its own.
 *
 * The site sees nothing of the conversation. Both sides listen only to each other's window and origin.
 */

const script = document.currentScript as HTMLScriptElement | null;
const counter = new URL(script?.src ?? location.href).origin;
const language = script?.dataset["lang"] === "en" ? "en" : "ko";
const WORDS = {
  ko: { open: "민원 상담 열기", close: "민원 상담 닫기", news: "새 답이 왔어요", title: "민원 카운터" },
  en: { open: "Open the citizen counter", close: "Close the citizen counter", news: "There is a new answer", title: "Citizen counter" },
}[language];

const STYLE = `
button { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; min-width: 48px; min-height: 48px; padding: 12px 22px; border: 0;
  border-radius: 26px; background: #0e5c4a; color: #fff; font: 700 16px/1.4 system-ui, sans-serif; box-shadow: 0 4px 16px rgb(0 0 0 / 25%); cursor: pointer }
button:focus-visible { outline: 3px solid #1c5fd4; outline-offset: 3px }
iframe { position: fixed; right: 20px; bottom: 88px; z-index: 2147483000; width: min(420px, calc(100vw - 40px)); height: min(680px, calc(100vh - 120px));
  border: 1px solid #868c86; border-radius: 18px; background: #f4f2ec; box-shadow: 0 8px 32px rgb(0 0 0 / 25%) }
[hidden] { display: none }`;

class MinwonCounter extends HTMLElement {
  readonly #button = document.createElement("button");
  #frame: HTMLIFrameElement | null = null;

  connectedCallback(): void {
    const room = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    room.adoptedStyleSheets = [sheet];
    this.#button.type = "button";
    this.#button.addEventListener("click", () => this.#turn(room, this.#frame?.hidden !== false));
    room.append(this.#button);
    addEventListener("message", (event) => this.#hear(event, room));
    this.#name(false);
  }

  #turn(room: ShadowRoot, open: boolean): void {
    if (this.#frame === null) room.append((this.#frame = frame()));
    this.#frame.hidden = !open;
    this.#name(open);
    if (open) this.#frame.focus();
    else this.#button.focus();
  }

  #hear(event: MessageEvent, room: ShadowRoot): void {
    if (event.origin !== counter || event.source !== this.#frame?.contentWindow) return;
    const told = (event.data as { minwon?: unknown } | null)?.minwon;
    if (told === "close") this.#turn(room, false);
    else if (told === "news" && this.#frame.hidden) this.#button.textContent = WORDS.news;
  }

  #name(open: boolean): void {
    this.#button.textContent = open ? WORDS.close : WORDS.open;
    this.#button.setAttribute("aria-expanded", String(open));
  }
}

function frame(): HTMLIFrameElement {
  const made = document.createElement("iframe");
  made.src = `${counter}/?lang=${language}`;
  made.title = WORDS.title;
  made.referrerPolicy = "strict-origin-when-cross-origin";
  made.allow = "geolocation; microphone";
  return made;
}

if (!customElements.get("minwon-counter")) customElements.define("minwon-counter", MinwonCounter);
document.body.append(document.createElement("minwon-counter"));

/** The page as an app: its service worker, notices while the page is hidden, and a place among the phone's apps. */

import { type Counter, Refused } from "./api.ts";
import { asSwitch } from "./menu.ts";
import { language, words } from "./words.ts";

const say = words.menu;
const WORKER = "/assets/sw.js";
const KEY_URL = "/push/key";

type Prompt = Event & { prompt(): Promise<void> };

export class Notices {
  readonly #counter: Counter;
  readonly #announce: (sentence: string) => void;

  constructor(counter: Counter, announce: (sentence: string) => void) {
    this.#counter = counter;
    this.#announce = announce;
  }

  /** `push` is the switch; the counter does not draw it where it does not send notices. */
  start(push: HTMLElement | null, install: HTMLElement): void {
    this.#offerInstall(install);
    if (!("serviceWorker" in navigator) || !isSecureContext || window !== window.top) return;
    addEventListener("load", () => void this.#register(push));
    if (document.readyState === "complete") void this.#register(push);
  }

  async #register(push: HTMLElement | null): Promise<void> {
    if (push?.hidden === false) return;
    const asked = new URLSearchParams({ lang: language, check: document.documentElement.dataset["check"] ?? "" });
    const registration = await navigator.serviceWorker.register(`${WORKER}?${asked}`, { scope: "/" }).catch(() => null);
    if (push === null || registration === null || !("pushManager" in registration)) return;
    const active = await navigator.serviceWorker.ready;
    const known = await active.pushManager.getSubscription();
    if (known) await this.#hand(known); // this may be another conversation than the last time
    asSwitch(push, known !== null, (on) => this.#turn(active, on));
  }

  async #turn(registration: ServiceWorkerRegistration, on: boolean): Promise<boolean> {
    const known = await registration.pushManager.getSubscription();
    if (!on) {
      if (known) await this.#forget(known);
      this.#announce(say.push_off);
      return false;
    }
    if ((await Notification.requestPermission()) !== "granted") return this.#denied();
    const given = known ?? (await subscribe(registration));
    if (given === null || !(await this.#hand(given))) return this.#denied();
    this.#announce(say.push_on);
    return true;
  }

  #denied(): false {
    this.#announce(say.push_denied);
    return false;
  }

  async #hand(subscription: PushSubscription): Promise<boolean> {
    try {
      await this.#counter.subscribe(subscription.toJSON());
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  }

  async #forget(subscription: PushSubscription): Promise<void> {
    await this.#counter.unsubscribe(subscription.endpoint).catch(() => undefined); // its own end is the browser's
    await subscription.unsubscribe();
  }

  #offerInstall(button: HTMLElement): void {
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      button.hidden = false;
      button.onclick = () => void (event as Prompt).prompt();
    });
    addEventListener("appinstalled", () => (button.hidden = true));
  }
}

async function subscribe(registration: ServiceWorkerRegistration): Promise<PushSubscription | null> {
  const answer = await fetch(KEY_URL);
  if (!answer.ok) return null;
  const { key } = (await answer.json()) as { key: string };
  const wishes = { userVisibleOnly: true, applicationServerKey: key };
  return registration.pushManager.subscribe(wishes).catch(() => null);
}

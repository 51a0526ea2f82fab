import "./style.css";
import { Counter } from "./api.ts";
import { parseMessage, parseState } from "./message.ts";
import { Page } from "./page.ts";
import { emptyThread, receive } from "./thread.ts";
import { Unsent } from "./unsent.ts";

/** What the server put into the page: the conversation up to now. */
function bootstrap(): { id: string; state: unknown; messages: unknown[] } {
  return JSON.parse(document.querySelector("#bootstrap")?.textContent ?? "{}");
}

const given = bootstrap();
const messages = given.messages.map(parseMessage).filter((message) => message !== null);
const thread = receive({ ...emptyThread, state: parseState(given.state) }, messages);
document.documentElement.classList.add("is-scripted");
new Page(new Counter(given.id), thread, new Unsent(sessionStorage, given.id)).start();

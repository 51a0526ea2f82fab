/* The console's script: what is live, what is pressed. The pages work without it, only not by themselves. */
import { tick } from "./clocks.js";
import { listen } from "./keys.js";
import { follow } from "./live.js";
import { showNotice } from "./notice.js";
import { compose } from "./talk.js";
import { offerAlerts } from "./alerts.js";

const live = document.getElementById("live");
const notice = document.getElementById("notice");

notice.querySelector("[data-dismiss]").addEventListener("click", () => { notice.hidden = true; });
document.body.addEventListener("htmx:responseError", (event) => {
  let title = "";
  try { title = JSON.parse(event.detail.xhr.responseText).title; } catch { title = ""; }
  showNotice(title || event.detail.xhr.statusText);
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  const shown = event.detail.target.querySelector("[data-at-end]");
  if (shown) shown.scrollTop = shown.scrollHeight;
});
/* A conversation shows its new turns at the end, also when what stands around it grows: who is at the end stays there. */
function stayAtEnd(turns) {
  let atEnd = true;
  turns.addEventListener("scroll", () => { atEnd = turns.scrollHeight - turns.scrollTop - turns.clientHeight < 80; });
  new ResizeObserver(() => { if (atEnd) turns.scrollTop = turns.scrollHeight; }).observe(turns);
}
const turns = document.getElementById("turns");
if (turns) stayAtEnd(turns);

tick();
setInterval(tick, 1000);
listen();
offerAlerts();
if (live) follow(live);
if (document.getElementById("composer")) compose();

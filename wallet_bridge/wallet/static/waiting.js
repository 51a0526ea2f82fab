// Moves on by itself when the phone has answered. Without it the page reloads itself.
const PAUSE = 1500;

let next = 0;
let looking = false;

async function look() {
  if (looking) return;
  looking = true;
  try {
    const answer = await fetch("/sign-in/state", { cache: "no-store" });
    if (answer.ok && (await answer.json()).state !== "pending") {
      window.location.replace("/sign-in/wait");
      return;
    }
  } catch {
    // The network is away for a moment: the next look tells.
  }
  looking = false;
  next = window.setTimeout(look, PAUSE);
}

next = window.setTimeout(look, PAUSE);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return; // back from the phone: look at once, and leave the page as it is
  window.clearTimeout(next);
  look();
});

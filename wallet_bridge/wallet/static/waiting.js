// Moves on by itself when the phone has answered. Without it the page reloads itself.
const PAUSE = 1500;

async function look() {
  try {
    const answer = await fetch("/sign-in/state", { cache: "no-store" });
    if (answer.ok && (await answer.json()).state !== "pending") {
      window.location.replace("/sign-in/wait");
      return;
    }
  } catch {
    // The network is away for a moment: the next look tells.
  }
  window.setTimeout(look, PAUSE);
}

window.setTimeout(look, PAUSE);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") window.location.reload();
});

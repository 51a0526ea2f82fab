/* Sound and desktop alerts, after the agent allowed them. No words of a citizen stand in an alert. */
const KEY = "minwon-staff-alerts";
let sound;

function allowed() {
  return localStorage.getItem(KEY) === "on" && "Notification" in window && Notification.permission === "granted";
}

function beep() {
  sound ??= new AudioContext();
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  volume.gain.setValueAtTime(0.08, sound.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.35);
  tone.frequency.value = 740;
  tone.connect(volume).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.35);
}

export function alertAgent(title) {
  if (!allowed()) return;
  beep();
  if (document.hidden) new Notification(title, { tag: "minwon-staff" });
}

export function offerAlerts() {
  const button = document.getElementById("alerts");
  if (!button || !("Notification" in window)) return;
  const show = () => { if (allowed()) button.textContent = button.dataset.on; };
  button.hidden = false;
  show();
  button.addEventListener("click", async () => {
    if ((await Notification.requestPermission()) === "granted") localStorage.setItem(KEY, "on");
    show();
  });
}

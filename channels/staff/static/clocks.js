/* Ages and first-response clocks count on without asking the server. */
function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)}시간 ${minutes % 60}분`;
  return minutes ? `${minutes}분 ${String(whole % 60).padStart(2, "0")}초` : `${whole}초`;
}

function tickRow(row, now) {
  const late = !row.dataset.answered && now > Date.parse(row.dataset.respondBy);
  row.classList.toggle("is-late", late);
  const respond = row.querySelector(".respond");
  if (!row.dataset.answered) {
    const left = (Date.parse(row.dataset.respondBy) - now) / 1000;
    respond.textContent = left < 0 ? `${span(-left)} ${respond.dataset.late}` : `${span(left)} ${respond.dataset.left}`;
  }
}

export function tick() {
  const now = Date.now();
  for (const age of document.querySelectorAll("[data-since]")) age.textContent = span((now - Date.parse(age.dataset.since)) / 1000);
  for (const row of document.querySelectorAll(".row")) tickRow(row, now);
}
